"""How a member's choices and an applicant's proof are sealed and opened (security.md 2.10).

Choices are under K_field: the process that tells members of alerts must read them. A proof is
under a key of its own that only the desk's team can open, and both go at the decision.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any, Literal
from uuid import UUID

from app.adapters.keyring import Keyring
from app.adapters.vault.boxes import (
    Damaged,
    open_json,
    open_key,
    seal_json,
    seal_key,
)
from app.models.member import Member

Owner = Literal["member", "application"]
MOST_DEVICES = 3
NO_DEVICES = ("",) * MOST_DEVICES
LEAST = 2  # the lowest severity of an alert


@dataclass(frozen=True)
class PendingMail:
    """An address that waits for the code that was mailed to it; `until` in seconds since 1970."""

    address: str
    code: str
    until: int
    tries_left: int


@dataclass(frozen=True)
class Choices:
    """What she is told of: codes of regions and of categories of incidents; empty is all.

    `least` is the lowest severity (2 to 4). `quiet` is (from, until) in hours, Europe/Amsterdam;
    `urgent_passes`: what is most severe is sent then too. `mail` is a confirmed address or empty,
    `pending` one that is not confirmed yet. `devices` are addresses of browsers at the message
    services of their makers, one in each place or empty. `lost`: channels whose address was dead.
    `repeat` lets the form that made her show its code for ten minutes (see `member_code`).
    """

    regions: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    language: str = "nl"
    least: int = LEAST
    quiet: tuple[int, int] | None = None
    urgent_passes: bool = False
    mail: str = ""
    pending: PendingMail | None = None
    devices: tuple[str, ...] = NO_DEVICES
    lost: tuple[str, ...] = ()
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
        "least": choices.least,
        "quiet": choices.quiet,
        "urgent_passes": choices.urgent_passes,
        "mail": choices.mail,
        "lost": list(choices.lost),
        "devices": list(choices.devices),
    }
    if choices.pending is not None:
        content["pending"] = asdict(choices.pending)
    if choices.repeat is not None:
        content["repeat"] = choices.repeat.hex()
    return seal_json(k_field, content, owner, str(owner_id), "profile", step=1024)


def open_choices(k_field: bytes, owner: Owner, owner_id: UUID, blob: bytes) -> Choices:
    """Her choices; none when they cannot be read, so that she is told too much, not nothing."""
    try:
        found = open_json(k_field, blob, owner, str(owner_id), "profile")
        repeat, quiet, pending = found.get("repeat"), found.get("quiet"), found.get("pending")
        return Choices(
            regions=tuple(found["regions"]),
            kinds=tuple(found["kinds"]),
            language=str(found["language"]),
            # what was sealed before these could be chosen: their first values
            least=int(found.get("least", LEAST)),
            quiet=None if quiet is None else (int(quiet[0]), int(quiet[1])),
            urgent_passes=bool(found.get("urgent_passes", False)),
            mail=str(found.get("mail", "")),
            pending=None if pending is None else PendingMail(**pending),
            devices=tuple(str(one) for one in found.get("devices", NO_DEVICES)),
            lost=tuple(found.get("lost", ())),
            repeat=None if repeat is None else bytes.fromhex(repeat),
        )
    except (Damaged, KeyError, TypeError, ValueError, AttributeError, IndexError):
        return Choices()


def choices_of(row: Member, keyring: Keyring) -> Choices:
    """A member's choices, opened."""
    return open_choices(_key(keyring), "member", row.id, row.profile)


def keep_choices(row: Member, choices: Choices, keyring: Keyring) -> None:
    """Seals them onto her row, whose lock the caller holds."""
    row.profile = seal_choices(_key(keyring), "member", row.id, choices)


def _key(keyring: Keyring) -> bytes:
    if keyring.k_field is None:
        raise RuntimeError("this process may not open the members' choices")
    return keyring.k_field


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
