"""The seals of a complaint: those of every case, for its own tables and its own team."""

from __future__ import annotations

from dataclasses import asdict
from uuid import UUID

from app.models.complaint import ComplaintKeys
from app.services.sealed_case import CaseSeals, DeskKeys

COMPLAINT = CaseSeals("complaint")


def seal_complaint_keys(
    complaint_id: UUID,
    keys: DeskKeys,
    *,
    receipt_public: bytes | None,
    team_public: bytes,
    epoch: int,
) -> ComplaintKeys:
    """The row of sealed keys, each bound to this complaint and, for the team, to its epoch."""
    sealed = COMPLAINT.seal_keys(
        complaint_id, keys, receipt_public=receipt_public, team_public=team_public, epoch=epoch
    )
    return ComplaintKeys(complaint_id=complaint_id, **asdict(sealed))


def open_complaint_for_team(row: ComplaintKeys, *, team_secret: bytes, epoch: int) -> DeskKeys:
    """Both keys; raises `Damaged` with another team, epoch or complaint."""
    return COMPLAINT.open_for_team(
        row.complaint_id, row.sealed_team, row.sealed_desk, team_secret=team_secret, epoch=epoch
    )


def reseal_complaint(row: ComplaintKeys, keys: DeskKeys, *, team_public: bytes, epoch: int) -> None:
    """Hands both keys to the team's next epoch (security.md 2.7)."""
    row.sealed_team, row.sealed_desk = COMPLAINT.seal_for_team(
        row.complaint_id, keys, team_public=team_public, epoch=epoch
    )


def open_complaint_for_receipt(row: ComplaintKeys, receipt_secret: bytes) -> bytes:
    """dek; opening is the check that the code is right, there is no other verifier.

    Only a case with a code is ever found by one.
    """
    assert row.sealed_receipt is not None
    return COMPLAINT.open_for_receipt(row.complaint_id, row.sealed_receipt, receipt_secret)
