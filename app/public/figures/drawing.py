"""The rows of a figure: each number as it is shown, and how long its bar is.

Only published numbers come in, and what is hidden is drawn as "<10", never as nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from app.domain.statistics.parameters import Parameters
from app.domain.statistics.reading import change_between, ranked, share_of
from app.web.finding_words import change_words, count_words, difference_words, share_words

WIDEST = 70.0  # per cent of the drawing: the rest is for the number at the end of the bar


@dataclass(frozen=True)
class Bar:
    """`length` in per cent of the drawing; a hidden number has a sliver instead."""

    shown: str
    length: float
    hidden: bool


@dataclass(frozen=True)
class Row:
    """A code with its numbers in words; `url` is its own page, empty when it has none.

    `part` is between 0 and 1: how it compares with the largest, for a map.
    """

    code: str
    label: str
    url: str
    now: Bar
    before: Bar | None
    change: str
    share: str
    part: float


@dataclass(frozen=True)
class Numbers:
    """What a figure is made of. `earlier` holds only codes that may be compared.

    `whole` is the published number of which shares are taken; None for no shares.
    """

    now: Mapping[str, int]
    earlier: Mapping[str, int]
    whole: int | None
    parameters: Parameters
    in_order: bool = False
    """By code as it is (quarters, classes of time) and not by size."""


def rows_of(
    numbers: Numbers, label: Callable[[str], str], url: Callable[[str], str]
) -> tuple[Row, ...]:
    """The rows, largest first unless the codes have an order of their own."""
    rules = numbers.parameters
    top = max([*numbers.now.values(), *numbers.earlier.values(), rules.hide_below])
    pairs = list(numbers.now.items()) if numbers.in_order else ranked(numbers.now)
    rows = []
    for code, count in pairs:
        earlier = numbers.earlier.get(code)
        share = None if numbers.whole is None else share_of(count, numbers.whole, rules)
        rows.append(
            Row(
                code=code,
                label=label(code),
                url=url(code),
                now=bar_of(count, top, rules),
                before=None if earlier is None else bar_of(earlier, top, rules),
                change=_change(earlier, count, rules),
                share=share_words(share),
                part=0.0 if count < rules.hide_below else count / top,
            )
        )
    return tuple(rows)


def bar_of(count: int, top: int, parameters: Parameters) -> Bar:
    """A bar from zero; `top` is the longest of the figure."""
    hidden = count < parameters.hide_below
    length = 0.0 if hidden else round(WIDEST * count / top, 1)
    return Bar(count_words(count, parameters), length, hidden)


def _change(earlier: int | None, count: int, rules: Parameters) -> str:
    """By how much, where both are shown; else only in which direction."""
    if earlier is None:
        return ""
    change = change_between(earlier, count, rules)
    if change == "unclear" or min(earlier, count) < rules.hide_below:
        return change_words(change)
    return difference_words(count - earlier)
