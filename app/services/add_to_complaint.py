"""What she adds to a complaint later: a message to the desk, or a file."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.models.complaint import Complaint, ComplaintFile, ComplaintMessage
from app.services.add_to_report import check_message
from app.services.file_complaint import SentFile, seal_complaint_file
from app.services.next_number import insert_next
from app.services.own_complaint import OwnComplaint, own_complaint, she_spoke
from app.services.own_report import TooLateToAdd
from app.services.sealed_complaint import COMPLAINT

MOST_FILES = 10  # of one complaint, those sent with it included


class TooManyFiles(Exception):
    """This complaint has as many files as one may have."""


def add_complaint_message(session: Session, own: OwnComplaint, text: str, *, now: datetime) -> int:
    """Stores a message of at most 8,000 characters; its number.

    Raises `MessageRefused`, `ReportGone`, `TooLateToAdd`.
    """
    check_message(text)
    complaint = _for_adding(session, own)
    number = _insert(session, own, text, now)
    she_spoke(session, complaint, own.dek, now=now)
    return number


def add_complaint_file(
    session: Session, own: OwnComplaint, sent: SentFile, note: str, *, now: datetime
) -> int:
    """Stores a cleaned file, and `note` among the messages so that both sides see it; its number.

    Raises `TooManyFiles`, `ReportGone`, `TooLateToAdd`.
    """
    complaint = _for_adding(session, own)
    there = select(func.count()).where(ComplaintFile.complaint_id == own.complaint_id)
    if (session.scalar(there) or 0) >= MOST_FILES:
        raise TooManyFiles

    def row(number: int) -> ComplaintFile:
        return seal_complaint_file(own.dek, own.complaint_id, number, sent)

    number = insert_next(
        session, ComplaintFile, ComplaintFile.complaint_id == own.complaint_id, row
    )
    _insert(session, own, note, now)
    she_spoke(session, complaint, own.dek, now=now)
    return number


def _for_adding(session: Session, own: OwnComplaint) -> Complaint:
    complaint = own_complaint(session, own, for_change=True)
    if complaint.body is None:
        raise TooLateToAdd
    return complaint


def _insert(session: Session, own: OwnComplaint, text: str, now: datetime) -> int:
    def message(number: int) -> ComplaintMessage:
        return ComplaintMessage(
            complaint_id=own.complaint_id,
            number=number,
            author="reporter",
            body=COMPLAINT.seal_message(own.dek, own.complaint_id, number, "reporter", text),
            on_day=now.date(),
        )

    return insert_next(
        session, ComplaintMessage, ComplaintMessage.complaint_id == own.complaint_id, message
    )
