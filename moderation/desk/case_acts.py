"""Daily acts on a case: a note, an answer, a question, putting it back."""

from __future__ import annotations

from uuid import UUID

from flask import redirect, request, url_for
from werkzeug.wrappers import Response

from app.web.csrf import form_expired, keeps_text
from app.web.current import keyring, now
from app.web.roles import open_to
from app.web.texts import gettext as _
from app.web.unit_of_work import writing
from moderation.decisions.claim_report import release_report
from moderation.decisions.write_to_case import (
    MOST_CHARACTERS,
    TextRefused,
    answer_reporter,
    ask_for_more,
    write_note,
)
from moderation.desk.blueprint import desk
from moderation.desk.case import show_case
from moderation.desk.person import person
from moderation.desk.queue import READERS
from moderation.rules.outcomes import ReasonNotAllowed

Answer = Response | tuple[str, int]


@desk.post("/case/<uuid:report_id>/note")
@open_to(*READERS)
@keeps_text("text")
def note(report_id: UUID) -> Answer:
    text = request.form.get("text", "")
    if form_expired():
        return _again(report_id, text, "note")
    try:
        with writing() as session:
            write_note(session, person(), report_id, text, keyring=keyring(), now=now())
    except TextRefused as refused:
        return show_case(report_id, text=text, problem=_sentence(refused), field="note", status=422)
    return redirect(url_for("desk.case", report_id=report_id, _anchor="notes"), 303)


@desk.post("/case/<uuid:report_id>/message")
@open_to(*READERS)
@keeps_text("text")
def message(report_id: UUID) -> Answer:
    """An answer, or with the other button a question: then the report waits for her."""
    text = request.form.get("text", "")
    if form_expired():
        return _again(report_id, text, "message")
    asks = request.form.get("go") == "ask"
    try:
        with writing() as session:
            if asks:
                ask_for_more(
                    session,
                    person(),
                    report_id,
                    request.form.get("reason", ""),
                    text,
                    keyring=keyring(),
                    now=now(),
                )
            else:
                answer_reporter(session, person(), report_id, text, keyring=keyring(), now=now())
    except TextRefused as refused:
        problem = _sentence(refused)
    except ReasonNotAllowed:
        problem = _("Choose what you ask for.")
    else:
        if asks:
            return redirect(url_for("desk.queue", d="asked"), 303)
        return redirect(url_for("desk.case", report_id=report_id, _anchor="messages"), 303)
    return show_case(report_id, text=text, problem=problem, field="message", status=422)


@desk.post("/case/<uuid:report_id>/release")
@open_to(*READERS)
def release(report_id: UUID) -> Response:
    with writing() as session:
        release_report(session, person(), report_id, keyring=keyring(), now=now())
    return redirect(url_for("desk.queue", d="released"), 303)


def _again(report_id: UUID, text: str, field: str) -> Answer:
    sentence = _("This page was open too long. Nothing was sent. Send it once more.")
    return show_case(report_id, text=text, problem=sentence, field=field, status=409)


def _sentence(refused: TextRefused) -> str:
    if refused.problem == "too_long":
        return _("This is too long. Use at most %(most)s signs.", most=MOST_CHARACTERS)
    if refused.problem == "unreadable":
        return _("We cannot read a sign in your text. Type it again.")
    return _("Write something first.")
