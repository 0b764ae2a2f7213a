"""Her own dossier for the police: choose, read it over, take it along. Nothing of it is kept."""

from __future__ import annotations

from typing import Any

from flask import Response as FlaskResponse
from flask import redirect, request, url_for
from werkzeug.wrappers import Response
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]

from app.adapters.dossier_pdf import PDF_TYPE, AlphabetUnknown, dossier_pdf
from app.domain.police_dossier import AT_FIRST, only, told_parts
from app.domain.report import ReportDraft
from app.public.follow.blueprint import follow
from app.public.follow.dossier_rows import DUTCH, DossierWords, dossier_words, heading_of
from app.public.follow.own_page import on_her_report, show
from app.public.follow.writing import too_often, with_wait
from app.public.wizard.forms import Boxes
from app.services.own_report import OwnKey
from app.services.sent_report import sent_report
from app.web.current import database, locale
from app.web.forms import HouseForm
from app.web.locale import shown_on
from app.web.rate_guard import spend
from app.web.roles import open_to
from app.web.texts import gettext as _
from app.web.texts import gettext_in
from app.web.texts import lazy as _l

FILE_NAME = "document.pdf"  # says nothing to who looks through her phone


class DossierForm(HouseForm):
    """Which parts go in; every one can be ticked off."""

    parts = Boxes(_l("What goes in?"))

    def __init__(self, draft: ReportDraft, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        told = told_parts(draft)
        self.parts.choices = [SelectChoice(part, heading_of(part, locale())) for part in told]
        if self.parts.data is None or kwargs.get("formdata", request) is None:
            self.parts.data = [part for part in told if part in AT_FIRST]


@follow.get("/c/d")
@open_to("reporter")
@on_her_report
def dossier(own: OwnKey) -> Response:
    draft = _told(own)
    if draft is None:
        return _not_shown()
    return _choose(DossierForm(draft, formdata=None))


@follow.post("/c/d")
@open_to("reporter")
@on_her_report
def read_dossier(own: OwnKey) -> Response:
    """What will be on the paper, before there is a file."""
    draft = _told(own)
    if draft is None:
        return _not_shown()
    form = DossierForm(draft)
    chosen = form.parts.data or []
    if request.form.get("go") == "back":
        return _choose(form)
    if not form.validate() or not chosen:
        return _choose(form, _("Choose what goes in."), 422)
    return _preview(draft, chosen)


@follow.post("/c/f")
@open_to("reporter")
@shown_on("follow.dossier")
@on_her_report
def take_dossier(own: OwnKey) -> Response:
    """The file itself: written now, sent, and gone."""
    draft = _told(own)
    if draft is None:
        return redirect(url_for("follow.dossier"), 303)
    form = DossierForm(draft)
    chosen = form.parts.data or []
    if not form.validate() or not chosen:
        return _choose(form, _("Choose what goes in."), 422)
    verdict = spend("upload")
    if not verdict.allowed:
        return with_wait(_preview(draft, chosen, too_often(verdict), 429), verdict)
    try:
        pdf = dossier_pdf(
            _content(dossier_words(only(draft, chosen), locale())),
            left_out=gettext_in(
                DUTCH,
                "An empty box stands where she used a sign that cannot be printed here.",
            ),
        )
    except AlphabetUnknown:
        sentence = _(
            "We cannot print the alphabet of your words yet. Leave your own words out, or copy "
            "them from this page."
        )
        return _preview(draft, chosen, sentence, 422)
    response = FlaskResponse(pdf, mimetype=PDF_TYPE)
    response.headers["Content-Disposition"] = f"attachment; filename={FILE_NAME}"
    return response


def _told(own: OwnKey) -> ReportDraft | None:
    """As "what I sent": None where she asked us not to show it, or its words are erased."""
    with database().reading() as session:
        return sent_report(session, own)


def _not_shown() -> Response:
    return show("dossier_not_shown")


def _choose(form: DossierForm, problem: str = "", status: int = 200) -> FlaskResponse:
    if problem:
        form.parts.errors = [problem]
    return show("dossier", status, form=form)


def _preview(
    draft: ReportDraft, chosen: list[str], problem: str = "", status: int = 200
) -> FlaskResponse:
    words = dossier_words(only(draft, chosen), locale())
    return show(
        "dossier_preview", status, words=words, chosen=chosen, problem=problem,
        dutch_about=_about(DUTCH), own_about="" if locale() == DUTCH else _about(locale()),
    )  # fmt: skip


def _about(language: str) -> str:
    return gettext_in(
        language,
        "Written down by the person it happened to, for a conversation with the police. This is "
        "not a formal report to the police.",
    )


def _content(words: DossierWords) -> dict[str, object]:
    """As `templates/letters/dossier.typ` names it."""
    return {
        "title": gettext_in(DUTCH, "Overview of what happened"),
        "about": _about(DUTCH),
        "own_language": locale(),
        "rows": [
            {
                "heading": row.heading,
                "lines": list(row.lines),
                "own_heading": row.own_heading,
                "own_lines": list(row.own_lines),
            }
            for row in words.rows
        ],
        "story": words.story,
        "story_language": words.story_language,
        "story_heading": words.story_heading,
        "own_story_heading": words.own_story_heading,
    }
