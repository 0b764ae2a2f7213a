"""The API of the figures: published numbers, their words, and the ledger to check them by."""

from __future__ import annotations

from typing import Any

from flask import url_for

from app.adapters.release_files import protection
from app.domain.figure_api import contract
from app.domain.figure_api.document import openapi_document
from app.domain.figure_api.said import HOW_TO_CHECK
from app.domain.statistics.display import count_as_shown
from app.domain.statistics.parameters import Parameters
from app.domain.statistics.publication import FIRST_HASH, SERIES, Frozen
from app.domain.statistics.published_rows import (
    NoSuchCode,
    NoSuchColumn,
    columns_of,
    rows_asked,
)
from app.domain.statistics.tables import ReleasedTable
from app.public.figure_data.blueprint import KEPT_SECONDS, KEPT_SHORTLY
from app.public.figure_data.codebook import codebook_json, parameters_json
from app.public.figure_data.offered import offered_files
from app.public.figure_data.serving import Asked, bad_question, not_there, serves
from app.services.published_figures import (
    LedgerLine,
    NoSuchRelease,
    public_lines,
    public_release,
    public_text,
)
from app.web.current import database, reference, today
from app.web.figure_words import DIMENSIONS
from app.web.headers import cacheable
from app.web.page_store import same_for_everyone
from app.web.roles import open_to

TABLE = contract.table_operation({name: name for name in DIMENSIONS})
Json = dict[str, Any]


@serves(contract.RELEASES)
@open_to("anyone")
@same_for_everyone
def releases(asked: Asked) -> Json:
    """All that is public, of all series or of those asked for."""
    cacheable(KEPT_SHORTLY)
    wanted = asked.get("series", SERIES)
    return {
        "releases": [
            {
                **_line(one),
                "period": _period(one.release),
                "links": {"self": _release_address(one.series, one.release)},
            }
            for one in _public_lines()
            if one.series in wanted
        ],
        "links": {
            "document": url_for("figure_data.document"),
            "ledger": url_for("figure_data.ledger"),
            "catalog": url_for("figure_data.catalog"),
        },
    }


@serves(contract.LEDGER)
@open_to("anyone")
@same_for_everyone
def ledger(asked: Asked) -> Json:  # noqa: ARG001 - nothing can be asked
    """Enough for anybody to compute the chain again."""
    cacheable(KEPT_SHORTLY)
    lines = [
        {**_line(one), "text": _address("text", one.series, one.release)} for one in _public_lines()
    ]
    return {"first": FIRST_HASH, "how": HOW_TO_CHECK, "lines": lines}


@serves(contract.DOCUMENT)
@open_to("anyone")
@same_for_everyone
def document(asked: Asked) -> Json:  # noqa: ARG001
    """The OpenAPI document of all this."""
    cacheable(KEPT_SECONDS)
    publisher = reference().publisher
    return openapi_document(
        {name: name for name in DIMENSIONS},
        {"name": publisher.licence, "url": publisher.licence_iri},
    )


@serves(contract.RELEASE)
@open_to("anyone")
def release(series: str, release: str, asked: Asked) -> Json:  # noqa: ARG001
    """What a release holds, with where each part of it stands."""
    frozen = _frozen(series, release)
    publication = frozen.publication
    return {
        "number": frozen.number,
        "series": series,
        "release": release,
        "frozen_on": frozen.frozen_on.isoformat(),
        "public_from": frozen.public_from.isoformat(),
        "previous": frozen.previous,
        "sha256": frozen.sha256,
        "period": _period(release),
        "covers": list(publication.covers),
        "tier": publication.tier,
        "total": _count(publication.total, publication.parameters),
        "parameters": parameters_json(publication),
        "corrections": [
            {"written_on": one.written_on.isoformat(), "words": dict(one.words)}
            for one in frozen.corrections
        ],
        "tables": [_table_line(series, one) for one in publication.tables],
        "files": [
            {"kind": one.kind, "language": one.language, "url": one.path}
            for one in offered_files(series, release)
        ],
        "links": {
            "self": _release_address(series, release),
            "codebook": _address("codebook", series, release),
            "text": _address("text", series, release),
        },
    }


@serves(TABLE)
@open_to("anyone")
def table(series: str, release: str, table: str, asked: Asked) -> Json:
    """The rows of a table that were asked for; all of them when nothing was."""
    publication = _frozen(series, release).publication
    found = publication.table(table)
    if found is None:
        names = tuple(one.name for one in publication.tables)
        raise not_there("table", names)
    try:
        rows = rows_asked(found, asked)
    except NoSuchColumn as refused:
        raise bad_question("unknown_parameter", refused.column, refused.allowed) from None
    except NoSuchCode as refused:
        raise bad_question("unknown_value", refused.column, refused.allowed) from None
    columns, parameters = columns_of(found), publication.parameters
    protected = protection(found, parameters)
    return {
        "series": series,
        "release": release,
        "table": table,
        "period": found.period,
        "covers": list(found.covers),
        "columns": list(columns),
        "protection": {name: protected[name] for name in ("mode", "base", "max_dev", "hide_below")},
        "asked": {name: list(codes) for name, codes in asked.items()},
        "rows": [
            {**dict(zip(columns, codes, strict=True)), **_count(count, parameters)}
            for codes, count in rows
        ],
    }


@serves(contract.CODEBOOK)
@open_to("anyone")
def codebook(series: str, release: str, asked: Asked) -> Json:  # noqa: ARG001
    """The codes of a release in words."""
    return codebook_json(_frozen(series, release).publication)


@serves(contract.TEXT)
@open_to("anyone")
def text(series: str, release: str, asked: Asked) -> str:  # noqa: ARG001
    """What was hashed, as it is stored."""
    _frozen(series, release)  # says what there is when it is not there
    with database().reading() as session:
        return public_text(session, series, release, today())


def _frozen(series: str, release: str) -> Frozen:
    """A release that is public; raises `Problem` with what there is."""
    if series not in SERIES:
        raise not_there("series", SERIES)
    try:
        with database().reading() as session:
            found = public_release(session, series, release, today())
    except NoSuchRelease:
        there = tuple(one.release for one in _public_lines() if one.series == series)
        raise not_there("release", there) from None
    cacheable(KEPT_SECONDS)
    return found


def _public_lines() -> tuple[LedgerLine, ...]:
    with database().reading() as session:
        return public_lines(session, today())


def _line(one: LedgerLine) -> Json:
    return {
        "number": one.number,
        "series": one.series,
        "release": one.release,
        "frozen_on": one.frozen_on.isoformat(),
        "public_from": one.public_from.isoformat(),
        "previous": one.previous,
        "sha256": one.sha256,
    }


def _table_line(series: str, one: ReleasedTable) -> Json:
    return {
        "name": one.name,
        "period": one.period,
        "columns": list(columns_of(one)),
        "covers": list(one.covers),
        "rows": len(one.cells),
        "links": {
            "self": url_for(
                "figure_data.table", series=series, release=one.release, table=one.name
            ),
            "csv": url_for(
                "figure_data.table_file", lang="nl", series=series, release=one.release,
                table=one.name,
            ),
        },
    }  # fmt: skip


def _count(published: int, parameters: Parameters) -> Json:
    hidden = published < parameters.hide_below
    return {
        "count": None if hidden else published,
        "shown": count_as_shown(published, parameters),
    }


def _period(release: str) -> str:
    return "quarter" if "Q" in release else "year"


def _release_address(series: str, release: str) -> str:
    return _address("release", series, release)


def _address(name: str, series: str, release: str) -> str:
    return url_for(f"figure_data.{name}", series=series, release=release)
