"""Listed persons for tests: who asks, the box that their codes come to, the desk that answers."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import cast
from uuid import UUID

from flask import Flask

from app.adapters.database import Database
from app.adapters.keyring import Keyring
from app.adapters.mail import NullMail
from app.domain.code import to_words
from app.domain.identifiers.matching import normalise
from app.domain.subject_answer import AnswerValues
from app.domain.subject_request import SubjectRequest
from app.services.file_subject_request import file_subject_request, prepare_subject_request
from app.services.receipt import Receipt
from app.web.house import House
from moderation.decisions.desk_person import DeskPerson
from moderation.decisions.subject_request.answer import answer_request
from tests.desk_cases import PHONE, Desk
from tests.desk_people import words_on
from tests.members import publish
from tests.visitor import Visitor
from tests.workbench import NOON, reference

NUMBER = "06 5012 3478"
RESTING = "06 5012 3499"
PATH = "/nl/y"
VALUES = AnswerValues("06 •••• ••56", "23 november 2026", "Soa Aids Nederland")
TOLD = SubjectRequest("object", "not-me", "phone", "06 •••• ••56", "Dat was ik niet.", "nl")


@dataclass
class Box:
    """What a phone and a mailbox hold; put in the place of the gateway and the mail server."""

    works: bool = True
    messages: list[tuple[str, ...]] = field(default_factory=list)

    def send(self, *message: str, message_id: str | None = None) -> None:
        self.messages.append(message)

    @property
    def code(self) -> str:
        """The code of the newest message."""
        found = re.search(r"\b\d{8}\b", self.messages[-1][-1])
        assert found is not None
        return found.group()


def with_box(app: Flask) -> Box:
    """All codes of this app go into one box from now on."""
    box = Box()
    house = cast("House", app.extensions["house"])
    app.extensions["house"] = replace(house, sms=box, mail=box)
    return box


def without_mail(app: Flask) -> None:
    """From now on this app can mail nobody."""
    app.extensions["house"] = replace(app.extensions["house"], mail=NullMail())


def ask(visit: Visitor, right: str = "object", value: str = NUMBER, *, status: int = 200) -> None:
    """The first page, sent."""
    visit.get(PATH)
    visit.submit({"right": right, "value": value}, form="/y", status=status)


def prove(visit: Visitor, box: Box, *, status: int = 200) -> None:
    visit.submit({"proof": box.code}, form="/y", status=status)


def send(visit: Visitor, ground: str = "not-me", words: str = "Dat was ik niet.") -> str:
    """His words; the seven words of his own code, as the page shows them."""
    visit.submit({"ground": ground, "words": words}, form="/y", status=200)
    return " ".join(words_on(visit))


def file_request(
    app: Flask, box: Box, right: str = "object", value: str = NUMBER, **said: str
) -> str:
    """The whole way, in a browser of its own; his code."""
    visit = Visitor(app)
    ask(visit, right, value)
    prove(visit, box)
    return send(visit, **said)


@dataclass(frozen=True)
class AskedOne:
    """A request about a warning of the most severe kind, which rests since; `words` his code."""

    request_id: UUID
    alert_id: UUID
    words: str


def file_one_request(database: Database, keyring: Keyring) -> AskedOne:
    """Through the services, without a browser."""
    alert = publish(database, keyring, ("phone", RESTING), severity=4)
    told = SubjectRequest("object", "not-me", "phone", "06 •••• ••99", "Dat was ik niet.", "nl")
    prepared = prepare_subject_request(
        told, normalise("phone", RESTING), raw_token=b"s" * 16, keyring=keyring, now=NOON
    )
    with database.writing() as session:
        filed = file_subject_request(session, prepared, now=NOON)
    return AskedOne(filed.case_id, alert, " ".join(to_words(filed.code, "nl")))


def filed(
    desk: Desk, told: SubjectRequest = TOLD, number: str = PHONE, seed: int = 1
) -> tuple[UUID, Receipt]:
    prepared = prepare_subject_request(
        told, normalise("phone", number), raw_token=bytes([seed]) * 16,
        keyring=desk.keyring, now=NOON,
    )  # fmt: skip
    with desk.database.writing() as session:
        done = file_subject_request(session, prepared, now=NOON)
    return done.case_id, prepared.receipt


def answer(desk: Desk, person: DeskPerson, request: UUID, outcome: str) -> None:
    with desk.database.writing() as session:
        answer_request(
            session, person, request, outcome, VALUES,
            keyring=desk.keyring, reference=reference(), now=NOON,
        )  # fmt: skip
