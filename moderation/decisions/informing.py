"""Telling the listed person, while the warning lives (GDPR 14; privacy.md 3.6).

An exception holds until its day. Then somebody looks again: he was told meanwhile, or it still
harms somebody to tell him, until another day.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from app.adapters.insert import insert_missing
from app.adapters.keyring import Keyring
from app.adapters.reference_data import ReferenceData
from app.adapters.vault.boxes import Damaged
from app.domain.states import AlertState
from app.models.alert import Alert, InformingDue
from app.services import audit
from moderation.decisions.alert_content import read_review, write_review
from moderation.decisions.alert_source import is_correction
from moderation.decisions.case_rows import NoSuchAlert, find_alert, require_active
from moderation.decisions.desk_person import DeskPerson
from moderation.decisions.judge_alert import NotReady
from moderation.rules.publication_bar import InformChoice, about_informing

LIVES = (AlertState.APPROVED, AlertState.PUBLISHED, AlertState.SUSPENDED)


MOST_SHOWN = 50


@dataclass(frozen=True)
class DueReview:
    """A warning whose exception has to be looked at again; `review_on` None: nothing is known."""

    alert_id: UUID
    kinds: tuple[str, ...]
    review_on: date | None


@dataclass(frozen=True)
class DueReviews:
    """The first of them, and how many there are."""

    rows: tuple[DueReview, ...]
    total: int


def due_reviews(session: Session) -> DueReviews:
    """The oldest first, as `watch_informing` found them; two queries, and nothing is opened."""
    waiting = (
        select(Alert.id, Alert.kinds, InformingDue.review_on)
        .join(InformingDue, InformingDue.alert_id == Alert.id)
        .where(Alert.state.in_(LIVES))
    )
    total = session.scalar(select(func.count()).select_from(waiting.subquery())) or 0
    oldest = waiting.order_by(
        InformingDue.review_on.is_not(None), InformingDue.review_on, Alert.id
    ).limit(MOST_SHOWN)
    rows = tuple(
        DueReview(alert_id, tuple(kinds.split(",")), day)
        for alert_id, kinds, day in session.execute(oldest)
    )
    return DueReviews(rows, total)


def watch_informing(session: Session, keyring: Keyring, *, today: date) -> None:
    """Opens the review of every warning that lives, and keeps which are due.

    A review that does not open counts as due: nobody can say that somebody was told.
    """
    due: dict[UUID, date | None] = {}
    living = select(Alert).where(Alert.state.in_(LIVES)).execution_options(yield_per=200)
    for alert in session.scalars(living):
        if is_correction(alert):
            continue
        inform = _inform(alert, keyring)
        if inform is None or inform.due_on(today):
            due[alert.id] = None if inform is None else inform.review_on
    rows = session.execute(select(InformingDue.alert_id, InformingDue.review_on))
    known = {row.alert_id: row.review_on for row in rows}
    other = [one for one, day in known.items() if one not in due or due[one] != day]
    if other:
        session.execute(delete(InformingDue).where(InformingDue.alert_id.in_(other)))
    insert_missing(
        session,
        InformingDue,
        [{"alert_id": one, "review_on": day} for one, day in due.items()],
    )


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
    session.execute(delete(InformingDue).where(InformingDue.alert_id == alert.id))
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
