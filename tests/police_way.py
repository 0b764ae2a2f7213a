"""A case on its way to the police: two people, her own answer, and every step as one call."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from sqlalchemy import func, select

from app.adapters.database import Database
from app.adapters.keyring import Keyring
from app.domain.consent import Consents
from app.models.police import PoliceInformation, PoliceLedger
from app.services.change_consents import change_consent
from app.services.own_report import OwnKey
from app.services.police_information import (
    answer_information,
    own_information,
)
from moderation.decisions.desk_person import DeskPerson
from moderation.decisions.logged import log_before_show
from moderation.decisions.open_case import OPENED
from moderation.decisions.police_information import (
    PoliceView,
    approve_information,
    hand_over_information,
    police_marks,
    propose_information,
    read_information,
)
from tests.desk_cases import DICTIONARY, Desk
from tests.filed_reports import A_DRAFT, FiledReport, file_one
from tests.keys import TeamKeys
from tests.workbench import NOON, reference

TEXT = "hij rijdt in een witte bus en wordt boos als iemand nee zegt."
TOLD = replace(A_DRAFT, consents=Consents(police_anonymous=True), points_to_me="rode jas")
PROTOCOL = reference().protocol
TODAY = NOON.date()


class Way:
    """A case and two people, with every step of the way as one call."""

    def __init__(self, database: Database, keyring: Keyring, team: TeamKeys) -> None:
        self.database, self.keyring = database, keyring
        self.desk = Desk(database, keyring, team)
        self.writer, self.second = self.desk.person("De een"), self.desk.person("De ander")
        self.report: FiledReport = file_one(database, keyring, TOLD)

    def propose(self, words: str = TEXT, by: DeskPerson | None = None) -> None:
        with self.database.writing() as session:
            by = by or self.writer
            marks = police_marks(session, by, self.report.id, words, DICTIONARY)
            propose_information(
                session, by, self.report.id, words, [one.key for one in marks],
                keyring=self.keyring, dictionary=DICTIONARY, now=NOON,
            )  # fmt: skip

    def approve(self, by: DeskPerson | None = None, seen: str | None = None) -> None:
        seen = self.view().seen if seen is None else seen
        with self.database.writing() as session:
            approve_information(
                session, by or self.second, self.report.id, seen, keyring=self.keyring, now=NOON
            )

    def answer(self, answer: str, seen: str | None = None) -> None:
        with self.database.writing() as session:
            found = own_information(session, self.own)
            seen = seen if seen is not None else found.seen if found else ""
            answer_information(session, self.own, answer, seen, now=NOON)

    def hand_over(self, unit: str = "rotterdam", on: date | None = TODAY) -> None:
        seen = self.view().seen
        with self.database.writing() as session:
            hand_over_information(
                session, self.writer, self.report.id, seen, unit=unit, on=on,
                keyring=self.keyring, reference=reference(), now=NOON,
            )  # fmt: skip

    def agreed(self) -> None:
        self.propose()
        self.approve()
        self.answer("yes")

    def allow(self, given: bool) -> None:
        with self.database.writing() as session:
            change_consent(
                session, self.own, "police_anonymous", given=given, protocol=PROTOCOL, now=NOON
            )

    def view(self) -> PoliceView:
        line = log_before_show(
            self.database, keyring=self.keyring, actor=self.writer.staff_id, action=OPENED,
            object_id=self.report.id, now=NOON,
        )  # fmt: skip
        with self.database.reading() as session:
            return read_information(session, self.writer, self.report.id, line)

    def ledger(self) -> list[Any]:
        with self.database.reading() as session:
            return list(session.scalars(select(PoliceLedger)))

    def rows(self) -> int:
        with self.database.reading() as session:
            return session.scalar(select(func.count()).select_from(PoliceInformation)) or 0

    @property
    def own(self) -> OwnKey:
        return self.report.own
