"""When a help address answers, and whether that is now. Pure: the moment is an argument.

Hours are those of the clock on the wall in the Netherlands: "09:00" is 09:00 in summer and in
winter, and a night in which the clock goes back is an hour longer. What an address does on a public
holiday is not known: `HelpLine.state` does not say "open" then.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("Europe/Amsterdam")
DAYS = ("mo", "tu", "we", "th", "fr", "sa", "su")
ALWAYS = "24/7"
SPAN = re.compile(
    r"(?P<first>[a-z]{2})(?:-(?P<last>[a-z]{2}))? (?P<start>\d\d:\d\d)-(?P<end>\d\d:\d\d)", re.ASCII
)
WEEK = 7


class BadHours(ValueError):
    """Hours that cannot be read; carries the text."""


@dataclass(frozen=True)
class Span:
    """From `start` to `end` on one day of the week (0 is Monday); `end` not after `start` is the
    next morning."""

    weekday: int
    start: time
    end: time


@dataclass(frozen=True)
class OpeningHours:
    """Always, or in spans."""

    always: bool
    spans: tuple[Span, ...] = ()

    def is_open(self, now: datetime) -> bool:
        """Whether it is open at `now`, which has a zone. It closes at its last minute."""
        return self.always or any(start <= now < end for start, end in self._around(now))

    def next_change(self, now: datetime) -> datetime | None:
        """When it next opens or closes; None when it never does."""
        moments = {moment for pair in self._around(now) for moment in pair if moment > now}
        return min(moments) if moments and not self.always else None

    def _around(self, now: datetime) -> Iterator[tuple[datetime, datetime]]:
        """Openings of the day before `now` until a week after it, in UTC."""
        today = now.astimezone(ZONE).date()
        for days in range(-1, WEEK + 1):
            day = today + timedelta(days=days)
            for span in self.spans:
                if span.weekday == day.weekday():
                    later = 1 if span.end <= span.start else 0
                    yield _moment(day, span.start), _moment(day + timedelta(days=later), span.end)


def read_hours(text: str) -> OpeningHours:
    """`24/7`, or spans with bars between: `mo-fr 09:00-17:00|sa 22:00-02:00`. Raises BadHours."""
    if text == ALWAYS:
        return OpeningHours(always=True)
    spans = [span for part in text.split("|") for span in _spans(part)]
    if len({(span.weekday, span.start) for span in spans}) != len(spans):
        raise BadHours(text)
    return OpeningHours(always=False, spans=tuple(spans))


def _spans(text: str) -> Iterator[Span]:
    found = SPAN.fullmatch(text)
    if found is None:
        raise BadHours(text)
    try:
        first = DAYS.index(found["first"])
        last = DAYS.index(found["last"] or found["first"])
        start, end = time.fromisoformat(found["start"]), time.fromisoformat(found["end"])
    except ValueError:
        raise BadHours(text) from None
    if last < first or start == end:
        raise BadHours(text)
    for weekday in range(first, last + 1):
        yield Span(weekday, start, end)


def _moment(day: date, clock: time) -> datetime:
    """In UTC, so that two moments are compared as moments and not as hands of a clock."""
    return datetime.combine(day, clock, tzinfo=ZONE).astimezone(UTC)
