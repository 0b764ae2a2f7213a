"""What the search goes through, and the index over it; one per language and process.

Whoever has something else to be found adds a function to ENTRY_SOURCES.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from typing import cast

from flask import current_app

from app.adapters import editorial
from app.adapters.reference_data import ReferenceData
from app.domain.institutions import MUNICIPALITY, POLICE
from app.domain.search import MAX_CHARS, Entry, Kind, SearchIndex
from app.domain.statistics.publication import COMPLAINTS, SERIES
from app.web.current import locale, reference
from app.web.figure_series_words import overview_words, series_counts
from app.web.texts import gettext as _

FIGURE_NAMES = (
    "figures",
    "statistics",
    "cijfers",
    "statistiek",
    "aantallen",
    "onderzoek",
    "numbers",
)
TRAINING_NAMES = ("training", "trainingen", "cursus", "workshop", "course", "voorlichting")

PROTOCOL_NAMES = (
    "protocol", "vergunning", "bewaartermijn", "bewaren", "privacy", "licence", "retention",
)  # fmt: skip

EntrySource = Callable[[str, ReferenceData], Iterable[Entry]]


def pages(lang: str, _data: ReferenceData) -> Iterator[Entry]:
    """Every page of the editors."""
    for name in editorial.page_names(lang):
        page = editorial.page(lang, name)
        yield Entry("page", f"/{lang}/info/{name}", page.title, page.description, (), page.plain)


def municipalities(lang: str, data: ReferenceData) -> Iterator[Entry]:
    """Every municipality, also by its former names and towns."""
    for place in data.municipalities:
        url = f"/{lang}/info/municipality/{place.slug}"
        yield Entry("municipality", url, place.name, place.province, place.search_names)


def help_addresses(lang: str, data: ReferenceData) -> Iterator[Entry]:
    """Every help address, also by its name in the other language."""
    for line in data.help_lines:
        about, names = line.purpose(lang), (line.slug, *line.names.values(), line.region(lang))
        yield Entry("help", f"/{lang}/help#h-{line.slug}", line.name(lang), about, names)


def steps(lang: str, data: ReferenceData) -> Iterator[Entry]:
    """The steps of a complaint, by kind of institution and by the names of those of that kind.

    Municipalities and police units are left out: a municipality has a page that leads there.
    """
    names: defaultdict[str, list[str]] = defaultdict(list)
    for one in data.institutions.values():
        if one.type not in (MUNICIPALITY, POLICE):
            names[one.type] += (one.name, *one.search_names)
    for kind in data.institution_types.values():
        url, about = f"/{lang}/route/{kind.code}", _("What you can do, step by step")
        yield Entry("route", url, kind.label(lang), about, tuple(names[kind.code]))


def trainings(lang: str, _data: ReferenceData) -> Iterator[Entry]:
    """The list of trainings as a page; which ones are in it changes by the day."""
    about = _("For sex workers and for institutions: what there is, and how to ask for one.")
    yield Entry("page", f"/{lang}/training", _("Trainings"), about, TRAINING_NAMES)


def figures(lang: str, _data: ReferenceData) -> Iterator[Entry]:
    """The first page of the figures, and that of each further series."""
    about = _("How many complaints and reports, about what, and what came of them")
    yield Entry("page", f"/{lang}/figures", _("Figures"), about, FIGURE_NAMES)
    for series in SERIES:
        if series != COMPLAINTS:
            name, counts = overview_words(series), series_counts(series)
            yield Entry("page", f"/{lang}/figures/{series}", name, counts, FIGURE_NAMES)


def protocol(lang: str, _data: ReferenceData) -> Iterator[Entry]:
    """The page of the rules for warnings."""
    about = _(
        "Who is responsible for warnings, what may stand in them and how long reports and "
        "warnings are kept."
    )
    yield Entry(
        "page", f"/{lang}/info/protocol", _("The rules for warnings"), about, PROTOCOL_NAMES
    )


ENTRY_SOURCES: tuple[EntrySource, ...] = (
    pages, municipalities, help_addresses, steps, trainings, figures, protocol,
)  # fmt: skip


def typed(text: str) -> str:
    """What somebody typed, cut, and without characters that show nothing or turn a line round."""
    return "".join(c for c in text[:MAX_CHARS] if c.isprintable()).strip()


def search(text: str, *kinds: Kind) -> list[Entry]:
    """Best first; only of some kinds when they are named."""
    return _index(locale()).find(text, frozenset(kinds) or None)


def _index(lang: str) -> SearchIndex:
    """Made again when a page changed."""
    kept = cast(
        "dict[str, tuple[object, SearchIndex]]", current_app.extensions.setdefault("search", {})
    )
    version = editorial.page_versions(lang)
    if lang not in kept or kept[lang][0] != version:
        entries = (entry for source in ENTRY_SOURCES for entry in source(lang, reference()))
        kept[lang] = (version, SearchIndex(entries))
    return kept[lang][1]
