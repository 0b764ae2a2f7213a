"""The desk with two moderators at work, for tests that go through its pages."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from flask import Flask
from sqlalchemy import select

from app.adapters.database import Database
from app.adapters.keyring import Keyring
from app.domain.report import ReportDraft
from app.models.alert import Alert
from app.models.audit import AuditLine
from app.models.report import Report
from tests.conftest import NOON, Clock
from tests.desk_cases import DRAFT, a_text, file_case
from tests.desk_people import EnrolledPerson, enrol, grant, pin, sign_in_page
from tests.visitor import Visitor

DESK = "/nl/desk"


@dataclass
class Rooms:
    """Two moderators with the key, each with a browser, and reports to work on."""

    app: Flask
    database: Database
    keyring: Keyring
    clock: Clock
    noor: EnrolledPerson
    iris: EnrolledPerson

    def sign_in(self, somebody: EnrolledPerson) -> Visitor:
        visitor = Visitor(self.app)
        sign_in_page(visitor, somebody, self.clock.now)
        return visitor

    def report(self, draft: ReportDraft = DRAFT, **values: object) -> UUID:
        return file_case(self.database, self.keyring, draft, now=self.clock.now, **values)  # type: ignore[arg-type]

    def row(self, report_id: UUID) -> Report:
        with self.database.reading() as session:
            return session.get_one(Report, report_id)

    def alert(self) -> Alert:
        with self.database.reading() as session:
            return session.scalars(select(Alert)).one()

    def actions(self) -> list[str]:
        with self.database.reading() as session:
            return list(session.scalars(select(AuditLine.action).order_by(AuditLine.seq)))


def furnish(app: Flask, database: Database, keyring: Keyring, clock: Clock) -> Rooms:
    """Iris leads and made the pinned key; Noor has it from her."""
    iris = enrol(database, keyring, "Iris", "lead", NOON)
    pin(database, keyring, iris.person, NOON)
    noor = enrol(database, keyring, "Noor", "moderator", NOON)
    grant(database, keyring, iris.person, noor.person, NOON)
    return Rooms(app, database, keyring, clock, noor, iris)


def a_form(**changes: object) -> dict[str, object]:
    """The fields of a warning that passes the bar, as a browser sends them."""
    good = a_text()
    assert good.inform is not None
    assert good.inform.review_on is not None
    fields: dict[str, object] = {
        "text": good.text,
        "kinds": list(good.kinds),
        "severity": str(good.severity),
        "region": good.region,
        "month": "2026-11",
        "identifiers": ["phone-0"],
        "inform": good.inform.choice,
        "review_on": good.inform.review_on.isoformat(),
        "go": "propose",
        **{f"criterion-{one}": answer for one, answer in good.checklist.items()},
    }
    return fields | changes


def claimed(rooms: Rooms, visitor: Visitor, draft: ReportDraft = DRAFT) -> UUID:
    report = rooms.report(draft)
    visitor.get(f"{DESK}/")
    visitor.submit(form=f"{report}/open")
    visitor.follow()
    return report
