"""How each part of a report is sealed and opened: one place for every context (security.md 2.4).

`dek` opens what reporter and desk share; `desk_key` what only the desk reads. Both are handed
over as sealed keys: dek to team and receipt, desk_key to the team alone.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal
from uuid import UUID

from app.adapters.vault.boxes import open_json, open_key, seal_json, seal_key, subkey
from app.adapters.vault.streams import open_stream, seal_stream
from app.models.report import ReportKeys

Author = Literal["reporter", "desk"]


@dataclass(frozen=True)
class DeskKeys:
    """What a key holder of the team has of one report."""

    dek: bytes
    desk_key: bytes


def seal_keys(
    report_id: UUID,
    keys: DeskKeys,
    *,
    receipt_public: bytes,
    team_public: bytes,
    epoch: int,
) -> ReportKeys:
    """The row of sealed keys, each bound to this report and, for the team, to its epoch."""
    return ReportKeys(
        report_id=report_id,
        receipt_public=receipt_public,
        sealed_team=seal_key(team_public, keys.dek, *_team(report_id, epoch)),
        sealed_desk=seal_key(team_public, keys.desk_key, *_desk(report_id, epoch)),
        sealed_receipt=seal_key(receipt_public, keys.dek, "report", str(report_id), "receipt"),
    )


def open_for_team(row: ReportKeys, *, team_secret: bytes, epoch: int) -> DeskKeys:
    """Both keys; raises `Damaged` with another team, epoch or report."""
    return DeskKeys(
        dek=open_key(team_secret, row.sealed_team, *_team(row.report_id, epoch)),
        desk_key=open_key(team_secret, row.sealed_desk, *_desk(row.report_id, epoch)),
    )


def reseal_for_team(row: ReportKeys, keys: DeskKeys, *, team_public: bytes, epoch: int) -> None:
    """Hands both keys to the team's next epoch (security.md 2.7)."""
    row.sealed_team = seal_key(team_public, keys.dek, *_team(row.report_id, epoch))
    row.sealed_desk = seal_key(team_public, keys.desk_key, *_desk(row.report_id, epoch))


def open_for_receipt(row: ReportKeys, receipt_secret: bytes) -> bytes:
    """dek; opening is the check that the code is right, there is no other verifier."""
    return open_key(receipt_secret, row.sealed_receipt, "report", str(row.report_id), "receipt")


def seal_body(dek: bytes, report_id: UUID, body: Mapping[str, Any]) -> bytes:
    return seal_json(dek, dict(body), "report", str(report_id), "body")


def open_body(dek: bytes, report_id: UUID, blob: bytes) -> dict[str, Any]:
    return _record(open_json(dek, blob, "report", str(report_id), "body"))


def seal_consents(dek: bytes, report_id: UUID, consents: Mapping[str, Any]) -> bytes:
    return seal_json(dek, dict(consents), "report", str(report_id), "consents", step=512)


def open_consents(dek: bytes, report_id: UUID, blob: bytes) -> dict[str, Any]:
    return _record(open_json(dek, blob, "report", str(report_id), "consents"))


STOPPED = "stopped"
"""In her wishes: the id of the warning to which she said no. Only who has a key learns whose no."""


def seal_contact(dek: bytes, report_id: UUID, contact: Mapping[str, Any]) -> bytes:
    key = subkey(dek, "contact")
    return seal_json(key, dict(contact), "report", str(report_id), "contact", step=1024)


def open_contact(dek: bytes, report_id: UUID, blob: bytes) -> dict[str, Any]:
    """How she can be reached; the caller has written a reason to the audit log first."""
    return _record(open_json(subkey(dek, "contact"), blob, "report", str(report_id), "contact"))


def seal_alert_ref(dek: bytes, report_id: UUID, alert_id: UUID) -> bytes:
    return seal_json(dek, {"alert": str(alert_id)}, "report", str(report_id), "alert", step=128)


def open_alert_ref(dek: bytes, report_id: UUID, blob: bytes) -> UUID:
    return UUID(_record(open_json(dek, blob, "report", str(report_id), "alert"))["alert"])


def seal_message(dek: bytes, report_id: UUID, number: int, author: Author, text: str) -> bytes:
    context = ("report", str(report_id), "msg", str(number), author)
    return seal_json(dek, {"text": text}, *context)


def open_message(dek: bytes, report_id: UUID, number: int, author: str, blob: bytes) -> str:
    context = ("report", str(report_id), "msg", str(number), author)
    return str(_record(open_json(dek, blob, *context))["text"])


def seal_photo(dek: bytes, report_id: UUID, number: int, jpeg: bytes) -> bytes:
    key = subkey(dek, f"att/{number}")
    return seal_stream(key, jpeg, "report", str(report_id), "att", str(number))


def open_photo(dek: bytes, report_id: UUID, number: int, stream: bytes) -> bytes:
    key = subkey(dek, f"att/{number}")
    return open_stream(key, stream, "report", str(report_id), "att", str(number))


def seal_summary(desk_key: bytes, report_id: UUID, summary: Mapping[str, Any]) -> bytes:
    return seal_json(desk_key, dict(summary), "report", str(report_id), "summary", step=1024)


def open_summary(desk_key: bytes, report_id: UUID, blob: bytes) -> dict[str, Any]:
    return _record(open_json(desk_key, blob, "report", str(report_id), "summary"))


def seal_note(desk_key: bytes, report_id: UUID, number: int, text: str) -> bytes:
    return seal_json(desk_key, {"text": text}, "report", str(report_id), "note", str(number))


def open_note(desk_key: bytes, report_id: UUID, number: int, blob: bytes) -> str:
    context = ("report", str(report_id), "note", str(number))
    return str(_record(open_json(desk_key, blob, *context))["text"])


def _team(report_id: UUID, epoch: int) -> tuple[str, ...]:
    return ("report", str(report_id), "team", str(epoch))


def _desk(report_id: UUID, epoch: int) -> tuple[str, ...]:
    return ("report", str(report_id), "desk", str(epoch))


def _record(value: Any) -> dict[str, Any]:
    assert isinstance(value, dict)
    return value
