"""From a report to a complaint, with what she chooses to take along."""

from __future__ import annotations

from app.domain.told import Told, complaint_with
from app.public.complaint import sending
from app.public.complaint.blueprint import blueprint
from app.public.complaint.telling import Telling
from app.public.complaint.wizard import COMPLAINT
from app.public.wizard.along import TakingAlong
from app.public.wizard.code_page import desk_can_read
from app.public.wizard.way import Answer
from app.services.both_desks import recall_report
from app.services.file_complaint import TEAM
from app.web.csrf import anonymous_form, keeps_text
from app.web.current import locale
from app.web.roles import open_to


def _begin(told: Told, both: bool) -> Telling:
    return Telling(complaint_with(told, language=locale(), both=both))


TO_COMPLAINT: TakingAlong[Telling] = TakingAlong(
    "complaint", "complaint.along", recall_report, _begin
)


@blueprint.post("/k/along")
@open_to("anyone")
@anonymous_form
@keeps_text()
def along() -> Answer:
    """The page on which she chooses, and what comes of it."""
    return TO_COMPLAINT.answer(COMPLAINT) if desk_can_read(TEAM) else sending.closed()
