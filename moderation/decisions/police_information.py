"""Telling the police something about a case: written anew, read by two, agreed to by her.

The desk sends it itself, outside this house; here it is only written down that it went
(privacy.md 3.12).
"""

from __future__ import annotations

from collections.abc import Collection, Container
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.adapters.keyring import Keyring
from app.adapters.reference_data import ReferenceData
from app.domain.letter_signs import hidden_sign
from app.domain.police_information import (
    AlreadyHandedOver,
    Information,
    NotAgreed,
    Stage,
    require_consent,
)
from app.domain.statistics.quarters import quarter_of
from app.models.police import INFORMATION, PoliceInformation, PoliceLedger
from app.models.report import Report
from app.services import audit
from app.services.police_information import open_information, seal_information
from app.services.reporter_requests import WITHDRAW, is_asked
from app.services.sealed_report import DeskKeys
from moderation.decisions.case_rows import (
    NoSuchCase,
    find_case,
    open_case_keys,
    require_active,
)
from moderation.decisions.claim_report import work_on
from moderation.decisions.desk_person import DeskPerson, is_fresh
from moderation.decisions.logged import Logged
from moderation.decisions.open_case import OPENED, NotWrittenDown
from moderation.decisions.read_body import read_draft, read_wishes
from moderation.decisions.redaction_marks import TextMark, known_of, marks_of
from moderation.decisions.show_parts import NotFresh
from moderation.decisions.write_to_case import TextRefused, readable_text
from moderation.rules.four_eyes import require_second

POINTS_TO_HER, STRONG = "reporter", "strong"
LATEST_DAYS = 31  # what is written down later than this is no longer remembered well


class MarksOpen(Exception):
    """The assistant points at something that must go, or that nobody has looked at."""


class WhenWrong(Exception):
    """The day is not one of the last month."""


class UnitUnknown(Exception):
    """No unit of the police."""


@dataclass(frozen=True, repr=False)
class PoliceView:
    """How far the text of a case is. `mine`: this person wrote it. `allowed`: she allows it."""

    text: str
    seen: str
    stage: Stage | None
    mine: bool
    allowed: bool
    unit: str
    given_on: date | None


def read_information(
    session: Session, person: DeskPerson, report_id: UUID, logged: Logged
) -> PoliceView:
    """Only with the line in the log. Raises NotWrittenDown, NoSuchCase, NoKey, Damaged."""
    if not logged.allows(OPENED, report_id) or logged.actor != person.staff_id:
        raise NotWrittenDown
    report = find_case(session, person, report_id)
    keys = open_case_keys(session, person, report)
    allowed = read_wishes(report, keys).consents.police_anonymous
    row = session.get(PoliceInformation, report_id)
    if row is None:
        return PoliceView("", "", None, mine=False, allowed=allowed, unit="", given_on=None)
    found = open_information(keys.dek, row)
    return PoliceView(
        text=found.text,
        seen=found.fingerprint,
        stage=found.stage,
        mine=row.proposed_by == person.staff_id,
        allowed=allowed,
        unit=found.unit,
        given_on=found.given_on,
    )


def police_marks(
    session: Session, person: DeskPerson, report_id: UUID, text: str, dictionary: Container[str]
) -> tuple[TextMark, ...]:
    """What the assistant points at; raises as `open_case_keys`. The client may be named here: what
    points to her may not."""
    report = find_case(session, person, report_id)
    return _marks(report, open_case_keys(session, person, report), text, dictionary)


def must_go(mark: TextMark) -> bool:
    """Whether no tick lets it stay."""
    return mark.kind == POINTS_TO_HER and mark.strength == STRONG


