"""Everything of an alert that goes out, as one thing: written, read and fingerprinted together.

The fingerprint covers the tokens too: whoever could add a number to an approved alert could have
members warned about somebody nobody looked at.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.adapters.keyring import Keyring
from app.adapters.vault.boxes import Damaged, open_json, seal_json
from app.domain.identifiers.kinds import Identifier
from app.models.alert import Alert, AlertToken
from app.services.sealed_alert import (
    AlertWords,
    BlindToken,
    ShownIdentifier,
    open_shown,
    open_tokens,
    open_words,
    seal_shown,
    seal_tokens,
    seal_words,
    shown_of,
    text_mac,
    tokens_for,
)
from moderation.rules.four_eyes import content_hash
from moderation.rules.publication_bar import INFORMED, InformChoice


@dataclass(frozen=True)
class AlertContent:
    """What members see (`words`, `shown` and the coded facts) and by what a check finds it."""

    kinds: tuple[str, ...]
    severity: int
    region: str
    month: date
    words: AlertWords
    shown: tuple[ShownIdentifier, ...]
    tokens: tuple[BlindToken, ...]

    def differs(self, other: AlertContent) -> tuple[str, ...]:
        """Codes of `alert_field` that say what is different in the other one."""
        pairs = {
            "severity": (self.severity, other.severity),
            "kinds": (set(self.kinds), set(other.kinds)),
            "region": (self.region, other.region),
            "month": (self.month, other.month),
            "identifier": (_found_by(self), _found_by(other)),
            "summary": (self.words, other.words),
        }
        return tuple(code for code, (mine, theirs) in pairs.items() if mine != theirs)

    @property
    def fields(self) -> frozenset[str]:
        """Codes of the list `alert_field` that this alert shows."""
        found = {"region", "month", "kinds", "severity", "summary"}
        if self.words.appearance:
            found.add("appearance")
        if self.words.car_type or self.words.car_colour:
            found.add("car")
        return frozenset(found | {f"masked_{one.kind}" for one in self.shown})

    @property
    def describes_person(self) -> bool:
        return bool(self.words.appearance)


@dataclass(frozen=True)
class Review:
    """What the writer answered and decided beside the text (privacy.md 4 and 6).

    `answered` are keys of marks in this text that the writer looked at and left.
    """

    checklist: Mapping[str, str]
    inform: InformChoice | None
    severity_reason: str = ""
    answered: frozenset[str] = frozenset()


def still_informed(standing: Review, review: Review) -> Review:
    """`review` as it was agreed, with what was done since about telling the listed person.

    That he was told stays for good; of two exceptions the one that holds longer was decided last.
    """
    said, agreed = standing.inform, review.inform
    if said is None or said == agreed:
        return review
    if agreed is None or said.choice == INFORMED:
        return replace(review, inform=said)
    if agreed.choice == INFORMED or (said.review_on or date.min) <= (agreed.review_on or date.min):
        return review
    return replace(review, inform=said)


def identifiers_as_content(
    identifiers: Iterable[Identifier], keyring: Keyring
) -> tuple[tuple[ShownIdentifier, ...], tuple[BlindToken, ...]]:
    """Masked forms and look-up tokens of full identifiers."""
    if keyring.k_idx is None:
        raise RuntimeError("this process has no key for the index of alerts")
    known = tuple(identifiers)
    return tuple(dict.fromkeys(shown_of(known))), tokens_for(keyring.k_idx, known)


def write_content(alert: Alert, content: AlertContent, keyring: Keyring) -> None:
    """Into the row; the tokens wait sealed until the alert goes out."""
    key = alert_key(keyring)
    alert.kinds = ",".join(content.kinds)
    alert.severity = content.severity
    alert.region = content.region
    alert.month = content.month
    alert.text = seal_words(key, alert.id, content.words)
    alert.identifiers = seal_shown(key, alert.id, content.shown)
    alert.tokens_sealed = seal_tokens(key, alert.id, content.tokens)


def read_content(session: Session, alert: Alert, keyring: Keyring) -> AlertContent:
    """Out of the row as it is now; raises Damaged, also for an alert without words left."""
    key = alert_key(keyring)
    if alert.text is None or alert.identifiers is None:
        raise Damaged
    return AlertContent(
        kinds=tuple(alert.kinds.split(",")),
        severity=alert.severity,
        region=alert.region,
        month=alert.month,
        words=open_words(key, alert.id, alert.text),
        shown=open_shown(key, alert.id, alert.identifiers),
        tokens=_tokens(session, alert, key),
    )


def fingerprint(alert_id: UUID, content: AlertContent, keyring: Keyring) -> bytes:
    """32 bytes over the whole content, under K_alert: the database alone cannot make one."""
    facts = {
        "kinds": list(content.kinds),
        "severity": content.severity,
        "region": content.region,
        "month": content.month.isoformat(),
        "words": _plain(content.words),
        "shown": [[one.kind, one.masked] for one in content.shown],
        "tokens": sorted([one.kind, one.token.hex()] for one in content.tokens),
    }
    return text_mac(alert_key(keyring), alert_id, content_hash(facts).hex())


def write_review(alert: Alert, review: Review, keyring: Keyring) -> None:
    inform = review.inform
    answers = {
        "checklist": dict(review.checklist),
        "inform": None if inform is None else inform.choice,
        "review_on": inform.review_on.isoformat() if inform and inform.review_on else None,
        "informed_on": inform.informed_on.isoformat() if inform and inform.informed_on else None,
        "severity_reason": review.severity_reason,
        "answered": sorted(review.answered),
    }
    alert.review = seal_json(
        alert_key(keyring), answers, "alert", str(alert.id), "review", step=1024
    )


def read_review(alert: Alert, keyring: Keyring) -> Review:
    """Raises Damaged."""
    if alert.review is None:
        raise Damaged
    found = open_json(alert_key(keyring), alert.review, "alert", str(alert.id), "review")
    choice, review_on = found["inform"], found["review_on"]
    return Review(
        checklist=dict(found["checklist"]),
        inform=None
        if choice is None
        else InformChoice(choice, _day(review_on), _day(found.get("informed_on"))),
        severity_reason=found["severity_reason"],
        answered=frozenset(found.get("answered", ())),
    )


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def alert_key(keyring: Keyring) -> bytes:
    if keyring.k_alert is None:
        raise RuntimeError("this process has no key for alerts")
    return keyring.k_alert


def _tokens(session: Session, alert: Alert, key: bytes) -> tuple[BlindToken, ...]:
    if alert.tokens_sealed is not None:
        return open_tokens(key, alert.id, alert.tokens_sealed)
    rows = session.execute(
        select(AlertToken.token, AlertToken.kind)
        .where(AlertToken.alert_id == alert.id)
        .order_by(AlertToken.token)
    )
    return tuple(BlindToken(token, kind) for token, kind in rows)


def _plain(words: AlertWords) -> dict[str, object]:
    return {**asdict(words), "appearance": list(words.appearance)}


def _found_by(content: AlertContent) -> tuple[frozenset[ShownIdentifier], frozenset[bytes]]:
    return frozenset(content.shown), frozenset(one.token for one in content.tokens)
