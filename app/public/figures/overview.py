"""The first page of the figures: what stands out, the main figure, and the way to the rest."""

from __future__ import annotations

from datetime import date

from flask import render_template

from app.domain.statistics.quarters import ended_on
from app.public.figures.blueprint import kept_today, page_at
from app.public.figures.building import figures_of
from app.public.figures.frame import beside, other_series, ways
from app.public.figures.shelf import shelf_of
from app.web.current import today
from app.web.figure_page_words import PAGES
from app.web.page_store import same_for_everyone
from app.web.roles import open_to

MAIN = 1  # the figures of the first dimension and of the second stand on the page


@page_at("")
@open_to("anyone")
@same_for_everyone
def index(series: str) -> str:
    """The newest year (or quarter) in short; before the first release, when that can come."""
    shelf = shelf_of(series)
    kept_today()
    release = shelf.newest
    if release is None:
        return render_template(
            "public/figures/empty.html", first=first_day(today()), year=today().year,
            own=PAGES[series], others=other_series(series), **ways(series),
        )  # fmt: skip
    every = figures_of(shelf, release, {})
    return render_template(
        "public/figures/overview.html", figures=every[: MAIN + 1], also=every[MAIN + 1 :],
        others=other_series(series), **beside(shelf, release),
    )  # fmt: skip


def first_day(day: date) -> date:
    """When the figures of this year can be out at the earliest: a quarter after it ends."""
    return ended_on(f"{day.year + 1}Q1")
