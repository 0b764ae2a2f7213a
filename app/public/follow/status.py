"""One page for where it stands, the messages, her photos and what she allows."""

from __future__ import annotations

from flask import Response, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse
from wtforms import FileField

from app.adapters.images import ImageRefused, clean_image
from app.domain.photo_note import with_sum
from app.public.follow.blueprint import follow
from app.public.follow.messages import parts_of
from app.public.follow.own_page import on_her_report, show
from app.public.follow.words import consent_rows, hour_in_words, impact_words, status_words
from app.public.follow.writing import MessageForm, too_often, with_wait
from app.public.wizard.files import refusal_sentence
from app.services.add_to_report import (
    MOST_PHOTOS,
    MessageRefused,
    TooManyPhotos,
    add_message,
    add_photo,
)
from app.services.follow_report import follow_report
from app.services.own_report import OwnKey, TooLateToAdd
from app.services.police_information import own_information
from app.web.csrf import form_expired, keeps_text
from app.web.current import database, now, reference
from app.web.figure_words import release_words
from app.web.forms import HouseForm
from app.web.locale import shown_on
from app.web.rate_guard import spend
from app.web.roles import open_to
from app.web.texts import gettext as _
from app.web.texts import lazy as _l
from app.web.unit_of_work import writing

# a letter in the address says what was done just now: there is no other place to remember it
DONE = {
    "m": _l("The desk has your message."),
    "p": _l("The desk has your photo."),
    "k": _l("Your choice is changed."),
    "a": _l("You allow it again. The warning that you said no to does not come back for that."),
    "r": _l("How we reach you is changed."),
    "w": _l("You stopped the warning. Nobody gets to see it."),
    "l": _l("The warning is already out. Below you can take back that we may warn."),
}


class PhotoForm(HouseForm):
    """A photo or screenshot, cleaned before it is stored."""

    photo = FileField(_l("Choose a photo or screenshot"))


@follow.get("/c/s")
@open_to("reporter")
@on_her_report
def status(own: OwnKey) -> AnyResponse:
    return show_status(own)


@follow.post("/c/m")
@open_to("reporter")
@shown_on("follow.status")
@keeps_text("text")
@on_her_report
def write(own: OwnKey) -> AnyResponse:
    """A message or an addition; what cannot be sent now stays in its field."""
    form = MessageForm()
    if form_expired():
        return show_status(own, form, problem=_("Please send it once more: this page was old."))
    if not form.validate():
        return show_status(own, form, code=422)
    verdict = spend("message")
    if not verdict.allowed:
        return with_wait(show_status(own, form, 429, too_often(verdict)), verdict)
    try:
        with writing() as session:
            add_message(
                session, own, form.text.data or "", protocol=reference().protocol, now=now()
            )
    except MessageRefused:
        return show_status(own, form, 422, _("We cannot read a sign in your text. Type it again."))
    except TooLateToAdd:
        return show_status(own, form, 409, _too_late())
    return redirect(url_for("follow.status", d="m"), 303)


@follow.post("/c/photo")
@open_to("reporter")
@shown_on("follow.status")
@on_her_report
def add_picture(own: OwnKey) -> AnyResponse:
    """A photo later on; a note among the messages keeps the sum of the file she sent."""
    upload = request.files.get("photo")
    if upload is None or not upload.filename:
        return show_status(own, code=422, photo_problem=_("Choose a photo first."))
    verdict = spend("upload")
    if not verdict.allowed:
        return with_wait(show_status(own, code=429, photo_problem=too_often(verdict)), verdict)
    try:
        clean = clean_image(upload.stream.read())
        note = with_sum(_("I added a photo."), clean.sha256_original)
        with writing() as session:
            add_photo(session, own, clean.jpeg, note, protocol=reference().protocol, now=now())
    except ImageRefused as refusal:
        return show_status(own, code=422, photo_problem=refusal_sentence(refusal.reason))
    except TooManyPhotos:
        sentence = _("There are %(most)s photos now, more is not possible.", most=MOST_PHOTOS)
        return show_status(own, code=422, photo_problem=sentence)
    except TooLateToAdd:
        return show_status(own, code=409, problem=_too_late())
    return redirect(url_for("follow.status", d="p"), 303)


def show_status(
    own: OwnKey,
    form: MessageForm | None = None,
    code: int = 200,
    problem: str = "",
    photo_problem: str = "",
) -> Response:
    """The page; `problem` is said on top, `photo_problem` at the field for a photo."""
    with database().reading() as session:
        report = follow_report(session, own, now=now())
        for_police = own_information(session, own)
    alert = report.alert
    parts = parts_of(report.messages)
    label, meaning, why = status_words(report)
    return show(
        "status",
        code,
        report=report,
        messages=parts[0] if parts else (),
        has_older=len(parts) > 1,
        label=label,
        meaning=meaning,
        why=why,
        done=DONE.get(request.args.get("d", ""), ""),
        problem=problem,
        photo_problem=photo_problem,
        form=form or MessageForm(formdata=None),
        photo_form=PhotoForm(formdata=None),
        most_photos=MOST_PHOTOS,
        stop_until=""
        if alert is None or alert.stop_until is None or alert.stop_until <= now()
        else hour_in_words(alert.stop_until),
        consents=consent_rows(report),
        for_police=for_police,
        impact=impact_words(alert) if alert is not None else (),
        counted=release_words(report.counted_in) if report.counted_in else "",
    )


def _too_late() -> str:
    return _("Your report itself has been erased after its term. Please make a new report.")
