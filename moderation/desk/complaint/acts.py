"""Daily acts on a complaint: whose it is, a message, a note, a task, a link to another case.

A form that was open too long is answered by the floor, with what was typed: it may not write, so
not even the line in the log that the case page needs.
"""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

from flask import abort, redirect, request
from werkzeug.wrappers import Response

from app.web.csrf import keeps_text
from app.web.current import keyring, now
from app.web.roles import open_to
from app.web.texts import gettext as _
from app.web.texts import lazy as _l
from app.web.unit_of_work import writing
from moderation.decisions.complaint.dues import (
    MOST_CHARACTERS as MOST_TASK_CHARACTERS,
)
from moderation.decisions.complaint.dues import TaskRefused, add_task, finish_task
from moderation.decisions.complaint.link import MOST_LINKS, LinkRefused, link_cases, unlink_cases
from moderation.decisions.complaint.owner import NoSuchColleague, hand_over, take_complaint
from moderation.decisions.complaint.training import close_training
from moderation.decisions.complaint.words import (
    NobodyReads,
    answer_complainant,
    write_complaint_note,
)
from moderation.decisions.write_to_case import MOST_CHARACTERS, TextRefused
from moderation.desk.blueprint import desk
from moderation.desk.complaint.case import Words, show_complaint
from moderation.desk.complaint.days import read_desk_day
from moderation.desk.complaint.step_cards import case_address
from moderation.desk.complaint.words import READERS
from moderation.desk.person import person

Answer = Response | tuple[str, int]

TASK_REFUSALS = {
    "no_reason": ("task-reason", _l("Choose what has to be done.")),
    "in_past": ("task-day", _l("This day is over. Choose today or later.")),
}
LINK_REFUSALS = {
    "no_such_case": _l("There is no open case with this number that you may see."),
    "itself": _l("This is the number of this case. Fill in that of another one."),
}


@desk.post("/k/case/<uuid:complaint_id>/take")
@open_to(*READERS)
def take_on(complaint_id: UUID) -> Response:
    with writing() as session:
        take_complaint(session, person(), complaint_id, keyring=keyring(), now=now())
    return redirect(case_address(complaint_id), 303)


@desk.post("/k/case/<uuid:complaint_id>/hand-over")
@open_to(*READERS)
def hand_on(complaint_id: UUID) -> Answer:
    try:
        with writing() as session:
            to = UUID(request.form.get("to", ""))
            hand_over(session, person(), complaint_id, to, keyring=keyring(), now=now())
    except (NoSuchColleague, ValueError):
        sentence = _("Choose a colleague who may open this case.")
        return show_complaint(complaint_id, problem=sentence, at="to", status=422)
    return redirect(case_address(complaint_id), 303)


@desk.post("/k/case/<uuid:complaint_id>/write")
@open_to(*READERS)
@keeps_text("message", "note", "task_words")
def write_complaint(complaint_id: UUID) -> Answer:
    """One form for its fields: whatever is done with one, what stands in the others stays."""
    words = Words(
        **{
            name: request.form.get(name, "")
            for name in ("message", "note", "task_reason", "task_day", "task_words")
        }
    )
    go = request.form.get("go", "")
    if go == "note":
        return _keep_note(complaint_id, words)
    if go == "task":
        return _add_task(complaint_id, words)
    if go in ("answer", "ask"):
        return _send(complaint_id, words, asks=go == "ask")
    return show_complaint(complaint_id, words, template=request.form.get("template", ""))


@desk.post("/k/case/<uuid:complaint_id>/handled")
@open_to(*READERS)
def training_handled(complaint_id: UUID) -> Response:
    """The end of a request for a training; of a complaint there is a page with what came of it."""
    with writing() as session:
        close_training(session, person(), complaint_id, keyring=keyring(), now=now())
    return redirect(case_address(complaint_id), 303)


