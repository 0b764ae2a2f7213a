"""The complaints desk with two caseworkers, for tests that go through its pages."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from flask import Flask
from sqlalchemy import select

from app.adapters.database import Database
from app.adapters.keyring import Keyring
from app.domain.complaint import ComplaintDraft
from app.models.audit import AuditLine
from app.models.complaint import Complaint, ComplaintToken
from app.services.file_complaint import SentFile
from moderation.decisions.complaint.board import BoardFilter
from moderation.decisions.complaint.dues import add_task
from moderation.decisions.complaint.owner import recuse
from moderation.decisions.complaint.patterns import enter_patterns
from moderation.decisions.complaint.saved_views import keep_view
from moderation.decisions.complaint.steps import plan_step
from moderation.decisions.desk_person import DeskPerson
from moderation.decisions.trainings import add_training
from tests.complaints import A_COMPLAINT, A_PATTERN, FiledComplaint, file_a_complaint
from tests.conftest import NOON, Clock
from tests.desk_people import EnrolledPerson, enrol, grant, pin, sign_in_page
from tests.trainings import A_TRAINING, ASKED_BY_A_WORKER
from tests.visitor import Page, Visitor
from tests.workbench import reference

BOARD = "/nl/desk/k"


@dataclass
class ComplaintRooms:
    """Kim and Lena with the key of the institutions team, and complaints to work on."""

    app: Flask
    database: Database
    keyring: Keyring
    clock: Clock
    kim: EnrolledPerson
    lena: EnrolledPerson

    def sign_in(self, somebody: EnrolledPerson) -> Visitor:
        visitor = Visitor(self.app)
        sign_in_page(visitor, somebody, self.clock.now)
        return visitor

    def complaint(
        self, draft: ComplaintDraft = A_COMPLAINT, *, files: tuple[SentFile, ...] = ()
    ) -> FiledComplaint:
        return file_a_complaint(self.database, self.keyring, draft, files=files, now=self.clock.now)

    def row(self, case: FiledComplaint) -> Complaint:
        with self.database.reading() as session:
            return session.get_one(Complaint, case.id)

    def actions(self) -> list[str]:
        with self.database.reading() as session:
            return list(session.scalars(select(AuditLine.action).order_by(AuditLine.seq)))

    @property
    def today(self) -> date:
        return self.clock.now.date()


def furnish(app: Flask, database: Database, keyring: Keyring, clock: Clock) -> ComplaintRooms:
    """Kim made the pinned key; Lena has it from her."""
    kim = enrol(database, keyring, "Kim", "caseworker", NOON)
    pin(database, keyring, kim.person, NOON)
    lena = enrol(database, keyring, "Lena", "caseworker", NOON)
    grant(database, keyring, kim.person, lena.person, NOON)
    return ComplaintRooms(app, database, keyring, clock, kim, lena)


def search_on(board: Page) -> int:
    """Which form that sends is the search: above it stand those of days, as many as there are."""
    posts = [one for one in board.forms if one.method == "post"]
    return next(at for at, one in enumerate(posts) if "find" in one.fields)


def page_of(case: FiledComplaint | UUID, rest: str = "") -> str:
    """The address of a case's page, or of what lies below it."""
    found = case if isinstance(case, UUID) else case.id
    return f"{BOARD}/case/{found}{rest}"


def opened(visitor: Visitor, case: FiledComplaint) -> Page:
    """The case page, reached from the board as a caseworker reaches it."""
    visitor.get(BOARD)
    visitor.submit(form=f"{case.id}/open")
    return visitor.follow()


def things_of_a_caseworker(
    database: Database, keyring: Keyring, person: DeskPerson, *, nobody: UUID
) -> dict[str, tuple[object, tuple[object, ...]]]:
    """What parts of the desk's addresses can name: this person's own, and what is not there."""
    paper = SentFile(b"%PDF-1.7", {"kind": "pdf", "name": "brief.pdf"})
    case = file_a_complaint(database, keyring, files=(paper,))
    other, aside = file_a_complaint(database, keyring), file_a_complaint(database, keyring)
    alike = file_a_complaint(database, keyring, A_PATTERN)
    with database.writing() as session:
        enter_patterns(session, person, alike.id, known=reference())
    with database.reading() as session:
        token = session.scalars(select(ComplaintToken.token)).one().hex()
    with database.writing() as session:
        keep_view(session, person, BoardFilter(due="late"))
        add_task(
            session, person, case.id, reason="call_her", due_on=NOON.date(), words="",
            keyring=keyring, now=NOON,
        )  # fmt: skip
        plan_step(
            session, person, case.id, 0, "politie-klacht:1", known=reference(), keyring=keyring,
            now=NOON,
        )  # fmt: skip
        recuse(session, person, aside.id, keyring=keyring, now=NOON)
        training = add_training(
            session, person, A_TRAINING, has=reference().has, keyring=keyring, now=NOON
        )
    asked = file_a_complaint(database, keyring, ASKED_BY_A_WORKER)
    return {
        "desk.training_id": (training, (nobody,)),
        "desk.training_handled.complaint_id": (asked.id, (case.id, aside.id, nobody)),
        "desk.complaint_id": (case.id, (aside.id, nobody)),
        "desk.other_id": (other.id, (aside.id, nobody)),
        "desk.pattern": (token, ("0" * len(token), token.upper() + "0", "x")),
        "desk.leaver.staff_id": (person.staff_id, (nobody,)),
    }
