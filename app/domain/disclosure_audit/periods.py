"""Quarters that tables link, and how finely each table looks at time.

Tables that cover a year link its quarters; a table that covers two years links those. What nothing
links is a problem of its own: its counts say nothing about the others.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

PART = "(part)"
YEAR = "(year)"

Quarters = tuple[str, ...]


def linked(spans: Iterable[Quarters]) -> list[frozenset[str]]:
    """The sets of quarters that no span crosses, in order of time."""
    groups: list[set[str]] = []
    for span in sorted(set(spans)):
        touched = [group for group in groups if not group.isdisjoint(span)]
        groups = [group for group in groups if group.isdisjoint(span)]
        groups.append(set(span).union(*touched))
    return sorted((frozenset(group) for group in groups), key=min)


@dataclass(frozen=True)
class Timeline:
    """The quarters of one problem, cut into the parts that its tables can tell apart.

    `year_of_part` is empty when there is one year only, or a part crosses two.
    """

    quarters: Quarters
    parts: tuple[Quarters, ...]
    year_of_part: tuple[str, ...]

    @classmethod
    def of(cls, quarters: frozenset[str], spans: Iterable[Quarters]) -> Timeline:
        """The coarsest parts of which every span of these quarters is a union."""
        inside = [frozenset(span) for span in sorted(set(spans)) if quarters.issuperset(span)]
        alike: dict[tuple[bool, ...], list[str]] = {}
        for quarter in sorted(quarters):
            alike.setdefault(tuple(quarter in span for span in inside), []).append(quarter)
        parts = tuple(tuple(part) for part in alike.values())
        years = tuple(
            part[0][:4] if len({q[:4] for q in part}) == 1 else "several" for part in parts
        )
        nested = len(set(years)) > 1 and "several" not in years
        return cls(tuple(sorted(quarters)), parts, years if nested else ())

    def coarsest(self, span: Quarters) -> tuple[str, frozenset[str]] | None:
        """On which level of time a span can be told, and its categories there; None: all of it."""
        wanted = set(span)
        if wanted == set(self.quarters):
            return None
        inside = [n for n, part in enumerate(self.parts) if wanted.issuperset(part)]
        if self.year_of_part:
            years = {self.year_of_part[n] for n in inside}
            if sum(year in years for year in self.year_of_part) == len(inside):
                return YEAR, frozenset(years)
        return PART, frozenset(str(n) for n in inside)

    def span(self, level: str, categories: Iterable[str]) -> Quarters:
        """The quarters of some parts, or of some years."""
        chosen = set(categories)
        names = self.year_of_part if level == YEAR else [str(n) for n in range(len(self.parts))]
        return tuple(
            sorted(
                quarter
                for name, part in zip(names, self.parts, strict=True)
                if name in chosen
                for quarter in part
            )
        )


def differences(spans: Iterable[Quarters]) -> dict[Quarters, tuple[Quarters, Quarters]]:
    """What a longer span has on top of a shorter one -> (the longer, the shorter)."""
    found: dict[Quarters, tuple[Quarters, Quarters]] = {}
    known = sorted(set(spans), key=lambda span: (len(span), span))
    for longer in known:
        for shorter in known:
            more = set(longer) - set(shorter)
            if more and len(more) + len(shorter) == len(longer):
                found.setdefault(tuple(sorted(more)), (longer, shorter))
    return found
