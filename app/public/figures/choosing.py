"""What a reader chose: the published number of it, or the nearest one, said so in words."""

from __future__ import annotations

from collections.abc import Mapping

from flask import render_template, request

from app.domain.statistics.publication import Frozen
from app.domain.statistics.reading import Chosen, codes_of, dimensions_of, nearest
from app.public.figures.blueprint import kept_today, page_at
from app.public.figures.building import (
    choices_of,
    chosen_address,
    figure_of,
    figures_of,
    said_of,
    title_of,
    words_of,
)
from app.public.figures.frame import beside, not_published
from app.public.figures.shelf import Shelf, shelf_of
from app.web.figure_words import code_words, dimension_words
from app.web.roles import open_to

ALL = "all"
"""In an address: the dimension of which every row is shown."""


@page_at("/<release>/choose")
@open_to("anyone")
def choose(release: str, series: str) -> str | tuple[str, int]:
    """Choices stand in the address by dimension; a code that does not exist is answered 404."""
    shelf = shelf_of(series)
    found = shelf.find(release)
    if found is None:
        return not_published(shelf)
    asked = chosen_in(request.args, dimensions_of(found.publication))
    if any(code not in codes_of(found.publication, name) for name, code in asked.items()):
        return not_published(shelf, release)
    answer = nearest(found.publication, asked)
    if answer is None:
        return not_published(shelf, release)
    kept_today()
    return looked_at(
        shelf, found, answer.chosen, count=answer.count,
        dropped={name: asked[name] for name in answer.dropped}, whole=request.args.get(ALL, ""),
    )  # fmt: skip


def chosen_in(args: Mapping[str, str], dimensions: tuple[str, ...]) -> dict[str, str]:
    """The choices of an address in the order of the dimensions; other words in it say nothing."""
    return {name: args[name] for name in dimensions if args.get(name)}


def looked_at(
    shelf: Shelf, release: Frozen, chosen: Chosen, *, count: int,
    dropped: Chosen | None = None, whole: str = "",
) -> str:  # fmt: skip
    """The page of what is chosen. `whole` is a dimension that is shown with every row, alone."""
    whole_figure = figure_of(shelf, release, whole, chosen) if whole else None
    figures = [whole_figure] if whole_figure else figures_of(shelf, release, chosen)
    here = chosen_address(release.publication.series, release.publication.id, chosen)
    return render_template(
        "public/figures/chosen.html",
        name=words_of(chosen),
        whole=title_of(release.publication, chosen),
        said=said_of(shelf, release, chosen, count),
        figures=figures,
        dropped=[
            (dimension_words(name), code_words(name, code))
            for name, code in (dropped or {}).items()
        ],
        choices=list(choices_of(release.publication)),
        asked={**chosen, **(dropped or {})},
        **beside(shelf, release, here),
    )
