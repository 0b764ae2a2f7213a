"""A release in words in the language of this page, for its workbooks and its printed report.

Generic over dimensions: a new series needs words in `figure_words` and in `figure_series_words`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import cast

from flask import current_app

from app.domain.statistics.code_book import MERGED_TYPE, OTHERS
from app.domain.statistics.findings import findings
from app.domain.statistics.parameters import Parameters
from app.domain.statistics.publication import (
    Correction,
    Frozen,
    Hierarchy,
    Publication,
)
from app.domain.statistics.reading import is_residual, share_of
from app.domain.statistics.release import INSTITUTION, SUBJECT, THEME, TO_DATE, TYPE
from app.domain.statistics.tables import ReleasedTable
from app.domain.statistics.tally import Cell
from app.domain.statistics.worded import WordedRelease, WordedRow, WordedTable, printable
from app.web.current import locale
from app.web.figure_method import how_to_read, method, parameters_in_words
from app.web.figure_middle import middle_words
from app.web.figure_series_words import counted_words, series_words
from app.web.figure_words import code_words, dimension_words, position_in_list, release_words
from app.web.finding_words import count_words, finding_words, share_words
from app.web.locale import format_date
from app.web.texts import gettext as _
from app.web.texts import lazy as _l

DETAIL: Mapping[int, str] = {
    1: _l("1 of 3: the year only, each table by one thing"),
    2: _l("2 of 3: the year in tables, quarters by kind"),
    3: _l("3 of 3: every table"),
}
"""Volume tier → how much is published; chosen on the published total of the year before."""
PARENT: Mapping[str, str] = {SUBJECT: THEME}


Said = tuple[str, Correction]
"""The release that a correction is about, and the correction."""


def worded_release(
    frozen: Frozen, before: Publication | None, said: Sequence[Said], address: str
) -> WordedRelease:
    """The release in the language of this page; `before` is that of the year before, if published,
    `said` what was said of these figures since, and `address` where they stand for everybody."""
    publication = frozen.publication
    parameters = publication.parameters
    title = f"{series_words(publication.series)}: {release_words(publication.id)}"
    tables = tuple(_table(one, publication) for one in publication.tables)
    return WordedRelease(
        id=publication.id,
        language=locale(),
        site=site_name(),
        title=title,
        subtitle=_("Frozen and rounded figures"),
        facts=_facts(frozen),
        findings=_findings(publication, before),
        how_to_read=how_to_read(publication.series, parameters),
        method=method(publication.series, parameters),
        parameters=parameters_in_words(parameters),
        corrections=tuple(_correction(one, publication.id) for one in said),
        citation=_citation(frozen, title, address),
        frozen_on=frozen.frozen_on,
        terms=_terms(parameters),
        tables=tables,
    )


def _correction(said: Said, release: str) -> tuple[str, str]:
    about, correction = said
    words = printable(correction.words[locale()])
    of_another = "" if about == release else f"{release_words(about)}: "
    return format_date(correction.written_on), f"{of_another}{words}"


def _findings(publication: Publication, before: Publication | None) -> tuple[str, ...]:
    parameters = publication.parameters
    return tuple(finding_words(one, parameters) for one in findings(publication, before))


def site_name() -> str:
    """The name of the site, which stands in one template."""
    template = current_app.jinja_env.get_template("components/brand.html")
    return cast("str", vars(template.module)["site_name"])


def _facts(frozen: Frozen) -> tuple[tuple[str, str], ...]:
    found = [
        (_("Release"), frozen.publication.id),
        (_("Frozen on"), format_date(frozen.frozen_on)),
    ]
    if frozen.public_from != frozen.frozen_on:
        found.append((_("Public from"), format_date(frozen.public_from)))
    return (
        *found,
        (_("Number in the ledger"), str(frozen.number)),
        (_("Level of detail"), str(DETAIL[frozen.publication.tier])),
        ("SHA-256", frozen.sha256),
    )


def _citation(frozen: Frozen, title: str, address: str) -> str:
    return _(
        "%(site)s, “%(title)s”, published on %(day)s, number %(number)s in the ledger. %(address)s",
        site=site_name(), title=title, day=format_date(frozen.public_from), number=frozen.number,
        address=address,
    )  # fmt: skip


def _table(table: ReleasedTable, publication: Publication) -> WordedTable:
    counted, parameters = counted_words(publication.series), publication.parameters
    names = [dimension_words(one) for one in table.dimensions]
    period = _period(table)
    rows = [_row(table, cell, publication.hierarchy, parameters) for cell in table.cells]
    return WordedTable(
        name=table.name,
        title=_title(counted, names, period),
        titles=tuple(_title(counted, [one], period) for one in names),
        dimensions=table.dimensions,
        headings=(*names, _("%(counted)s, rounded", counted=counted)),
        rows=tuple(sorted(rows, key=lambda row: _order(table, row))),
        notes=(*_notes(table, parameters), *_middle(table, publication)),
        sequences=frozenset(one for one in table.dimensions if one in SEQUENCES),
    )


def _middle(table: ReleasedTable, publication: Publication) -> tuple[str, ...]:
    return middle_words(publication, table.dimensions[-1], {})


SEQUENCES = frozenset({"year", "quarter", "handling_time", "severity", "decided_within"})


def _row(
    table: ReleasedTable, cell: Cell, hierarchy: Hierarchy, parameters: Parameters
) -> WordedRow:
    last, count = table.dimensions[-1], table.cells[cell]
    whole = table.cells[("",) * len(cell)]
    parent = PARENT.get(last, "")
    under = hierarchy.get(f"{last}->{parent}", {}).get(cell[-1], "") if parent else ""
    return WordedRow(
        cell=cell,
        labels=tuple(
            printable(code_words(dimension, code))
            for dimension, code in zip(table.dimensions, cell, strict=True)
        ),
        under=printable(code_words(parent, under)) if under else "",
        shown=count_words(count, parameters),
        number=count if count >= parameters.hide_below else None,
        share=share_words(share_of(count, whole, parameters)),
    )


def _order(table: ReleasedTable, row: WordedRow) -> tuple[object, ...]:
    """All first; then in the order of the list, or of the words where there is no list; what is
    left over at the end."""
    return tuple(
        (bool(code), _left_over(code), position_in_list(dimension, code), label.casefold(), code)
        for dimension, code, label in zip(table.dimensions, row.cell, row.labels, strict=True)
    )


def _left_over(code: str) -> int:
    """The rest of each kind after what has a name, and last what has no code of its own."""
    plain = code.removeprefix(OTHERS)
    return 2 if is_residual(plain) else int(plain != code)


def _title(counted: str, names: Sequence[str], period: str) -> str:
    """ "Complaints by theme, 2025"."""
    by = [name.lower() for name in names]
    if len(by) == 1:
        return _(
            "%(counted)s by %(first)s, %(period)s", counted=counted, first=by[0], period=period
        )
    return _(
        "%(counted)s by %(first)s and %(second)s, %(period)s",
        counted=counted, first=by[0], second=by[1], period=period,
    )  # fmt: skip


def _period(table: ReleasedTable) -> str:
    if table.period != TO_DATE:
        return release_words(table.release)
    year, _sign, number = table.covers[-1].partition("Q")
    return _("quarters 1 to %(number)s of %(year)s together", number=number, year=year)


def _notes(table: ReleasedTable, parameters: Parameters) -> tuple[str, ...]:
    """What is particular to this table; what holds for all stands once."""
    notes = []
    if INSTITUTION in table.dimensions:
        notes.append(
            _(
                "An institution that may be named is named from %(number)s on; all others of its "
                "kind stand together.",
                number=parameters.name_from,
            )
        )
        if len(table.dimensions) > 1:
            notes.append(
                _(
                    "“<%(number)s” in a row with a name: fewer than %(number)s, so not shown "
                    "apart.",
                    number=parameters.cell_from,
                )
            )
    if any(cell[0] == MERGED_TYPE for cell in table.cells) and table.dimensions[0] == TYPE:
        notes.append(
            _(
                "A kind with fewer than %(number)s institutions stands together with other such "
                "kinds: its numbers would be those of one institution.",
                number=parameters.types_min,
            )
        )
    return tuple(notes)


def _terms(parameters: Parameters) -> Mapping[str, str]:
    """The words of the layout. Those with a place in them are filled in by `printed`."""
    return {
        "alt": _("Bar chart. %(title)s: %(bars)s."),
        "rest": _("%(rest)s more stand in the table."),
        "small": _("%(less)s each: %(labels)s."),
        "many_small": _("%(count)s others are %(less)s each; they stand in the table."),
        "of": _("Share of all (%(total)s), in steps of 5 %%."),
        "listing": _(
            "Behind each number stands where it is found, as far as that is shown: everything else "
            "is %(less)s."
        ),
        "findings": _("What stands out"),
        "contents": _("What is in it"),
        "charts": _("In pictures"),
        "tables": _("All tables"),
        "corrections": _("Corrections"),
        "no_corrections": _("None. A correction is words beside the figures, never other figures."),
        "parameters": _("The numbers of the method in this release"),
        "name": _("Name"),
        "value": _("Value"),
        "meaning": _("What it means"),
        "citation": _("How to quote this"),
        "rounded": _(
            "All numbers are rounded to a multiple of %(base)s and can be %(deviation)s off.",
            base=parameters.base, deviation=parameters.max_dev,
        ),
        "page": _("page"),
        "about": _("About these figures"),
    }  # fmt: skip
