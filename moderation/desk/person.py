"""Who is at the desk in this request, where their pages begin, and what stands above them."""

from __future__ import annotations

from typing import cast
from uuid import UUID

from flask import abort, g, url_for

from app.web.current import database, keyring, locale, now, reference
from app.web.session_cookie import current_session
from app.web.texts import gettext as _
from moderation.decisions.desk_person import DeskPerson, from_session
from moderation.decisions.team_overview import desk_notices
from moderation.rules.roles import Permission, may

READS_ALERTS, MINDS_PROTOCOL = Permission.READ_ALERTS, Permission.PROPOSE_PROTOCOL


def signed_in_person() -> DeskPerson | None:
    """The person with a confirmed second factor, or None. Opens no database of its own."""
    session = current_session()
    if session is None or session.kind != "staff" or not session.data.get("second_factor"):
        return None
    return from_session(cast("UUID", session.owner_id), session.data)


def person() -> DeskPerson:
    """As signed_in_person, for views that only people of the desk may open."""
    found = signed_in_person()
    if found is None:
        abort(404)
    return found


def home_of(somebody: DeskPerson) -> str:
    """Where this person's work begins."""
    if somebody.newest_key is not None:
        if may(somebody.role, Permission.READ_REPORTS):
            return f"/{locale()}/desk/"
        if may(somebody.role, Permission.READ_COMPLAINTS):
            return url_for("desk.board")
    if may(somebody.role, Permission.AUDIT_ALL):
        return url_for("desk.log")
    return url_for("desk.team")


def sections_of(somebody: DeskPerson) -> list[tuple[str, str, str]]:
    """The parts of the desk that are there for this person: name, label and address."""
    root, role = f"/{locale()}/desk/", somebody.role
    alerts, complaints = may(role, Permission.READ_REPORTS), may(role, Permission.READ_COMPLAINTS)
    trainings = may(role, Permission.MANAGE_TRAININGS)
    found = [
        (alerts, "queue", _("Queue"), root),
        (complaints, "board", _("Complaints"), f"{root}k"),
        (alerts, "alerts", _("Warnings"), f"{root}alerts"),
        (alerts, "members", _("Members"), f"{root}members"),
        (trainings, "trainings", _("Trainings"), f"{root}trainings"),
        (may(role, Permission.APPROVE_FIGURES), "figures", _("Figures"), f"{root}figures"),
        (True, "team", _("Team"), f"{root}team"),
    ]
    return [(name, label, address) for here, name, label, address in found if here]


def notices_now() -> tuple[str, ...]:
    """Codes of what is wrong with the protocol or the team's key; asked at most once a request."""
    if "desk_notices" not in g:
        somebody = signed_in_person()
        if somebody is None:
            g.desk_notices = ()
        else:
            with database().reading() as session:
                found = desk_notices(session, somebody, keyring=keyring())
            g.desk_notices = (*_about_protocol(somebody), *found)
    return cast("tuple[str, ...]", g.desk_notices)


def _about_protocol(somebody: DeskPerson) -> tuple[str, ...]:
    """Without a valid one nothing is shown to members: who works with warnings must know why."""
    if not any(may(somebody.role, one) for one in (READS_ALERTS, MINDS_PROTOCOL)):
        return ()
    code = reference().protocol.trouble_on(now().date())
    return () if code is None else (code,)
