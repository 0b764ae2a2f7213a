"""The log of the desk: own lines, the team's for a lead, all for an auditor. Never content."""

from __future__ import annotations

from flask import render_template, request

from app.services.audit import PAGE_LINES
from app.web.current import database
from app.web.roles import open_to
from app.web.texts import gettext as _
from moderation.decisions.team_overview import audit_page
from moderation.desk.blueprint import desk
from moderation.desk.log_words import ACTIONS, ACTORS
from moderation.desk.person import person
from moderation.rules.roles import Permission, may, roles_with

READERS = tuple(
    sorted(
        roles_with(Permission.AUDIT_OWN)
        | roles_with(Permission.AUDIT_TEAM)
        | roles_with(Permission.AUDIT_ALL)
    )
)


@desk.get("/log")
@open_to(*READERS)
def log() -> str:
    before = request.args.get("before", type=int)
    with database().reading() as session:
        page = audit_page(session, person(), before=before)
    rows = [
        (
            entry.seq,
            entry.at_hour.strftime("%Y-%m-%d %H:00"),
            page.names.get(entry.actor) or str(ACTORS.get(entry.actor, entry.actor)),
            str(ACTIONS.get(entry.action, entry.action)),
            ", ".join(f"{name} {value}" for name, value in entry.data.items()),
        )
        for entry in page.entries
    ]
    older = page.entries[-1].seq if len(page.entries) == PAGE_LINES else None
    heads = (_("Line"), _("Hour (UTC)"), _("Who"), _("What"), _("Details"))
    return render_template(
        "desk/log.html",
        desk_section="team",
        heads=heads,
        rows=rows,
        older=older,
        evaluates=may(person().role, Permission.READ_EVALUATION),
        sees_deletions=may(person().role, Permission.READ_DELETIONS),
    )
