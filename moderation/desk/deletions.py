"""What was deleted, by day and kind: on the page, and as a file."""

from __future__ import annotations

import csv
import io

from flask import render_template
from werkzeug.wrappers import Response

from app.domain.inert import inert
from app.domain.membership import PROOF_DAYS
from app.web.current import database, keyring, now, reference
from app.web.locale import format_date, shown_on
from app.web.roles import open_to
from app.web.texts import gettext as _
from app.web.texts import lazy as _l
from app.web.texts import ngettext
from moderation.decisions.deletions import Deleted, note_export, read_deletions
from moderation.desk.blueprint import desk
from moderation.desk.person import person
from moderation.rules.roles import Permission, roles_with

READERS = tuple(sorted(roles_with(Permission.READ_DELETIONS)))
KINDS = {
    "reports": _l("Reports"),
    "alerts": _l("Warnings"),
    "complaints": _l("Complaints"),
    "applications": _l("Applications of members"),
    "proofs": _l("Proofs of applications"),
    "audit": _l("Lines of the log"),
    "moves": _l("Moves of reports and warnings"),
    "alarms": _l("Alarms"),
    "invitations": _l("Invitations"),
    "subjects": _l("Requests of listed persons"),
    "members": _l("Members who did not renew"),
}
RULES = {
    "report_term": _l("term of the protocol"),
    "alert_term": _l("term of the protocol"),
    "complaint_term": _l("two years after closing, or five after it came in"),
    "subject_term": _l("two years after the answer, or three after it came in"),
}


@desk.get("/deletions")
@open_to(*READERS)
def deletions() -> str:
    with database().reading() as session:
        found = read_deletions(session, person())
    return render_template(
        "desk/deletions.html",
        desk_section="team",
        rows=[(format_date(one.on_day), _kind(one), one.rows, _rule(one)) for one in found],
    )


@desk.post("/deletions")
@open_to(*READERS)
@shown_on("desk.deletions")
def take_deletions() -> Response:
    """All of it as a file; logged before it leaves."""
    with database().writing() as session:
        found = read_deletions(session, person(), most=None)
        note_export(session, person(), keyring=keyring(), now=now())
    text = io.StringIO()
    write = csv.writer(text, lineterminator="\r\n")
    write.writerow([inert(one) for one in (_("Day"), _("What"), _("How many"), _("Rule"))])
    for one in found:
        cells = (one.on_day.isoformat(), _kind(one), str(one.rows), _rule(one))
        write.writerow([inert(cell) for cell in cells])
    response = Response(text.getvalue().encode("utf-8-sig"), mimetype="text/csv")
    response.headers["Content-Disposition"] = 'attachment; filename="deletions.csv"'
    return response


def _kind(one: Deleted) -> str:
    return str(KINDS.get(one.kind, one.kind))


def _rule(one: Deleted) -> str:
    """The term as it is now, in days where it stands in `data/retention.toml`."""
    if one.rule in RULES:
        return str(RULES[one.rule])
    days = PROOF_DAYS if one.rule == "proof" else getattr(reference().keeping, one.rule, None)
    return one.rule if days is None else ngettext("%(num)s day", "%(num)s days", days)