def propose_information(
    session: Session,
    person: DeskPerson,
    report_id: UUID,
    text: str,
    looked_at: Collection[str],
    *,
    keyring: Keyring,
    dictionary: Container[str],
    now: datetime,
) -> None:
    """A new text; whatever was agreed about another one is void. `looked_at` are keys of marks.

    Not once the police have one: what they were told must not vanish. Raises AlreadyHandedOver,
    TextRefused, NoConsent, MarksOpen and as work_on.
    """
    text = readable_text(text)
    if hidden_sign(text):
        raise TextRefused("unreadable")  # she must see all that the police will see
    report, keys = work_on(session, person, report_id, now=now)
    _must_be_hers_still(session, report)
    require_consent(read_wishes(report, keys).consents)
    marks = _marks(report, keys, text, dictionary)
    if any(must_go(one) or one.key not in looked_at for one in marks):
        raise MarksOpen
    row = session.get(PoliceInformation, report.id)
    if row is not None and open_information(keys.dek, row).stage is Stage.HANDED_OVER:
        raise AlreadyHandedOver
    sealed = seal_information(keys.dek, report.id, Information(text))
    if row is None:
        session.add(
            PoliceInformation(report_id=report.id, sealed=sealed, proposed_by=person.staff_id)
        )
    else:
        row.sealed, row.proposed_by, row.approved_by = sealed, person.staff_id, None
    _log(session, person, report, "police_text_proposed", keyring=keyring, now=now)


def approve_information(
    session: Session, person: DeskPerson, report_id: UUID, seen: str, *, keyring: Keyring,
    now: datetime,
) -> None:  # fmt: skip
    """The second look, at exactly what the page showed; then she is asked.

    Raises NotFresh, NotActive, NoSuchCase, NoKey, NoConsent, SamePerson, NotAgreed, TextChanged.
    """
    report, keys, row = _for_decision(session, person, report_id, now)
    require_consent(read_wishes(report, keys).consents)
    require_second(person.staff_id, row.proposed_by, second_needed=True)
    found = open_information(keys.dek, row)
    row.sealed = seal_information(keys.dek, report.id, found.approve(seen))
    row.approved_by = person.staff_id
    _log(session, person, report, "police_text_approved", keyring=keyring, now=now)


def hand_over_information(
    session: Session,
    person: DeskPerson,
    report_id: UUID,
    seen: str,
    *,
    unit: str,
    on: date | None,
    keyring: Keyring,
    reference: ReferenceData,
    now: datetime,
) -> None:
    """Writes down that the desk gave these words to a unit of the police on a day.

    Raises NotFresh, NotActive, NoSuchCase, NoKey, NoConsent, TextChanged, NotAgreed,
    AlreadyHandedOver, UnitUnknown, WhenWrong.
    """
    report, keys, row = _for_decision(session, person, report_id, now)
    if not any(one.code == unit for one in reference.police_units):
        raise UnitUnknown
    today = now.date()
    if on is None or not today - timedelta(days=LATEST_DAYS) <= on <= today:
        raise WhenWrong
    if row.approved_by is None:
        raise NotAgreed
    consents = read_wishes(report, keys).consents
    found = open_information(keys.dek, row).hand_over(seen, consents, unit, on)
    row.sealed = seal_information(keys.dek, report.id, found)
    session.add(PoliceLedger(id=uuid4(), quarter=quarter_of(on), kind=INFORMATION, unit=unit))
    _log(session, person, report, "police_text_handed_over", keyring=keyring, now=now)


def _for_decision(
    session: Session, person: DeskPerson, report_id: UUID, now: datetime
) -> tuple[Report, DeskKeys, PoliceInformation]:
    """Under the lock of the report, which her own answer takes too."""
    if not is_fresh(person, now):
        raise NotFresh
    require_active(session, person)
    report = find_case(session, person, report_id, locked=True)
    _must_be_hers_still(session, report)
    keys = open_case_keys(session, person, report)
    row = session.get(PoliceInformation, report_id, populate_existing=True)
    if row is None:
        raise NotAgreed
    return report, keys, row


def _must_be_hers_still(session: Session, report: Report) -> None:
    """Who took everything back is told nothing about any more, also before it is erased."""
    if report.body is None or session.scalar(select(is_asked(WITHDRAW, report.id))):
        raise NoSuchCase


def _marks(
    report: Report, keys: DeskKeys, text: str, dictionary: Container[str]
) -> tuple[TextMark, ...]:
    return marks_of(text, known_of(read_draft(report, keys)), dictionary=dictionary)


def _log(
    session: Session, person: DeskPerson, report: Report, action: str, *, keyring: Keyring,
    now: datetime,
) -> None:  # fmt: skip
    session.flush()
    audit.append(
        session, keyring=keyring, actor=person.staff_id, action=action, object_id=report.id, now=now
    )
