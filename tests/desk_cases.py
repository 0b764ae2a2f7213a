"""Reports, people and alerts for tests of the desk: filed and moved by the real services."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import event

from app.adapters.database import Database
from app.adapters.dictionary import load_dictionary
from app.adapters.keyring import Keyring
from app.domain.consent import Consents
from app.domain.report import ReportDraft
from app.domain.report_parts import Client, Contact, Place, WhenKnown
from app.domain.retention import report_body_expires_on
from app.domain.states import AlertState, StaffState
from app.models.alert import Alert
from app.models.report import Report
from app.models.staff import Staff
from app.public.report.filing import filing_of
from app.services.file_report import file_report, prepare_report
from moderation.decisions.approve_alert import approve_alert
from moderation.decisions.claim_report import claim_report
from moderation.decisions.desk_person import DeskPerson, TeamKey
from moderation.decisions.judge_alert import WrittenAlert
from moderation.decisions.logged import log_before_show
from moderation.decisions.propose_alert import propose_alert
from moderation.decisions.read_alerts import SHOWN, AlertView, read_alert
from moderation.rules.publication_bar import InformChoice
from tests.keys import TeamKeys
from tests.workbench import NOON, reference

PHONE = "06 38 12 47 56"
DICTIONARY = load_dictionary()
GOOD_TEXT = "Hij werd dreigend toen zij niet wilde wat hij vroeg. Hij hield de deur dicht."

DRAFT = ReportDraft(
    kinds=("bedreiging",),
    when=WhenKnown("this_month", date(2026, 11, 3)),
    place=Place("GM0363", "hotel"),
    culprit_role="klant",
    client=Client(phones=(PHONE,)),
    story="Hij dreigde mij en deed de deur op slot.",
    language="nl",
    still_active="unknown",
    consents=Consents(warn=True),
)


@dataclass(frozen=True)
class Desk:
    """Everything a decision asks for, in one place."""

    database: Database
    keyring: Keyring
    team: TeamKeys

    def person(self, name: str, role: str = "moderator", *, fresh: datetime = NOON) -> DeskPerson:
        """Somebody active with the team's key, who just showed that it is them."""
        staff_id = uuid4()
        with self.database.writing() as session:
            session.add(
                Staff(
                    id=staff_id,
                    name=name,
                    role=role,
                    team="alerts",
                    state=StaffState.ACTIVE,
                    created_on=NOON.date(),
                )
            )
        key = TeamKey("alerts", self.team.epoch, self.team.secret, self.team.k_match)
        return DeskPerson(staff_id, name, role, "alerts", fresh, (key,))

    def report(
        self,
        draft: ReportDraft = DRAFT,
        *,
        photos: tuple[bytes, ...] = (),
        burst: str | None = None,
        now: datetime = NOON,
    ) -> UUID:
        return file_case(self.database, self.keyring, draft, photos=photos, burst=burst, now=now)

    def claim(self, person: DeskPerson, report_id: UUID, now: datetime = NOON) -> None:
        with self.database.writing() as session:
            claim_report(session, person, report_id, keyring=self.keyring, now=now)

    def propose(
        self,
        person: DeskPerson,
        report_id: UUID,
        written: WrittenAlert | None = None,
        now: datetime = NOON,
    ) -> UUID:
        with self.database.writing() as session:
            return propose_alert(
                session,
                person,
                report_id,
                written or a_text(),
                keyring=self.keyring,
                reference=reference(),
                dictionary=DICTIONARY,
                now=now,
            )

    def look(self, person: DeskPerson, alert_id: UUID, now: datetime = NOON) -> AlertView:
        logged = log_before_show(
            self.database,
            keyring=self.keyring,
            actor=person.staff_id,
            action=SHOWN,
            object_id=alert_id,
            now=now,
        )
        with self.database.reading() as session:
            return read_alert(session, person, alert_id, logged, keyring=self.keyring)

    def approve(
        self, person: DeskPerson, alert_id: UUID, now: datetime = NOON, seen: bytes | None = None
    ) -> AlertState:
        if seen is None:
            seen = self.look(person, alert_id, now).seen
        with self.database.writing() as session:
            return approve_alert(
                session,
                replace(person, fresh_at=now),
                alert_id,
                seen,
                keyring=self.keyring,
                reference=reference(),
                dictionary=DICTIONARY,
                now=now,
            )

    def alert(self, alert_id: UUID) -> Alert:
        with self.database.reading() as session:
            return session.get_one(Alert, alert_id)

    def report_row(self, report_id: UUID) -> Report:
        with self.database.reading() as session:
            return session.get_one(Report, report_id)


def file_case(
    database: Database,
    keyring: Keyring,
    draft: ReportDraft = DRAFT,
    *,
    photos: tuple[bytes, ...] = (),
    burst: str | None = None,
    now: datetime = NOON,
) -> UUID:
    """A report as the public door files it."""
    filing = filing_of(draft, photos, reference=reference(), today=now.date(), burst=burst)
    prepared = prepare_report(
        filing,
        raw_token=secrets.token_bytes(16),
        keyring=keyring,
        expires_on=report_body_expires_on(now.date(), None, reference().protocol),
        now=now,
    )
    with database.writing() as session:
        return file_report(session, prepared, now=now).case_id


def a_text(**changes: Any) -> WrittenAlert:
    """A filled-in form that passes the bar: severity 3, one phone number."""
    values: dict[str, Any] = {
        "text": GOOD_TEXT,
        "kinds": ("bedreiging",),
        "severity": reference().incidents["bedreiging"].severity,
        "severity_reason": "",
        "region": "GM0363",
        "month": date(2026, 11, 1),
        "identifiers": ("phone-0",),
        "appearance": (),
        "car_type": "",
        "car_colour": "",
        "checklist": {
            one: "no" if one == "could_he_know" else "yes" for one in reference().protocol.criteria
        },
        "inform": InformChoice("exception-purpose", NOON.date() + timedelta(days=180)),
        "answered": frozenset(),
    }
    return WrittenAlert(**(values | changes))


def at_once(draft: ReportDraft = DRAFT) -> ReportDraft:
    """The same, published as soon as it is approved."""
    return replace(draft, publish_at_once=True)


def with_contact(draft: ReportDraft = DRAFT) -> ReportDraft:
    return replace(draft, contact=Contact("phone", "0612345678", ("evening",)))


@contextmanager
def counted_queries(database: Database) -> Iterator[list[str]]:
    """Every statement that reaches the engine meanwhile."""
    seen: list[str] = []

    def note(_c: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if not statement.startswith(("BEGIN", "PRAGMA", "SAVEPOINT", "RELEASE")):
            seen.append(statement)

    event.listen(database.engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(database.engine, "before_cursor_execute", note)
