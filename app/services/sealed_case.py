"""How each part of a case is sealed and opened: one place for every context (security.md 2.4).

A case is a report, a complaint or the request of a listed person (subject). `dek` opens what the
person and the desk share; `desk_key` what only the desk reads. Both are handed over as sealed keys:
dek to team and receipt, desk_key to the team alone. The kind of case is the first word of every
context, so nothing moves from one desk to the other.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal
from uuid import UUID

from app.adapters.vault.boxes import open_json, open_key, seal_json, seal_key, subkey
from app.adapters.vault.streams import open_stream, seal_stream

Author = Literal["reporter", "desk"]
Kind = Literal["report", "complaint", "subject"]


@dataclass(frozen=True)
class DeskKeys:
    """What a key holder of the team has of one case: 32 bytes each."""

    dek: bytes
    desk_key: bytes


@dataclass(frozen=True)
class SealedKeys:
    """The keys of a case as its row of keys holds them; no receipt where nobody has a code."""

    receipt_public: bytes | None
    sealed_team: bytes
    sealed_desk: bytes
    sealed_receipt: bytes | None


class CaseSeals:
    """Seals and opens the parts of one kind of case; every opening raises `Damaged`."""

    def __init__(self, kind: Kind) -> None:
        self.kind = kind

    def seal_keys(
        self,
        case_id: UUID,
        keys: DeskKeys,
        *,
        receipt_public: bytes | None,
        team_public: bytes,
        epoch: int,
    ) -> SealedKeys:
        """Each key bound to this case and, for the team, to its epoch."""
        receipt = (
            None
            if receipt_public is None
            else seal_key(receipt_public, keys.dek, *self._at(case_id, "receipt"))
        )
        team, desk = self.seal_for_team(case_id, keys, team_public=team_public, epoch=epoch)
        return SealedKeys(
            receipt_public=receipt_public,
            sealed_team=team,
            sealed_desk=desk,
            sealed_receipt=receipt,
        )

    def seal_for_team(
        self, case_id: UUID, keys: DeskKeys, *, team_public: bytes, epoch: int
    ) -> tuple[bytes, bytes]:
        """(dek, desk_key) sealed to an epoch of the team (security.md 2.7)."""
        return (
            seal_key(team_public, keys.dek, *self._at(case_id, "team", str(epoch))),
            seal_key(team_public, keys.desk_key, *self._at(case_id, "desk", str(epoch))),
        )

    def open_for_team(
        self,
        case_id: UUID,
        sealed_team: bytes,
        sealed_desk: bytes,
        *,
        team_secret: bytes,
        epoch: int,
    ) -> DeskKeys:
        """Both keys; raises `Damaged` with another team, epoch or case."""
        return DeskKeys(
            dek=open_key(team_secret, sealed_team, *self._at(case_id, "team", str(epoch))),
            desk_key=self.open_desk_key(case_id, sealed_desk, team_secret=team_secret, epoch=epoch),
        )

    def open_desk_key(
        self, case_id: UUID, sealed_desk: bytes, *, team_secret: bytes, epoch: int
    ) -> bytes:
        """desk_key alone, for a list that shows only what the desk reads; raises `Damaged`."""
        return open_key(team_secret, sealed_desk, *self._at(case_id, "desk", str(epoch)))

    def open_for_receipt(self, case_id: UUID, sealed_receipt: bytes, secret: bytes) -> bytes:
        """dek; opening is the check that the code is right, there is no other verifier."""
        return open_key(secret, sealed_receipt, *self._at(case_id, "receipt"))

    def seal_body(self, dek: bytes, case_id: UUID, body: Mapping[str, Any]) -> bytes:
        return seal_json(dek, dict(body), *self._at(case_id, "body"))

    def open_body(self, dek: bytes, case_id: UUID, blob: bytes) -> dict[str, Any]:
        return _record(open_json(dek, blob, *self._at(case_id, "body")))

    def seal_consents(self, dek: bytes, case_id: UUID, consents: Mapping[str, Any]) -> bytes:
        return seal_json(dek, dict(consents), *self._at(case_id, "consents"), step=512)

    def open_consents(self, dek: bytes, case_id: UUID, blob: bytes) -> dict[str, Any]:
        return _record(open_json(dek, blob, *self._at(case_id, "consents")))

    def seal_contact(self, dek: bytes, case_id: UUID, contact: Mapping[str, Any]) -> bytes:
        key = subkey(dek, "contact")
        return seal_json(key, dict(contact), *self._at(case_id, "contact"), step=1024)

    def open_contact(self, dek: bytes, case_id: UUID, blob: bytes) -> dict[str, Any]:
        """How she can be reached; the caller has written a reason to the audit log first."""
        return _record(open_json(subkey(dek, "contact"), blob, *self._at(case_id, "contact")))

    def seal_message(
        self, dek: bytes, case_id: UUID, number: int, author: Author, text: str
    ) -> bytes:
        return seal_json(dek, {"text": text}, *self._at(case_id, "msg", str(number), author))

    def open_message(self, dek: bytes, case_id: UUID, number: int, author: str, blob: bytes) -> str:
        context = self._at(case_id, "msg", str(number), author)
        return str(_record(open_json(dek, blob, *context))["text"])

    def seal_file(self, dek: bytes, case_id: UUID, number: int, content: bytes) -> bytes:
        key = subkey(dek, f"att/{number}")
        return seal_stream(key, content, *self._at(case_id, "att", str(number)))

    def open_file(self, dek: bytes, case_id: UUID, number: int, stream: bytes) -> bytes:
        key = subkey(dek, f"att/{number}")
        return open_stream(key, stream, *self._at(case_id, "att", str(number)))

    def seal_summary(self, desk_key: bytes, case_id: UUID, summary: Mapping[str, Any]) -> bytes:
        return seal_json(desk_key, dict(summary), *self._at(case_id, "summary"), step=1024)

    def open_summary(self, desk_key: bytes, case_id: UUID, blob: bytes) -> dict[str, Any]:
        return _record(open_json(desk_key, blob, *self._at(case_id, "summary")))

    def seal_note(self, desk_key: bytes, case_id: UUID, number: int, text: str) -> bytes:
        return seal_json(desk_key, {"text": text}, *self._at(case_id, "note", str(number)))

    def open_note(self, desk_key: bytes, case_id: UUID, number: int, blob: bytes) -> str:
        context = self._at(case_id, "note", str(number))
        return str(_record(open_json(desk_key, blob, *context))["text"])

    def seal_part(
        self, key: bytes, case_id: UUID, part: str, number: int, content: Mapping[str, Any]
    ) -> bytes:
        """A numbered record of a case, such as a step or a task, under the key of who reads it."""
        return seal_json(key, dict(content), *self._at(case_id, part, str(number)), step=1024)

    def open_part(
        self, key: bytes, case_id: UUID, part: str, number: int, blob: bytes
    ) -> dict[str, Any]:
        return _record(open_json(key, blob, *self._at(case_id, part, str(number))))

    def _at(self, case_id: UUID, *field: str) -> tuple[str, ...]:
        return (self.kind, str(case_id), *field)


def _record(value: Any) -> dict[str, Any]:
    assert isinstance(value, dict)
    return value
