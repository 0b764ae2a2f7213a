"""Counting in months, where an alert never knows the day."""

from __future__ import annotations

from calendar import monthrange
from datetime import date


def first_of_month(day: date) -> date:
    """The first day of the month of `day`: how an alert stores its month."""
    return day.replace(day=1)


def last_of_month(day: date) -> date:
    """The last day of the month of `day`."""
    return day.replace(day=monthrange(day.year, day.month)[1])


def months_before(day: date, months: int) -> date:
    """The same day `months` earlier, or the last day of that month when it has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def months_after(day: date, months: int) -> date:
    """The same day `months` later, or the last day of that month when it has no such day."""
    return months_before(day, -months)
