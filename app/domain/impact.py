"""What the outside may know of how often a warning was told, met or confirmed (decisions 16).

Numbers of members and checks are told in steps, and a step moves once a week: who watches the page
of a report learns neither how many there are nor when one member looked. A further report is told
some days later, on a Monday, so that it cannot be laid beside the day on which somebody reported.
"""

from __future__ import annotations

from datetime import date, timedelta

from app.domain.protocol import Protocol

STEPS = (0, 10, 50, 100, 250)
"""The least that each step stands for; the first is "fewer than ten", and none is one of those."""

WEEK = timedelta(days=7)
HOURS_A_DAY = 24


def step_of(count: int) -> int:
    """The step a number of members or checks is told as: the largest that it reaches."""
    return max(step for step in STEPS if step <= max(count, 0))


def week_of(day: date) -> date:
    """The Monday of its week."""
    return day - timedelta(days=day.weekday())


def counts_again(counted_on: date | None, today: date) -> bool:
    """Whether the steps may move today: once in a week, whenever in it somebody looks."""
    return counted_on is None or counted_on < week_of(today)


def shows_from(merged_on: date, protocol: Protocol) -> date:
    """The Monday on which members may read that one more person reported.

    Not before she had the time that every reporter has to take it back: a day has no hour here, so
    one day is added.
    """
    hours = protocol.veto_hours + protocol.extra_random_hours
    earliest = merged_on + timedelta(days=-(-hours // HOURS_A_DAY) + 1)
    monday = week_of(earliest)
    return monday if monday == earliest else monday + WEEK
