"""Telling the listed person, while the warning lives (GDPR 14; privacy.md 3.6).

An exception holds until its day. Then somebody looks again: he was told meanwhile, or it still
harms somebody to tell him, until another day.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.adapters.keyring import Keyring
from app.adapters.reference_data import ReferenceData
from app.adapters.vault.boxes import Damaged
from app.domain.states import AlertState
from app.models.alert import Alert
from app.services import audit
from moderation.decisions.alert_content import read_review, write_review
from moderation.decisions.alert_source import is_correction
from moderation.decisions.case_rows import NoSuchAlert, find_alert, require_active
from moderation.decisions.desk_person import DeskPerson
from moderation.decisions.judge_alert import NotReady
from moderation.rules.publication_bar import InformChoice, about_informing

LIVES = (AlertState.APPROVED, AlertState.PUBLISHED, AlertState.SUSPENDED)


@dataclass(frozen=True)
class DueReview:
    """A warning whose exception has to be looked at again; `review_on` None: nothing is known."""

    alert_id: UUID
    kinds: tuple[str, ...]
    review_on: date | None


def due_reviews(session: Session, keyring: Keyring, *, today: date) -> tuple[DueReview, ...]:
    """The oldest first; one query, and one opening for each warning that lives.

    A review that does not open counts as due: nobody can say that somebody was told.
    """
    found = []
    for alert in session.scalars(select(Alert).where(Alert.state.in_(LIVES)).order_by(Alert.id)):
        if is_correction(alert):
            continue
        inform = _inform(alert, keyring)
        if inform is None or inform.due_on(today):
            day = None if inform is None else inform.review_on
            found.append(DueReview(alert.id, tuple(alert.kinds.split(",")), day))
    return tuple(sorted(found, key=lambda one: (one.review_on or date.min, str(one.alert_id))))


def record_informing(
    session: Session,
    person: DeskPerson,
    alert_id: UUID,
    inform: InformChoice,
    *,
    keyring: Keyring,
    reference: ReferenceData,
    now: datetime,
) -> None:
    """What is so from now on; the text and its approval stay as they are.

    Raises NotReady, NotActive, NoSuchAlert (also when it lives no more), Damaged.
    """
    require_active(session, person)
    codes = about_informing(inform, now.date())
    if inform.choice and not reference.has("inform_choice", inform.choice):
        codes = ["unknown_code"]
    if codes:
        raise NotReady(codes)
    alert = find_alert(session, alert_id, locked=True)
    if alert.state not in LIVES or is_correction(alert):
        raise NoSuchAlert
    write_review(alert, replace(read_review(alert, keyring), inform=inform), keyring)
    session.flush()
    audit.append(
        session, keyring=keyring, actor=person.staff_id, action="informing_recorded",
        object_id=alert.id, data={"choice": inform.choice}, now=now,
    )  # fmt: skip


def _inform(alert: Alert, keyring: Keyring) -> InformChoice | None:
    try:
        return read_review(alert, keyring).inform
    except (Damaged, KeyError, TypeError, ValueError):
        return None
