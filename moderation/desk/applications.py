"""Who wants to become a member: the waiting list, a proof read once, and the decision."""

from __future__ import annotations

from uuid import UUID

from flask import current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import Forbidden
from werkzeug.wrappers import Response

from app.web.current import database, keyring, locale, now, reference
from app.web.roles import open_to
from app.web.texts import gettext as _
from moderation.decisions.decide_appeal import list_appeals
from moderation.decisions.decide_application import REASONS, admit_applicant, refuse_applicant
from moderation.decisions.open_application import (
    SHOWN,
    NoSuchApplication,
    OpenedApplication,
    open_application,
)
from moderation.decisions.read_applications import read_applications
from moderation.desk.blueprint import desk
from moderation.desk.person import person
from moderation.desk.refused import refuse
from moderation.desk.show import logged
from moderation.desk.words import label
from moderation.rules.roles import NotPermitted, Permission, may, roles_with

Answer = Response | tuple[str, int]
ADMITTERS = tuple(sorted(roles_with(Permission.ADMIT_MEMBERS)))


@desk.get("/members")
@open_to(*ADMITTERS)
def members() -> str:
    page = request.args.get("page", 1, type=int)
    with database().reading() as session:
        found = read_applications(session, person(), page=page, now=now())
        appeals = list_appeals(session, person())
    return render_template(
        "desk/members.html",
        desk_section="members",
        found=found,
        appeals=appeals,
        before=url_for("desk.members", page=found.page - 1) if found.page > 1 else "",
        after=url_for("desk.members", page=found.page + 1) if found.page < found.pages else "",
        may_manage=may(person().role, Permission.MANAGE_ORGANISATIONS),
        may_suspend=may(person().role, Permission.SUSPEND_MEMBERS),
        done=request.args.get("d", ""),
    )


@desk.post("/members/<uuid:application_id>/open")
@open_to(*ADMITTERS)
def open_proof(application_id: UUID) -> Response:
    return redirect(url_for("desk.application", application_id=application_id), 303)


@desk.get("/members/<uuid:application_id>")
@open_to(*ADMITTERS)
def application(application_id: UUID) -> str:
    return _page(_opened(application_id))


@desk.post("/members/<uuid:application_id>")
@open_to(*ADMITTERS)
def decide(application_id: UUID) -> Answer:
    """Admit or refuse; a refusal needs a reason from the list."""
    if request.form.get("go") == "admit":
        with database().writing() as session:
            admit_applicant(session, person(), application_id, keyring=keyring(), now=now())
        return redirect(url_for("desk.members", d="admitted"), 303)
    reason = request.form.get("reason", "")
    if not reference().has(REASONS, reason):
        return _page(_opened(application_id), missing=True), 422
    with database().writing() as session:
        refuse_applicant(
            session,
            person(),
            application_id,
            reason,
            keyring=keyring(),
            reference=reference(),
            now=now(),
        )
    return redirect(url_for("desk.members", d="refused"), 303)


@desk.errorhandler(NotPermitted)
def _not_permitted(_error: Exception) -> ResponseReturnValue:
    """The right role of another team: the page is not theirs."""
    return current_app.handle_http_exception(Forbidden())


@desk.errorhandler(NoSuchApplication)
def _decided(_error: Exception) -> ResponseReturnValue:
    return refuse(
        _("This application is no longer there"),
        _(
            "A colleague decided about it, it was taken back, or its proof was seven days old. "
            "What was written is deleted."
        ),
        404,
    )


def _opened(application_id: UUID) -> OpenedApplication:
    """The proof, after its line in the log."""
    line = logged(SHOWN, application_id)
    with database().reading() as session:
        return open_application(session, person(), application_id, line, now=now())


def _page(opened: OpenedApplication, *, missing: bool = False) -> str:
    return render_template(
        "desk/application.html",
        desk_section="members",
        opened=opened,
        way=label("application_way", opened.way),
        reasons=[
            (one.code, one.label(locale()), one.text(locale()))
            for one in reference().codes(REASONS)
        ],
        missing=missing,
    )
