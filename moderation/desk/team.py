"""The team and its key: fingerprint, pin, who holds it, handing it on, making it anew."""

from __future__ import annotations

from uuid import UUID

from flask import abort, redirect, render_template, url_for
from werkzeug.wrappers import Response
from wtforms import StringField

from app.domain.code import CodeUnreadable, read_six_words, six_words
from app.web import session_cookie
from app.web.current import database, keyring, locale, now, reference
from app.web.forms import HouseForm
from app.web.roles import open_to
from app.web.texts import gettext as _
from app.web.texts import lazy as _l
from moderation.decisions.complaint.owner import Owner, owners
from moderation.decisions.desk_person import DeskPerson, keys_to_session
from moderation.decisions.rotate_team_key import finish_rotation, rotate_team_key
from moderation.decisions.team_grants import GrantRefused, grant_team_key
from moderation.decisions.team_overview import Colleague, TeamOverview, team_overview
from moderation.desk.again import needs_fresh
from moderation.desk.blueprint import desk
from moderation.desk.person import person
from moderation.rules.roles import Permission, may
from moderation.rules.teams import KEY_ROLES, holds_key

HOLDERS = tuple(sorted(KEY_ROLES))


class GrantForm(HouseForm):
    words = StringField(_l("The six words your colleague reads to you"))


@desk.get("/team")
@open_to("staff")
def team() -> str:
    somebody = person()
    overview = _overview()
    return render_template(
        "desk/team.html",
        desk_section="team",
        overview=overview,
        me=somebody,
        words=_words(overview.fingerprint),
        label=_label,
        can_receive=_can_receive,
        form=HouseForm(),
        owners=_owners(somebody),
        sees_protocol=may(somebody.role, Permission.PROPOSE_PROTOCOL),
    )


@desk.route("/team/grant/<uuid:staff_id>", methods=["GET", "POST"])
@open_to(*HOLDERS)
@needs_fresh
def grant(staff_id: UUID) -> Response | tuple[str, int]:
    overview = _overview()
    colleague = next((one for one in overview.colleagues if one.staff_id == staff_id), None)
    if colleague is None or not _can_receive(overview, colleague):
        abort(404)
    form, problem = GrantForm(), ""
    if form.validate_on_submit():
        try:
            with database().writing() as session:
                grant_team_key(
                    session,
                    person(),
                    staff_id,
                    read_six_words(form.words.data or ""),
                    keyring=keyring(),
                    now=now(),
                )
            return redirect(url_for("desk.team"), 303)
        except CodeUnreadable:
            problem = _("We cannot read these six words. Ask your colleague to read them again.")
        except GrantRefused as refused:
            if refused.reason != "other_key":
                abort(404)
            problem = _(
                "These are not the words of the key that is stored for your colleague. Do not go "
                "on, and tell your lead and the operator."
            )
    page = render_template(
        "desk/team_grant.html",
        desk_section="team",
        colleague=colleague,
        form=form,
        problem=problem,
    )
    return page, 422 if problem else 200


@desk.route("/team/new-key", methods=["GET", "POST"])
@open_to(*HOLDERS)
@needs_fresh
def new_key() -> Response | str:
    overview = _overview()
    if not overview.may_grant or overview.held_epoch != overview.newest_epoch:
        abort(404)
    form = HouseForm()
    if not form.validate_on_submit():
        return render_template("desk/team_new_key.html", desk_section="team", form=form)
    somebody = person()
    try:
        with database().writing() as session:
            rotation = rotate_team_key(session, somebody, keyring=keyring(), now=now())
            keys = (*somebody.keys, rotation.key)
            session_cookie.update_data(session, {"keys": keys_to_session(keys)})
    except GrantRefused:
        abort(404)
    return redirect(url_for("desk.team"), 303)


@desk.post("/team/finish")
@open_to(*HOLDERS)
def finish() -> Response:
    """Move what came in under the older key; harmless when there is nothing to move."""
    try:
        with database().writing() as session:
            finish_rotation(session, person(), keyring=keyring(), now=now())
    except GrantRefused:
        abort(404)
    return redirect(url_for("desk.team"), 303)


def _owners(somebody: DeskPerson) -> list[Owner]:
    """Who has open complaints, for those who may hand them over."""
    if not may(somebody.role, Permission.READ_COMPLAINTS):
        return []
    with database().reading() as session:
        return owners(session, somebody)


def _overview() -> TeamOverview:
    with database().reading() as session:
        return team_overview(session, person(), keyring=keyring())


def _can_receive(overview: TeamOverview, colleague: Colleague) -> bool:
    """Is there somebody who may hand it on, and somebody without it?"""
    return (
        overview.may_grant
        and holds_key(colleague.role)
        and colleague.state == "active"
        and not colleague.has_grant
    )


def _words(fingerprint: int | None) -> list[str]:
    return [] if fingerprint is None else list(six_words(fingerprint, locale()))


def _label(kind: str, code: str) -> str:
    return reference().label(kind, code, locale())
