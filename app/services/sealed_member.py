"""How a member's choices and an applicant's proof are sealed and opened (security.md 2.10).

Choices are under K_field: the process that tells members of alerts must read them. A proof is
under a key of its own that only the desk's team can open, and both go at the decision.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal
from uuid import UUID

from app.adapters.vault.boxes import (
    Damaged,
    open_json,
    open_key,
    seal_json,
    seal_key,
)

Owner = Literal["member", "application"]


@dataclass(frozen=True)
class Choices:
    """What she is told of: codes of regions and of categories of incidents; empty is all.

    `repeat` lets the form that made her show its code for ten minutes (see `member_code`).
    """

    regions: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    language: str = "nl"
    repeat: bytes | None = None


@dataclass(frozen=True)
class Proof:
    """What an applicant gives to be verified: a way of joining, her words, and the sign.

    `sign` are the two words that she was asked to put into her advert.
    """

    way: str
    words: str
    sign: str


def seal_choices(k_field: bytes, owner: Owner, owner_id: UUID, choices: Choices) -> bytes:
    content: dict[str, Any] = {
        "regions": list(choices.regions),
        "kinds": list(choices.kinds),
        "language": choices.language,
    }
    if choices.repeat is not None:
        content["repeat"] = choices.repeat.hex()
    return seal_json(k_field, content, owner, str(owner_id), "profile", step=1024)


def open_choices(k_field: bytes, owner: Owner, owner_id: UUID, blob: bytes) -> Choices:
    """Her choices; none when they cannot be read, so that she is told too much, not nothing."""
    try:
        found = open_json(k_field, blob, owner, str(owner_id), "profile")
        repeat = found.get("repeat")
        return Choices(
            regions=tuple(found["regions"]),
            kinds=tuple(found["kinds"]),
            language=str(found["language"]),
            repeat=None if repeat is None else bytes.fromhex(repeat),
        )
    except (Damaged, KeyError, TypeError, ValueError, AttributeError):
        return Choices()


def seal_proof(key: bytes, application_id: UUID, proof: Proof) -> bytes:
    content = {"way": proof.way, "words": proof.words, "sign": proof.sign}
    return seal_json(key, content, "application", str(application_id), "proof")


def open_proof(key: bytes, application_id: UUID, blob: bytes) -> Proof:
    """Raises `Damaged`."""
    found = open_json(key, blob, "application", str(application_id), "proof")
    return Proof(way=str(found["way"]), words=str(found["words"]), sign=str(found["sign"]))


def seal_proof_key(team_public: bytes, application_id: UUID, epoch: int, key: bytes) -> bytes:
    return seal_key(team_public, key, "application", str(application_id), "team", str(epoch))


def open_proof_key(team_secret: bytes, application_id: UUID, epoch: int, blob: bytes) -> bytes:
    """Raises `Damaged` with another team, epoch or application."""
    return open_key(team_secret, blob, "application", str(application_id), "team", str(epoch))
