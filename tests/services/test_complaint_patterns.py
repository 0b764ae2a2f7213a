"""Others told the same: entered with her consent, for the desk alone, told from a threshold on."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import func, select

from app.adapters.database import Database
from app.adapters.keyring import Keyring
from app.adapters.vault.boxes import random_key
from app.domain.complaint import ComplaintDraft
from app.domain.complaint_parts import About, ComplaintConsents
from app.domain.complaint_pattern import patterns_of
from app.models.audit import AuditLine
from app.models.complaint import ComplaintMessage, ComplaintToken
from app.services.change_complaint_consents import change_complaint_consent
from app.services.follow_complaint import follow_complaint
from app.services.sealed_pattern import pattern_token
from app.services.withdraw_complaint import withdraw_complaint
from moderation.decisions.case_rows import NoKey, NoSuchCase
from moderation.decisions.complaint.ending import close_complaint
from moderation.decisions.complaint.not_alone import TOLD, TooFew, tell_not_alone
from moderation.decisions.complaint.owner import recuse
from moderation.decisions.complaint.patterns import (
    cases_of,
    enter_patterns,
    read_patterns,
    shared_patterns,
)
from moderation.decisions.desk_person import DeskPerson
from tests.complaint_desk import a_caseworker, a_colleague
from tests.complaints import (
    A_COMPLAINT,
    A_PATTERN,
    SOME_FACTS,
    FiledComplaint,
    file_a_complaint,
)
from tests.conftest import NOON
from tests.workbench import reference

LEAST = 3
MESSAGES = {"nl": "Niet de enige.", "en": "Not the only one."}
ENGLISH = replace(A_PATTERN, language="ro")
AT_A_BANK = replace(A_PATTERN, about=(About("bank", "", "Voorbeeldbank"),))


class Desk:
    """Kim with cases that she has opened."""

    def __init__(self, database: Database, keyring: Keyring, kim: DeskPerson) -> None:
        self.database, self.keyring, self.kim = database, keyring, kim

    def case(self, draft: ComplaintDraft = A_PATTERN) -> FiledComplaint:
        case = file_a_complaint(self.database, self.keyring, draft)
        with self.database.writing() as session:
            enter_patterns(session, self.kim, case.id, known=reference())
        return case

    def tokens(self, case: FiledComplaint) -> int:
        with self.database.reading() as session:
            there = select(func.count()).where(ComplaintToken.complaint_id == case.id)
            return session.scalar(there) or 0

    def token(self, draft: ComplaintDraft = A_PATTERN) -> bytes:
        held = self.kim.newest_key
        assert held is not None
        return pattern_token(held.k_match, patterns_of(draft, reference())[0])

    def tell(self, person: DeskPerson | None = None, token: bytes | None = None) -> int:
        with self.database.writing() as session:
            return tell_not_alone(
                session, person or self.kim, token or self.token(), least=LEAST,
                messages=MESSAGES, keyring=self.keyring, now=NOON,
            )  # fmt: skip

    def heard(self, case: FiledComplaint) -> list[str | None]:
        with self.database.reading() as session:
            followed = follow_complaint(session, case.own, known=reference(), now=NOON)
        return [one.text for one in followed.messages]


@pytest.fixture
def desk(database: Database, keyring: Keyring) -> Desk:
    return Desk(database, keyring, a_caseworker(database, keyring))


def test_a_case_is_entered_only_when_she_allows_it(desk: Desk) -> None:
    assert desk.tokens(desk.case(A_COMPLAINT)) == 0
    assert desk.tokens(desk.case()) == 1


def test_opening_again_enters_nothing_twice(desk: Desk) -> None:
    case = desk.case()
    with desk.database.writing() as session:
        enter_patterns(session, desk.kim, case.id, known=reference())
    assert desk.tokens(case) == 1


def test_a_consent_given_later_counts_from_the_next_opening(desk: Desk) -> None:
    case = desk.case(A_COMPLAINT)
    with desk.database.writing() as session:
        change_complaint_consent(session, case.own, "pattern", given=True, now=NOON)
        enter_patterns(session, desk.kim, case.id, known=reference())
    assert desk.tokens(case) == 1


def test_taking_the_consent_back_takes_the_case_out_at_once(desk: Desk) -> None:
    one, other = desk.case(), desk.case()
    with desk.database.writing() as session:
        change_complaint_consent(session, one.own, "figures", given=False, now=NOON)
    assert desk.tokens(one) == 1
    with desk.database.writing() as session:
        change_complaint_consent(session, one.own, "pattern", given=False, now=NOON)
    assert (desk.tokens(one), desk.tokens(other)) == (0, 1)


def test_withdrawing_takes_the_case_out_at_once(desk: Desk) -> None:
    case = desk.case()
    with desk.database.writing() as session:
        withdraw_complaint(session, case.own, now=NOON)
    assert desk.tokens(case) == 0


def test_the_largest_pattern_comes_first_and_one_case_is_none(desk: Desk) -> None:
    for draft in (A_PATTERN, AT_A_BANK, AT_A_BANK, AT_A_BANK, A_PATTERN):
        desk.case(draft)
    desk.case(replace(A_PATTERN, subjects=("registratie",)))
    with desk.database.reading() as session:
        found = read_patterns(session, desk.kim)
    assert [(one.pattern.about.kind, one.cases) for one in found] == [("bank", 3), ("politie", 2)]
    assert found[0].pattern.about.name == "Voorbeeldbank"


def test_a_case_leads_to_the_others_and_not_to_one_that_somebody_stands_aside_from(
    desk: Desk,
) -> None:
    one, other, third = desk.case(), desk.case(), desk.case()
    lou = a_colleague(desk.database, desk.keyring, desk.kim, "Lou")
    with desk.database.writing() as session:
        recuse(session, lou, other.id, keyring=desk.keyring, now=NOON)
    for person, expected in ((desk.kim, {other.id, third.id}), (lou, {third.id})):
        with desk.database.reading() as session:
            (shared,) = shared_patterns(session, person, one.id)
            (found,) = read_patterns(session, person)
            _pattern, cases = cases_of(session, person, shared.token)
        assert {case.complaint_id for case in shared.others} == expected
        assert found.cases == len(cases) == len(expected) + 1


def test_a_pattern_that_is_not_there_is_not_found(desk: Desk) -> None:
    case = desk.case()
    lou = a_colleague(desk.database, desk.keyring, desk.kim, "Lou")
    with pytest.raises(NoSuchCase), desk.database.reading() as session:
        cases_of(session, desk.kim, bytes(16))
    with desk.database.writing() as session:
        recuse(session, lou, case.id, keyring=desk.keyring, now=NOON)
    with pytest.raises(NoSuchCase), desk.database.reading() as session:
        cases_of(session, lou, desk.token())
    with pytest.raises(NoKey), desk.database.reading() as session:
        read_patterns(session, replace(desk.kim, keys=()))


def test_entries_of_a_key_that_is_gone_do_not_take_the_page_down(desk: Desk) -> None:
    one, _other = desk.case(), desk.case()
    held = desk.kim.newest_key
    assert held is not None
    stranger = replace(desk.kim, keys=(replace(held, k_match=random_key()),))
    with desk.database.reading() as session:
        assert read_patterns(session, stranger) == ()
        assert shared_patterns(session, stranger, one.id) == ()


def test_below_the_threshold_nobody_hears_anything(desk: Desk) -> None:
    cases = [desk.case() for _ in range(LEAST - 1)]
    with pytest.raises(TooFew):
        desk.tell()
    assert [desk.heard(case) for case in cases] == [[]] * len(cases)


def test_each_live_case_hears_it_once_in_its_language(desk: Desk) -> None:
    cases = [desk.case(), desk.case(ENGLISH), desk.case(), desk.case()]
    bank = desk.case(AT_A_BANK)
    with desk.database.writing() as session:
        close_complaint(
            session, desk.kim, cases[3].id, "gegrond", facts=SOME_FACTS, keyring=desk.keyring,
            now=NOON,
        )  # fmt: skip
    assert desk.tell() == 3
    assert desk.tell() == 0
    nl, en = [MESSAGES["nl"]], [MESSAGES["en"]]
    assert [desk.heard(case) for case in cases] == [nl, en, nl, []]
    assert desk.heard(bank) == []
    desk.case()
    assert desk.tell() == 1  # only the new one
    with desk.database.reading() as session:
        lines = session.scalars(select(AuditLine.action)).all()
        assert session.scalar(select(func.count()).select_from(ComplaintMessage)) == 4
    assert lines.count(TOLD) == 4


def test_a_case_that_somebody_may_not_open_is_neither_counted_nor_told(desk: Desk) -> None:
    cases = [desk.case() for _ in range(LEAST)]
    lou = a_colleague(desk.database, desk.keyring, desk.kim, "Lou")
    with desk.database.writing() as session:
        recuse(session, lou, cases[0].id, keyring=desk.keyring, now=NOON)
    with pytest.raises(TooFew):
        desk.tell(lou)
    more = desk.case()
    assert desk.tell(lou) == LEAST
    assert [len(desk.heard(case)) for case in (*cases, more)] == [0, 1, 1, 1]


def test_consents_taken_back_count_no_longer(desk: Desk) -> None:
    cases = [desk.case() for _ in range(LEAST)]
    with desk.database.writing() as session:
        change_complaint_consent(session, cases[0].own, "pattern", given=False, now=NOON)
    with pytest.raises(TooFew):
        desk.tell()


def test_only_what_she_allows_leaves_a_trace(desk: Desk) -> None:
    everything = replace(A_PATTERN, consents=ComplaintConsents(True, True, False))
    desk.case(everything)
    with desk.database.reading() as session:
        assert session.scalars(select(ComplaintToken.token)).all() == []
