"""A whole published table, as everybody may have it."""

from __future__ import annotations

from flask import render_template

from app.domain.statistics.release import TO_DATE
from app.domain.statistics.tables import ReleasedTable
from app.public.figures.blueprint import kept_today, page_at
from app.public.figures.frame import beside, not_published
from app.public.figures.shelf import shelf_of
from app.web.figure_words import code_words, dimension_words
from app.web.finding_words import count_words
from app.web.roles import open_to
from app.web.texts import gettext as _


@page_at("/<release>/table/<name>")
@open_to("anyone")
def table(release: str, name: str, series: str) -> str | tuple[str, int]:
    """Every cell of one table by the names of its codes, margins first."""
    shelf = shelf_of(series)
    found = shelf.find(release)
    one = found.publication.table(name) if found else None
    if found is None or one is None:
        return not_published(shelf, release)
    kept_today()
    rules = found.publication.parameters
    return render_template(
        "public/figures/table.html",
        name=table_words(one),
        heads=[*(dimension_words(part) for part in one.dimensions), _("How many")],
        rows=[
            [
                *(code_words(part, code) for part, code in zip(one.dimensions, cell, strict=True)),
                count_words(count, rules),
            ]
            for cell, count in sorted(one.cells.items())
        ],
        **beside(shelf, found),
    )


def table_words(table: ReleasedTable) -> str:
    """ "Kind of institution × Theme", and that it is of the year so far."""
    name = " × ".join(dimension_words(one) for one in table.dimensions)
    return _("%(name)s, the year so far", name=name) if table.period == TO_DATE else name
