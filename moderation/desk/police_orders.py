"""The ledger of what went to the police, and the place where an order of them is written down."""

from __future__ import annotations

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from app.web.current import database, keyring, locale, now, reference
from app.web.roles import open_to
from app.web.texts import gettext as _
from app.web.unit_of_work import writing
from moderation.decisions.police_orders import (
    CHECKS,
    OUTCOMES,
    OrderIncomplete,
    WrittenOrder,
    read_ledger,
    record_order,
)
from moderation.desk.again import needs_fresh
from moderation.desk.blueprint import desk
from moderation.desk.person import person
from moderation.desk.police import units
from moderation.rules.roles import Permission, roles_with

LEADS = tuple(sorted(roles_with(Permission.CONFIRM_EXPORT) & roles_with(Permission.READ_REPORTS)))


@desk.get("/police")
@open_to(*LEADS)
def police_ledger() -> tuple[str, int]:
    return _page()


@desk.post("/police")
@open_to(*LEADS)
@needs_fresh
def write_order() -> Response | tuple[str, int]:
    """No text and no case: only that it came, and that somebody judged it by law."""
    form = request.form
    written = WrittenOrder(form.get("unit", ""), form.get("check", ""), form.get("outcome", ""))
    try:
        with writing() as session:
            record_order(
                session, person(), written, keyring=keyring(), reference=reference(), now=now()
            )
    except OrderIncomplete as refused:
        return _page(refused.fields, 422)
    return redirect(url_for("desk.police_ledger"), 303)


def _page(wrong: tuple[str, ...] = (), status: int = 200) -> tuple[str, int]:
    with database().reading() as session:
        ledger = read_ledger(session)
    fields = (
        ("unit", _("From which unit?"), units()),
        ("check", _("Who checked it legally?"), _codes(CHECKS)),
        ("outcome", _("What came of it?"), _codes(OUTCOMES)),
    )
    page = render_template(
        "desk/police_ledger.html",
        desk_section="team",
        rows=[(quarter, given, orders) for quarter, (given, orders) in ledger.items()],
        fields=fields,
        wrong=wrong,
        chosen=request.form,
    )
    return page, status


def _codes(name: str) -> list[tuple[str, str]]:
    return [(one.code, one.label(locale())) for one in reference().codes(name)]
