"""The published figures hang here: those of complaints at `/figures`, others below their name."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from flask import Blueprint, url_for

from app.domain.statistics.publication import COMPLAINTS, SERIES
from app.web.current import now, seconds_left_today
from app.web.headers import cacheable
from app.web.locale import PREFIX

figures = Blueprint("figures", __name__, url_prefix=f"{PREFIX}/figures")

MOST_KEPT_SECONDS = 600  # words of a correction must be seen soon
View = TypeVar("View", bound=Callable[..., Any])


def page_at(rule: str) -> Callable[[View], View]:
    """Hangs a view at an address of every series; it takes `series`."""

    def hang(view: View) -> View:
        for series in SERIES:  # each in letters, or the router takes its name for a release
            below = rule if series == COMPLAINTS else f"/{series}{rule}"
            figures.add_url_rule(below, view_func=view, defaults={"series": series})
        return view

    return hang


def address(page: str, series: str, **values: str) -> str:
    """Where a page of a series stands: `page` is the name of its view."""
    named: dict[str, Any] = {"series": series, **values}
    return url_for(f"figures.{page}", **named)


def kept_today() -> None:
    """May be kept and indexed, never past midnight: then an embargo may end."""
    cacheable(min(MOST_KEPT_SECONDS, seconds_left_today(now())))
