"""The seals of a report: those of every case, and the link to the alert made of it."""

from __future__ import annotations

from dataclasses import asdict
from uuid import UUID

from app.adapters.vault.boxes import open_json, seal_json
from app.models.report import ReportKeys
from app.services.sealed_case import Author, CaseSeals, DeskKeys

__all__ = ["Author", "DeskKeys"]

REPORT = CaseSeals("report")
STOPPED = "stopped"
"""In her wishes: the id of the warning to which she said no. Only who has a key learns whose no."""

BOTH_DESKS = "both_desks"
"""In her wishes: that she told the other desk too, and wants both to know it."""

seal_body = REPORT.seal_body
open_body = REPORT.open_body
seal_consents = REPORT.seal_consents
open_consents = REPORT.open_consents
seal_contact = REPORT.seal_contact
open_contact = REPORT.open_contact
seal_message = REPORT.seal_message
open_message = REPORT.open_message
seal_photo = REPORT.seal_file
open_photo = REPORT.open_file
seal_summary = REPORT.seal_summary
open_summary = REPORT.open_summary
seal_note = REPORT.seal_note
open_note = REPORT.open_note


def seal_keys(
    report_id: UUID,
    keys: DeskKeys,
    *,
    receipt_public: bytes,
    team_public: bytes,
    epoch: int,
) -> ReportKeys:
    """The row of sealed keys, each bound to this report and, for the team, to its epoch."""
    sealed = REPORT.seal_keys(
        report_id, keys, receipt_public=receipt_public, team_public=team_public, epoch=epoch
    )
    return ReportKeys(report_id=report_id, **asdict(sealed))


def open_for_team(row: ReportKeys, *, team_secret: bytes, epoch: int) -> DeskKeys:
    """Both keys; raises `Damaged` with another team, epoch or report."""
    return REPORT.open_for_team(
        row.report_id, row.sealed_team, row.sealed_desk, team_secret=team_secret, epoch=epoch
    )


def reseal_for_team(row: ReportKeys, keys: DeskKeys, *, team_public: bytes, epoch: int) -> None:
    """Hands both keys to the team's next epoch (security.md 2.7)."""
    row.sealed_team, row.sealed_desk = REPORT.seal_for_team(
        row.report_id, keys, team_public=team_public, epoch=epoch
    )


def open_for_receipt(row: ReportKeys, receipt_secret: bytes) -> bytes:
    """dek; opening is the check that the code is right, there is no other verifier."""
    return REPORT.open_for_receipt(row.report_id, row.sealed_receipt, receipt_secret)


def seal_alert_ref(dek: bytes, report_id: UUID, alert_id: UUID) -> bytes:
    return seal_json(dek, {"alert": str(alert_id)}, "report", str(report_id), "alert", step=128)


def open_alert_ref(dek: bytes, report_id: UUID, blob: bytes) -> UUID:
    opened = open_json(dek, blob, "report", str(report_id), "alert")
    assert isinstance(opened, dict)
    return UUID(opened["alert"])
