"""What she sent, shown back to her when she asks for it and had not forbidden it."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy.orm import Session

from app.domain.report import ReportDraft
from app.domain.report_parts import Contact
from app.services.follow_report import consents_of
from app.services.own_report import OwnKey, own_report
from app.services.sealed_report import open_body, open_consents, open_contact


def sent_report(session: Session, own: OwnKey) -> ReportDraft | None:
    """Her report with contact and today's consents; None when it may not be shown.

    Raises `ReportGone`, `Damaged`.
    """
    report = own_report(session, own)
    if report.body is None:
        return None
    draft = ReportDraft.from_json(open_body(own.dek, report.id, report.body))
    if draft.do_not_show_back:
        return None
    consents = open_consents(own.dek, report.id, report.consents)
    contact = None
    if report.contact is not None:
        contact = Contact.from_json(open_contact(own.dek, report.id, report.contact))
    return replace(
        draft,
        consents=consents_of(consents),
        publish_at_once=bool(consents.get("publish_at_once")),
        contact=contact,
    )
