"""What the desk says when an act cannot be done: one page, a plain sentence, a way on.

What somebody typed is on the page again, so that nothing has to be written twice.
"""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from flask import current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from app.adapters.vault.boxes import Damaged
from app.domain.strict_json import Malformed
from app.services.own_report import REPORT_DAMAGED
from app.services.raise_alarm import raise_alarm
from app.web.csrf import form_expired
from app.web.current import database, now
from app.web.texts import gettext as _
from moderation.decisions.alert_source import SourceUnreadable
from moderation.decisions.case_rows import NoKey, NoSuchAlert, NoSuchCase, NotActive
from moderation.decisions.claim_report import HeldByOther
from moderation.decisions.judge_alert import NotReady
from moderation.decisions.merge_report import NeedsCorrection
from moderation.decisions.show_parts import NotFresh
from moderation.desk.blueprint import desk
from moderation.desk.words import problem_sentences
from moderation.rules.four_eyes import ApprovalVoid, SamePerson
from moderation.rules.outcomes import ReasonNotAllowed
from moderation.rules.workflow import MoveNotAllowed

HERE = ZoneInfo("Europe/Amsterdam")

Answer = tuple[str, int]


def refuse(title: str, sentence: str, status: int = 409, more: list[str] | None = None) -> Answer:
    """The page; `more` are further sentences in a list."""
    view = current_app.view_functions.get(request.endpoint or "")
    names = getattr(view, "keeps_text", None) or ()
    kept = [one for name in names for one in request.form.getlist(name) if one.strip()]
    page = render_template(
        "desk/refused.html", title=title, sentence=sentence, more=more or [], kept=kept
    )
    return page, status


def clock_time(moment: datetime) -> str:
    return moment.astimezone(HERE).strftime("%H:%M")


@desk.errorhandler(NoSuchCase)
@desk.errorhandler(NoSuchAlert)
def _not_here(_error: Exception) -> ResponseReturnValue:
    """A foreign id and one that is not there look the same, as everywhere (T12)."""
    return current_app.handle_http_exception(NotFound())


@desk.errorhandler(HeldByOther)
def _held(error: HeldByOther) -> Answer:
    return refuse(
        _("A colleague is working on this"),
        _(
            "%(name)s has it until %(time)s, or longer if the work goes on.",
            name=error.name,
            time=clock_time(error.until),
        ),
    )


@desk.errorhandler(MoveNotAllowed)
def _moved(_error: Exception) -> Answer:
    return refuse(
        _("This has changed meanwhile"),
        _("Somebody else has decided about it, or it has ended. Look again how it stands."),
    )


@desk.errorhandler(NoKey)
def _no_key(_error: Exception) -> Answer:
    return refuse(
        _("You cannot open this"),
        _("It is sealed under a key that you do not hold. Ask a colleague to give it to you."),
        403,
    )


@desk.errorhandler(NotActive)
def _not_active(_error: Exception) -> Answer:
    return refuse(_("You cannot do this any more"), _("Your access has been taken away."), 403)


@desk.errorhandler(Damaged)
@desk.errorhandler(Malformed)
@desk.errorhandler(SourceUnreadable)
def _damaged(_error: Exception) -> Answer:
    """Also told to whoever minds the house: an intruder must not hope that one colleague keeps it
    to herself."""
    if not form_expired():
        with database().writing() as session:
            raise_alarm(session, REPORT_DAMAGED, now=now())
    return refuse(
        _("This does not open"),
        _(
            "Your key does not fit, or what is stored has been changed. "
            "Nothing was done. Tell your lead."
        ),
    )


@desk.errorhandler(SamePerson)
def _same_person(_error: Exception) -> Answer:
    return refuse(
        _("Somebody else must do this"),
        _("You wrote this warning. A colleague has to look at it before it can go out."),
        403,
    )


@desk.errorhandler(ApprovalVoid)
def _void(_error: Exception) -> Answer:
    return refuse(
        _("The warning is not what you read"),
        _("It changed after the page was opened. Read it again before you decide."),
    )


@desk.errorhandler(NotReady)
def _not_ready(error: NotReady) -> Answer:
    return refuse(
        _("This cannot go out as it is"),
        _("First this has to be put right:"),
        422,
        problem_sentences(error.codes),
    )


@desk.errorhandler(NeedsCorrection)
def _needs_correction(_error: Exception) -> Answer:
    return refuse(
        _("New identifiers need a second look"),
        _(
            "Put the report with the warning without them. Then propose a correction of the "
            "warning: there you can choose them, and a colleague reads it."
        ),
    )


@desk.errorhandler(ReasonNotAllowed)
def _no_reason(_error: Exception) -> Answer:
    return refuse(_("Choose a reason"), _("Go back and choose one of the reasons."), 422)


@desk.errorhandler(NotFresh)
def _not_fresh(_error: Exception) -> Response:
    return redirect(url_for("desk.again", next=request.path), 303)
