"""One story, two desks: what she takes along, and whether they may know that both are hers.

Neither row ever names the other. That she told both stands as one word in her sealed wishes, and
only because she asked for it.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from sqlalchemy.orm import Session

from app.adapters.keyring import Keyring
from app.domain.complaint import ComplaintDraft
from app.domain.complaint_parts import ComplaintConsents
from app.domain.report import ReportDraft
from app.domain.told import Told, told_in
from app.services.file_complaint import recall_complaint_receipt
from app.services.file_report import recall_receipt
from app.services.open_report import CodeUnknown, open_report
from app.services.own_complaint import OwnComplaint, find_by_receipt, own_complaint
from app.services.own_report import OwnKey, own_report
from app.services.sealed_complaint import COMPLAINT
from app.services.sealed_report import BOTH_DESKS, open_body, open_consents, seal_consents

Own = OwnKey | OwnComplaint


def recall_report(session: Session, raw_token: bytes, *, keyring: Keyring, now: datetime) -> OwnKey:
    """The report of a form that was sent less than ten minutes ago.

    Raises `AlreadyReceived`, `CodeUnknown`, `Damaged`, `Busy`.
    """
    return open_report(session, recall_receipt(session, raw_token, keyring=keyring, now=now))


def recall_complaint(
    session: Session, raw_token: bytes, *, keyring: Keyring, now: datetime
) -> OwnComplaint:
    """As `recall_report`, for a complaint."""
    receipt = recall_complaint_receipt(session, raw_token, keyring=keyring, now=now)
    own = find_by_receipt(session, receipt)
    if own is None:
        raise CodeUnknown
    return own


def told_before(session: Session, own: Own) -> Told:
    """What she told in her first story; nothing when it is erased or must not be shown back.

    Raises `ReportGone`, `Damaged`, `Malformed`.
    """
    draft = _draft(session, own)
    return Told() if draft is None or draft.do_not_show_back else told_in(draft)


def let_desk_know(session: Session, own: Own) -> None:
    """Writes into her sealed wishes that she told the other desk too; twice is the same as once.

    Raises `ReportGone`, `Damaged`, `Malformed`.
    """
    if isinstance(own, OwnKey):
        report = own_report(session, own, for_change=True)
        wishes = open_consents(own.dek, report.id, report.consents)
        report.consents = seal_consents(own.dek, report.id, {**wishes, BOTH_DESKS: True})
        return
    row = own_complaint(session, own, for_change=True)
    sealed = COMPLAINT.open_consents(own.dek, row.id, row.consents)
    changed = replace(ComplaintConsents.from_json(sealed), both_desks=True)
    row.consents = COMPLAINT.seal_consents(own.dek, row.id, changed.to_json())


def _draft(session: Session, own: Own) -> ReportDraft | ComplaintDraft | None:
    if isinstance(own, OwnKey):
        report = own_report(session, own)
        if report.body is None:
            return None
        return ReportDraft.from_json(open_body(own.dek, report.id, report.body))
    row = own_complaint(session, own)
    if row.body is None:
        return None
    return ComplaintDraft.from_json(COMPLAINT.open_body(own.dek, row.id, row.body))
