"""`/nl/figures/2026/2026.xlsx`, `.ods` and `.pdf`: a release to take along."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from flask import Blueprint, abort, current_app, request
from flask import Response as FlaskResponse
from werkzeug.wrappers import Response

from app.adapters.figures_ods import ODS_TYPE, release_ods
from app.adapters.figures_pdf import PDF_TYPE, release_pdf
from app.adapters.figures_xlsx import XLSX_TYPE, release_xlsx
from app.domain.statistics.publication import (
    CHECKS,
    COMPLAINTS,
    MODERATION,
    WARNINGS,
    Frozen,
    Publication,
)
from app.domain.statistics.reading import year_before
from app.domain.statistics.worded import WordedRelease
from app.public.figure_files.kept import KeptDocuments, key_of
from app.services.published_figures import public_releases
from app.web.current import database, locale, today
from app.web.headers import cacheable
from app.web.locale import PREFIX
from app.web.rate_guard import spend
from app.web.roles import open_to
from app.web.worded_release import Said, worded_release

blueprint = Blueprint("figure_files", __name__, url_prefix=PREFIX)

KEPT_SECONDS = 3600
FILE = "<release>/<name>.<any(xlsx, ods, pdf):kind>"
WORDS_OF_NAMES: Mapping[str, Mapping[str, str]] = {
    "nl": {
        COMPLAINTS: "klachten",
        WARNINGS: "meldingen",
        MODERATION: "waarschuwingen",
        CHECKS: "nakijken",
    },
    "en": {COMPLAINTS: "complaints", WARNINGS: "reports", MODERATION: "warnings", CHECKS: "checks"},
}
"""File names are plain ASCII in every language: no catalogue."""

Public = tuple[Frozen, ...]
"""What may be read today of a series, in the order in which it was frozen."""


@dataclass(frozen=True)
class Kind:
    """How a document is written, and what it is called in a header."""

    mimetype: str
    write: Callable[[WordedRelease, Publication], bytes]


KINDS: Mapping[str, Kind] = {
    "xlsx": Kind(XLSX_TYPE, lambda words, _publication: release_xlsx(words)),
    "ods": Kind(ODS_TYPE, lambda words, _publication: release_ods(words)),
    "pdf": Kind(PDF_TYPE, lambda words, publication: release_pdf(words, publication.parameters)),
}
KEPT_BY_NAME = "figure_documents"


# complaints have the short address; the names of the others are fixed parts, so that no page of
# theirs is taken for one about a release
@blueprint.get(f"/figures/{FILE}", defaults={"series": COMPLAINTS})
@blueprint.get(f"/figures/{WARNINGS}/{FILE}", defaults={"series": WARNINGS})
@blueprint.get(f"/figures/{MODERATION}/{FILE}", defaults={"series": MODERATION})
@blueprint.get(f"/figures/{CHECKS}/{FILE}", defaults={"series": CHECKS})
@open_to("anyone")
def document(series: str, release: str, name: str, kind: str) -> Response:
    """The document; before its day a release does not exist."""
    with database().reading() as session:
        public = public_releases(session, series, today())
    frozen = _named(public, release)
    if frozen is None or name != release:
        abort(404)
    content = _kept_or_written(frozen, public, kind)
    cacheable(KEPT_SECONDS)
    response = FlaskResponse(content, mimetype=KINDS[kind].mimetype)
    words = WORDS_OF_NAMES.get(locale(), WORDS_OF_NAMES["en"])[series]
    response.headers["Content-Disposition"] = f"attachment; filename={words}-{release}.{kind}"
    return response


def _kept_or_written(frozen: Frozen, public: Public, kind: str) -> bytes:
    """Only what has to be written is counted: 429 over the limit."""
    before, said = _before(frozen, public), tuple(_said(frozen, public))
    place = request.path.rpartition("/")[0]
    address = f"{request.host_url.rstrip('/')}{place}"

    def write() -> bytes:
        spend("figure_document")
        compared = before.publication if before else None
        words = worded_release(frozen, compared, said, address)
        return KINDS[kind].write(words, frozen.publication)

    kept: KeptDocuments = current_app.extensions.setdefault(KEPT_BY_NAME, KeptDocuments())
    return kept.get(key_of(frozen, before, said, kind, locale(), address), write)


def _said(frozen: Frozen, public: Public) -> Iterator[Said]:
    """About the release, about the quarters that it holds, and about what it is compared with."""
    before = _before(frozen, public)
    others = {before.publication.id} if before else set()
    about = {frozen.publication.id, *frozen.publication.covers, *others}
    for one in public:
        if one.publication.id in about:
            yield from ((one.publication.id, correction) for correction in one.corrections)


def _before(frozen: Frozen, public: Public) -> Frozen | None:
    found = year_before(frozen.publication, [one.publication for one in public])
    return None if found is None else _named(public, found.id)


def _named(public: Public, release: str) -> Frozen | None:
    return next((one for one in public if one.publication.id == release), None)
