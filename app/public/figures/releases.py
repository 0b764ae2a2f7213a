"""The pages of one release: all of it in short, one dimension whole, one code of a dimension."""

from __future__ import annotations

from flask import render_template

from app.domain.statistics.reading import codes_of, count_of, dimensions_of
from app.public.figures.blueprint import address, kept_today, page_at
from app.public.figures.building import QUARTER, YEAR, choices_of, figure_of, figures_of
from app.public.figures.choosing import looked_at
from app.public.figures.frame import beside, not_published
from app.public.figures.shelf import shelf_of
from app.public.figures.tables import table_words
from app.web.figure_words import dimension_words
from app.web.page_store import same_for_everyone
from app.web.roles import open_to

Answer = str | tuple[str, int]


@page_at("/<release>")
@open_to("anyone")
@same_for_everyone
def release(release: str, series: str) -> Answer:
    """A year or a quarter: what stands out, and a figure of every dimension."""
    shelf = shelf_of(series)
    found = shelf.find(release)
    if found is None:
        return not_published(shelf)
    kept_today()
    return render_template(
        "public/figures/release.html",
        figures=figures_of(shelf, found, {}),
        choices=list(choices_of(found.publication)),
        asked={},
        tables=[
            (table_words(one), address("table", series, release=release, name=one.name))
            for one in found.publication.tables
        ],
        **beside(shelf, found),
    )


@page_at("/<release>/<dimension>")
@open_to("anyone")
def dimension(release: str, dimension: str, series: str) -> Answer:
    """Every row of one dimension."""
    shelf = shelf_of(series)
    found = shelf.find(release)
    if found is None or dimension not in (*dimensions_of(found.publication), QUARTER, YEAR):
        return not_published(shelf, release)
    figure = figure_of(shelf, found, dimension, {})
    if figure is None:
        return not_published(shelf, release)
    kept_today()
    names = dimensions_of(found.publication)
    return render_template(
        "public/figures/dimension.html",
        figure=figure,
        dimensions=[
            (dimension_words(one), address("dimension", series, release=release, dimension=one))
            for one in names
            if one != dimension
        ],
        **beside(shelf, found),
    )


@page_at("/<release>/<dimension>/<code>")
@open_to("anyone")
def code(release: str, dimension: str, code: str, series: str) -> Answer:
    """One code: how many, compared with the year before, and by everything that is published."""
    shelf = shelf_of(series)
    found = shelf.find(release)
    if found is None or code not in codes_of(found.publication, dimension):
        return not_published(shelf, release)
    count = count_of(found.publication, {dimension: code})
    if count is None:
        return not_published(shelf, release)
    kept_today()
    return looked_at(shelf, found, {dimension: code}, count=count)
