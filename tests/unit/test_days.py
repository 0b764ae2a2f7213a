"""Days as she writes them."""

from __future__ import annotations

from datetime import date

import pytest

from app.public.wizard.days import DayUnreadable, read_day

TODAY, FIRST = date(2026, 11, 23), date(1990, 1, 1)


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("vandaag", date(2026, 11, 23)),
        ("Today", date(2026, 11, 23)),
        ("gisteren", date(2026, 11, 22)),
        (" Gisteravond. ", date(2026, 11, 22)),
        ("YESTERDAY", date(2026, 11, 22)),
        ("eergisteren", date(2026, 11, 21)),
        ("the day  before yesterday", date(2026, 11, 21)),
        ("21-11-2026", date(2026, 11, 21)),
        ("2026-11-21", date(2026, 11, 21)),
        ("21 nov", date(2026, 11, 21)),
    ],
)
def test_a_day_is_read_as_people_write_it(typed: str, day: date) -> None:
    assert read_day(typed, today=TODAY, first=FIRST) == day


@pytest.mark.parametrize("typed", ["vannacht", "last night", "morgen", "ooit"])
def test_a_word_that_may_be_two_days_or_none_is_asked_again(typed: str) -> None:
    with pytest.raises(DayUnreadable):
        read_day(typed, today=TODAY, first=FIRST)
