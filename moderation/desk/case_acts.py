"""Daily acts on a case: a note, an answer, a question, putting it back."""

from __future__ import annotations

from dataclasses import replace
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
from moderation.desk.case import Words, show_case
from moderation.desk.person import person
from moderation.desk.queue import READERS
from moderation.rules.outcomes import ReasonNotAllowed

Answer = Response | tuple[str, int]


@desk.post("/case/<uuid:report_id>/write")
@open_to(*READERS)
@keeps_text("message", "note")
def write(report_id: UUID) -> Answer:
    """One form for both fields: whatever is done with one, what stands in the other stays."""
    words = Words(request.form.get("message", ""), request.form.get("note", ""))
    go = request.form.get("go", "")
    if form_expired():
        sentence = _("This page was open too long. Nothing was sent. Send it once more.")
        field = "note" if go == "note" else "message"
        return show_case(report_id, words, problem=sentence, field=field, status=409)
    if go == "template":
        return show_case(report_id, words, template=request.form.get("template", ""))
    if go == "note":
        return _keep_note(report_id, words)
    return _send(report_id, words, asks=go == "ask")


def _keep_note(report_id: UUID, words: Words) -> Answer:
    try:
        with writing() as session:
            write_note(session, person(), report_id, words.note, keyring=keyring(), now=now())
    except TextRefused as refused:
        return show_case(report_id, words, problem=_sentence(refused), field="note", status=422)
    return _done(report_id, replace(words, note=""), "notes")


def _send(report_id: UUID, words: Words, *, asks: bool) -> Answer:
    """An answer, or with the other button a question: then the report waits for her."""
    try:
        with writing() as session:
            if asks:
                ask_for_more(
                    session,
                    person(),
                    report_id,
                    request.form.get("reason", ""),
                    words.message,
                    keyring=keyring(),
                    now=now(),
                )
            else:
                answer_reporter(
                    session, person(), report_id, words.message, keyring=keyring(), now=now()
                )
    except TextRefused as refused:
        problem = _sentence(refused)
    except ReasonNotAllowed:
        problem = _("Choose what you ask for.")
    else:
        rest = replace(words, message="")
        if asks and not rest.note.strip():
            return redirect(url_for("desk.queue", d="asked"), 303)
        return _done(report_id, rest, "messages")
    return show_case(report_id, words, problem=problem, field="message", status=422)


def _done(report_id: UUID, rest: Words, anchor: str) -> Answer:
    """Back to the page by its address, unless that would lose what is half written beside it."""
    if rest.message.strip() or rest.note.strip():
        return show_case(report_id, rest)
    return redirect(url_for("desk.case", report_id=report_id, _anchor=anchor), 303)


@desk.post("/case/<uuid:report_id>/release")
@open_to(*READERS)
def release(report_id: UUID) -> Response:
    with writing() as session:
        release_report(session, person(), report_id, keyring=keyring(), now=now())
    return redirect(url_for("desk.queue", d="released"), 303)


def _sentence(refused: TextRefused) -> str:
    if refused.problem == "too_long":
        return _("This is too long. Use at most %(most)s signs.", most=MOST_CHARACTERS)
    if refused.problem == "unreadable":
        return _("We cannot read a sign in your text. Type it again.")
    return _("Write something first.")
