"""The letter of a step: drafted, edited in plain fields, kept, and taken along as PDF or Word."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from uuid import UUID

from flask import Response as FlaskResponse
from flask import abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from app.adapters.letters import (
    DOCX_TYPE,
    PDF_TYPE,
    LetterUnprintable,
    letter_docx,
    letter_pdf,
)
from app.domain.attorney_sheet import TITLE
from app.domain.letter import Letter, LetterRefused
from app.domain.letter_drafting import Voice, open_places, ready_to_send
from app.web.csrf import form_expired, keeps_text
from app.web.current import keyring, locale, now, reference
from app.web.headers import sandboxed
from app.web.roles import open_to
from app.web.texts import gettext as _
from app.web.texts import lazy as _l
from app.web.unit_of_work import writing
from moderation.decisions.complaint.letters import drop_letter, keep_letter
from moderation.decisions.complaint.open import ComplaintView, ShownStep
from moderation.decisions.complaint.owner import OVER
from moderation.decisions.complaint.steps import StepNotPossible
from moderation.desk.blueprint import desk
from moderation.desk.complaint.case import view_of
from moderation.desk.complaint.letter_draft import (
    attorney_for,
    desk_name,
    drafted,
    is_for_court,
    with_sheet,
)
from moderation.desk.complaint.step_cards import find_step, step_of
from moderation.desk.complaint.words import READERS
from moderation.desk.person import person
from moderation.desk.words import visible

Answer = Response | tuple[str, int]

LINES = ("sender", "addressee", "name", "enclosures")  # fields of several lines each
FIELDS = ("sender", "delivery", "addressee", "place", "yours", "subject", "salutation", "body",
          "closing", "name", "enclosures")  # fmt: skip
SHEET = "sheet"  # the box that puts a power of attorney behind the letter
NAMES = {
    "delivery": _l("How it goes"),
    "addressee": _l("To whom"),
    "sender": _l("From whom"),
    "place": _l("Place"),
    "yours": _l("Their reference"),
    "subject": _l("Subject of the letter"),
    "salutation": _l("Salutation"),
    "body": _l("The letter itself"),
    "closing": _l("Closing words"),
    "name": _l("Who signs"),
    "enclosures": _l("Enclosures"),
}
DESK_FIELDS = frozenset({"sender", "place"})  # the same in every letter of the desk
VOICES: dict[str, Voice] = {"desk": "desk", "hers": "hers"}
FILES = ("pdf", "docx")
NEEDS_NAME = frozenset({"no", "name_and_address", "dropped", "refused"})  # of route_anonymity
REFUSALS = {
    "empty": _l("This may not be empty."),
    "too_long": _l("This is too long. Make it shorter."),
    "too_many": _l("These are too many lines."),
    "unreadable": _l("We cannot read a sign in your text. Type it again."),
    "open": _l("Something between square brackets has to be filled in first."),
    "attorney_gone": _l("She took her power of attorney back: her name may not stand here."),
}


@desk.route("/k/case/<uuid:complaint_id>/step/<int:number>/letter", methods=["GET", "POST"])
@open_to(*READERS)
@keeps_text(*FIELDS, SHEET)
def letter(complaint_id: UUID, number: int) -> Answer:
    """One form; whatever button is pressed, what was typed is kept or shown again."""
    view = view_of(complaint_id)
    shown = find_step(view, number)
    if shown is None:
        abort(404)
    kept = view.letters.get(number)
    go = request.form.get("go", "")
    if request.method != "POST":
        return _page(view, shown, kept or _draft(view, shown, _first_voice(shown)))
    if _is_closed(view, shown):
        return _taken_along(view, shown, kept, go)
    if go in VOICES and not form_expired():
        return _page(view, shown, _draft(view, shown, VOICES[go]), fresh=True)
    written = _written(kept or _draft(view, shown, _first_voice(shown)), view, shown)
    if form_expired():
        sentence = _("This page was open too long. Nothing was kept. Press the button once more.")
        return _page(view, shown, written, problem=("body", sentence), status=409)
    try:
        with writing() as session:
            if go == "drop":
                drop_letter(session, person(), complaint_id, number, keyring=keyring(), now=now())
                return redirect(_step(complaint_id, number), 303)
            keep_letter(session, person(), complaint_id, written, keyring=keyring(), now=now())
    except LetterRefused as refused:
        problem = (refused.field, str(REFUSALS[refused.reason]))
        return _page(view, shown, written, problem=problem, status=422)
    except StepNotPossible:
        return redirect(_step(complaint_id, number), 303)
    if go in FILES:
        return _taken_along(view, shown, written, go)
    address = url_for("desk.letter", complaint_id=complaint_id, number=number, d="kept")
    return redirect(address, 303)


def _taken_along(view: ComplaintView, shown: ShownStep, kept: Letter | None, go: str) -> Answer:
    """The file, or the page with what still keeps the letter from going out."""
    if kept is None or go not in FILES:
        return redirect(_step(view.complaint_id, shown.number), 303)
    try:
        return _file(kept, go)
    except LetterRefused as refused:
        problem = (refused.field, str(REFUSALS[refused.reason]))
    except LetterUnprintable as refused:
        sentence = _("A printed letter cannot show this sign: %(sign)s", sign=refused.signs)
        problem = ("body", sentence)
    return _page(view, shown, kept, problem=problem, status=422)


def _first_voice(shown: ShownStep) -> Voice:
    return "hers" if is_for_court(shown) else "desk"


def _draft(view: ComplaintView, shown: ShownStep, voice: Voice) -> Letter:
    return drafted(view, shown, voice, by=person().name, today=now().date())


def _written(base: Letter, view: ComplaintView, shown: ShownStep) -> Letter:
    """What stands in the fields, dated today, with her power of attorney as it holds now."""
    typed: dict[str, Any] = {}
    for name in FIELDS:
        text = request.form.get(name, "").replace("\r\n", "\n").strip()
        lines = tuple(line.strip() for line in text.split("\n") if line.strip())
        typed[name] = lines if name in LINES else text
    typed["enclosures"] = tuple(one for one in typed["enclosures"] if one != TITLE)
    written = replace(base, dated=now().date(), **typed)
    return with_sheet(written, view, shown, attached=request.form.get(SHEET) == "1")


def _file(written: Letter, go: str) -> Response:
    """The letter as a file with the number of the case for its name."""
    whole = ready_to_send(written)
    content = letter_pdf(whole) if go == "pdf" else letter_docx(whole)
    sandboxed()
    response = FlaskResponse(content, mimetype=PDF_TYPE if go == "pdf" else DOCX_TYPE)
    name = f"{whole.reference}-{whole.step}.{go}"
    response.headers["Content-Disposition"] = f"attachment; filename={name}"
    return response


def _page(
    view: ComplaintView,
    shown: ShownStep,
    written: Letter,
    *,
    problem: tuple[str, str] | None = None,
    fresh: bool = False,
    status: int = 200,
) -> Answer:
    texts = {
        name: "\n".join(getattr(written, name)) if name in LINES else getattr(written, name)
        for name in FIELDS
    }
    values = {name: visible(text) for name, text in texts.items()}  # so that it can be taken out
    page = render_template(
        "desk/complaint/letter.html",
        desk_section="board",
        view=view,
        number=shown.number,
        title=step_of(shown).titles[locale()],
        values=values,
        names=NAMES,
        open_places=open_places(written),
        of_the_desk=written.sender[:1] == (desk_name(),),
        desk_fields=DESK_FIELDS,
        reviewed=reference().letters.common.texts["reviewed"],
        needs_name=step_of(shown).anonymity in NEEDS_NAME,
        attached=written.last_page is not None,
        has_attorney=attorney_for(view, shown) is not None,
        for_court=is_for_court(shown),
        own_words=view.consents.own_words,
        kept=request.args.get("d") == "kept" and request.method == "GET",
        fresh=fresh,
        closed=_is_closed(view, shown),
        problem=problem,
        back=_step(view.complaint_id, shown.number),
    )
    return page, status


def _is_closed(view: ComplaintView, shown: ShownStep) -> bool:
    """Sent, left out, or of a closed case: it can be read and taken along, and no more."""
    return shown.record.sent_on is not None or shown.record.done or view.state in OVER


def _step(complaint_id: UUID, number: int) -> str:
    return url_for("desk.complaint_step", complaint_id=complaint_id, number=number)
