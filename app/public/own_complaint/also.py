"""From her complaint to a report: what goes along is hers to choose."""

from __future__ import annotations

from werkzeug.wrappers import Response

from app.public.follow.own_page import show_page
from app.public.own_complaint.blueprint import own_complaint
from app.public.own_complaint.own_page import on_her_complaint
from app.public.report.along import TO_REPORT
from app.public.wizard.along import TEMPLATE
from app.services.both_desks import told_before
from app.services.own_complaint import OwnComplaint
from app.web.csrf import anonymous_form
from app.web.current import database
from app.web.roles import open_to


@own_complaint.get("/z/a")
@open_to("complainant")
@anonymous_form
@on_her_complaint
def also(own: OwnComplaint) -> Response:
    """The form is that of the report, which needs no session: so it has a form's token."""
    with database().reading() as session:
        told = told_before(session, own)
    return show_page(TEMPLATE, **TO_REPORT.values(own, told))
