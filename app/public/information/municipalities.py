"""A page for every municipality, made from data, and the list of them with its search."""

from __future__ import annotations

from itertools import groupby

from flask import abort, render_template, request

from app.domain.places import Municipality
from app.public.information.blueprint import KEPT_SECONDS, information
from app.public.information.finding import search, typed
from app.public.information.pages import sources_of, steps_of
from app.web.current import reference
from app.web.headers import cacheable
from app.web.page_store import same_for_everyone
from app.web.roles import open_to

SOURCES = ("gemeenten", "rechterlijke-indeling", "politiewet", "awb", "ombudsmannen")


@information.get("/info/municipality")
@open_to("anyone")
@same_for_everyone
def municipalities() -> str:
    """All of them by province; with `?q=` what was found above them."""
    asked = typed(request.args.get("q", ""))
    if "q" not in request.args:
        cacheable(KEPT_SECONDS)
    return render_template(
        "public/municipalities.html",
        provinces=by_province(),
        asked=asked,
        was_asked="q" in request.args,
        found=search(asked, "municipality"),
    )


@information.get("/info/municipality/<slug>")
@open_to("anyone")
def municipality(slug: str) -> str:
    """One municipality. Not in the page store: 342 of them would push out what everybody reads."""
    place = next((one for one in reference().municipalities if one.slug == slug), None)
    if place is None:
        abort(404)
    cacheable(KEPT_SECONDS)
    return render_template(
        "public/municipality.html",
        place=place,
        unit=next(unit for unit in reference().police_units if unit.code == place.police_unit),
        near=[line for line in reference().help_lines if line.police_unit == place.police_unit],
        ombudsman=reference().ombudsman_of(place.code),
        police_steps=steps_of(["politie"]),
        own_steps=steps_of(["gemeente", "gemeente-toezicht"]),
        sources=sources_of(SOURCES),
    )


def by_province() -> list[tuple[str, list[Municipality]]]:
    """Provinces in alphabetical order, each with its municipalities."""
    places = sorted(reference().municipalities, key=lambda one: (one.province, one.slug))
    return [(name, list(own)) for name, own in groupby(places, key=lambda one: one.province)]
