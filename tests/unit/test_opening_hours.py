"""Opening hours: over midnight, over a weekend, and in the nights in which the clock is moved."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from app.domain.opening_hours import BadHours, read_hours

HERE = ZoneInfo("Europe/Amsterdam")
OFFICE = read_hours("mo-fr 09:00-17:00")
NIGHT = read_hours("fr-sa 22:00-06:00")


def at(text: str) -> datetime:
    """A moment by the clock on the wall in the Netherlands."""
    return datetime.fromisoformat(text).replace(tzinfo=HERE)


@pytest.mark.parametrize(
    ("moment", "is_open"),
    [
        ("2026-11-23 08:59:59", False),  # a Monday
        ("2026-11-23 09:00:00", True),
        ("2026-11-23 16:59:59", True),
        ("2026-11-23 17:00:00", False),
        ("2026-11-27 12:00:00", True),  # Friday
        ("2026-11-28 12:00:00", False),  # Saturday
        ("2026-11-29 12:00:00", False),
        ("2026-07-20 09:00:00", True),  # the same in summer
        ("2026-07-20 08:30:00", False),
    ],
)
def test_office_hours(moment: str, is_open: bool) -> None:
    assert OFFICE.is_open(at(moment)) is is_open
    assert OFFICE.is_open(at(moment).astimezone(UTC)) is is_open


@pytest.mark.parametrize(
    ("moment", "is_open"),
    [
        ("2026-11-27 21:59:59", False),  # Friday
        ("2026-11-27 22:00:00", True),
        ("2026-11-28 00:00:00", True),
        ("2026-11-28 05:59:59", True),
        ("2026-11-28 06:00:00", False),
        ("2026-11-29 05:59:59", True),  # Sunday, of Saturday's night
        ("2026-11-29 22:00:00", False),
        ("2026-11-30 01:00:00", False),
    ],
)
def test_hours_over_midnight_belong_to_the_day_on_which_they_begin(
    moment: str, is_open: bool
) -> None:
    assert NIGHT.is_open(at(moment)) is is_open


def test_over_the_end_of_the_week() -> None:
    sunday = read_hours("su 20:00-02:00")
    assert sunday.is_open(at("2026-11-30 01:59:59"))  # Monday
    assert not sunday.is_open(at("2026-11-30 02:00:00"))


@pytest.mark.parametrize(
    ("opens", "closes", "hours"),
    [
        ("2026-03-27 21:00:00", "2026-03-28 05:00:00", 8),  # an ordinary night, in UTC
        ("2026-03-28 21:00:00", "2026-03-29 04:00:00", 7),  # the clock goes an hour ahead
        ("2026-10-24 20:00:00", "2026-10-25 05:00:00", 9),  # and back
    ],
)
def test_a_night_in_which_the_clock_moves_is_shorter_or_longer(
    opens: str, closes: str, hours: int
) -> None:
    start, end = (datetime.fromisoformat(text).replace(tzinfo=UTC) for text in (opens, closes))
    assert NIGHT.next_change(start.replace(minute=0, hour=start.hour - 1)) == start
    assert NIGHT.next_change(start) == end
    assert (end - start).total_seconds() == hours * 3600
    assert NIGHT.is_open(start)
    assert not NIGHT.is_open(end)


def test_the_hour_that_stands_on_the_clock_twice_is_open_twice() -> None:
    for hour in (0, 1):  # 02:30 in summer time, then 02:30 in winter time
        assert NIGHT.is_open(datetime(2026, 10, 25, hour, 30, tzinfo=UTC))


def test_office_hours_follow_the_clock_on_the_wall_after_it_moved() -> None:
    assert OFFICE.next_change(at("2026-03-27 17:00:00")) == datetime(2026, 3, 30, 7, tzinfo=UTC)
    assert OFFICE.next_change(at("2026-10-23 17:00:00")) == datetime(2026, 10, 26, 8, tzinfo=UTC)


def test_day_and_night_never_changes() -> None:
    always = read_hours("24/7")
    assert always.is_open(at("2026-03-29 02:30:00"))
    assert always.next_change(at("2026-03-29 02:30:00")) is None


def test_several_spans() -> None:
    two = read_hours("mo-we 09:00-12:00|mo-we 13:00-17:00|sa 10:00-12:00")
    assert two.is_open(at("2026-11-23 11:00:00"))
    assert not two.is_open(at("2026-11-23 12:30:00"))
    assert two.is_open(at("2026-11-23 13:00:00"))
    assert two.is_open(at("2026-11-28 10:00:00"))
    assert two.next_change(at("2026-11-25 17:00:00")) == at("2026-11-28 10:00:00")


@pytest.mark.parametrize(
    "text",
    ["", "always", "mo", "mo 9:00-17:00", "mo 09:00-24:00", "mo 09:00-09:00", "fr-mo 09:00-17:00",
     "xx 09:00-17:00", "mo-fr 09:00-17:00|", "mo-fr 09:00-17:00|we 09:00-12:00",
     "mo-fr 09:00-17:00 ", "mo-fr 09:0０-17:00"],
)  # fmt: skip
def test_what_is_no_hours_is_refused(text: str) -> None:
    with pytest.raises(BadHours):
        read_hours(text)
