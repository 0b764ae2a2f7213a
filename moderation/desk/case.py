"""The case page: left what she told, right what the desk does with it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from flask import redirect, render_template, url_for
from werkzeug.wrappers import Response

from app.adapters.dictionary import load_dictionary
from app.domain.incidents import SECOND_PERSON_SEVERITY, highest_severity, offers_complaint
from app.domain.states import ReportState
from app.web.current import database, keyring, locale, now, reference
from app.web.locale import format_date
from app.web.roles import open_to
from moderation.decisions.case_rows import find_case
from moderation.decisions.open_case import OPENED, CaseView
from moderation.decisions.open_case import open_case as read_case
from moderation.decisions.redaction_marks import known_of, marks_of, pieces_of
from moderation.desk.blueprint import desk
from moderation.desk.case_words import fact_rows, wish_rows
from moderation.desk.person import person
from moderation.desk.queue import READERS, take
from moderation.desk.show import logged
from moderation.desk.words import (
    MARK_KINDS,
    label,
    labels,
    move_rows,
    region_label,
    severity_label,
    visible,
    waiting,
)
from moderation.rules.outcomes import REASONS, Outcome

ENDS_FROM = {
    "reject": frozenset({ReportState.IN_REVIEW}),
    "close": frozenset(
        {ReportState.IN_REVIEW, ReportState.ASKED, ReportState.PUBLISHED, ReportState.MERGED}
    ),
    "reopen": frozenset({
        ReportState.REJECTED, ReportState.CLOSED, ReportState.PUBLISHED, ReportState.MERGED,
        ReportState.ASKED,
    }),
}  # fmt: skip


@desk.post("/case/<uuid:report_id>/open")
@open_to(*READERS)
def open_case(report_id: UUID) -> Response:
    """Claims it: the line in the log is a unit of work of its own, before anything opens."""
    logged(OPENED, report_id)
    take(person(), report_id)
    return redirect(url_for("desk.case", report_id=report_id), 303)


@desk.post("/case/<uuid:report_id>/look")
@open_to(*READERS)
def look_at_case(report_id: UUID) -> Response:
    """Reads it without claiming, beside a colleague."""
    return redirect(url_for("desk.case", report_id=report_id), 303)


@desk.get("/case/<uuid:report_id>")
@open_to(*READERS)
def case(report_id: UUID) -> tuple[str, int]:
    return show_case(report_id)


@dataclass(frozen=True)
class Words:
    """What is half written in the two fields of the page."""

    message: str = field(default="", repr=False)
    note: str = field(default="", repr=False)


NOTHING = Words()


def show_case(
    report_id: UUID,
    words: Words = NOTHING,
    *,
    template: str = "",
    problem: str = "",
    field: str = "",
    status: int = 200,
) -> tuple[str, int]:
    """The page with what is half written, and with `problem` at a field (message or note).

    A chosen text is put below what stands in the field of the message, never over it.
    """
    view = view_of(report_id)
    severity = highest_severity(view.draft.kinds, reference().incidents)
    chosen = next((one for one in reference().answers_for("alerts") if one.code == template), None)
    language = "nl" if view.draft.language.startswith("nl") else "en"
    message = words.message
    if chosen is not None:
        message = "\n\n".join(
            part for part in (message.rstrip(), chosen.text(language)) if part.strip()
        )
    page = render_template(
        "desk/case.html",
        desk_section="queue",
        view=view,
        level=severity,
        severity=severity_label(severity),
        severe=severity >= SECOND_PERSON_SEVERITY,
        complaint=offers_complaint(view.draft.culprit_role),
        state=label("report_state", view.state.value),
        waits=waiting(view.arrived_on),
        arrived=format_date(view.arrived_on),
        facts=fact_rows(view),
        wishes=wish_rows(view.wishes),
        story=story_pieces(view),
        mark_kinds=MARK_KINDS,
        visible=visible,
        alert_state=lambda state: label("alert_state", state.value),
        templates=[(one.code, one.label(locale())) for one in reference().answers_for("alerts")],
        template=template,
        ask_reasons=reasons(Outcome.ASK),
        message=message,
        note=words.note,
        problem=problem,
        problem_field=field,
        may_work=view.held_by_me,
        may={name: view.state in states for name, states in ENDS_FROM.items()},
        may_write=view.state is ReportState.IN_REVIEW,
        may_ask=view.state is ReportState.IN_REVIEW,
        moves=move_rows(view.moves, "report_state"),
        others=[_other(one) for one in view.other_reports],
        alerts=[_alert(one, view) for one in view.alerts],
    )
    return page, status


def view_of(report_id: UUID) -> CaseView:
    """The opened case, after its line in the log (T32)."""
    line = logged(OPENED, report_id)
    with database().reading() as session:
        return read_case(session, person(), report_id, line, keyring=keyring(), now=now())


def must_be_here(report_id: UUID) -> None:
    """For a page that asks before anything opens: not even that for what is not there (T12)."""
    with database().reading() as session:
        find_case(session, person(), report_id)


def story_pieces(view: CaseView) -> tuple[Any, ...]:
    """Her words, cut where the redaction assistant points at something."""
    text = view.draft.story
    marks = marks_of(text, known_of(view.draft), dictionary=load_dictionary())
    return pieces_of(text, marks)


def reasons(outcome: Outcome) -> list[tuple[str, str]]:
    """The reasons of a decision in their order, as (code, label)."""
    return [
        (one.code, one.label(locale()))
        for one in reference().codes(outcome.value)
        if one.code in REASONS[outcome]
    ]


def _other(one: Any) -> Mapping[str, Any]:
    summary = one.summary
    return {
        "report_id": one.report_id,
        "state": label("report_state", one.state.value),
        "day": format_date(one.arrived_on),
        "kinds": ", ".join(labels("incident", summary.kinds)) if summary else "",
        "region": region_label(summary.region) if summary else "",
    }


def _alert(one: Any, view: CaseView) -> Mapping[str, Any]:
    own = view.own_alert is not None and view.own_alert.alert_id == one.alert_id
    return {
        "alert_id": one.alert_id,
        "kinds": ", ".join(labels("incident", one.kinds)),
        "level": one.severity,
        "severity": severity_label(one.severity),
        "region": region_label(one.region),
        "sources": one.source_count,
        "sure": one.sure,
        "own": own,
        "rests": not one.is_out,
        "may_merge": view.state is ReportState.IN_REVIEW and not own and one.is_out,
    }
