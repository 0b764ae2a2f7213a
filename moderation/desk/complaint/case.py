"""The case page of a complaint: left what she told, right what the desk does with it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from flask import redirect, render_template, url_for
from werkzeug.wrappers import Response

from app.domain.complaint import JUST_COUNT
from app.domain.complaint_papers import SIGNED_ON_PAPER, SIGNED_ON_SCREEN
from app.domain.states import ComplaintState
from app.domain.training_request import INSTITUTION
from app.web.current import database, locale, now, reference
from app.web.locale import format_date
from app.web.roles import open_to
from app.web.texts import lazy as _l
from app.web.unit_of_work import writing
from moderation.decisions.case_rows import NoKey, NoSuchCase
from moderation.decisions.complaint.dues import TASK_REASONS, TICKED_OFF
from moderation.decisions.complaint.open import OPENED, ComplaintView, ShownDue
from moderation.decisions.complaint.open import open_complaint as read_complaint
from moderation.decisions.complaint.owner import OVER, colleagues
from moderation.decisions.complaint.patterns import enter_patterns
from moderation.decisions.open_case import ShownMove
from moderation.desk.blueprint import desk
from moderation.desk.complaint.case_words import (
    consent_rows,
    fact_rows,
    is_veiled,
    objection_clock,
    six_weeks_may_run,
)
from moderation.desk.complaint.pattern_words import shared_words
from moderation.desk.complaint.step_cards import (
    case_address,
    first_steps,
    follow_ups,
    step_cards,
)
from moderation.desk.complaint.words import READERS, days_left, state_label
from moderation.desk.person import person
from moderation.desk.show import logged
from moderation.desk.words import ACTORS, label, visible

SIGNED_HOW = {SIGNED_ON_SCREEN: _l("on screen"), SIGNED_ON_PAPER: _l("on paper")}

Answer = tuple[str, int]


@dataclass(frozen=True)
class Words:
    """What is half written in the fields of the page."""

    message: str = field(default="", repr=False)
    note: str = field(default="", repr=False)
    task_reason: str = ""
    task_day: str = ""
    task_words: str = field(default="", repr=False)
    link: str = ""

    @property
    def any(self) -> bool:
        """Whether leaving the page would lose something."""
        return any(one.strip() for one in (self.message, self.note, self.task_words))


NOTHING = Words()


@desk.post("/k/case/<uuid:complaint_id>/open")
@open_to(*READERS)
def open_complaint(complaint_id: UUID) -> Response:
    """The line in the log is a unit of work of its own, before anything opens (decisions 12).

    Then the case enters the index of patterns; where it cannot, its page says why it does not open.
    """
    logged(OPENED, complaint_id)
    try:
        with writing() as session:
            enter_patterns(session, person(), complaint_id, known=reference())
    except (NoSuchCase, NoKey):
        pass
    return redirect(case_address(complaint_id), 303)


@desk.get("/k/case/<uuid:complaint_id>")
@open_to(*READERS)
def complaint(complaint_id: UUID) -> Answer:
    return show_complaint(complaint_id)


def show_complaint(
    complaint_id: UUID,
    words: Words = NOTHING,
    *,
    template: str = "",
    problem: str = "",
    at: str = "",
    status: int = 200,
) -> Answer:
    """The page with what is half written, and with `problem` at the field named `at`.

    A chosen text is put below what stands in the field of the message, never over it.
    """
    view = view_of(complaint_id)
    with database().reading() as session:
        team = colleagues(session, person())
    me = person().staff_id
    page = render_template(
        "desk/complaint/case.html",
        desk_section="board",
        view=view,
        state=state_label(view.state),
        arrived=format_date(view.arrived_on),
        over=view.state in OVER,
        mine=view.owner_id == me,
        others=[(staff_id, name) for staff_id, name in team if staff_id not in (me, view.owner_id)],
        just_count=view.draft.way == JUST_COUNT,
        asked=view.draft.training,
        by_mail=view.draft.training is not None and view.draft.training.who == INSTITUTION,
        facts=fact_rows(view),
        objection=objection_clock(view),
        six_weeks=six_weeks_may_run(view),
        veiled=is_veiled(view),
        consents=consent_rows(view),
        signed_how=str(SIGNED_HOW.get(view.attorney.how, "")) if view.attorney else "",
        steps=step_cards(view),
        follow_ups=[] if view.state in OVER else follow_ups(view),
        first_steps=[] if view.state in OVER else first_steps(view),
        tasks=[_due(one) for one in view.dues if one.reason in TICKED_OFF],
        task_reasons=[
            (one.code, one.label(locale()))
            for one in reference().codes("due_reason")
            if one.code in TASK_REASONS
        ],
        links=[
            {
                "id": one.complaint_id,
                "number": one.case_number,
                "state": state_label(one.state),
                "action": url_for("desk.open_complaint", complaint_id=one.complaint_id),
            }
            for one in view.links
        ],
        shared=[shared_words(one) for one in view.shared],
        templates=[
            (one.code, one.label(locale())) for one in reference().answers_for(_answers_of(view))
        ],
        template=template,
        words=words,
        message=_message(view, words.message, template),
        may_close=view.state is not ComplaintState.CLOSED,
        moves=[_move(one) for one in view.moves],
        today=now().date().isoformat(),
        visible=visible,
        problem=problem,
        at=at,
    )
    return page, status


def _answers_of(view: ComplaintView) -> str:
    """Whose answers of `answer_templates.csv` are offered."""
    return "complaints" if view.draft.training is None else "trainings"


def view_of(complaint_id: UUID) -> ComplaintView:
    """The opened case, after its line in the log (T32)."""
    line = logged(OPENED, complaint_id)
    with database().reading() as session:
        return read_complaint(session, person(), complaint_id, line, known=reference())


def _message(view: ComplaintView, written: str, template: str) -> str:
    answers = reference().answers_for(_answers_of(view))
    chosen = next((one for one in answers if one.code == template), None)
    if chosen is None:
        return written
    language = "nl" if view.draft.language.startswith("nl") else "en"
    return "\n\n".join(part for part in (written.rstrip(), chosen.text(language)) if part.strip())


def _due(one: ShownDue) -> Mapping[str, Any]:
    return {
        "number": one.number,
        "reason": label("due_reason", one.reason),
        "day": format_date(one.due_on),
        "left": days_left(one.due_on),
        "words": visible(one.words),
    }


def _move(one: ShownMove) -> tuple[str, str, str, str]:
    """A line of the history: day, who, what it became, and what came of it."""
    return (
        format_date(one.on_day),
        one.by or str(ACTORS.get(one.actor, one.actor)),
        label("complaint_status", one.to_state),
        label("outcome", one.reason) if one.reason else "",
    )
