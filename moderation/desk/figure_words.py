"""Releases and what the audit found, in plain words for the two people who decide."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from app.domain.statistics.display import as_shown
from app.domain.statistics.publication import Frozen, Publication
from app.domain.statistics.tables import ReleasedTable
from app.web.current import locale
from app.web.figure_series_words import counted_words, series_release_words
from app.web.figure_words import code_words, dimension_words, release_words
from app.web.locale import format_date
from app.web.texts import gettext as _
from app.web.texts import lazy as _l
from moderation.decisions.figures.draft import FiguresDesk, Finding

KINDS: Mapping[str, str] = {
    "exact": _l("the exact number can be calculated"),
    "small": _l("it is certain that it is a very small number"),
    "narrow": _l("the number can be calculated too closely"),
    "group": _l("it is certain that all of them are of one kind"),
    "undecided": _l("it was not shown in time that this is safe"),
    "inconsistent": _l("these numbers contradict each other"),
}


def finding_words(finding: Finding) -> str:
    """ "Bank, care (quarter 1 of 2026): the exact number can be calculated (3 to 3)."""
    where = ", ".join(code_words(dimension, code) for dimension, code in finding.where)
    when = ", ".join(release_words(quarter) for quarter in finding.quarters)
    values = {
        "where": where or _("everything together"), "when": when,
        "what": str(KINDS[finding.kind]), "low": finding.low, "high": finding.high,
    }  # fmt: skip
    if finding.high is None:
        return _("%(where)s (%(when)s): %(what)s (%(low)s or more)") % values
    return _("%(where)s (%(when)s): %(what)s (%(low)s to %(high)s)") % values


def due_rows(found: FiguresDesk) -> list[dict[str, Any]]:
    """What can be drafted now; `waiting`: it was drafted already."""
    drafted = {(one.series, one.release) for one in found.drafts}
    return [
        {
            "series": series,
            "release": release,
            "name": series_release_words(series, release),
            "waiting": (series, release) in drafted,
        }
        for series, release in found.due.items()
        if release is not None
    ]


def draft_rows(found: FiguresDesk) -> list[dict[str, Any]]:
    """Drafts with who made them."""
    return [
        {
            "series": one.series,
            "release": one.release,
            "name": series_release_words(one.series, one.release),
            "by": one.by,
            "on": format_date(one.on),
            "findings": one.findings,
        }
        for one in found.drafts
    ]


def ledger_row(frozen: Frozen, today: date) -> dict[str, Any]:
    """One line of the ledger; `waits`: its day has not come."""
    publication = frozen.publication
    return {
        "series": publication.series,
        "release": publication.id,
        "name": series_release_words(publication.series, publication.id),
        "number": frozen.number,
        "frozen_on": format_date(frozen.frozen_on),
        "public_from": format_date(frozen.public_from),
        "waits": frozen.public_from > today,
        "sha256": frozen.sha256,
        "words": [(format_date(one.written_on), one.words[locale()]) for one in frozen.corrections],
    }


def tables_of(publication: Publication) -> list[dict[str, Any]]:
    """Every table as it will be shown, with the names of its codes."""
    return [
        {
            "caption": _caption(table),
            "heads": [*map(dimension_words, table.dimensions), counted_words(publication.series)],
            "rows": [
                [*(code_words(d, c) for d, c in zip(table.dimensions, cell, strict=True)), shown]
                for cell, shown in as_shown(table, publication.parameters).items()
            ],
        }
        for table in publication.tables
    ]


def _caption(table: ReleasedTable) -> str:
    by = ", ".join(map(dimension_words, table.dimensions))
    if table.period == "to_date":
        return _("%(what)s: the year so far", what=by)
    return f"{by}: {release_words(table.release)}"
