"""Steps of a case: choosing a route, and on a page of its own what happened to one step."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from flask import abort, redirect, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from app.domain.complaint_steps import StepClocks
from app.domain.letter_drafting import open_places
from app.domain.states import ComplaintState
from app.domain.terms.term import versions_on
from app.web.csrf import keeps_text
from app.web.current import keyring, locale, now, reference
from app.web.locale import format_date
from app.web.roles import open_to
from app.web.step_words import step_words
from app.web.texts import gettext as _
from app.web.texts import lazy as _l
from app.web.unit_of_work import writing
from moderation.decisions.complaint.owner import OVER
from moderation.decisions.complaint.steps import (
    MOST_STEPS,
    StepNotPossible,
    drop_step,
    mark_sent,
    note_their_terms,
    plan_step,
    record_answer,
)
from moderation.desk.blueprint import desk
from moderation.desk.complaint.answer_day import watch_answer
from moderation.desk.complaint.case import show_complaint, view_of
from moderation.desk.complaint.days import read_desk_day
from moderation.desk.complaint.step_cards import (
    all_routes,
    find_step,
    result_rows,
    status_words,
    step_of,
)
from moderation.desk.complaint.words import READERS, about_words
from moderation.desk.person import person
from moderation.desk.words import label

Answer = Response | tuple[str, int]

RULING, RESULT = "ruling", "result"
"""What an outcome is of an answer; the other outcomes are of a case only."""

REFUSALS = {
    "no_such_step": _l("This step is no longer there. Look again how the case stands."),
    "already_planned": _l("This step is on the case already, and it is not over yet."),
    "in_future": _l("This day is still to come. Fill in today or a day before."),
    "not_sent": _l("This step has not been sent yet."),
    "already_sent": _l("This step has been sent already."),
    "answered": _l("Their answer has been written down already."),
    "before_it_happened": _l("This day is before the day on which it happened."),
    "too_long_ago": _l("This day is too long ago. Look at the year."),
    "before_sent": _l("This day is before the day on which it was sent."),
    "letter_open": _l(
        "Something in the letter still has to be filled in. Finish it, or throw the draft away."
    ),
}
FIELDS = ("day", "condition", "extended", "received", "answered", "ruling", "result")


@dataclass(frozen=True)
class Refusal:
    """What is wrong, and at which field."""

    at: str
    sentence: str


@desk.get("/k/case/<uuid:complaint_id>/routes")
@open_to(*READERS)
def complaint_routes(complaint_id: UUID) -> str:
    """Everything that is open against whom she complains about, step by step in words."""
    view = view_of(complaint_id)
    today = now().date()
    routes = [
        {
            "label": label("complaint_route", route.code),
            "text": reference().text("complaint_route", route.code, locale()),
            "abouts": [(about, about_words(view.draft.about[about])) for about in abouts],
            "steps": [step_words(step, today) for step in route.steps],
        }
        for route, abouts in all_routes(view)
    ]
    return render_template(
        "desk/complaint/routes.html",
        desk_section="board",
        view=view,
        routes=routes,
        several=len(view.draft.about) > 1,
        over=view.state in OVER,
    )


@desk.post("/k/case/<uuid:complaint_id>/plan")
@open_to(*READERS)
def plan(complaint_id: UUID) -> Answer:
    about = request.form.get("about", "")
    try:
        with writing() as session:
            number = plan_step(
                session, person(), complaint_id, int(about) if about in ("0", "1", "2") else -1,
                request.form.get("key", ""), known=reference(), keyring=keyring(), now=now(),
            )  # fmt: skip
    except StepNotPossible as refused:
        return show_complaint(complaint_id, problem=_sentence(refused), at="steps", status=422)
    return redirect(_address(complaint_id, number), 303)


@desk.get("/k/case/<uuid:complaint_id>/step/<int:number>")
@open_to(*READERS)
def complaint_step(complaint_id: UUID, number: int) -> Answer:
    return _show(complaint_id, number)


@desk.post("/k/case/<uuid:complaint_id>/step/<int:number>/sent")
@open_to(*READERS)
@keeps_text("day")
def step_sent(complaint_id: UUID, number: int) -> Answer:
    """The letter has gone out: their clock starts."""
    day = read_desk_day(request.form.get("day", ""))
    if day is None:
        return _refused(complaint_id, number, Refusal("day", _no_day()))

    def act(session: Session) -> None:
        mark_sent(
            session, person(), complaint_id, number, day, known=reference(), keyring=keyring(),
            now=now(),
        )  # fmt: skip
        watch_answer(session, complaint_id, key, day, number=number)

    shown = find_step(view_of(complaint_id), number)
    key = step_of(shown).key if shown is not None else ""

    return _do(complaint_id, number, act, "day")


@desk.post("/k/case/<uuid:complaint_id>/step/<int:number>/terms")
@open_to(*READERS)
@keeps_text("received")
def step_terms(complaint_id: UUID, number: int) -> Answer:
    """What they wrote about the time they take."""
    typed = request.form.get("received", "").strip()
    received = read_desk_day(typed)
    if typed and received is None:
        return _refused(complaint_id, number, Refusal("received", _no_day()))
    condition = request.form.get("condition", "")

    def act(session: Session) -> None:
        note_their_terms(
            session, person(), complaint_id, number,
            condition=condition if reference().has("term_condition", condition) else "",
            extended=request.form.get("extended") == "1", received_on=received,
            known=reference(), keyring=keyring(), now=now(),
        )  # fmt: skip

    return _do(complaint_id, number, act, "received")


@desk.post("/k/case/<uuid:complaint_id>/step/<int:number>/answer")
@open_to(*READERS)
@keeps_text("answered")
def step_answer(complaint_id: UUID, number: int) -> Answer:
    """Their answer: the ruling and what came of it, each on its own."""
    day = read_desk_day(request.form.get("answered", ""))
    if day is None:
        return _refused(complaint_id, number, Refusal("answered", _no_day()))
    ruling, result = request.form.get("ruling", ""), request.form.get("result", "")
    if not _is_outcome(ruling, RULING):
        return _refused(complaint_id, number, Refusal("ruling", _("Choose how they ruled.")))
    if result and not _is_outcome(result, RESULT):
        return _refused(complaint_id, number, Refusal("result", _("Choose what came of it.")))

    def act(session: Session) -> None:
        record_answer(
            session, person(), complaint_id, number, day, ruling=ruling, result=result,
            known=reference(), keyring=keyring(), now=now(),
        )  # fmt: skip

    return _do(complaint_id, number, act, "answered")


@desk.post("/k/case/<uuid:complaint_id>/step/<int:number>/drop")
@open_to(*READERS)
def step_drop(complaint_id: UUID, number: int) -> Answer:
    def act(session: Session) -> None:
        drop_step(
            session, person(), complaint_id, number, known=reference(), keyring=keyring(),
            now=now(),
        )  # fmt: skip

    return _do(complaint_id, number, act, "step")


def outcomes(part: str) -> list[tuple[str, str]]:
    """Codes of `outcome`: those of a formal ruling, or those of what came of it."""
    return [
        (one.code, one.label(locale()))
        for one in reference().codes("outcome")
        if one.facts.get("answer") == part
    ]


def _show(
    complaint_id: UUID, number: int, refusal: Refusal | None = None, status: int = 200
) -> Answer:
    view = view_of(complaint_id)
    shown = find_step(view, number)
    if shown is None:
        abort(404)
    record, step, today = shown.record, step_of(shown), now().date()
    waits = record.sent_on is not None and record.answered_on is None
    clocks = StepClocks(
        shown.clocks.hers if record.sent_on is None and not record.done else None,
        shown.clocks.theirs if waits else None,
    )
    terms = versions_on(step.their_terms, record.began_on)
    conditions = dict.fromkeys(one.condition for one in (*terms, *step.her_terms) if one.condition)
    page = render_template(
        "desk/complaint/step.html",
        desk_section="board",
        view=view,
        number=number,
        step=step_words(step, today, clocks),
        about=about_words(view.draft.about[record.about]),
        status=status_words(shown),
        sent_day=format_date(record.sent_on) if record.sent_on else "",
        results=result_rows(shown),
        planned=record.sent_on is None and not record.done,
        letter_open=number in view.letters and bool(open_places(view.letters[number])),
        waits=waits,
        over=view.state in OVER,
        waits_for_her=view.state is ComplaintState.WAITS_FOR_HER,
        needs_attorney=view.attorney is None,
        may_extend=any(one.extension is not None for one in terms),
        conditions=[(code, label("term_condition", code)) for code in conditions],
        rulings=outcomes(RULING),
        results_to_choose=outcomes(RESULT),
        values=_values(record.condition, extended=record.extended, sent_again=refusal is not None),
        refusal=refusal,
        today=today.isoformat(),
    )
    return page, status


def _values(condition: str, *, extended: bool, sent_again: bool) -> dict[str, str]:
    """What stands in the fields: what was just sent, or what is known."""
    if sent_again:
        return {name: request.form.get(name, "") for name in FIELDS}
    empty = dict.fromkeys(FIELDS, "")
    return {**empty, "condition": condition, "extended": "1" if extended else ""}


def _do(complaint_id: UUID, number: int, act: Callable[[Session], None], at: str) -> Answer:
    """One act in its unit of work; what cannot be done comes back with the page."""
    try:
        with writing() as session:
            act(session)
    except StepNotPossible as refused:
        if refused.reason == "no_such_step":
            abort(404)
        return _refused(complaint_id, number, Refusal(at, _sentence(refused)))
    return redirect(_address(complaint_id, number), 303)


def _refused(complaint_id: UUID, number: int, refusal: Refusal) -> Answer:
    return _show(complaint_id, number, refusal, 422)


def _sentence(refused: StepNotPossible) -> str:
    found = str(REFUSALS.get(refused.reason, ""))
    return found or _("A case holds at most %(most)s steps.", most=MOST_STEPS)


def _no_day() -> str:
    return _("Fill in a day, like 23-11-2026.")


def _is_outcome(code: str, part: str) -> bool:
    return any(code == known for known, _name in outcomes(part))


def _address(complaint_id: UUID, number: int) -> str:
    return url_for("desk.complaint_step", complaint_id=complaint_id, number=number)
