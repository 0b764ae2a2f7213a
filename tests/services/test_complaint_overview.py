"""The desk's own numbers: exact, of live cases, and only of those that this person may see."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import update

from app.adapters.database import Database
from app.adapters.keyring import Keyring
from app.domain.states import ComplaintState
from app.models.complaint import Complaint
from moderation.decisions.complaint.overview import read_overview
from moderation.decisions.complaint.owner import recuse
from moderation.rules.roles import NotPermitted
from tests.complaint_desk import a_caseworker
from tests.complaints import file_a_complaint
from tests.conftest import NOON

TODAY = NOON.date()


def test_live_cases_are_counted_by_what_stands_in_the_clear(
    database: Database, keyring: Keyring
) -> None:
    kim = a_caseworker(database, keyring)
    cases = [file_a_complaint(database, keyring) for _ in range(4)]
    with database.writing() as session:
        session.execute(
            update(Complaint)
            .where(Complaint.id == cases[0].id)
            .values(state=ComplaintState.CLOSED, arrived_on=date(2026, 10, 5))
        )
        session.execute(
            update(Complaint)
            .where(Complaint.id == cases[1].id)
            .values(state=ComplaintState.IN_PROGRESS, owner_id=kim.staff_id)
        )
        session.execute(
            update(Complaint)
            .where(Complaint.id == cases[2].id)
            .values(arrived_on=date(2025, 10, 5))
        )
    with database.reading() as session:
        found = read_overview(session, kim, today=TODAY)
    kind = next(iter(found.kinds))
    assert (found.live, found.kinds) == (3, {kind: 3})
    assert found.states == {ComplaintState.SUBMITTED: 2, ComplaintState.IN_PROGRESS: 1}
    assert found.owners == {"": 2, kim.name: 1}
    assert found.ages == {"two_weeks": 2, "longer": 1}
    assert list(found.arrived.values()) == [2, 1, *[0] * 10]
    assert next(iter(found.arrived)) == date(2026, 11, 1)


def test_a_case_somebody_stands_aside_from_is_not_counted_for_her(
    database: Database, keyring: Keyring
) -> None:
    kim = a_caseworker(database, keyring)
    case = file_a_complaint(database, keyring)
    with database.writing() as session:
        recuse(session, kim, case.id, keyring=keyring, now=NOON)
    with database.reading() as session:
        found = read_overview(session, kim, today=TODAY)
        assert (found.live, sum(found.arrived.values())) == (0, 0)
        with pytest.raises(NotPermitted):
            read_overview(session, replace(kim, role="analyst"), today=TODAY)
