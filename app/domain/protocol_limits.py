"""What the desk may change of the protocol: numbers, and only to what protects more.

The licensed file is the floor (ADR 0024). A term may become shorter than the file's, a quota
smaller, a veto window longer; nothing goes past the file, and fields, criteria, controller and
licence stand in the file alone.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from app.domain.protocol import LEAST_THRESHOLD, Protocol


@dataclass(frozen=True)
class Limit:
    """One number that the desk may change.

    `shorter`: less protects more, so the file's value is the most and `bound` the least; otherwise
    the file's value is the least and `bound` the most. `unit` is checks, days, hours or complaints.
    """

    code: str
    unit: str
    shorter: bool
    bound: int


LIMITS: tuple[Limit, ...] = (
    Limit("quota_per_day", "checks", shorter=True, bound=1),
    Limit("quota_per_30_days", "checks", shorter=True, bound=1),
    Limit("draft_days", "days", shorter=True, bound=7),
    # an approved alert waits for the veto window: it must not end before that is over
    Limit("not_published_days", "days", shorter=True, bound=30),
    Limit("report_after_closing_days", "days", shorter=True, bound=30),
    Limit("report_max_days", "days", shorter=True, bound=180),
    Limit("alert_days_2", "days", shorter=True, bound=30),
    Limit("alert_days_3", "days", shorter=True, bound=30),
    Limit("alert_days_4", "days", shorter=True, bound=30),
    Limit("veto_hours", "hours", shorter=False, bound=336),
    Limit("extra_random_hours", "hours", shorter=False, bound=168),
    Limit("pattern_threshold", "complaints", shorter=False, bound=10 * LEAST_THRESHOLD),
)
BY_CODE: Mapping[str, Limit] = {one.code: one for one in LIMITS}
ALERT_DAYS = "alert_days_"
RETENTION = frozenset(one.code for one in LIMITS if one.unit == "days")


class OutOfBounds(Exception):
    """A value the desk may not choose; carries its code and the least and most that it may be."""

    def __init__(self, code: str, least: int, most: int) -> None:
        super().__init__(code)
        self.code = code
        self.least = least
        self.most = most


def value_of(protocol: Protocol, code: str) -> int:
    """The number that stands in a protocol under a code of `LIMITS`."""
    if code.startswith(ALERT_DAYS):
        return protocol.alert_days[int(code.removeprefix(ALERT_DAYS))]
    return int(getattr(protocol, code))


def values_of(protocol: Protocol) -> dict[str, int]:
    """All numbers that the desk may change, as they stand in a protocol."""
    return {one.code: value_of(protocol, one.code) for one in LIMITS}


def range_of(file: Protocol, code: str) -> tuple[int, int]:
    """The least and the most the desk may choose; both count."""
    limit, licensed = BY_CODE[code], value_of(file, code)
    if limit.shorter:
        return min(limit.bound, licensed), licensed
    return licensed, max(limit.bound, licensed)


def require_within(file: Protocol, values: Mapping[str, int]) -> None:
    """Raises `OutOfBounds` for the first value that the file does not allow."""
    for code, value in values.items():
        least, most = range_of(file, code)
        if not least <= value <= most:
            raise OutOfBounds(code, least, most)


def narrowed(file: Protocol, values: Mapping[str, int]) -> Protocol:
    """The file's protocol with the desk's numbers, each held within what the file allows now.

    A newer licence may be stricter than a change of the desk under an older one: then it holds.
    """
    plain: dict[str, int] = {}
    alert_days = dict(file.alert_days)
    for code, value in values.items():
        if code not in BY_CODE:
            continue  # a number of an older release of the app
        least, most = range_of(file, code)
        held = min(max(value, least), most)
        if code.startswith(ALERT_DAYS):
            alert_days[int(code.removeprefix(ALERT_DAYS))] = held
        else:
            plain[code] = held
    return replace(file, alert_days=alert_days, **plain)  # type: ignore[arg-type]


def shortened(before: Protocol, after: Protocol) -> tuple[str, ...]:
    """Codes of the terms of keeping that become shorter."""
    return tuple(
        one.code
        for one in LIMITS
        if one.code in RETENTION and value_of(after, one.code) < value_of(before, one.code)
    )
