"""The complaints desk for tests: two caseworkers, and what they do to a case."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import select

from app.adapters.database import Database
from app.adapters.keyring import Keyring
from app.domain.complaint_parts import About, Letter
from app.domain.report_parts import WhenKnown
from app.models.complaint import ComplaintDue
from moderation.decisions.complaint.open import OPENED, ComplaintView, open_complaint
from moderation.decisions.complaint.steps import mark_sent, plan_step
from moderation.decisions.desk_person import DeskPerson
from moderation.decisions.logged import log_before_show
from tests.complaints import A_COMPLAINT, FiledComplaint
from tests.conftest import NOON
from tests.desk_people import enrol, grant, pin
from tests.workbench import reference

TODAY = NOON.date()
A_DECISION = replace(
    A_COMPLAINT,
    about=(About("gemeente", "GM0599"),),
    subjects=("vergunning",),
    letter=Letter("yes", TODAY - timedelta(weeks=5)),
    when=WhenKnown(day=TODAY - timedelta(days=30)),
)


def a_caseworker(database: Database, keyring: Keyring, name: str = "Kim") -> DeskPerson:
    """The first caseworker, whose team key is pinned."""
    person = enrol(database, keyring, name, "caseworker", NOON).person
    pin(database, keyring, person, NOON)
    return person


def a_colleague(database: Database, keyring: Keyring, first: DeskPerson, name: str) -> DeskPerson:
    """Another caseworker with the same key."""
    person = enrol(database, keyring, name, "caseworker", NOON).person
    grant(database, keyring, first, person, NOON)
    return replace(person, keys=first.keys)


def look(
    database: Database, keyring: Keyring, person: DeskPerson, complaint_id: UUID
) -> ComplaintView:
    line = log_before_show(
        database, keyring=keyring, actor=person.staff_id, action=OPENED, object_id=complaint_id,
        now=NOON,
    )  # fmt: skip
    with database.reading() as session:
        return open_complaint(session, person, complaint_id, line, known=reference())


def plan(
    database: Database, keyring: Keyring, person: DeskPerson, case: FiledComplaint, key: str
) -> int:
    with database.writing() as session:
        return plan_step(
            session, person, case.id, 0, key, known=reference(), keyring=keyring, now=NOON
        )


def send(
    database: Database,
    keyring: Keyring,
    person: DeskPerson,
    case: FiledComplaint,
    number: int,
    *,
    day: date = TODAY,
) -> None:
    with database.writing() as session:
        mark_sent(
            session, person, case.id, number, day, known=reference(), keyring=keyring, now=NOON
        )


def days(database: Database, case: FiledComplaint) -> list[tuple[str, date]]:
    with database.reading() as session:
        rows = session.execute(
            select(ComplaintDue.reason, ComplaintDue.due_on)
            .where(ComplaintDue.complaint_id == case.id, ComplaintDue.done_on.is_(None))
            .order_by(ComplaintDue.due_on)
        )
        return [(reason, due_on) for reason, due_on in rows]
