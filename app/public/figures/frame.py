"""What stands beside every figure of a release: its words, where it can be had, how it is cited."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any
from urllib.parse import urljoin

from flask import render_template, request

from app.domain.statistics.findings import findings
from app.domain.statistics.publication import COMPLAINTS, SERIES, Correction, Frozen
from app.public.figures.blueprint import address
from app.public.figures.shelf import Shelf, public_ledger
from app.web.current import locale
from app.web.figure_links import file_links
from app.web.figure_page_words import PAGES, notes_of
from app.web.figure_series_words import counted_words, overview_words, release_title, series_counts
from app.web.figure_words import dimension_words, release_words
from app.web.finding_words import finding_words
from app.web.texts import gettext as _

NOT_FOUND = 404


@dataclass(frozen=True)
class CorrectionWords:
    """A correction in the language of the page: about which release, of which day."""

    about: str
    written_on: date
    words: str


def beside(shelf: Shelf, release: Frozen, here: str = "") -> dict[str, Any]:
    """The values that every template of a release takes; `here`: the one address of this page,
    where it has others too."""
    publication = release.publication
    release_url = address("release", publication.series, release=publication.id)
    return {
        "series": publication.series,
        "release": release,
        "publication": publication,
        "rules": publication.parameters,
        "own": PAGES[publication.series],
        "notes": notes_of(publication.series, "", publication.parameters),
        "period": release_words(publication.id),
        "title": release_title(publication.series, publication.id),
        "findings": [
            finding_words(one, publication.parameters)
            for one in findings(publication, shelf.before(release))
        ],
        "corrections": [
            CorrectionWords(release_words(name), one.written_on, in_our_language(one))
            for name, one in shelf.corrections(release)
        ],
        "links": list(file_links(publication.series, publication.id)),
        "releases": releases_beside(shelf, release),
        "here": urljoin(request.url_root, here or request.path),
        "cite_url": urljoin(
            request.url_root, address("release", publication.series, release=publication.id)
        ),
        **ways(publication.series),
        "release_url": release_url,
        "choose_url": address("choose", publication.series, release=publication.id),
        "words": dimension_words,
    }


def ways(series: str) -> dict[str, str]:
    """Where the parts of the figures stand, for the frame of every page."""
    return {
        "first_url": address("index", COMPLAINTS),
        "overview_url": address("index", series),
        "overview_name": overview_words(series),
        "short_name": counted_words(series),
        "method_url": address("method", series),
    }


@dataclass(frozen=True)
class OtherSeries:
    """The way to another series: its name, what it counts, and whether anything is out."""

    name: str
    about: str
    url: str
    is_public: bool


def other_series(series: str) -> list[OtherSeries]:
    """All but this one."""
    out = {line.series for line in public_ledger()}
    return [
        OtherSeries(overview_words(one), series_counts(one), address("index", one), one in out)
        for one in SERIES
        if one != series
    ]


def in_our_language(correction: Correction) -> str:
    """Words of a correction; the ledger asks for every language, a new one has the first."""
    return correction.words.get(locale()) or next(iter(correction.words.values()))


@dataclass(frozen=True)
class ReleaseLink:
    """A release in the list of all: `short` is its name beside its year; `here`: it is this one."""

    name: str
    short: str
    url: str
    here: bool


def releases_beside(shelf: Shelf, release: Frozen) -> list[tuple[str, list[ReleaseLink]]]:
    """Every public release by year, newest year first, each year before its quarters."""
    names = sorted(one.publication.id for one in shelf.releases)
    years = [
        (year, [_link(shelf, name, name == release.publication.id) for name in own])
        for year, own in groupby(names, key=lambda name: name[:4])
    ]
    return years[::-1]


def _link(shelf: Shelf, name: str, here: bool) -> ReleaseLink:
    quarter = name[5:]
    short = _("quarter %(number)s", number=quarter) if quarter else _("whole year")
    return ReleaseLink(
        release_words(name), short, address("release", shelf.series, release=name), here
    )


def not_published(shelf: Shelf, release: str = "") -> tuple[str, int]:
    """There is no such figure: says so, and what there is."""
    known = shelf.find(release) or shelf.newest
    return render_template(
        "public/figures/unknown.html",
        release=known,
        **ways(shelf.series),
        releases=[] if known is None else releases_beside(shelf, known),
    ), NOT_FOUND
