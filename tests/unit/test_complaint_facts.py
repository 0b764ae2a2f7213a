"""What is counted of a complaint: codes of closed lists, by the quarter of closing."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from app.adapters.vault.boxes import LENGTH_BYTES
from app.domain.complaint import ComplaintDraft
from app.domain.complaint_facts import (
    HANDLING_TIMES,
    UNKNOWN_PROVINCE,
    CaseFacts,
    Fact,
    FactsRefused,
    case_facts,
    handling_time,
    known_code,
    province_of,
)
from app.domain.complaint_parts import About
from app.domain.statistics.quarters import quarter_of
from app.domain.strict_json import Malformed
from app.services.sealed_fact import FACT_BYTES
from tests.complaints import FULL_COMPLAINT
from tests.workbench import reference

ARRIVED = date(2026, 1, 31)
POLICE = ("politie", "rotterdam")
PERSON = "0" * 32


def facts(
    *institutions: tuple[str, str],
    subjects: tuple[str, ...] = ("aangifte-geweigerd",),
    province: str = "zuid-holland",
) -> CaseFacts:
    return case_facts(institutions, subjects, province, known=reference())


def refused(*institutions: tuple[str, str], **changed: object) -> list[tuple[str, str]]:
    with pytest.raises(FactsRefused) as found:
        facts(*institutions, **changed)  # type: ignore[arg-type]
    return [(one.field, one.code) for one in found.value.problems]


@pytest.mark.parametrize(
    ("days", "time"),
    [
        (0, "two_weeks"), (14, "two_weeks"), (15, "six_weeks"), (42, "six_weeks"),
        (43, "three_months"), (89, "three_months"), (90, "six_months"), (181, "six_months"),
        (182, "year"), (365, "year"), (366, "longer"), (1800, "longer"),
    ],
)  # fmt: skip
def test_handling_time_is_one_of_six_classes(days: int, time: str) -> None:
    """Three months after 31 January is 30 April, 89 days later; six are 31 July."""
    assert handling_time(ARRIVED, ARRIVED + timedelta(days=days)) == time


def test_the_classes_are_those_of_the_list() -> None:
    # of what the desk closed before these classes were kept, nobody knows
    classes = (*HANDLING_TIMES, "unknown")
    assert tuple(one.code for one in reference().codes("handling_time")) == classes


def test_a_quarter_has_three_months() -> None:
    found = [quarter_of(date(2026, month, 1)) for month in range(1, 13)]
    assert found == [f"2026Q{number}" for number in (1, 2, 3, 4) for _ in range(3)]
    assert quarter_of(date(2026, 12, 31)) == "2026Q4"


def test_every_institution_is_a_fact_and_all_are_of_one_person() -> None:
    confirmed = facts(POLICE, ("bank", ""), ("bank", ""), subjects=("vergunning", "registratie"))
    counted = confirmed.counted(
        "gegrond", arrived_on=ARRIVED, closed_on=date(2026, 7, 1), person=PERSON
    )
    assert counted[0] == Fact(
        "2026Q3", "politie", "rotterdam", "gemeente", "vergunning", ("registratie",),
        "zuid-holland", "gegrond", "six_months", PERSON,
    )  # fmt: skip
    assert [(one.institution_type, one.institution) for one in counted] == [
        POLICE, ("bank", ""), ("bank", ""),
    ]  # fmt: skip
    assert {one.person for one in counted} == {PERSON}
    assert [Fact.from_json(one.quarter, one.to_json()) for one in counted] == [*counted]


def test_one_institution_named_twice_is_one_grievance() -> None:
    twice = facts(("gemeente", "GM0599"), ("gemeente-toezicht", "GM0599"))
    assert twice.institutions == (("gemeente", "GM0599"),)


def test_nothing_but_codes_of_the_lists_is_counted() -> None:
    assert refused() == [("institution_type-0", "required")]
    assert refused(("", "")) == [("institution_type-0", "required")]
    assert refused(("Kafé Zuid", "")) == [("institution_type-0", "unknown")]
    assert refused(POLICE, ("bank", "Bank Zuid")) == [("institution-1", "unknown")]
    assert refused(("bank", "GM0599")) == [("institution-0", "other_kind")]
    assert refused(POLICE, subjects=("",)) == [("subject-0", "required")]
    assert refused(POLICE, subjects=("vergunning", "wat ik zei")) == [("subject-1", "unknown")]
    assert refused(POLICE, subjects=("vergunning", "vergunning")) == [("subject-1", "twice")]
    assert refused(POLICE, province="") == [("province", "required")]
    assert refused(POLICE, province="GM0599") == [("province", "unknown")]
    assert refused(("", ""), subjects=("",), province="") == [
        ("institution_type-0", "required"), ("subject-0", "required"), ("province", "required"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("region", "code", "province"),
    [
        ("GM0599", "", "zuid-holland"),
        ("GM0599", "amsterdam", "zuid-holland"),  # where it happened comes first
        ("", "GM0363", "noord-holland"),
        ("oost-nederland", "", UNKNOWN_PROVINCE),  # a police region of two provinces
        ("limburg", "", "limburg"),
        ("unknown", "", UNKNOWN_PROVINCE),
        ("", "belastingdienst", UNKNOWN_PROVINCE),
        ("", "", UNKNOWN_PROVINCE),
    ],
)
def test_the_province_follows_from_where_it_was(region: str, code: str, province: str) -> None:
    draft = ComplaintDraft(region=region, about=(About("overig", code),))
    assert province_of(draft, reference()) == province


def test_every_municipality_lies_in_a_province_of_the_list() -> None:
    for place in reference().municipalities:
        found = province_of(ComplaintDraft(region=place.code), reference())
        assert reference().label("province", found, "nl") == place.province


def test_a_typed_name_is_known_when_it_is_a_whole_name_of_one() -> None:
    known = reference()
    assert known_code(About("gemeente", "", " rotterdam "), known) == "GM0599"
    assert known_code(About("gemeente", "", "Rotterd"), known) == ""
    assert known_code(About("bank", "", "Rotterdam"), known) == ""
    assert known_code(About("gemeente-toezicht", "", "Gemeente Rotterdam"), known) == "GM0599"
    assert known_code(About("gemeente", "", ""), known) == ""
    for one in known.institutions.values():
        assert known_code(About(one.type, "", one.name), known) == one.code, one.name


def test_every_fact_that_can_be_fits_in_one_size() -> None:
    """Padded to one size, so that a long code does not tell which it is."""
    known = reference()

    def longest(codes: object) -> str:
        return max((str(code) for code in codes), key=len)  # type: ignore[attr-defined]

    subject = longest(known.lists["subject"])
    fact = Fact(
        "2026Q4", longest(known.institution_types), longest(known.institutions),
        longest(known.lists["theme"]), subject, (subject, subject),
        longest(known.lists["province"]), longest(known.lists["outcome"]),
        longest(HANDLING_TIMES), PERSON,
    )  # fmt: skip
    assert len(str(fact.to_json()).encode()) + LENGTH_BYTES <= FACT_BYTES


@pytest.mark.parametrize(
    "value",
    [None, {}, [], ["x"] * 9, ["x"] * 4 + [["x"] * 3] + ["x"] * 4, [1, *["x"] * 3, [], *["x"] * 4],
     ["x" * 61, *["x"] * 3, [], *["x"] * 4]],
)  # fmt: skip
def test_what_is_no_fact_is_refused(value: object) -> None:
    with pytest.raises(Malformed):
        Fact.from_json("2026Q4", value)


def test_the_lists_that_a_complaint_begins_with_can_be_counted() -> None:
    """The fullest complaint as it stands: what she typed herself is counted by its kind."""
    known = reference()
    named = [(one.kind, known_code(one, known)) for one in FULL_COMPLAINT.about]
    confirmed = case_facts(
        named, FULL_COMPLAINT.subjects, province_of(FULL_COMPLAINT, known), known=known
    )
    assert confirmed.institutions == (POLICE, ("gemeente", "GM0599"), ("overig", ""))
    assert confirmed.theme == "politie"
