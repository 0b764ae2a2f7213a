"""The second look: a warning as members will see it, approved or sent back, taken away or left."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from app.adapters.dictionary import load_dictionary
from app.domain.states import AlertState
from app.web.alert_card import card_of
from app.web.current import database, keyring, locale, now, reference
from app.web.locale import shown_on
from app.web.roles import open_to
from app.web.texts import gettext as _
from app.web.unit_of_work import writing
from moderation.decisions.alert_answers import answers_to, look_at_answers
from moderation.decisions.alert_source import SourceUnreadable
from moderation.decisions.approve_alert import approve_alert, return_alert
from moderation.decisions.case_rows import find_alert
from moderation.decisions.correct_alert import CORRECTABLE
from moderation.decisions.informing import LIVES
from moderation.decisions.open_case import OPENED
from moderation.decisions.read_alerts import SHOWN, AlertView, read_alert
from moderation.decisions.redaction_marks import marks_of
from moderation.decisions.rest_alert import RESTABLE
from moderation.decisions.retract_alert import retract_alert
from moderation.decisions.settle_reports import settle_reports
from moderation.decisions.source_words import read_sources
from moderation.desk.again import needs_fresh
from moderation.desk.blueprint import desk
from moderation.desk.case import reasons
from moderation.desk.look_words import answer_to, answers_of, last_day_of, release_moment
from moderation.desk.person import person
from moderation.desk.queue import READERS
from moderation.desk.show import logged
from moderation.desk.words import MARK_KINDS, label, move_rows, visible
from moderation.rules.outcomes import REASONS, Outcome

Answer = Response | tuple[str, int]
RETURNED_FROM = frozenset({AlertState.PROPOSED, AlertState.APPROVED})
TAKEN_FROM = frozenset(AlertState) - {AlertState.RETRACTED, AlertState.EXPIRED}


@desk.post("/alerts/<uuid:alert_id>/open")
@open_to(*READERS)
def open_alert(alert_id: UUID) -> Response:
    """A look, and what only a key holder can put right is put right meanwhile."""
    with writing() as session:
        settle_reports(session, person(), keyring=keyring(), reference=reference(), now=now())
    return redirect(url_for("desk.alert", alert_id=alert_id), 303)


@desk.get("/alerts/<uuid:alert_id>")
@open_to(*READERS)
def alert(alert_id: UUID) -> str:
    view = alert_view(alert_id)
    with database().reading() as session:
        counts, unseen = answers_to(session, alert_id)
    return render_template(
        "desk/alert_look.html",
        desk_section="alerts",
        view=view,
        card=card(view),
        state=label("alert_state", view.row.state.value),
        answers=answers_of(view),
        marks=marks_beside(view),
        release=release_moment(view),
        moves=move_rows(view.moves, "alert_state"),
        may_return=view.row.state in RETURNED_FROM,
        may_retract=view.row.state in TAKEN_FROM,
        may_correct=view.row.state in CORRECTABLE and not view.row.is_correction,
        may_inform=view.row.state in LIVES and not view.row.is_correction,
        may_rest=view.row.state in RESTABLE and not view.rested_by and not view.row.is_correction,
        may_extend=view.row.state is AlertState.PUBLISHED and not view.row.is_correction,
        until=last_day_of(view),
        members_said=[(label("alert_answer", code), str(n)) for code, n in counts.items() if n],
        unseen=unseen,
    )


@desk.post("/alerts/<uuid:alert_id>/answers")
@open_to(*READERS)
@shown_on("desk.alert")
def seen_answers(alert_id: UUID) -> Response:
    """What members said was looked at: it asks for nobody any more."""
    with writing() as session:
        look_at_answers(session, person(), alert_id, keyring=keyring(), now=now())
    return redirect(url_for("desk.alerts", d="answers"), 303)


@desk.route("/alerts/<uuid:alert_id>/approve", methods=["GET", "POST"])
@open_to(*READERS)
@needs_fresh
def approve(alert_id: UUID) -> Answer:
    """Its own page: who presses the button has this very text before them."""
    if request.method == "POST":
        with writing() as session:
            became = approve_alert(
                session,
                person(),
                alert_id,
                _fingerprint(request.form.get("seen", "")),
                keyring=keyring(),
                reference=reference(),
                dictionary=load_dictionary(),
                now=now(),
            )
            session.flush()
            settle_reports(session, person(), keyring=keyring(), reference=reference(), now=now())
        return redirect(url_for("desk.alerts", d=became.value), 303)
    view = alert_view(alert_id)
    if not view.may_approve or view.content is None:
        return redirect(url_for("desk.alert", alert_id=alert_id), 303)
    page = render_template(
        "desk/alert_second.html",
        desk_section="alerts",
        view=view,
        card=card(view),
        marks=marks_beside(view),
        seen=view.seen.hex(),
        until=last_day_of(view),
        hours=reference().protocol.veto_hours,
        back=url_for("desk.alert", alert_id=alert_id),
    )
    return page, 200


@desk.route("/alerts/<uuid:alert_id>/return", methods=["GET", "POST"])
@open_to(*READERS)
def send_back(alert_id: UUID) -> Answer:
    reason = request.form.get("reason", "")
    if request.method == "POST" and reason in REASONS[Outcome.RETURN]:
        with writing() as session:
            return_alert(session, person(), alert_id, reason, keyring=keyring(), now=now())
        return redirect(url_for("desk.alerts", d="returned"), 303)
    return decide_page(
        alert_id,
        title=_("Send the warning back"),
        consequence=_(
            "It does not go out. Its report comes back into the queue, and your colleague reads "
            "the reason."
        ),
        button=_("Send it back"),
        offered=[(code, name, "") for code, name in reasons(Outcome.RETURN)],
    )


@desk.route("/alerts/<uuid:alert_id>/retract", methods=["GET", "POST"])
@open_to(*READERS)
@needs_fresh
def retract(alert_id: UUID) -> Answer:
    reason = request.form.get("reason", "")
    if request.method == "POST" and reason in REASONS[Outcome.RETRACT]:
        with writing() as session:
            retract_alert(
                session,
                person(),
                alert_id,
                reason,
                keyring=keyring(),
                protocol=reference().protocol,
                now=now(),
            )
        return redirect(url_for("desk.alerts", d="retracted"), 303)
    return decide_page(
        alert_id,
        title=_("Take the warning away"),
        consequence=_(
            "At once no member sees it and no check finds it. Its words are erased and do not come "
            "back. Who reported it reads the reason with her code."
        ),
        button=_("Take it away for good"),
        offered=[
            (code, name, reference().text(Outcome.RETRACT.value, code, locale()))
            for code, name in reasons(Outcome.RETRACT)
        ],
    )


def alert_view(alert_id: UUID) -> AlertView:
    """The alert, after its line in the log: it shows which reports stand behind it."""
    line = logged(SHOWN, alert_id)
    with database().reading() as session:
        return read_alert(session, person(), alert_id, line, keyring=keyring())


def card(view: AlertView) -> Any:
    """As members see it; None when no word of it is left."""
    if view.content is None:
        return None
    content = view.content
    return card_of(
        kinds=content.kinds,
        severity=content.severity,
        region=content.region,
        month=content.month,
        words=content.words,
        identifiers=content.shown,
    )


def decide_page(
    alert_id: UUID,
    *,
    title: str,
    consequence: str,
    button: str,
    offered: list[tuple[str, str, str]] | None = None,
) -> tuple[str, int]:
    """Asks before an act on a warning; `offered` are reasons: code, name, what she will read."""
    with database().reading() as session:
        find_alert(session, alert_id)  # the page does not ask about what is not there (T12)
    missing = request.method == "POST"
    page = render_template(
        "desk/decide.html",
        desk_section="alerts",
        title=title,
        consequence=consequence,
        button_label=button,
        danger=True,
        reasons=offered,
        missing=missing,
        back=url_for("desk.alert", alert_id=alert_id),
    )
    return page, 422 if missing else 200


def marks_beside(view: AlertView) -> list[tuple[str, str, str]] | None:
    """What the writer had before her: text, kind and her answer; None when it cannot be known.

    The reports are opened for it, each after its line in the log (T32): what she typed there and
    what points to her decide what a word of the warning gives away.
    """
    if view.content is None or view.review is None or view.row.state is not AlertState.PROPOSED:
        return []
    if view.behind is None:
        return None
    lines = [logged(OPENED, report_id) for report_id in view.behind]
    try:
        with database().reading() as session:
            known = read_sources(session, person(), view.row.alert_id, lines).known
    except SourceUnreadable:
        return None
    marks = marks_of(view.content.words.text, known, dictionary=load_dictionary())
    return [
        (visible(one.text), str(MARK_KINDS[one.kind]), answer_to(one, view.review))
        for one in {mark.key: mark for mark in marks}.values()
    ]


def _fingerprint(text: str) -> bytes:
    """Anything that is no fingerprint is the fingerprint of nothing."""
    try:
        return bytes.fromhex(text)
    except ValueError:
        return b""
