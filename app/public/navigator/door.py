"""The navigator: what one can do against an institution, step by step, without filing anything.

The pages are information: the same for everybody, kept and indexed. Her days are asked on a page of
their own, by a form that leaves nothing in an address, a cookie or a table.
"""

from __future__ import annotations

from flask import Blueprint, abort, render_template, request
from werkzeug.wrappers import Response

from app.domain.code_lists import UnknownCode
from app.domain.complaint import ComplaintDraft
from app.domain.complaint_parts import Letter
from app.domain.complaint_steps import told_events
from app.domain.institutions import Institution, InstitutionType
from app.domain.places import MAX_SEARCH_CHARS
from app.domain.report_parts import WhenKnown
from app.domain.route_choice import choose_routes
from app.public.navigator.forms import DaysForm
from app.public.navigator.presenter import (
    found,
    hint_of,
    kinds_by_theme,
    ombudsman_words,
    routes_in_words,
)
from app.web.csrf import anonymous_form, keeps_text
from app.web.current import now, reference
from app.web.headers import cacheable
from app.web.institution_words import kind_words
from app.web.locale import PREFIX
from app.web.page_store import same_for_everyone
from app.web.roles import open_to

blueprint = Blueprint("navigator", __name__, url_prefix=PREFIX)

KEPT_SECONDS = 3600


@blueprint.get("/route")
@open_to("anyone")
@same_for_everyone
def begin() -> str:
    """Which institution; a name can be typed, and nothing is kept of what was typed."""
    typed = request.args.get("q", "")[:MAX_SEARCH_CHARS].strip()
    if not typed:
        cacheable(KEPT_SECONDS)
    return render_template(
        "public/navigator/start.html",
        groups=kinds_by_theme(),
        typed=typed,
        found=found(typed) if typed else [],
    )


@blueprint.get("/route/<kind>")
@open_to("anyone")
@same_for_everyone
def route(kind: str) -> str:
    """The steps against one kind of institution; with `at`, against one of them."""
    about, at = _about(kind, request.args.get("at", ""))
    choice = choose_routes(about, letter=Letter())
    today = now().date()
    cacheable(KEPT_SECONDS)
    return render_template(
        "public/navigator/route.html",
        kind=about,
        label=kind_words(about),
        at=at,
        unit=_police_unit(at),
        ombudsman=ombudsman_words(about, at),
        hint=hint_of(choice),
        main=routes_in_words(choice.main, {}, today),
        beside=routes_in_words(choice.beside, {}, today),
        form=None,
    )


@blueprint.route("/route/<kind>/days", methods=["GET", "POST"])
@open_to("anyone")
@anonymous_form
@keeps_text()
def days(kind: str) -> str | Response | tuple[str, int]:
    """Her days, and the same steps with her last day and theirs."""
    about, at = _about(kind, request.values.get("at", ""))
    form = DaysForm(about, formdata=request.form if request.method == "POST" else None)
    values = {
        "kind": about,
        "label": kind_words(about),
        "at": at,
        "unit": _police_unit(at),
        "ombudsman": ombudsman_words(about, at),
        "form": form,
        "main": [],
        "beside": [],
        "hint": "",
    }
    if request.method != "POST":
        return render_template("public/navigator/days.html", **values)
    if not form.validate():
        return render_template("public/navigator/days.html", **values), 422
    letter, today = form.told_letter, now().date()
    choice = choose_routes(
        about,
        letter=letter,
        account=form.told_account,
        subjects=form.told_subjects,
        discriminated=bool(form.discriminated.data),
    )
    told = ComplaintDraft(letter=letter, when=WhenKnown(day=form.days.get("happened")))
    events = told_events(told)
    values |= {
        "hint": hint_of(choice),
        "main": routes_in_words(choice.main, events, today),
        "beside": routes_in_words(choice.beside, events, today),
        "answered": True,
        "letter_without_date": letter.is_decision and letter.dated is None,
    }
    return render_template("public/navigator/days.html", **values)


def _about(kind: str, code: str) -> tuple[InstitutionType, Institution | None]:
    """The kind, and the institution when it is one of that kind; 404 for an unknown kind."""
    data = reference()
    try:
        about = data.institution_type(kind)
    except UnknownCode:
        abort(404)
    if not code or not data.has_institution(code):
        return about, None
    at = data.institution(code)
    return about, at if at.type == kind else None


def _police_unit(at: Institution | None) -> str:
    """Where a complaint about the police of a municipality goes; empty for anything else."""
    if at is None or at.type != "gemeente":
        return ""
    return reference().institution(reference().region(at.code).police_unit).name
