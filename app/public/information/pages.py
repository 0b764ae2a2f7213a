"""The pages editors write, and the index over them with its search."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask import abort, render_template, request

from app.adapters import editorial
from app.adapters.editorial import EditorialPage
from app.adapters.front_matter import THEMES
from app.domain.help_line import HelpLine
from app.domain.source import Source
from app.public.information.blueprint import KEPT_SECONDS, information
from app.public.information.finding import search, typed
from app.web.current import locale, reference
from app.web.headers import cacheable
from app.web.institution_words import kind_words
from app.web.locale import format_date, format_month
from app.web.page_store import same_for_everyone
from app.web.roles import open_to
from app.web.texts import lazy as _l

TITLES: Mapping[str, str] = {
    "now": _l("If something happens"),
    "work": _l("Work and money"),
    "life": _l("Health, home and online"),
    "site": _l("About this site"),
}


@dataclass(frozen=True)
class Group:
    """A part of the index."""

    title: str
    pages: Sequence[EditorialPage]


@information.get("/info")
@open_to("anyone")
@same_for_everyone
def index() -> str:
    """All pages; with `?q=` what was found above them. A question is kept nowhere."""
    asked = typed(request.args.get("q", ""))
    if "q" not in request.args:
        cacheable(KEPT_SECONDS)
    return render_template(
        "public/info_index.html",
        groups=groups_of(locale()),
        asked=asked,
        was_asked="q" in request.args,
        found=search(asked),
    )


@information.get("/info/<name>")
@open_to("anyone")
@same_for_everyone
def page(name: str) -> str:
    """A page of the editors; the same for everybody, so it may be kept and indexed."""
    try:
        found = editorial.page(locale(), name)
    except editorial.NoSuchPage:
        abort(404)
    cacheable(KEPT_SECONDS)
    return render_template(
        "public/info.html",
        page=found,
        helping=lines_of(found.front.help),
        sources=sources_of(found.front.sources),
        steps=steps_of(found.front.institutions),
    )


def groups_of(lang: str) -> list[Group]:
    """The pages by theme and order, without empty themes."""
    pages = [editorial.page(lang, name) for name in editorial.page_names(lang)]
    groups = [
        Group(
            TITLES[theme],
            sorted(
                (one for one in pages if one.front.theme == theme), key=lambda one: one.front.order
            ),
        )
        for theme in THEMES
    ]
    return [group for group in groups if group.pages]


def lines_of(slugs: Sequence[str]) -> list[HelpLine]:
    """Help addresses by slug. One that is gone is left out: a page must never fail because of an
    editor's slip, and a test finds it."""
    known = {line.slug: line for line in reference().help_lines}
    return [known[slug] for slug in slugs if slug in known]


def sources_of(codes: Sequence[str]) -> list[tuple[Source, str]]:
    """Sources by code with their day in words, as `lines_of`."""
    known = reference().sources
    return [(known[code], _day_of(known[code])) for code in codes if code in known]


def _day_of(source: Source) -> str:
    if source.day is not None:
        return format_date(source.day)
    return source.reference if source.month is None else format_month(source.month)


def steps_of(kinds: Sequence[str]) -> list[tuple[str, str]]:
    """(name of the kind of institution, where the steps of a complaint about it stand).

    A kind that is gone is left out.
    """
    known = reference().institution_types
    lang = locale()
    return [(kind_words(known[kind]), f"/{lang}/route/{kind}") for kind in kinds if kind in known]
