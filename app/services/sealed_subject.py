"""The seals of a listed person's request: those of every case, for its own table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from uuid import UUID

from app.adapters.vault.boxes import mac
from app.domain.identifiers.kinds import Identifier
from app.models.subject_request import SubjectRequestKeys
from app.services.sealed_case import CaseSeals, DeskKeys

SUBJECT = CaseSeals("subject")


def seal_subject_keys(
    request_id: UUID, keys: DeskKeys, *, receipt_public: bytes, team_public: bytes, epoch: int
) -> SubjectRequestKeys:
    """The row of sealed keys, each bound to this request and, for the team, to its epoch."""
    sealed = SUBJECT.seal_keys(
        request_id, keys, receipt_public=receipt_public, team_public=team_public, epoch=epoch
    )
    return SubjectRequestKeys(request_id=request_id, **asdict(sealed))


def open_subject_for_team(row: SubjectRequestKeys, *, team_secret: bytes, epoch: int) -> DeskKeys:
    """Both keys; raises `Damaged` with another team, epoch or request."""
    return SUBJECT.open_for_team(
        row.request_id, row.sealed_team, row.sealed_desk, team_secret=team_secret, epoch=epoch
    )


def reseal_subject(
    row: SubjectRequestKeys, keys: DeskKeys, *, team_public: bytes, epoch: int
) -> None:
    """Hands both keys to the team's next epoch (security.md 2.7)."""
    row.sealed_team, row.sealed_desk = SUBJECT.seal_for_team(
        row.request_id, keys, team_public=team_public, epoch=epoch
    )


def open_subject_for_receipt(row: SubjectRequestKeys, receipt_secret: bytes) -> bytes:
    """dek; opening is the check that the code is right."""
    return SUBJECT.open_for_receipt(row.request_id, row.sealed_receipt, receipt_secret)


def seal_answer(dek: bytes, request_id: UUID, paragraphs: Sequence[str]) -> bytes:
    """The answer as he will read it."""
    return SUBJECT.seal_part(dek, request_id, "answer", 1, {"paragraphs": list(paragraphs)})


def open_answer(dek: bytes, request_id: UUID, sealed: bytes | None) -> tuple[str, ...]:
    """Its paragraphs, none while there is no answer; raises `Damaged`, `Malformed`."""
    if sealed is None:
        return ()
    said = SUBJECT.open_part(dek, request_id, "answer", 1, sealed)
    return tuple(str(one) for one in said["paragraphs"])


def mark_of_subject(k_idx: bytes, identifier: Identifier, ground: str) -> bytes:
    """What tells the same identifier and ground again, and nothing without the key."""
    return mac(k_idx, "subject", identifier.kind, identifier.value, ground)[:16]
