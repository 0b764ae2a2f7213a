"""From what is published to the figures of a page: which table answers, and with what beside it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from app.domain.statistics.findings import Finding
from app.domain.statistics.publication import Frozen, Publication
from app.domain.statistics.reading import (
    Chosen,
    codes_of,
    count_of,
    dimensions_of,
    earlier_count,
    is_residual,
    parts_of,
    share_of,
)
from app.domain.statistics.release import INSTITUTION, TYPE
from app.public.figures.blueprint import address
from app.public.figures.drawing import Numbers, rows_of
from app.public.figures.figure import Figure
from app.public.figures.layout import bars, tiles
from app.public.figures.shelf import Shelf
from app.web.figure_middle import middle_words
from app.web.figure_page_words import notes_of
from app.web.figure_series_words import SHARES, release_title
from app.web.figure_words import code_words, dimension_words, position_in_list, release_words
from app.web.finding_words import finding_words, share_words
from app.web.texts import gettext as _

QUARTER, YEAR = "quarter", "year"
IN_ORDER = ("handling_time", "severity", "decided_within", QUARTER)
"""Dimensions whose codes have an order of their own, that of their list."""

READ_FIRST = (
    "incident_category", "severity", "blackmail", "province", "report_decision", "decision_reason",
    "decided_within", "police_consent",
)  # fmt: skip
"""In this order; what is not in it comes as the tables bring it up."""

FEW_ROWS = 8
"""Of a figure among others; all of them stand on the page of the dimension."""

MOST_DRAWN = 12
MAPS = ("province",)
LEAST_YEARS = 3  # with two the comparison says it


def figures_of(
    shelf: Shelf, release: Frozen, chosen: Chosen, *, few: int | None = FEW_ROWS
) -> list[Figure]:
    """A figure for every dimension by which a published table splits what is chosen.

    With `few` each has so many rows at most, and says where the others stand.
    """
    names = dict.fromkeys([*_in_reading_order(release.publication), QUARTER, YEAR])
    found = (figure_of(shelf, release, name, chosen, few=few) for name in names)
    return [one for one in found if one is not None]


def figure_of(
    shelf: Shelf, release: Frozen, dimension: str, chosen: Chosen, *, few: int | None = None
) -> Figure | None:
    """One figure, or None where nothing published splits what is chosen that way."""
    numbers = _numbers(shelf, release, dimension, chosen)
    if not numbers.now:
        return None
    rows = rows_of(
        numbers,
        label=lambda code: code_words(dimension, code),
        url=lambda code: _row_address(release.publication, dimension, code, chosen),
    )
    before = shelf.before(release) if numbers.earlier else None
    is_map = dimension in MAPS
    shown = rows if few is None or is_map else rows[:few]
    drawn, high = bars(shown[:MOST_DRAWN], two=before is not None) if not is_map else ((), 0.0)
    on_map, tall = tiles(rows) if is_map else ((), 0.0)
    return Figure(
        anchor=dimension.replace("_", "-"),
        title=_title(release.publication, dimension, chosen),
        dimension=dimension,
        heading=dimension_words(dimension),
        period=_("How many") if dimension == YEAR else release_words(release.publication.id),
        before=release_words(before.id) if before else "",
        before_year=before.id[:4] if before else "",
        rows=shown,
        bars=drawn,
        tiles=on_map,
        height=high or tall,
        said=middle_words(release.publication, dimension, chosen),
        notes=tuple(notes_of(shelf.series, dimension, release.publication.parameters)),
        more=_all_of(release.publication, dimension, chosen) if len(shown) < len(rows) else "",
    )


def said_of(shelf: Shelf, release: Frozen, chosen: Chosen, count: int) -> list[str]:
    """The number of what is chosen in words: now, a year ago, and of everything together."""
    publication, before = release.publication, shelf.before(release)
    rules = publication.parameters
    finding = Finding(
        kind="few" if count < rules.hide_below else "total",
        series=publication.series,
        release=publication.id,
        count=count,
        before=before.id if before else "",
        earlier=earlier_count(publication, before, a_year_ago(chosen)),
    )
    sentence = finding_words(finding, rules)
    words = [f"{words_of(chosen)}: {sentence}" if chosen else sentence]
    share = share_of(count, publication.total, rules) if chosen else None
    if share is not None:
        words.append(
            str(SHARES[publication.series])
            % {"share": share_words(share), "period": release_words(publication.id)}
        )
    return words


def title_of(publication: Publication, chosen: Chosen) -> str:
    """ "Complaints in 2026, Bank"."""
    return ", ".join(
        (release_title(publication.series, publication.id), *([words_of(chosen)] if chosen else []))
    )


def words_of(chosen: Chosen) -> str:
    """What is chosen, by name: "Bank, Health care"."""
    return ", ".join(code_words(name, code) for name, code in chosen.items())


def choices_of(publication: Publication) -> Iterator[tuple[str, list[tuple[str, str]]]]:
    """For the form that chooses: each dimension with its codes and their names, by name."""
    for name in _in_reading_order(publication):
        codes = _sorted_codes(name, codes_of(publication, name))
        yield name, [(code, code_words(name, code)) for code in codes]


def _numbers(shelf: Shelf, release: Frozen, dimension: str, chosen: Chosen) -> Numbers:
    publication = release.publication
    rules, whole = publication.parameters, count_of(publication, chosen)
    if dimension == QUARTER and not _is_in_tables(publication, dimension):
        return _quarters(shelf, publication, chosen)
    if dimension == YEAR:
        return Numbers(_years(shelf, publication, chosen), {}, None, rules, in_order=True)
    now = parts_of(publication, dimension, chosen)
    if dimension == INSTITUTION:
        now = _with_somebody_named(publication, now)
    if dimension in IN_ORDER:
        now = {code: now[code] for code in _sorted_codes(dimension, now)}
    before = shelf.before(release)
    beside = _beside(publication, dimension, chosen)
    found = {
        code: earlier_count(publication, before, a_year_ago({**beside, dimension: code}))
        for code in now
    }
    earlier = {code: count for code, count in found.items() if count is not None}
    return Numbers(now, earlier, whole, rules, in_order=dimension in IN_ORDER)


def a_year_ago(chosen: Chosen) -> Chosen:
    """The same in the release of the year before: a quarter has its year in its code."""
    if QUARTER not in chosen:
        return chosen
    year, _sign, number = chosen[QUARTER].partition("Q")
    return {**chosen, QUARTER: f"{int(year) - 1:04d}Q{number}"}


def _in_reading_order(publication: Publication) -> list[str]:
    names = dimensions_of(publication)
    rank = {name: place for place, name in enumerate(READ_FIRST)}
    return sorted(names, key=lambda one: rank.get(one, -1))


def _is_in_tables(publication: Publication, dimension: str) -> bool:
    """Whether quarters are rows of its tables, and not releases of their own."""
    return dimension in dimensions_of(publication)


def _with_somebody_named(publication: Publication, counts: dict[str, int]) -> dict[str, int]:
    """Those who are named, and of their kinds all others; of other kinds it would say nothing."""
    kind_of = publication.hierarchy[f"{INSTITUTION}->{TYPE}"]
    kinds = {kind_of[code] for code in counts if not is_residual(code)}
    return {code: count for code, count in counts.items() if kind_of[code] in kinds}


def _quarters(shelf: Shelf, publication: Publication, chosen: Chosen) -> Numbers:
    """The quarters of a year beside those of the year before."""
    rules, now, earlier = publication.parameters, {}, {}
    before = shelf.quarters(f"{int(publication.id[:4]) - 1:04d}")
    for name, quarter in shelf.quarters(publication.id).items() if publication.is_year else ():
        count = count_of(quarter, chosen)
        if count is None:
            continue
        now[name] = count
        last = earlier_count(quarter, before.get(f"{int(name[:4]) - 1:04d}{name[4:]}"), chosen)
        if last is not None:
            earlier[name] = last
    return Numbers(now, earlier, None, rules, in_order=True)


def _years(shelf: Shelf, publication: Publication, chosen: Chosen) -> dict[str, int]:
    """The same number of every published year up to this one."""
    found: dict[str, int] = {}
    if not publication.is_year:
        return found
    for other in sorted(shelf.publications, key=lambda one: one.id):
        if other.is_year and other.id <= publication.id:
            same = other.id == publication.id
            own = count_of(other, chosen) if same else earlier_count(publication, other, chosen)
            if own is not None:
                found[other.id] = own
    return found if len(found) >= LEAST_YEARS else {}


def _row_address(publication: Publication, dimension: str, code: str, chosen: Chosen) -> str:
    """The page of a row: of its code, or of its code within what is chosen."""
    if dimension in (QUARTER, YEAR) and not _is_in_tables(publication, dimension):
        return chosen_address(publication.series, code, chosen)
    together = {**_beside(publication, dimension, chosen), dimension: code}
    if count_of(publication, together) is None:
        return ""
    return chosen_address(publication.series, publication.id, together)


def _beside(publication: Publication, dimension: str, chosen: Chosen) -> Chosen:
    """What is chosen, without what a code of this dimension says by itself: its theme or kind."""
    return {
        name: code
        for name, code in chosen.items()
        if f"{dimension}->{name}" not in publication.hierarchy
    }


def chosen_address(series: str, release: str, chosen: Chosen) -> str:
    """The one address of a number."""
    if not chosen:
        return address("release", series, release=release)
    if len(chosen) == 1:
        ((dimension, code),) = chosen.items()
        return address("code", series, release=release, dimension=dimension, code=code)
    return address("choose", series, release=release, **chosen)


def _all_of(publication: Publication, dimension: str, chosen: Chosen) -> str:
    """Where every row of a shortened figure stands."""
    if not chosen:
        return address("dimension", publication.series, release=publication.id, dimension=dimension)
    wanted = {**chosen, "all": dimension}
    return address("choose", publication.series, release=publication.id, **wanted)


def _title(publication: Publication, dimension: str, chosen: Chosen) -> str:
    about = title_of(publication, chosen)
    if dimension == YEAR:
        return _("%(about)s, and in the years before", about=about)
    words = dimension_words(dimension)
    return f"{about}: {words[:1].lower()}{words[1:]}"


def _sorted_codes(dimension: str, codes: Mapping[str, int] | frozenset[str]) -> list[str]:
    if dimension in IN_ORDER:
        return sorted(codes, key=lambda one: (position_in_list(dimension, one), one))
    return sorted(codes, key=lambda one: code_words(dimension, one).casefold())
