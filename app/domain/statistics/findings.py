"""What stands out in a release, found by rules and not by hand (issue 4).

Only published numbers are looked at, and never more is said than they bear: the largest is called
so only when nothing is within `clear_change` of it, a change only when it is clear, a share only of
a whole that is large enough.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Literal

from app.domain.statistics.house import CHECK, HIT
from app.domain.statistics.publication import Publication
from app.domain.statistics.reading import (
    change_between,
    dimensions_of,
    earlier_count,
    is_residual,
    parts_of,
    ranked,
    share_of,
)
from app.domain.statistics.release import INSTITUTION, SUBJECT
from app.domain.statistics.warnings import BLACKMAIL, CATEGORY, REASON

MOST = 3
MOST_TOGETHER = 2  # three that cannot be told apart are no finding
UNTOLD = (INSTITUTION, SUBJECT, REASON)
"""Never the subject of a finding: one who is named by rule, codes too many to compare, and what
says a decision again."""
YES_OR_NO: Mapping[str, str] = {BLACKMAIL: "yes", CHECK: HIT}
"""Dimensions of which one code is told, whether it is the larger or not."""
FIRST = (CATEGORY, BLACKMAIL, CHECK)
"""What matters most, wherever the tables bring it up; the others follow as they come."""

Kind = Literal["total", "few", "largest", "together", "part", "more", "fewer", "unchanged"]


@dataclass(frozen=True)
class Finding:
    """One thing that stands out. `count` and `earlier` are published numbers (shown as "<10" where
    they are hidden); `earlier` is that of release `before`, if that says it; `share` in per cent.

    - total: everything together; few: the same, hidden.
    - largest: `codes[0]` of `dimension`; together: two codes of which none is clearly the larger,
      `count` and `share` are those of the first and `second` that of the other.
    - part: the code of a yes or no, with its share.
    - more, fewer: `codes[0]` of `dimension` changed clearly since `before`.
    - unchanged: no code of any dimension did.
    """

    kind: Kind
    series: str
    release: str
    count: int
    dimension: str = ""
    codes: tuple[str, ...] = ()
    second: int | None = None
    share: int | None = None
    before: str = ""
    earlier: int | None = None


def newest(publications: Iterable[Publication]) -> Publication | None:
    """The newest whole year, or the newest quarter where there is no year yet."""
    known = list(publications)
    years = [one for one in known if one.is_year]
    return max(years or known, key=lambda one: one.id, default=None)


def findings(
    publication: Publication, before: Publication | None, most: int = MOST
) -> tuple[Finding, ...]:
    """What stands out, at most so many, most important first; at least the total.

    `before` is the release of the year before (`reading.year_before`), if it is published. The
    order is fixed: how many there are, whom they are about (or what matters most), what changed
    most, the other dimensions as the tables have them, and last that nothing changed clearly.
    """
    told = _told(publication)
    first = [name for name in told if name in FIRST] or told[:1]
    found = [_total(publication, before)]
    if found[0].kind == "total":
        changed = list(_changes(publication, before))
        found += [one for name in first for one in _largest(publication, name)]
        found += changed
        others = [name for name in told if name not in first]
        found += [one for name in others for one in _largest(publication, name)]
        if before is not None and not changed:
            found.append(replace(found[0], kind="unchanged"))
    return tuple(found[:most])


def _told(publication: Publication) -> list[str]:
    names = [name for name in dimensions_of(publication) if name not in UNTOLD]
    return sorted(names, key=lambda one: FIRST.index(one) if one in FIRST else len(FIRST))


def _total(publication: Publication, before: Publication | None) -> Finding:
    rules, count = publication.parameters, publication.total
    return Finding(
        kind="few" if count < rules.hide_below else "total",
        series=publication.series,
        release=publication.id,
        count=count,
        before=before.id if before else "",
        earlier=before.total if before else None,
    )


def _largest(publication: Publication, dimension: str) -> Iterator[Finding]:
    rules = publication.parameters
    counts = parts_of(publication, dimension, {})
    if dimension in YES_OR_NO:
        yield from _part(publication, dimension, counts.get(YES_OR_NO[dimension], 0))
        return
    top = max(counts.values(), default=0)
    first = [code for code, count in ranked(counts) if top - count < rules.clear_change]
    if not 0 < len(first) <= MOST_TOGETHER or any(is_residual(code) for code in first):
        return
    if any(counts[code] < rules.hide_below for code in first):
        return
    yield Finding(
        kind="largest" if len(first) == 1 else "together",
        series=publication.series,
        release=publication.id,
        count=counts[first[0]],
        dimension=dimension,
        codes=tuple(first),
        second=counts[first[1]] if len(first) > 1 else None,
        share=share_of(counts[first[0]], publication.total, rules),
    )


def _part(publication: Publication, dimension: str, count: int) -> Iterator[Finding]:
    """Only with its share: a number alone says little of a yes or no."""
    share = share_of(count, publication.total, publication.parameters)
    if share is not None:
        yield Finding(
            kind="part", series=publication.series, release=publication.id, count=count,
            dimension=dimension, codes=(YES_OR_NO[dimension],), share=share,
        )  # fmt: skip


def _changes(publication: Publication, before: Publication | None) -> Iterator[Finding]:
    """The largest clear change of all dimensions; of equal ones that of the first dimension."""
    if before is None:
        return
    found = [one for name in _told(publication) for one in _changes_of(publication, before, name)]
    yield from sorted(found, key=lambda one: -abs(one.count - (one.earlier or 0)))[:1]


def _changes_of(now: Publication, before: Publication, dimension: str) -> Iterator[Finding]:
    for code, count in sorted(parts_of(now, dimension, {}).items()):
        earlier = earlier_count(now, before, {dimension: code})
        if earlier is None or is_residual(code) or YES_OR_NO.get(dimension, code) != code:
            continue
        change = change_between(earlier, count, now.parameters)
        if change != "unclear":
            yield Finding(
                kind=change, series=now.series, release=now.id, count=count, dimension=dimension,
                codes=(code,), before=before.id, earlier=earlier,
            )  # fmt: skip
