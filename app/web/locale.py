"""The language of a page stands in its path: a link keeps it, and no cookie is needed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import date
from typing import Any, NamedTuple, TypeVar, cast

from babel import Locale
from babel import dates as babel_dates
from babel import numbers as babel_numbers
from flask import Flask, abort, current_app, g, request, url_for
from werkzeug.exceptions import HTTPException
from werkzeug.routing import BaseConverter, BuildError, Map

from app.web.current import catalogues, home, locale

View = TypeVar("View", bound=Callable[..., Any])

PREFIX = "/<language:lang>"
"""url_prefix of a blueprint; a plain `/<lang>` is accepted too."""


class LanguageLink(NamedTuple):
    """One entry of the language switch: `url` is this same page in that language."""

    code: str
    name: str
    url: str
    current: bool


def language_links() -> list[LanguageLink]:
    """This page in every language, the current one included."""
    return [
        LanguageLink(code, native_name(code), _same_page(code), code == locale())
        for code in catalogues().languages
    ]


def shown_on(endpoint: str) -> Callable[[View], View]:
    """Marks a view that takes a form: the page of `endpoint` shows the form, and its refusals."""

    def mark(view: View) -> View:
        cast("Any", view).shown_on = endpoint
        return view

    return mark


def native_name(code: str) -> str:
    """The language's name in itself: Nederlands, English."""
    name = Locale.parse(code).get_display_name(code) or code
    return name[:1].upper() + name[1:]


def format_date(day: date) -> str:
    """Day, month in words, year: `23 november 2026`."""
    return babel_dates.format_date(day, "d MMMM y", locale=locale())


def format_month(day: date) -> str:
    """Month in words and year: `november 2026`."""
    return babel_dates.format_date(day, "MMMM y", locale=locale())


def format_number(number: float) -> str:
    """Grouped, and with the decimal sign, as the language does: `1.200` or `1,200`."""
    return babel_numbers.format_decimal(number, locale=locale())


def install(app: Flask) -> None:
    """Must run before blueprints are registered: they use the converter."""
    languages = app.extensions["house"].catalogues.languages
    app.url_map.converters["language"] = _converter_for(languages)
    app.url_value_preprocessor(_pull_language)
    app.url_defaults(_push_language)
    app.jinja_env.globals.update(
        format_date=format_date, format_month=format_month, format_number=format_number
    )
    app.context_processor(
        lambda: {
            "current_language": locale(),
            "language_links": language_links(),
            "home_url": home(),
        }
    )


def _converter_for(languages: tuple[str, ...]) -> type[BaseConverter]:
    class LanguageConverter(BaseConverter):
        regex = "(?:" + "|".join(languages) + ")"

        def __init__(self, url_map: Map) -> None:
            super().__init__(url_map)

    return LanguageConverter


def _pull_language(_endpoint: str | None, values: dict[str, Any] | None) -> None:
    if values is None or "lang" not in values:
        return
    language = values.pop("lang")
    if language not in catalogues().languages:
        abort(404)
    g.language = language


def _push_language(endpoint: str, values: dict[str, Any]) -> None:
    if "lang" not in values and current_app.url_map.is_endpoint_expecting(endpoint, "lang"):
        values["lang"] = locale()


def _same_page(code: str) -> str:
    if request.url_rule is None:
        return home(code)  # error pages: that language's start
    endpoint, values = _page_to_open()
    try:
        return url_for(endpoint, **{**values, "lang": code})
    except BuildError:
        return home(code)


def _page_to_open() -> tuple[str, Mapping[str, Any]]:
    """This page, or after a form was refused the one that the form stood on.

    That is what its view says, else the nearest page whose address begins this one.
    """
    shown_on = getattr(current_app.view_functions.get(request.endpoint or ""), "shown_on", None)
    if shown_on is not None:
        takes = {
            name for rule in current_app.url_map.iter_rules(shown_on) for name in rule.arguments
        }
        values = request.view_args or {}
        return shown_on, {name: value for name, value in values.items() if name in takes}
    adapter = current_app.create_url_adapter(request)
    path = request.path
    while adapter is not None and path.count("/") > 1:
        for address in (path, path + "/"):
            with suppress(HTTPException):
                return cast("tuple[str, Mapping[str, Any]]", adapter.match(address, method="GET"))
        path = path.rpartition("/")[0]
    return "", {}
