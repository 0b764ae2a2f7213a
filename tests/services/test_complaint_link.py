"""Linked complaints: sealed in both for the desk alone, bounded, and never to what is gone."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest

from app.adapters.database import Database
from app.adapters.keyring import Keyring
from app.adapters.vault.boxes import Damaged
from app.models.complaint import Complaint
from app.services.sealed_complaint import COMPLAINT
from moderation.decisions.complaint.erase import erase_complaint
from moderation.decisions.complaint.link import MOST_LINKS, ONLY, PART, LinkRefused, link_cases
from moderation.decisions.complaint.saved_views import read_views
from moderation.decisions.complaint.today import days_ahead
from moderation.decisions.desk_person import DeskPerson
from tests.complaint_desk import A_DECISION, TODAY, a_caseworker, a_colleague, look, plan
from tests.complaints import FiledComplaint, file_a_complaint
from tests.conftest import NOON


@pytest.fixture
def kim(database: Database, keyring: Keyring) -> DeskPerson:
    return a_caseworker(database, keyring)


def row(database: Database, case: FiledComplaint) -> Complaint:
    with database.reading() as session:
        return session.get_one(Complaint, case.id)


def link(
    database: Database,
    keyring: Keyring,
    kim: DeskPerson,
    one: FiledComplaint,
    other: FiledComplaint,
) -> None:
    number = row(database, other).case_number
    with database.writing() as session:
        link_cases(session, kim, one.id, number, keyring=keyring, now=NOON)


def linked(
    database: Database, keyring: Keyring, kim: DeskPerson, case: FiledComplaint
) -> list[UUID]:
    return [one.complaint_id for one in look(database, keyring, kim, case.id).links]


def test_her_code_does_not_open_which_cases_are_linked(
    database: Database, keyring: Keyring, kim: DeskPerson
) -> None:
    one, other = file_a_complaint(database, keyring), file_a_complaint(database, keyring)
    link(database, keyring, kim, one, other)
    sealed = row(database, one).desk
    assert sealed is not None
    assert str(other.id).encode() not in sealed
    with pytest.raises(Damaged):
        COMPLAINT.open_part(one.own.dek, one.id, PART, ONLY, sealed)


def test_a_link_that_was_moved_to_another_case_does_not_open(
    database: Database, keyring: Keyring, kim: DeskPerson
) -> None:
    one, other, third = (file_a_complaint(database, keyring) for _ in range(3))
    link(database, keyring, kim, one, other)
    with database.writing() as session:
        session.get_one(Complaint, third.id).desk = session.get_one(Complaint, one.id).desk
    with pytest.raises(Damaged):
        look(database, keyring, kim, third.id)


def test_linking_twice_is_the_same_as_once_and_there_is_a_most(
    database: Database, keyring: Keyring, kim: DeskPerson
) -> None:
    one = file_a_complaint(database, keyring)
    others = [file_a_complaint(database, keyring) for _ in range(MOST_LINKS + 1)]
    for other in [*others[:MOST_LINKS], others[0]]:
        link(database, keyring, kim, one, other)
    assert len(linked(database, keyring, kim, one)) == MOST_LINKS
    with pytest.raises(LinkRefused, match="too_many"):
        link(database, keyring, kim, one, others[MOST_LINKS])
    assert linked(database, keyring, kim, others[MOST_LINKS]) == []
    with database.writing() as session:
        erase_complaint(session, others[0].id, now=NOON)
    link(database, keyring, kim, one, others[MOST_LINKS])  # what is gone takes no place
    assert others[0].id not in linked(database, keyring, kim, one)
    assert others[MOST_LINKS].id in linked(database, keyring, kim, one)


def test_the_days_ahead_are_those_of_open_cases_nearest_first(
    database: Database, keyring: Keyring, kim: DeskPerson
) -> None:
    lena = a_colleague(database, keyring, kim, "Lena")
    case = file_a_complaint(database, keyring, A_DECISION)
    plan(database, keyring, kim, case, "awb-bezwaar:1")
    with database.reading() as session:
        found = days_ahead(session, kim, today=TODAY)
        assert [(one.complaint_id, one.reason, one.mine) for one in found.days] == [
            (case.id, "her_deadline", True)
        ]
        assert not days_ahead(session, lena, today=TODAY).days[0].mine
        assert days_ahead(session, kim, today=TODAY - timedelta(days=60)).days == ()
        assert read_views(session, kim) == ()
