"""Facts for the figures: only with her consent, found by her key, gone when she wants it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from app.adapters.database import Database
from app.adapters.keyring import Keyring
from app.adapters.vault.boxes import Damaged
from app.domain.complaint_facts import CaseFacts, Fact
from app.domain.complaint_parts import ComplaintConsents
from app.models.complaint import Complaint
from app.models.facts import CountedFact
from app.services.add_to_complaint import add_complaint_message
from app.services.change_complaint_consents import change_complaint_consent
from app.services.complaint_papers import not_happy
from app.services.purge_complaints import purge_complaints
from app.services.read_facts import read_facts
from app.services.withdraw_complaint import withdraw_complaint
from moderation.decisions.complaint.ending import (
    FactsMissing,
    close_complaint,
    reopen_complaint,
)
from moderation.decisions.complaint.erase import erase_complaint
from moderation.decisions.complaint.steps import record_answer
from moderation.decisions.desk_person import DeskPerson
from tests.complaint_desk import TODAY, a_caseworker, plan, send
from tests.complaints import A_COMPLAINT, SOME_FACTS, FiledComplaint, file_a_complaint
from tests.conftest import NOON
from tests.workbench import reference

QUARTER = "2026Q4"
NOT_COUNTED = replace(A_COMPLAINT, consents=ComplaintConsents())
THREE = replace(
    SOME_FACTS, institutions=(("politie", "rotterdam"), ("gemeente", "GM0599"), ("overig", ""))
)


@pytest.fixture
def kim(database: Database, keyring: Keyring) -> DeskPerson:
    return a_caseworker(database, keyring)


class Desk:
    """What a test does to a case, in as few words as it can be said."""

    def __init__(self, database: Database, keyring: Keyring, kim: DeskPerson) -> None:
        self.database, self.keyring, self.kim = database, keyring, kim

    def filed(self, counted: bool = True) -> FiledComplaint:
        draft = A_COMPLAINT if counted else NOT_COUNTED
        return file_a_complaint(self.database, self.keyring, draft)

    def close(
        self,
        case: FiledComplaint,
        facts: CaseFacts | None = SOME_FACTS,
        *,
        now: object = NOON,
    ) -> None:
        with self.database.writing() as session:
            close_complaint(
                session, self.kim, case.id, "gegrond", facts=facts, keyring=self.keyring,
                now=now,  # type: ignore[arg-type]
            )  # fmt: skip

    def facts(self, *quarters: str) -> list[Fact]:
        with self.database.reading() as session:
            return read_facts(session, self.keyring, quarters or (QUARTER,))

    def link(self, case: FiledComplaint) -> bytes | None:
        with self.database.reading() as session:
            return session.get_one(Complaint, case.id).fact_link


@pytest.fixture
def desk(database: Database, keyring: Keyring, kim: DeskPerson) -> Desk:
    return Desk(database, keyring, kim)


def test_closing_counts_each_institution_of_the_case_once(desk: Desk) -> None:
    desk.close(desk.filed(), THREE)
    found = desk.facts()
    assert sorted(one.institution for one in found) == ["", "GM0599", "rotterdam"]
    assert {(one.quarter, one.outcome, one.handling_time) for one in found} == {
        (QUARTER, "gegrond", "two_weeks")
    }
    assert desk.facts("2026Q3", "2027Q1") == []


def test_the_quarter_is_that_of_closing(desk: Desk) -> None:
    desk.close(desk.filed(), now=NOON + timedelta(days=50))
    assert [one.handling_time for one in desk.facts("2027Q1")] == ["three_months"]


def test_a_person_is_random_and_of_one_closing_only(desk: Desk) -> None:
    case = desk.filed()
    desk.close(case, THREE)
    desk.close(desk.filed())
    persons = {one.person for one in desk.facts()}
    assert len(persons) == 2
    with desk.database.writing() as session:
        reopen_complaint(session, desk.kim, case.id, keyring=desk.keyring, now=NOON)
    desk.close(case, THREE)
    again = {one.person for one in desk.facts()}
    assert len(again & persons) == 1  # only that of the other case
    assert {len(one) for one in again} == {32}


def test_without_her_consent_nothing_is_counted(desk: Desk) -> None:
    desk.close(desk.filed(counted=False))
    assert desk.facts() == []


def test_nothing_is_closed_when_she_is_counted_and_nobody_confirmed_the_facts(desk: Desk) -> None:
    case = desk.filed()
    with pytest.raises(FactsMissing):
        desk.close(case, None)
    with desk.database.reading() as session:
        assert session.get_one(Complaint, case.id).closed_on is None


def test_whether_she_is_counted_cannot_be_seen(desk: Desk) -> None:
    cases = [desk.filed(), desk.filed(), desk.filed(counted=False), desk.filed()]
    for case, facts in zip(cases, (THREE, SOME_FACTS, None, SOME_FACTS), strict=True):
        desk.close(case, facts)
    with desk.database.writing() as session:
        change_complaint_consent(session, cases[3].own, "figures", given=False, now=NOON)
    sizes = [len(link or b"") for link in map(desk.link, cases)]
    assert sizes[0] > 0
    assert len(set(sizes)) == 1


def hers(change: str) -> Callable[[Session, FiledComplaint], None]:
    def no_figures(session: Session, case: FiledComplaint) -> None:
        change_complaint_consent(session, case.own, "figures", given=False, now=NOON)

    return {
        "figures": no_figures,
        "withdraws": lambda session, case: withdraw_complaint(session, case.own, now=NOON),
        "writes": lambda session, case: (
            add_complaint_message(session, case.own, "Nog iets.", now=NOON), None,
        )[1],
        "not happy": lambda session, case: not_happy(session, case.own, now=NOON),
    }[change]  # fmt: skip


@pytest.mark.parametrize("change", ["figures", "withdraws", "writes", "not happy"])
def test_what_she_does_takes_her_facts_at_once_and_nobody_elses(desk: Desk, change: str) -> None:
    case, other = desk.filed(), desk.filed()
    desk.close(case, THREE)
    desk.close(other)
    (hers_alone,) = {one.person for one in desk.facts() if one.institution == "GM0599"}
    with desk.database.writing() as session:
        hers(change)(session, case)
    left = [one.person for one in desk.facts()]
    assert len(left) == 1
    assert hers_alone not in left


def test_another_consent_changes_nothing_in_the_figures(desk: Desk) -> None:
    case = desk.filed()
    desk.close(case)
    with desk.database.writing() as session:
        change_complaint_consent(session, case.own, "pattern", given=True, now=NOON)
        change_complaint_consent(session, case.own, "pattern", given=False, now=NOON)
    assert len(desk.facts()) == 1


def test_opening_again_takes_the_facts_and_the_next_closing_counts_in_its_own_quarter(
    desk: Desk,
) -> None:
    case = desk.filed()
    desk.close(case)
    with desk.database.writing() as session:
        reopen_complaint(session, desk.kim, case.id, keyring=desk.keyring, now=NOON)
    assert desk.facts() == []
    desk.close(case, now=NOON + timedelta(days=60))
    assert desk.facts() == []
    assert len(desk.facts("2027Q1")) == 1


def test_an_answer_that_opens_a_closed_case_takes_its_facts_too(desk: Desk) -> None:
    case = desk.filed()
    number = plan(desk.database, desk.keyring, desk.kim, case, "politie-klacht:1")
    send(desk.database, desk.keyring, desk.kim, case, number)
    desk.close(case)
    with desk.database.writing() as session:
        record_answer(
            session, desk.kim, case.id, number, TODAY, ruling="gegrond", result="",
            known=reference(), keyring=desk.keyring, now=NOON,
        )  # fmt: skip
    assert desk.facts() == []
    with desk.database.reading() as session:
        row = session.get_one(Complaint, case.id)
        assert row.closed_on is None
        assert row.expires_on > date(2031, 1, 1)  # the long term of an open case


def test_the_end_of_its_term_leaves_the_fact_and_takes_the_link(desk: Desk) -> None:
    case = desk.filed()
    desk.close(case)
    with desk.database.writing() as session:
        assert purge_complaints(session, now=NOON + timedelta(days=800)) == 1
    assert len(desk.facts()) == 1


def test_an_erased_case_keeps_no_link(desk: Desk) -> None:
    case = desk.filed()
    desk.close(case)
    with desk.database.writing() as session:
        withdraw_complaint(session, case.own, now=NOON)
        erase_complaint(session, case.id, now=NOON)
    assert desk.link(case) is None


def test_a_fact_opens_with_the_key_of_the_desk_alone_and_only_in_its_quarter(desk: Desk) -> None:
    desk.close(desk.filed())
    with pytest.raises(RuntimeError, match="no key"), desk.database.reading() as session:
        read_facts(session, replace(desk.keyring, k_facts=None), [QUARTER])
    other = replace(desk.keyring, k_facts=bytes(range(32)))
    with pytest.raises(Damaged), desk.database.reading() as session:
        read_facts(session, other, [QUARTER])
    with desk.database.writing() as session:
        session.execute(update(CountedFact).values(quarter="2026Q3"))
    with pytest.raises(Damaged):
        desk.facts("2026Q3")


def test_a_link_moved_to_another_case_takes_nothing_of_it(desk: Desk) -> None:
    one, other = desk.filed(), desk.filed()
    desk.close(one)
    desk.close(other)
    with desk.database.writing() as session:
        session.get_one(Complaint, one.id).fact_link = session.get_one(
            Complaint, other.id
        ).fact_link
    with pytest.raises(Damaged), desk.database.writing() as session:
        change_complaint_consent(session, one.own, "figures", given=False, now=NOON)
    assert len(desk.facts()) == 2


def test_the_order_of_reading_and_of_the_rows_tells_nothing_of_when_they_came(desk: Desk) -> None:
    for _ in range(12):
        desk.close(desk.filed())
    orders = {tuple(one.person for one in desk.facts()) for _ in range(4)}
    assert len(orders) > 1
    if desk.database.engine.dialect.name == "sqlite":
        with desk.database.reading() as session:
            found = list(session.scalars(select(CountedFact.id)))
        assert found == sorted(found)