@desk.post("/k/case/<uuid:complaint_id>/task/<int:number>/done")
@open_to(*READERS)
def task_done(complaint_id: UUID, number: int) -> Response:
    try:
        with writing() as session:
            finish_task(session, person(), complaint_id, number, keyring=keyring(), now=now())
    except TaskRefused:
        abort(404)
    return redirect(case_address(complaint_id, "tasks"), 303)


@desk.post("/k/case/<uuid:complaint_id>/link")
@open_to(*READERS)
@keeps_text("number")
def link(complaint_id: UUID) -> Answer:
    words = Words(link=request.form.get("number", ""))
    try:
        with writing() as session:
            link_cases(session, person(), complaint_id, words.link, keyring=keyring(), now=now())
    except LinkRefused as refused:
        sentence = str(LINK_REFUSALS.get(refused.reason, "")) or _(
            "A case can be linked with %(most)s others. Take a link away first.", most=MOST_LINKS
        )
        return show_complaint(complaint_id, words, problem=sentence, at="link", status=422)
    return redirect(case_address(complaint_id, "links"), 303)


@desk.post("/k/case/<uuid:complaint_id>/unlink/<uuid:other_id>")
@open_to(*READERS)
def unlink(complaint_id: UUID, other_id: UUID) -> Response:
    with writing() as session:
        unlink_cases(session, person(), complaint_id, other_id, keyring=keyring(), now=now())
    return redirect(case_address(complaint_id, "links"), 303)


def _keep_note(complaint_id: UUID, words: Words) -> Answer:
    try:
        with writing() as session:
            write_complaint_note(
                session, person(), complaint_id, words.note, keyring=keyring(), now=now()
            )
    except TextRefused as refused:
        problem = text_sentence(refused, MOST_CHARACTERS)
        return show_complaint(complaint_id, words, problem=problem, at="note", status=422)
    return _done(complaint_id, replace(words, note=""), "notes")


def _send(complaint_id: UUID, words: Words, *, asks: bool) -> Answer:
    try:
        with writing() as session:
            answer_complainant(
                session, person(), complaint_id, words.message, asks=asks, keyring=keyring(),
                now=now(),
            )  # fmt: skip
    except TextRefused as refused:
        problem = text_sentence(refused, MOST_CHARACTERS)
        return show_complaint(complaint_id, words, problem=problem, at="message", status=422)
    except NobodyReads:
        sentence = _(
            "Nobody has a code for this case, so nobody reads a message. Nothing was sent."
        )
        return show_complaint(complaint_id, words, problem=sentence, at="messages", status=422)
    return _done(complaint_id, replace(words, message=""), "messages")


def _add_task(complaint_id: UUID, words: Words) -> Answer:
    at, problem = "task-day", _("Fill in the day on which it must be done.")
    day = read_desk_day(words.task_day)
    if day is not None:
        try:
            with writing() as session:
                add_task(
                    session, person(), complaint_id, reason=words.task_reason, due_on=day,
                    words=words.task_words, keyring=keyring(), now=now(),
                )  # fmt: skip
        except TaskRefused as refused:
            at, lazy = TASK_REFUSALS[refused.reason]
            problem = str(lazy)
        except TextRefused as refused:
            at, problem = "task-words", text_sentence(refused, MOST_TASK_CHARACTERS)
        else:
            rest = replace(words, task_reason="", task_day="", task_words="")
            return _done(complaint_id, rest, "tasks")
    return show_complaint(complaint_id, words, problem=problem, at=at, status=422)


def _done(complaint_id: UUID, rest: Words, anchor: str) -> Answer:
    """Back to the page by its address, unless that would lose what is half written beside it."""
    if rest.any:
        return show_complaint(complaint_id, rest)
    return redirect(case_address(complaint_id, anchor), 303)


def text_sentence(refused: TextRefused, most: int) -> str:
    if refused.problem == "too_long":
        return _("This is too long. Use at most %(most)s signs.", most=most)
    if refused.problem == "unreadable":
        return _("We cannot read a sign in your text. Type it again.")
    return _("Write something first.")
