"""The steps of a case, opened for whoever holds its key: she with her code, or the desk."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.domain.complaint_steps import StepRecord
from app.models.complaint import ComplaintStep
from app.services.sealed_complaint import COMPLAINT

STEP = "step"


def read_steps(session: Session, complaint_id: UUID, dek: bytes) -> dict[int, StepRecord]:
    """Every step by its number, in order. Raises `Damaged`, `Malformed`."""
    rows = session.scalars(
        select(ComplaintStep)
        .where(ComplaintStep.complaint_id == complaint_id)
        .order_by(ComplaintStep.number)
    )
    return {
        row.number: StepRecord.from_json(
            COMPLAINT.open_part(dek, complaint_id, STEP, row.number, row.body)
        )
        for row in rows
    }
