"""The description of the figures for catalogues of open data: DCAT-AP-NL 3.0 as JSON-LD.

Every series that has something public is a data set, of which each release brings distributions.
Complaints are always one, so that the catalogue can be found before the first release.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from typing import Any
from urllib.parse import urljoin

from flask import request, url_for
from werkzeug.wrappers import Response

from app.domain.code_lists import LANGUAGES
from app.domain.statistics.publication import CHECKS, COMPLAINTS, MODERATION, SERIES, WARNINGS
from app.domain.statistics.quarters import began_on, ended_on, quarters_in
from app.public.figure_data import dcat
from app.public.figure_data.blueprint import KEPT_SHORTLY, figure_data
from app.public.figure_data.dcat import EU, Node
from app.public.figure_data.offered import offered_files
from app.services.published_figures import LedgerLine, public_lines
from app.web.current import database, reference, speaking, today
from app.web.figure_series_words import series_counts, series_words
from app.web.figure_words import release_words
from app.web.headers import cacheable
from app.web.page_store import same_for_everyone
from app.web.roles import open_to
from app.web.texts import gettext as _

KIND = "application/ld+json"
FREQUENCY = {COMPLAINTS: "QUARTERLY"}
KEYWORDS = {
    COMPLAINTS: {"nl": ("sekswerk", "klachten"), "en": ("sex work", "complaints")},
    WARNINGS: {"nl": ("sekswerk", "geweld"), "en": ("sex work", "violence")},
    MODERATION: {"nl": ("sekswerk", "waarschuwingen"), "en": ("sex work", "warnings")},
    CHECKS: {"nl": ("sekswerk", "veiligheid"), "en": ("sex work", "safety")},
}
PAGE_OF_FIGURES = "/nl/figures"


@figure_data.get("/figures/catalog.jsonld")
@open_to("anyone")
@same_for_everyone
def catalog() -> Response:
    """One graph with the catalogue and all that is in it."""
    with database().reading() as session:
        lines = public_lines(session, today())
    cacheable(KEPT_SHORTLY)
    graph = {"@context": dcat.CONTEXT, "@graph": [_catalog(lines)]}
    return Response(json.dumps(graph, ensure_ascii=False, indent=1) + "\n", mimetype=KIND)


def _catalog(lines: Sequence[LedgerLine]) -> Node:
    publisher = reference().publisher
    of = {name: [one for one in lines if one.series == name] for name in SERIES}
    return {
        "@id": _here("catalog"),
        "@type": "dcat:Catalog",
        "dct:title": _words(lambda: _("Figures about violence and wrongs against sex workers")),
        "dct:description": _words(
            lambda: _("Safe figures: every number is rounded so that nobody can be traced.")
        ),
        "dct:publisher": dcat.agent(publisher),
        "dcat:contactPoint": dcat.contact(publisher),
        "dct:license": dcat.licence(publisher),
        "dct:language": dcat.languages(),
        "dct:spatial": _netherlands(),
        "dcat:themeTaxonomy": dcat.typed(f"{EU}/data-theme", "skos:ConceptScheme"),
        **({"dct:modified": dcat.day(max(one.public_from for one in lines))} if lines else {}),
        "dcat:dataset": [
            _dataset(name, found) for name, found in of.items() if found or name == COMPLAINTS
        ],
        "dcat:service": _service([name for name, found in of.items() if found]),
    }


def _page_of(series: str) -> str:
    return PAGE_OF_FIGURES if series == COMPLAINTS else f"{PAGE_OF_FIGURES}/{series}"


def _dataset(series: str, lines: Sequence[LedgerLine]) -> Node:
    publisher = reference().publisher
    frequency = FREQUENCY.get(series, "ANNUAL")
    status = "DEVELOP" if publisher.is_draft else "COMPLETED"
    found = {
        "@id": _dataset_iri(series),
        "@type": "dcat:Dataset",
        "dct:identifier": _dataset_iri(series),
        "dct:title": _words(lambda: series_words(series)),
        "dct:description": _words(lambda: series_counts(series)),
        "dct:publisher": dcat.agent(publisher),
        "dct:creator": dcat.address(publisher.website),
        "dcat:contactPoint": dcat.contact(publisher),
        "dct:accessRights": dcat.public(),
        "dcat:theme": dcat.themes(),
        "dcat:keyword": [
            {"@value": word, "@language": language}
            for language, words in KEYWORDS[series].items()
            for word in words
        ],
        "dcat:landingPage": dcat.document(_absolute(_page_of(series))),
        "dct:language": dcat.languages(),
        "dct:spatial": _netherlands(),
        "dct:accrualPeriodicity": dcat.typed(f"{EU}/frequency/{frequency}", "dct:Frequency"),
        "adms:status": dcat.typed(f"{EU}/dataset-status/{status}", "skos:Concept"),
        "dcat:distribution": [one for line in lines for one in _distributions(line)],
    }
    if lines:
        days = [one.public_from for one in lines]
        quarters = sorted(quarter for one in lines for quarter in quarters_in(one.release))
        found |= {
            "dct:issued": dcat.day(min(days)),
            "dct:modified": dcat.day(max(days)),
            "dct:temporal": dcat.period(began_on(quarters[0]), ended_on(quarters[-1])),
        }
    return found


def _distributions(line: LedgerLine) -> Iterator[Node]:
    for file in offered_files(line.series, line.release):
        where = _absolute(file.path)
        yield {
            **_distribution(line, where, file.kind),
            "dcat:downloadURL": dcat.resource(where),
            "dct:language": dcat.language(file.language),
            **(_zipped() if file.kind == "csv" else {}),
        }
    where = _here("release", line)
    yield {
        **_distribution(line, where, "json"),
        "dcat:accessService": dcat.address(_here("releases")),
    }


def _distribution(line: LedgerLine, where: str, kind: str) -> Node:
    return {
        "@id": f"{where}#distribution",
        "@type": "dcat:Distribution",
        "dct:title": _words(
            lambda: f"{series_words(line.series)}, {release_words(line.release)} ({kind.upper()})"
        ),
        "dcat:accessURL": dcat.resource(where),
        "dct:license": dcat.licence(reference().publisher),
        "dct:issued": dcat.day(line.public_from),
        **dcat.file_format(kind),
    }


def _service(series: Sequence[str]) -> Node:
    publisher = reference().publisher
    return {
        "@id": _here("releases"),
        "@type": "dcat:DataService",
        "dct:identifier": _here("releases"),
        "dct:title": _words(lambda: _("The figures as an API")),
        "dct:description": _words(
            lambda: _("The published tables with their codes, and the ledger to check them by.")
        ),
        "dcat:endpointURL": dcat.resource(_here("releases")),
        "dcat:endpointDescription": dcat.resource(_here("document")),
        "dct:publisher": dcat.address(publisher.website),
        "dcat:contactPoint": dcat.contact(publisher),
        "dct:license": dcat.licence(publisher),
        "dct:accessRights": dcat.public(),
        "dcat:theme": dcat.themes(),
        "dct:language": dcat.language("en"),
        "dcat:servesDataset": [dcat.address(_dataset_iri(name)) for name in series],
    }


def _zipped() -> Node:
    return {"dcat:compressFormat": dcat.typed(f"{dcat.MEDIA}/application/zip", "dct:MediaType")}


def _netherlands() -> Node:
    return dcat.typed(f"{EU}/country/NLD", "dct:Location")


def _words(said: Callable[[], str]) -> list[Node]:
    labels = {}
    for language in LANGUAGES:
        with speaking(language):
            labels[language] = said()
    return dcat.words(labels)


def _dataset_iri(series: str) -> str:
    return f"{_here('catalog')}#{series}"


def _here(page: str, line: LedgerLine | None = None) -> str:
    parts: dict[str, Any] = {} if line is None else {"series": line.series, "release": line.release}
    return _absolute(url_for(f"figure_data.{page}", **parts))


def _absolute(path: str) -> str:
    return urljoin(request.host_url, path)
