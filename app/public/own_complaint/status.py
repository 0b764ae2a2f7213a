"""One page for where her complaint stands, its steps and clocks, messages, files and choices."""

from __future__ import annotations

from flask import Response, abort, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from app.adapters.images import MOST_BYTES, ImageRefused, clean_image
from app.domain.complaint_parts import COMPLAINT_CONSENTS
from app.domain.complaint_steps import OBJECTION
from app.domain.redaction.invisible import reveal_invisible
from app.domain.report_parts import MAX_PHOTO_NAME_CHARS
from app.public.complaint.objection import objection_of
from app.public.follow.own_page import show_page
from app.public.follow.writing import MessageForm, too_often, with_wait
from app.public.own_complaint.blueprint import own_complaint
from app.public.own_complaint.forms import FileForm
from app.public.own_complaint.own_page import of_a_complaint_only, on_her_complaint
from app.public.own_complaint.words import (
    consent_rows,
    is_taken,
    outcome_words,
    status_words,
    step_rows,
)
from app.public.wizard.files import PDF_BEGINS, refusal_sentence
from app.services.add_to_complaint import (
    MOST_FILES,
    TooManyFiles,
    add_complaint_file,
    add_complaint_message,
)
from app.services.add_to_report import MessageRefused
from app.services.change_complaint_consents import change_complaint_consent
from app.services.complaint_papers import NotNow, not_happy
from app.services.file_complaint import SentFile
from app.services.follow_complaint import follow_complaint
from app.services.own_complaint import OwnComplaint
from app.services.own_report import TooLateToAdd
from app.web.csrf import form_expired, keeps_text
from app.web.current import database, now, reference, today
from app.web.locale import shown_on
from app.web.rate_guard import spend
from app.web.roles import open_to
from app.web.texts import gettext as _
from app.web.texts import lazy as _l
from app.web.unit_of_work import writing

# a letter in the address says what was done just now: there is no other place to remember it
DONE = {
    "m": _l("The desk has your message."),
    "d": _l("The desk has your file."),
    "k": _l("Your choice is changed."),
    "v": _l("The desk may write in your name now."),
    "u": _l("The desk may no longer write in your name."),
    "e": _l("Thank you. The desk reads it."),
    "n": _l("Your case is open again. The desk looks at it."),
}


@own_complaint.get("/z/s")
@open_to("complainant")
@on_her_complaint
def status(own: OwnComplaint) -> AnyResponse:
    return show_status(own)


@own_complaint.post("/z/m")
@open_to("complainant")
@shown_on("own_complaint.status")
@keeps_text("text")
@on_her_complaint
def write(own: OwnComplaint) -> AnyResponse:
    """A message or an addition; what cannot be sent now stays in its field."""
    form = MessageForm()
    if form_expired():
        return show_status(own, form, problem=_("Please send it once more: this page was old."))
    if not form.validate():
        return show_status(own, form, 422)
    verdict = spend("message")
    if not verdict.allowed:
        return with_wait(show_status(own, form, 429, problem=too_often(verdict)), verdict)
    try:
        with writing() as session:
            add_complaint_message(session, own, form.text.data or "", now=now())
    except MessageRefused:
        sentence = _("We cannot read a sign in your text. Type it again.")
        return show_status(own, form, 422, problem=sentence)
    except TooLateToAdd:
        return show_status(own, form, 409, problem=_too_late())
    return redirect(url_for("own_complaint.status", d="m"), 303)


@own_complaint.post("/z/d")
@open_to("complainant")
@shown_on("own_complaint.status")
@on_her_complaint
def add_file(own: OwnComplaint) -> AnyResponse:
    """A photo, cleaned, or a PDF as it is; sealed before it is stored."""
    upload = request.files.get("photo")
    if upload is None or not upload.filename:
        return show_status(own, code=422, file_problem=_("Choose a file first."))
    verdict = spend("upload")
    if not verdict.allowed:
        return with_wait(show_status(own, code=429, file_problem=too_often(verdict)), verdict)
    try:
        sent = _sent(reveal_invisible(upload.filename)[:MAX_PHOTO_NAME_CHARS], upload.stream.read())
        with writing() as session:
            add_complaint_file(session, own, sent, _("I added a file."), now=now())
    except ImageRefused as refusal:
        sentence = refusal_sentence(refusal.reason)
        if refusal.reason == "not_an_image":
            sentence = _("We can only take photos (JPEG, PNG or WebP) and PDF files.")
        return show_status(own, code=422, file_problem=sentence)
    except TooManyFiles:
        sentence = _("There are %(most)s files now, more is not possible.", most=MOST_FILES)
        return show_status(own, code=422, file_problem=sentence)
    except TooLateToAdd:
        return show_status(own, code=409, problem=_too_late())
    return redirect(url_for("own_complaint.status", d="d"), 303)


@own_complaint.post("/z/k")
@open_to("complainant")
@shown_on("own_complaint.status")
@on_her_complaint
@of_a_complaint_only
def change(own: OwnComplaint) -> AnyResponse:
    """One consent; the button says which and what it shall be, so twice is the same as once."""
    code, _colon, wish = request.form.get("change", "").partition(":")
    if code not in COMPLAINT_CONSENTS or wish not in ("yes", "no"):
        abort(400)
    with writing() as session:
        change_complaint_consent(session, own, code, given=wish == "yes", now=now())
    return redirect(url_for("own_complaint.status", d="k"), 303)


@own_complaint.post("/z/n")
@open_to("complainant")
@shown_on("own_complaint.status")
@on_her_complaint
def reopen(own: OwnComplaint) -> AnyResponse:
    """ "I am not happy with this": within 14 days the case opens again by itself."""
    try:
        with writing() as session:
            not_happy(session, own, now=now())
    except NotNow:
        sentence = _("This is no longer possible. Write to the desk if something is wrong.")
        return show_status(own, code=409, problem=sentence)
    return redirect(url_for("own_complaint.status", d="n"), 303)


def show_status(
    own: OwnComplaint,
    form: MessageForm | None = None,
    code: int = 200,
    *,
    problem: str = "",
    file_problem: str = "",
) -> Response:
    """The page; `problem` is said on top, `file_problem` at the field for a file."""
    with database().reading() as session:
        complaint = follow_complaint(session, own, known=reference(), now=now())
    label, meaning = status_words(complaint)
    outcome, outcome_text = outcome_words(complaint)
    steps = step_rows(complaint, today())
    return show_page(
        "public/own_complaint/status.html",
        code,
        complaint=complaint,
        label=label,
        meaning=meaning,
        outcome=outcome,
        outcome_text=outcome_text,
        steps=steps,
        objection=None if is_taken(complaint, OBJECTION) else objection_of(complaint.draft),
        done=DONE.get(request.args.get("d", ""), ""),
        problem=problem,
        file_problem=file_problem,
        form=form or MessageForm(formdata=None),
        file_form=FileForm(formdata=None),
        most_files=MOST_FILES,
        consents=consent_rows(complaint.consents),
    )


def _sent(name: str, content: bytes) -> SentFile:
    if content.startswith(PDF_BEGINS):
        if len(content) > MOST_BYTES:
            raise ImageRefused("too_large_file")
        return SentFile(content, {"kind": "pdf", "name": name})
    return SentFile(clean_image(content).jpeg, {"kind": "jpeg", "name": name})


def _too_late() -> str:
    return _("Your complaint itself has been erased after its term. Please make a new one.")
