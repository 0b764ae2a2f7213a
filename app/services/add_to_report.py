"""What she adds later: a message to the desk, or a photo."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.domain.protocol import Protocol
from app.domain.report import MAX_STORY_CHARS
from app.domain.strict_json import is_readable
from app.models.report import Attachment, Message, Report
from app.services.next_number import insert_next
from app.services.own_report import OwnKey, TooLateToAdd, own_report, she_spoke
from app.services.sealed_report import seal_message, seal_photo

MOST_PHOTOS = 10  # of one report, those sent with it included


class MessageRefused(Exception):
    """`reason` is empty, too_long or unreadable."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class TooManyPhotos(Exception):
    """This report has as many photos as one may have."""


def check_message(text: str) -> None:
    """Raises `MessageRefused` when it cannot be sent: to either desk the same."""
    if not text.strip():
        raise MessageRefused("empty")
    if len(text) > MAX_STORY_CHARS:
        raise MessageRefused("too_long")
    if not is_readable(text):
        raise MessageRefused("unreadable")


def add_message(
    session: Session, own: OwnKey, text: str, *, protocol: Protocol, now: datetime
) -> int:
    """Stores a message of at most 8,000 characters; its number.

    Raises `MessageRefused`, `ReportGone`, `TooLateToAdd`.
    """
    check_message(text)
    report = _for_adding(session, own)
    number = _insert_message(session, own, text, now)
    she_spoke(session, report, own.dek, protocol=protocol, now=now)
    return number


def add_photo(
    session: Session, own: OwnKey, jpeg: bytes, note: str, *, protocol: Protocol, now: datetime
) -> int:
    """Stores a cleaned JPEG, and `note` among the messages so that both sides see it; its number.

    Raises `TooManyPhotos`, `ReportGone`, `TooLateToAdd`.
    """
    report = _for_adding(session, own)
    there = select(func.count()).where(Attachment.report_id == own.report_id)
    if (session.scalar(there) or 0) >= MOST_PHOTOS:
        raise TooManyPhotos

    def photo(number: int) -> Attachment:
        return Attachment(
            report_id=own.report_id,
            number=number,
            stream=seal_photo(own.dek, own.report_id, number, jpeg),
        )

    number = insert_next(session, Attachment, Attachment.report_id == own.report_id, photo)
    _insert_message(session, own, note, now)
    she_spoke(session, report, own.dek, protocol=protocol, now=now)
    return number


def _for_adding(session: Session, own: OwnKey) -> Report:
    report = own_report(session, own, for_change=True)
    if report.body is None:
        raise TooLateToAdd
    return report


def _insert_message(session: Session, own: OwnKey, text: str, now: datetime) -> int:
    def message(number: int) -> Message:
        return Message(
            report_id=own.report_id,
            number=number,
            author="reporter",
            body=seal_message(own.dek, own.report_id, number, "reporter", text),
            on_day=now.date(),
        )

    return insert_next(session, Message, Message.report_id == own.report_id, message)
