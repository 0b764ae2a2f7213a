"""The tables of a release as files: CSV, what protects it, code book, and all of it in one ZIP.

The files of the rehearsal and these are made by the same code (`app/adapters/release_files.py`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, TypeVar

from flask import abort, render_template, request
from werkzeug.wrappers import Response

from app.adapters.release_archive import archive
from app.adapters.release_files import (
    HIERARCHY,
    File,
    as_json,
    protection,
    table_csv,
    table_files,
)
from app.domain.code_lists import LANGUAGES
from app.domain.figure_api.contract import PREFIX as API
from app.domain.statistics.publication import COMPLAINTS, SERIES, Frozen
from app.domain.statistics.tables import ReleasedTable
from app.public.figure_data.blueprint import KEPT_SECONDS, figure_data
from app.public.figure_data.codebook import codebook_csv, codebook_json, parameters_csv
from app.services.published_figures import NoSuchRelease, public_release
from app.web.current import database, reference, speaking, today
from app.web.figure_series_words import series_words
from app.web.figure_words import code_words, release_words
from app.web.headers import cacheable, sandboxed
from app.web.locale import PREFIX
from app.web.roles import open_to

CODEBOOK, PARAMETERS = "codebook", "parameters"
View = TypeVar("View", bound=Callable[..., Any])


def file_at(name: str) -> Callable[[View], View]:
    """Hangs a file at an address of every series: complaints have the short one. The names of the
    others are fixed parts, so that a file of theirs is never taken for one of their pages."""

    def hang(view: View) -> View:
        for series in SERIES:
            below = "" if series == COMPLAINTS else f"/{series}"
            figure_data.add_url_rule(
                f"{PREFIX}/figures{below}/<release>/{name}", view_func=view,
                defaults={"series": series},
            )  # fmt: skip
        return view

    return hang


@file_at("<table>.csv")
@open_to("anyone")
def table_file(series: str, release: str, table: str) -> Response:
    """A table in codes; with `?labels=nl` or `en` what they are called stands beside them."""
    language = request.args.get("labels", "")
    if language not in ("", *LANGUAGES):
        abort(400)
    frozen = release_or_404(series, release)
    found = _table_or_404(frozen, table)
    parameters = frozen.publication.parameters
    if not language:
        return _file(frozen, f"{table}.csv", table_csv(found, parameters), "text/csv")
    with speaking(language):
        text = table_csv(found, parameters, code_words)
    return _file(frozen, f"{table}.{language}.csv", text, "text/csv")


@file_at("<table>.json")
@open_to("anyone")
def table_protection(series: str, release: str, table: str) -> Response:
    """How the numbers of that table came about; the JSON that stands beside its CSV."""
    frozen = release_or_404(series, release)
    found = _table_or_404(frozen, table)
    text = as_json(protection(found, frozen.publication.parameters))
    return _file(frozen, f"{table}.json", text, "application/json")


@file_at(f"{CODEBOOK}.csv")
@open_to("anyone")
def codebook_table(series: str, release: str) -> Response:
    """Every code of the release in words, as a table."""
    frozen = release_or_404(series, release)
    return _file(frozen, f"{CODEBOOK}.csv", codebook_csv(frozen.publication), "text/csv")


@file_at(f"{PARAMETERS}.csv")
@open_to("anyone")
def parameters_table(series: str, release: str) -> Response:
    """The parameters of the release, as a table."""
    frozen = release_or_404(series, release)
    return _file(frozen, f"{PARAMETERS}.csv", parameters_csv(frozen.publication), "text/csv")


@file_at(f"{CODEBOOK}.json")
@open_to("anyone")
def codebook_file(series: str, release: str) -> Response:
    """The same with the parameters."""
    frozen = release_or_404(series, release)
    text = as_json(codebook_json(frozen.publication))
    return _file(frozen, f"{CODEBOOK}.json", text, "application/json")


@file_at(HIERARCHY)
@open_to("anyone")
def hierarchy(series: str, release: str) -> Response:
    """Which code falls under which, as the audit reads it."""
    frozen = release_or_404(series, release)
    text = as_json(frozen.publication.hierarchy)
    return _file(frozen, HIERARCHY, text, "application/json")


@file_at("<name>.csv.zip")
@open_to("anyone")
def archive_file(series: str, release: str, name: str) -> Response:
    """Everything of a release in one file, with words how to read it."""
    if name != release:
        abort(404)
    frozen = release_or_404(series, release)
    packed = archive(f"{series}-{release}", _all_files(frozen), frozen.frozen_on)
    return _file(frozen, f"{release}.csv.zip", packed, "application/zip")


def release_or_404(series: str, release: str) -> Frozen:
    """The release, which does not exist before its day."""
    try:
        with database().reading() as session:
            return public_release(session, series, release, today())
    except NoSuchRelease:
        abort(404)


def _all_files(frozen: Frozen) -> Iterator[File]:
    publication = frozen.publication
    readme = render_template(
        "public/figure_data/readme.txt",
        frozen=frozen,
        publication=publication,
        publisher=reference().publisher,
        address=request.base_url,
        text_address=f"{request.host_url}{API}/{publication.series}/{publication.id}/text",
        series_words=series_words,
        release_words=release_words,
    )
    yield "README.txt", readme.rstrip() + "\n"
    yield from table_files(publication.tables, publication.parameters)
    yield HIERARCHY, as_json(publication.hierarchy)
    yield f"{CODEBOOK}.csv", codebook_csv(publication)
    yield f"{PARAMETERS}.csv", parameters_csv(publication)
    yield f"{CODEBOOK}.json", as_json(codebook_json(publication))


def _table_or_404(frozen: Frozen, name: str) -> ReleasedTable:
    found = frozen.publication.table(name)
    if found is None:
        abort(404)
    return found


def _file(frozen: Frozen, name: str, content: str | bytes, kind: str) -> Response:
    """A download that anybody may keep; its name says of which release it is."""
    cacheable(KEPT_SECONDS)
    sandboxed()
    series, release = frozen.publication.series, frozen.publication.id
    whole = name if name.startswith(f"{release}.") else f"{release}-{name}"
    answer = Response(content, mimetype=kind)
    answer.headers["Content-Disposition"] = f"attachment; filename={series}-{whole}"
    return answer
