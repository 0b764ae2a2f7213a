"""The members, for a lead: when they came in, how many checks they make; shut out and let in."""

from __future__ import annotations

from uuid import UUID

from flask import current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from app.web.current import database, keyring, now, reference
from app.web.roles import open_to
from app.web.texts import gettext as _
from moderation.decisions.suspend_member import (
    NoSuchMember,
    list_members,
    require_member,
    restore_member,
    suspend_member,
)
from moderation.desk.again import needs_fresh
from moderation.desk.blueprint import desk
from moderation.desk.case import reasons
from moderation.desk.person import person
from moderation.desk.words import short
from moderation.rules.outcomes import REASONS, Outcome
from moderation.rules.roles import Permission, roles_with

Answer = Response | tuple[str, int]
LEADS = tuple(sorted(roles_with(Permission.SUSPEND_MEMBERS)))


@desk.get("/members/list")
@open_to(*LEADS)
def member_list() -> str:
    page = request.args.get("page", 1, type=int)
    with database().reading() as session:
        found = list_members(session, person(), page=page, now=now())
    return render_template(
        "desk/member_list.html",
        desk_section="members",
        found=found,
        short=short,
        most_a_day=reference().protocol.quota_per_day,
        before=url_for("desk.member_list", page=found.page - 1) if found.page > 1 else "",
        after=url_for("desk.member_list", page=found.page + 1) if found.page < found.pages else "",
    )


@desk.route("/members/list/<uuid:member_id>/suspend", methods=["GET", "POST"])
@open_to(*LEADS)
@needs_fresh
def suspend(member_id: UUID) -> Answer:
    reason = request.form.get("reason", "")
    if request.method == "POST" and reason in REASONS[Outcome.SUSPEND_MEMBER]:
        with database().writing() as session:
            suspend_member(session, person(), member_id, reason, keyring=keyring(), now=now())
        return redirect(url_for("desk.member_list"), 303)
    _must_be(member_id, suspended=False)
    missing = request.method == "POST"
    page = render_template(
        "desk/decide.html",
        desk_section="members",
        title=_("Shut this member out"),
        consequence=_(
            "At once she is signed out, and her code opens nothing: no warnings, no check. With "
            "her code she reads the reason, and may say once what she has against it; a colleague "
            "decides about that. Your name and the reason are written in the log."
        ),
        button_label=_("Shut her out"),
        danger=True,
        reasons=[(code, name, "") for code, name in reasons(Outcome.SUSPEND_MEMBER)],
        missing=missing,
        back=url_for("desk.member_list"),
    )
    return page, 422 if missing else 200


@desk.route("/members/list/<uuid:member_id>/restore", methods=["GET", "POST"])
@open_to(*LEADS)
@needs_fresh
def restore(member_id: UUID) -> Answer:
    if request.method == "POST":
        with database().writing() as session:
            restore_member(session, person(), member_id, keyring=keyring(), now=now())
        return redirect(url_for("desk.member_list"), 303)
    _must_be(member_id, suspended=True)
    page = render_template(
        "desk/decide.html",
        desk_section="members",
        title=_("Let this member in again"),
        consequence=_(
            "Her code works again, with everything she had chosen. Your name is written in the log."
        ),
        button_label=_("Let her in again"),
        danger=False,
        reasons=[],
        missing=False,
        back=url_for("desk.member_list"),
    )
    return page, 200


def _must_be(member_id: UUID, *, suspended: bool) -> None:
    with database().reading() as session:
        require_member(session, person(), member_id, suspended=suspended)


@desk.errorhandler(NoSuchMember)
def _not_there(_error: Exception) -> ResponseReturnValue:
    return current_app.handle_http_exception(NotFound())
