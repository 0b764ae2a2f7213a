"""Filing a request for a training as a case of the complaints desk: stored once, then said."""

from __future__ import annotations

from app.domain.complaint import ComplaintDraft, check, unknown_codes
from app.public.complaint.filing import filing_of
from app.public.wizard.code_page import desk_can_read
from app.services.file_complaint import (
    TEAM,
    file_complaint,
    number_of_case,
    prepare_complaint,
)
from app.services.file_report import DeskClosed
from app.services.store_once import Filed
from app.web.csrf import form_token
from app.web.current import keyring, now, reference, today
from app.web.rate_guard import burst_tag, spend
from app.web.unit_of_work import writing


class NotComplete(Exception):
    """The form let something through that the rule refuses; nothing is stored."""


def file_request(draft: ComplaintDraft) -> tuple[Filed, str]:
    """What was filed, and its case number, once it is committed.

    Raises `NotComplete`, `DeskClosed`, `AlreadyReceived`, `Busy`.
    """
    if check(draft, today()) or unknown_codes(draft, reference().has):
        raise NotComplete
    token = form_token()
    assert token is not None  # an expired form never comes here
    spend("submit")  # counted; text is never refused, a flood is tagged instead
    if not desk_can_read(TEAM):
        raise DeskClosed
    moment = now()
    filing = filing_of(draft, (), today=moment.date(), burst=burst_tag(), known=reference())
    prepared = prepare_complaint(filing, raw_token=token.raw16, keyring=keyring(), now=moment)
    with writing() as session:
        filed = file_complaint(session, prepared, now=moment)
        number = number_of_case(session, filed.case_id)
    return filed, number
