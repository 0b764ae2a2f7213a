"""How each part of an alert is sealed and opened (security.md 2.9, 2.10).

Words and masked identifiers are under K_alert, which every process of the alerts side has: an
alert is protected by what it says and by who may ask. Where it came from is sealed to the team.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from uuid import UUID

from app.adapters.vault.boxes import (
    blind_token,
    mac,
    open_json,
    open_key,
    seal_json,
    seal_key,
)
from app.domain.identifiers.kinds import Identifier
from app.domain.identifiers.masking import mask
from app.domain.identifiers.matching import tokens_of


@dataclass(frozen=True)
class AlertWords:
    """What a moderator wrote: free text, and codes from the closed lists of `data/`."""

    text: str
    appearance: tuple[str, ...] = ()
    car_type: str | None = None
    car_colour: str | None = None


@dataclass(frozen=True)
class ShownIdentifier:
    """What a member sees of an identifier: its kind and its masked form."""

    kind: str
    masked: str


@dataclass(frozen=True)
class BlindToken:
    """16 bytes under K_idx and how sure a hit is: exact or similar."""

    token: bytes
    kind: str


def seal_words(k_alert: bytes, alert_id: UUID, words: AlertWords) -> bytes:
    return seal_json(k_alert, asdict(words), "alert", str(alert_id), "text", step=1024)


def open_words(k_alert: bytes, alert_id: UUID, blob: bytes) -> AlertWords:
    found = open_json(k_alert, blob, "alert", str(alert_id), "text")
    return AlertWords(
        text=str(found["text"]),
        appearance=tuple(found["appearance"]),
        car_type=found["car_type"],
        car_colour=found["car_colour"],
    )


def seal_shown(k_alert: bytes, alert_id: UUID, shown: Iterable[ShownIdentifier]) -> bytes:
    rows = [[one.kind, one.masked] for one in shown]
    return seal_json(k_alert, rows, "alert", str(alert_id), "identifiers", step=1024)


def open_shown(k_alert: bytes, alert_id: UUID, blob: bytes) -> tuple[ShownIdentifier, ...]:
    rows = open_json(k_alert, blob, "alert", str(alert_id), "identifiers")
    return tuple(ShownIdentifier(kind, masked) for kind, masked in rows)


def shown_of(identifiers: Sequence[Identifier]) -> tuple[ShownIdentifier, ...]:
    """The masked forms of full identifiers: enough to recognise, not to learn."""
    return tuple(ShownIdentifier(one.kind, mask(one)) for one in identifiers)


def tokens_for(k_idx: bytes, identifiers: Iterable[Identifier]) -> tuple[BlindToken, ...]:
    """Blind tokens of identifiers; the same value gives the same token, so no doubles."""
    found = {
        BlindToken(blind_token(k_idx, f"{one.kind}/{token.kind}", token.value), token.kind)
        for one in identifiers
        for token in tokens_of(one)
    }
    return tuple(sorted(found, key=lambda one: one.token))


def seal_tokens(k_alert: bytes, alert_id: UUID, tokens: Iterable[BlindToken]) -> bytes:
    rows = [[one.kind, one.token.hex()] for one in tokens]
    return seal_json(k_alert, rows, "alert", str(alert_id), "tokens", step=2048)


def open_tokens(k_alert: bytes, alert_id: UUID, blob: bytes) -> tuple[BlindToken, ...]:
    rows = open_json(k_alert, blob, "alert", str(alert_id), "tokens")
    return tuple(BlindToken(bytes.fromhex(token), kind) for kind, token in rows)


def seal_source(team_public: bytes, alert_id: UUID, epoch: int, reports: Iterable[UUID]) -> bytes:
    """The reports behind an alert, for the team only: a thief cannot connect the two."""
    content = b"".join(report.bytes for report in reports)
    return seal_key(team_public, content, "alert", str(alert_id), "source", str(epoch))


def open_source(team_secret: bytes, alert_id: UUID, epoch: int, blob: bytes) -> tuple[UUID, ...]:
    content = open_key(team_secret, blob, "alert", str(alert_id), "source", str(epoch))
    return tuple(UUID(bytes=content[at : at + 16]) for at in range(0, len(content), 16))


def text_mac(k_alert: bytes, alert_id: UUID, *parts: str) -> bytes:
    """Fingerprint of everything that was approved: a change after approval voids it."""
    return mac(k_alert, "approved", str(alert_id), *parts)
