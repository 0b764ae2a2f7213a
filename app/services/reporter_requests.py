"""What she asks of the desk's process: to stop an alert, to erase a report (decisions, Later).

The public door may not change alerts or delete reports, so it leaves a row. Whoever releases an
alert looks here first. A veto that comes in beside the release finds the alert out; the worker
then takes it back, since she has said no.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal
from uuid import UUID, uuid4

from sqlalchemy import ColumnElement, exists, select, update
from sqlalchemy.orm import InstrumentedAttribute, Session

from app.models.alert import ReporterRequest

RequestKind = Literal["veto", "withdraw", "take_back"]
VETO: RequestKind = "veto"  # object_id is the alert, whatever its state: she does not want it
WITHDRAW: RequestKind = "withdraw"  # object_id is the report: everything goes within 24 hours
TAKE_BACK: RequestKind = "take_back"  # object_id is the complaint: the same


@dataclass(frozen=True)
class OpenRequest:
    """One wish that nobody has carried out yet."""

    id: UUID
    kind: RequestKind
    object_id: UUID
    on_day: date


def leave_request(session: Session, kind: RequestKind, object_id: UUID, *, now: datetime) -> None:
    """Asks once; asking again while it is open changes nothing."""
    if not session.scalar(select(is_asked(kind, object_id))):
        session.add(
            ReporterRequest(
                id=uuid4(), kind=kind, object_id=object_id, on_day=now.date(), done_on=None
            )
        )


def open_requests(session: Session, kind: RequestKind) -> tuple[OpenRequest, ...]:
    """All wishes of a kind that are not carried out, oldest day first."""
    rows = session.scalars(
        select(ReporterRequest)
        .where(ReporterRequest.kind == kind, ReporterRequest.done_on.is_(None))
        .order_by(ReporterRequest.on_day, ReporterRequest.id)
    )
    return tuple(OpenRequest(row.id, kind, row.object_id, row.on_day) for row in rows)


def is_stopped(session: Session, alert_id: UUID) -> bool:
    """Whether she has said no to this alert; to be asked in the transaction that releases it."""
    return bool(session.scalar(select(is_asked(VETO, alert_id))))


def close_request(session: Session, request_id: UUID, *, now: datetime) -> None:
    """It has been carried out; commits together with its effect."""
    session.execute(
        update(ReporterRequest)
        .where(ReporterRequest.id == request_id, ReporterRequest.done_on.is_(None))
        .values(done_on=now.date())
    )


def is_asked(
    kind: RequestKind, object_id: UUID | InstrumentedAttribute[UUID]
) -> ColumnElement[bool]:
    """A condition for a query: there is an open request of this kind for this object."""
    return exists().where(
        ReporterRequest.kind == kind,
        ReporterRequest.object_id == object_id,
        ReporterRequest.done_on.is_(None),
    )
