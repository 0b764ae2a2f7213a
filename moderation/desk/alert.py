"""Writing a warning beside the report it comes from, and correcting one that is out.

"Check it" shows it exactly as members will see it, with every mark of the assistant; "propose"
sends it to the second look. What was typed comes back in either case.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from flask import abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from app.adapters.dictionary import load_dictionary
from app.domain.states import ReportState
from app.services.sealed_alert import AlertWords, ShownIdentifier
from app.web.alert_card import card_of
from app.web.csrf import form_expired, keeps_text
from app.web.current import database, keyring, now, reference
from app.web.roles import open_to
from app.web.texts import gettext as _
from app.web.unit_of_work import writing
from moderation.decisions.case_identifiers import TypedIdentifier
from moderation.decisions.correct_alert import CORRECTABLE, propose_correction
from moderation.decisions.judge_alert import NotReady, WrittenAlert
from moderation.decisions.open_case import OPENED
from moderation.decisions.propose_alert import propose_alert
from moderation.decisions.redaction_marks import Known, known_of, marks_of, pieces_of
from moderation.decisions.source_words import read_sources
from moderation.desk.alert_form import (
    empty_form,
    field_errors,
    form_of_alert,
    offers,
    read_form,
    too_old,
)
from moderation.desk.blueprint import desk
from moderation.desk.case import reasons, story_pieces, view_of
from moderation.desk.case_words import fact_rows
from moderation.desk.look import alert_view
from moderation.desk.person import person
from moderation.desk.queue import READERS
from moderation.desk.show import logged
from moderation.desk.words import MARK_KINDS, problem_sentences, visible
from moderation.rules.outcomes import REASONS, Outcome
from moderation.rules.publication_bar import MAX_TEXT_CHARS

Answer = Response | tuple[str, int]


@dataclass(frozen=True)
class Page:
    """What the page of a warning shows beside the form."""

    title: str
    action: str
    back: str
    identifiers: Mapping[str, TypedIdentifier]
    known: Known
    facts: list[dict[str, Any]]
    story: tuple[Any, ...]
    kept: tuple[ShownIdentifier, ...] = ()
    reasons: tuple[tuple[str, str], ...] = ()


@desk.route("/case/<uuid:report_id>/alert", methods=["GET", "POST"])
@open_to(*READERS)
@keeps_text("text")
def write_alert(report_id: UUID) -> Answer:
    """From a report. Without a claim one may look at it, and the services refuse the rest."""
    view = view_of(report_id)
    if view.state is not ReportState.IN_REVIEW:
        return redirect(url_for("desk.case", report_id=report_id), 303)
    page = Page(
        title=_("Write the warning"),
        action=url_for("desk.write_alert", report_id=report_id),
        back=url_for("desk.case", report_id=report_id),
        identifiers={one.key: one for one in view.identifiers},
        known=known_of(view.draft),
        facts=fact_rows(view),
        story=story_pieces(view),
    )
    if request.method == "GET":
        return _show(page, empty_form(view))
    written = read_form()
    if form_expired() or request.form.get("go") != "propose":
        return _show(page, written, checked=True, notice=too_old() if form_expired() else "")
    try:
        with writing() as session:
            alert_id = propose_alert(
                session,
                person(),
                report_id,
                written,
                keyring=keyring(),
                reference=reference(),
                dictionary=load_dictionary(),
                now=now(),
            )
    except NotReady as refused:
        return _show(page, written, checked=True, problems=refused.codes)
    return redirect(url_for("desk.alert", alert_id=alert_id), 303)


@desk.route("/alerts/<uuid:alert_id>/correct", methods=["GET", "POST"])
@open_to(*READERS)
@keeps_text("text")
def correct(alert_id: UUID) -> Answer:
    """It stays as it is until a colleague has agreed to the new text."""
    somebody, view = person(), alert_view(alert_id)
    if view.row.state not in CORRECTABLE or view.row.is_correction:
        return redirect(url_for("desk.alert", alert_id=alert_id), 303)
    if view.content is None or view.review is None:
        abort(404)
    lines = [logged(OPENED, report_id) for report_id in view.sources]
    with database().reading() as session:
        sources = read_sources(session, somebody, alert_id, lines)
    page = Page(
        title=_("Correct the warning"),
        action=url_for("desk.correct", alert_id=alert_id),
        back=url_for("desk.alert", alert_id=alert_id),
        identifiers=sources.identifiers,
        known=sources.known,
        facts=[],
        story=(),
        kept=() if sources.identifiers else view.content.shown,
        reasons=tuple(reasons(Outcome.CORRECT)),
    )
    if request.method == "GET":
        masked = {one.masked for one in view.content.shown}
        kept = tuple(key for key, one in sources.identifiers.items() if one.masked in masked)
        return _show(page, form_of_alert(view.content, view.review, kept))
    written, reason = read_form(), request.form.get("reason", "")
    if form_expired() or request.form.get("go") != "propose":
        return _show(page, written, checked=True, notice=too_old() if form_expired() else "")
    if reason not in REASONS[Outcome.CORRECT]:
        return _show(page, written, checked=True, no_reason=True)
    try:
        with writing() as session:
            correction = propose_correction(
                session,
                somebody,
                alert_id,
                written,
                reason,
                keyring=keyring(),
                reference=reference(),
                dictionary=load_dictionary(),
                now=now(),
            )
    except NotReady as refused:
        return _show(page, written, checked=True, problems=refused.codes)
    return redirect(url_for("desk.alert", alert_id=correction), 303)


def _show(
    page: Page,
    written: WrittenAlert,
    *,
    checked: bool = False,
    problems: tuple[str, ...] = (),
    notice: str = "",
    no_reason: bool = False,
) -> tuple[str, int]:
    sentences = problem_sentences(problems)
    errors = field_errors(problems, sentences)
    if no_reason:
        errors["reason"] = [_("Choose a reason.")]
    pieces = _pieces(page, written) if checked and written.text.strip() else ()
    marks = _once(pieces)
    # guesses are answered together, in one go: each keeps its own key, so a new one asks again
    guesses = [one.key for _n, one in marks if one.strength == "weak" and not one.must_go]
    html = render_template(
        "desk/alert_write.html",
        desk_section="queue",
        page=page,
        written=written,
        offered=offers(written, page.identifiers),
        errors=errors,
        notice_text=notice,
        most=MAX_TEXT_CHARS,
        pieces=pieces,
        marks=marks,
        guesses=guesses,
        guesses_answered=written.answered.issuperset(guesses),
        mark_kinds=MARK_KINDS,
        visible=visible,
        card=_card(page, written) if checked else None,
        chosen_reason=request.form.get("reason", ""),
    )
    return html, 422 if errors else (409 if notice else 200)


def _pieces(page: Page, written: WrittenAlert) -> tuple[Any, ...]:
    text = written.text.replace("\r\n", "\n").strip()
    return pieces_of(text, marks_of(text, page.known, dictionary=load_dictionary()))


def _once(pieces: tuple[Any, ...]) -> list[tuple[int, Any]]:
    """Each mark once, with the number of the piece its list entry leads to."""
    found: dict[str, tuple[int, Any]] = {}
    for number, piece in enumerate(pieces, start=1):
        if piece.mark is not None:
            found.setdefault(piece.mark.key, (number, piece.mark))
    return list(found.values())


def _card(page: Page, written: WrittenAlert) -> Any:
    """Exactly as members will see it, as far as it is filled in; None while a fact is missing."""
    if not written.month or not written.region or not written.kinds or not written.severity:
        return None
    picked = [
        ShownIdentifier(one.kind, one.masked)
        for key, one in page.identifiers.items()
        if key in written.identifiers and one.identifier is not None
    ]
    return card_of(
        kinds=written.kinds,
        severity=written.severity,
        region=written.region,
        month=written.month,
        words=AlertWords(
            text=written.text.strip(),
            appearance=written.appearance,
            car_type=written.car_type or None,
            car_colour=written.car_colour or None,
        ),
        identifiers=page.kept or tuple(dict.fromkeys(picked)),
    )
