"""What the desk has on its hands, in numbers of this moment; they stay inside."""

from __future__ import annotations

from flask import render_template

from app.web.current import database, today
from app.web.locale import format_month
from app.web.roles import open_to
from app.web.texts import gettext as _
from moderation.decisions.complaint.overview import read_overview
from moderation.desk.blueprint import desk
from moderation.desk.complaint.words import READERS, kind_label, state_label
from moderation.desk.person import person
from moderation.desk.words import label


@desk.get("/k/overview")
@open_to(*READERS)
def overview() -> tuple[str, int]:
    with database().reading() as session:
        found = read_overview(session, person(), today=today())
    tables = [
        (_("State"), [(state_label(state), count) for state, count in found.states.items()]),
        (_("Kind of institution"), [(kind_label(code), n) for code, n in found.kinds.items()]),
        (_("With"), [(name or _("with nobody"), count) for name, count in found.owners.items()]),
        (
            _("Since it came in"),
            [(label("handling_time", code), count) for code, count in found.ages.items()],
        ),
    ]
    page = render_template(
        "desk/complaint/overview.html",
        desk_section="board",
        live=found.live,
        tables=tables,
        arrived=[(format_month(month), count) for month, count in found.arrived.items()],
    )
    return page, 200
