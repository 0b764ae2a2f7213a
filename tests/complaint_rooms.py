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
from app.models.complaint import Complaint
from app.services.file_complaint import SentFile
from tests.complaints import A_COMPLAINT, FiledComplaint, file_a_complaint
from tests.conftest import NOON, Clock
from tests.desk_people import EnrolledPerson, enrol, grant, pin, sign_in_page
from tests.visitor import Page, Visitor

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


def page_of(case: FiledComplaint | UUID, rest: str = "") -> str:
    """The address of a case's page, or of what lies below it."""
    found = case if isinstance(case, UUID) else case.id
    return f"{BOARD}/case/{found}{rest}"


def opened(visitor: Visitor, case: FiledComplaint) -> Page:
    """The case page, reached from the board as a caseworker reaches it."""
    visitor.get(BOARD)
    visitor.submit(form=f"{case.id}/open")
    return visitor.follow()
