"""From a typed code to the key of a case: one stretching, three look-ups, one opening.

Opening the sealed key **is** the check, there is no other verifier (security.md 2.3). A code that
cannot be right is refused before the stretching, everything else after exactly one.
"""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.adapters.keyring import Keyring
from app.domain.code import parse
from app.models.report import Report, ReportKeys
from app.services.own_complaint import OwnComplaint, find_by_receipt
from app.services.own_report import OwnKey, still_hers
from app.services.own_subject_request import OwnRequest, find_request_by_receipt
from app.services.receipt import Receipt, stretch
from app.services.sealed_report import open_for_receipt


class CodeUnknown(Exception):
    """Nothing opens with it: never given out, withdrawn, or past its term. Never says which."""


def stretch_code(typed: str, keyring: Keyring) -> Receipt:
    """What the typed code leads to; no database, since it takes 155 ms.

    Raises `CodeUnreadable` and `CodeMistyped` at once, `Busy` when too many people wait.
    """
    return stretch(parse(typed), keyring)


def open_report(session: Session, receipt: Receipt) -> OwnKey:
    """The report behind a code. Raises `CodeUnknown`; `Damaged` when its key was replaced."""
    keys = session.scalar(
        select(ReportKeys).join(Report).where(Report.lookup == receipt.lookup, still_hers())
    )
    if keys is None:
        raise CodeUnknown
    return OwnKey(keys.report_id, open_for_receipt(keys, receipt.keys.secret))


def open_by_code(session: Session, receipt: Receipt) -> OwnKey | OwnComplaint | OwnRequest:
    """The report, complaint or listed person's request behind a code.

    All are looked for, so none answers sooner. Raises `CodeUnknown`, `Damaged`.
    """
    complaint = find_by_receipt(session, receipt)
    request = find_request_by_receipt(session, receipt)
    try:
        return open_report(session, receipt)
    except CodeUnknown:
        found = complaint or request
        if found is None:
            raise
        return found
