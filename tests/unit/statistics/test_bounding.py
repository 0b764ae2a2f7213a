"""How many complaints one person may bring into the figures."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from app.domain.statistics.facts import Fact, bounded
from app.domain.statistics.parameters import PARAMETERS
from tests.unit.statistics.histories import a_history


def of(person: str, day: str, institution: str = "bank") -> Fact:
    return Fact(date.fromisoformat(day), "banks", institution, "money", "account", "", "", person)


def counted(*facts: Fact) -> list[str]:
    return sorted(
        f"{one.person} {one.institution} {one.closed_on}" for one in bounded(facts, PARAMETERS)
    )


def test_a_person_counts_once_for_an_institution_in_a_quarter() -> None:
    assert counted(of("a", "2026-01-05"), of("a", "2026-03-31"), of("a", "2026-04-01")) == [
        "a bank 2026-01-05",
        "a bank 2026-04-01",
    ]


def test_of_too_many_the_first_by_day_counts_whatever_the_order_of_the_file() -> None:
    assert counted(of("a", "2026-03-31"), of("a", "2026-01-05")) == ["a bank 2026-01-05"]


def test_a_person_counts_four_times_in_a_year() -> None:
    five = [of("a", f"2026-0{number}-01", f"bank{number}") for number in range(1, 6)]
    assert len(counted(*five)) == 4
    assert len(counted(*five, of("a", "2027-01-01"))) == 5


def test_institutions_that_nobody_knows_by_name_are_one() -> None:
    assert len(counted(of("a", "2026-01-05", ""), of("a", "2026-01-06", ""))) == 1


def test_somebody_of_whom_nothing_is_known_counts_each_time() -> None:
    assert len(counted(of("", "2026-01-05"), of("", "2026-01-05"))) == 2


@given(st.integers(0, 10**6), st.integers(1, 30))
def test_no_person_ever_moves_a_year_by_more_than_four(seed: int, people: int) -> None:
    random = Random(seed)
    facts = [one._replace(person=f"p{random.randrange(people)}") for one in a_history(random, 80)]
    found = list(bounded(facts, PARAMETERS))
    for person in {one.person for one in facts}:
        theirs = [one for one in found if one.person == person]
        assert 1 <= len(theirs) <= 4
        places = [(one.quarter, one.institution_type, one.institution) for one in theirs]
        assert len(set(places)) == len(places)


def test_a_day_belongs_to_its_own_quarter() -> None:
    day, quarters = date(2027, 12, 25), []
    for _ in range(100):
        quarters.append(of("", day.isoformat()).quarter)
        day += timedelta(days=1)
    assert quarters == ["2027Q4"] * 7 + ["2028Q1"] * 91 + ["2028Q2"] * 2  # 2028 is a leap year
