"""The request of a listed person, found with what his session holds."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.domain.states import SubjectState
from app.domain.subject_request import SubjectRequest, request_from_json
from app.models.subject_request import SubjectRequestKeys, SubjectRequestRow
from app.services.receipt import Receipt
from app.services.sealed_subject import SUBJECT, open_answer, open_subject_for_receipt


class RequestGone(Exception):
    """Past its term, or never there."""


@dataclass(frozen=True)
class OwnRequest:
    """Which request a session is about and the key to its content (32 bytes)."""

    request_id: UUID
    dek: bytes = field(repr=False)


@dataclass(frozen=True)
class FollowedRequest:
    """What he reads: where it stands, until when there is an answer, and the answer itself.

    Nothing of a warning is in it, not even whether there is one, but what the answer says.
    """

    asked: SubjectRequest
    state: SubjectState
    arrived_on: date
    due_on: date
    longer_reason: str
    answered_on: date | None
    answer: tuple[str, ...]


def find_request_by_receipt(session: Session, receipt: Receipt) -> OwnRequest | None:
    """The request behind a code, or None; raises `Damaged` when its key was replaced."""
    keys = session.scalar(
        select(SubjectRequestKeys)
        .join(SubjectRequestRow, SubjectRequestRow.id == SubjectRequestKeys.request_id)
        .where(SubjectRequestRow.lookup == receipt.lookup)
    )
    if keys is None:
        return None
    return OwnRequest(keys.request_id, open_subject_for_receipt(keys, receipt.keys.secret))


def follow_subject_request(session: Session, own: OwnRequest) -> FollowedRequest:
    """One query. Raises `RequestGone`, `Damaged`, `Malformed`."""
    row = session.get(SubjectRequestRow, own.request_id)
    if row is None:
        raise RequestGone
    return FollowedRequest(
        asked=request_from_json(SUBJECT.open_body(own.dek, row.id, row.body)),
        state=row.state,
        arrived_on=row.arrived_on,
        due_on=row.due_on,
        longer_reason=row.longer_reason or "",
        answered_on=row.answered_on,
        answer=open_answer(own.dek, row.id, row.answer),
    )
