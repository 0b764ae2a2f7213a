"""T1 for requests for a training: who asked lies sealed, and what is announced names nobody."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import select

from app.adapters.database import Database
from app.adapters.keyring import Keyring
from app.domain.report_parts import Contact
from app.models.complaint import Complaint
from tests.complaints import file_a_complaint
from tests.keys import TeamKeys
from tests.security.corpus import MOMENT
from tests.security.stolen_bytes import everything_in, found_in
from tests.security.test_dump_has_no_plaintext import codes_in, moments_in, plant, secrets_in
from tests.servers import Postgres
from tests.trainings import ASKED_BY_A_WORKER, ASKED_BY_AN_INSTITUTION
from tests.visitor import Visitor
from tests.web.test_training_pages import ASKING, INSTITUTION, send

MARKERS = (
    "Zwaluw", "zwaluwdam.example", "0612345678", "mosterdzaad", "te woord", "in het voorjaar",
    "Grenzen stellen (13", "GM0599", "politie",
)  # fmt: skip
"""Of every field of a request; the kind of the case alone stands in the clear."""


def test_requests_leave_no_word_behind_but_their_kind(
    database: Database, keyring: Keyring, institutions_team: TeamKeys, stolen: Postgres | None
) -> None:
    with_a_way = replace(ASKED_BY_A_WORKER, contact=Contact("phone", "0612345678"))
    filed = [
        file_a_complaint(database, keyring, draft, now=MOMENT)
        for draft in (with_a_way, ASKED_BY_AN_INSTITUTION)
        for _three in range(3)
    ]
    haystacks = everything_in(database, stolen)
    assert not found_in(haystacks, MARKERS)
    assert not codes_in(haystacks, [one.code for one in filed])
    assert not secrets_in(haystacks, keyring, institutions_team)
    assert not moments_in(haystacks)
    with database.reading() as session:
        kinds = set(session.scalars(select(Complaint.institution_kind)))
    assert kinds == {"training_worker", "training_institution"}
    plant(database, b"Piet Zwaluw")
    assert found_in(everything_in(database, stolen), MARKERS[:1])  # the search could see it


@pytest.mark.usefixtures("institutions_team")
def test_what_an_institution_typed_lies_nowhere_readable(
    visit: Visitor, database: Database, stolen: Postgres | None
) -> None:
    visit.get(INSTITUTION)
    send(visit, **ASKING)
    assert not found_in(everything_in(database, stolen), MARKERS)
