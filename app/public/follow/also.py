"""From her report to a complaint: what goes along is hers to choose."""

from __future__ import annotations

from werkzeug.wrappers import Response

from app.public.complaint.along import TO_COMPLAINT
from app.public.follow.blueprint import follow
from app.public.follow.own_page import on_her_report, show_page
from app.public.wizard.along import TEMPLATE
from app.services.both_desks import told_before
from app.services.own_report import OwnKey
from app.web.csrf import anonymous_form
from app.web.current import database
from app.web.roles import open_to


@follow.get("/c/a")
@open_to("reporter")
@anonymous_form
@on_her_report
def also(own: OwnKey) -> Response:
    """The form is that of the complaint, which needs no session: so it has a form's token."""
    with database().reading() as session:
        told = told_before(session, own)
    return show_page(TEMPLATE, **TO_COMPLAINT.values(own, told))
