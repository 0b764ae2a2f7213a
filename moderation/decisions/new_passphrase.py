"""A new passphrase for somebody who still knows the old one.

The private key stays the same, so no grant is lost. The old passphrase holds until the new one
is confirmed with two of its words: nobody is locked out by closing a tab too early.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from app.adapters.keyring import Keyring
from app.adapters.vault.boxes import Damaged, equal
from app.services import audit
from app.services.web_session import end_all_for
from moderation.decisions.attempts import count_failure, is_barred
from moderation.decisions.enrol import asked_words, repeats
from moderation.decisions.passphrase import (
    Credentials,
    Stretched,
    make_credentials,
    new_passphrase,
    open_secret,
)
from moderation.decisions.staff_rows import is_active, locked

SESSION_NAME = "next_passphrase"


@dataclass(frozen=True)
class NextPassphrase:
    """The words on their way; with the private key they live in the sealed session only."""

    words: str = field(repr=False)
    asked: tuple[int, ...]
    secret: bytes = field(repr=False)

    def to_session(self) -> dict[str, Any]:
        return {
            SESSION_NAME: {"words": self.words, "asked": list(self.asked), "secret": self.secret}
        }

    @classmethod
    def from_session(cls, data: Mapping[str, Any]) -> NextPassphrase | None:
        kept = data.get(SESSION_NAME)
        if not kept:
            return None
        return cls(kept["words"], tuple(kept["asked"]), kept["secret"])


NOTHING_PENDING: Mapping[str, Any] = {SESSION_NAME: None}


def propose_passphrase(
    session: Session,
    staff_id: UUID,
    stretched: Stretched | None,
    language: str,
    *,
    keyring: Keyring,
    now: datetime,
) -> NextPassphrase | None:
    """Six new words for who shows the present passphrase; None when it is not right."""
    row = locked(session, staff_id)
    if not is_active(row) or row.auth is None or row.wrapped_secret is None or is_barred(row, now):
        return None
    secret = None
    if stretched is not None and equal(stretched.auth, row.auth):
        try:
            secret = open_secret(stretched, row.wrapped_secret, row.id)
        except Damaged:
            secret = None
    if secret is None:
        count_failure(row, now)
        audit.append(session, keyring=keyring, actor=row.id, action="proof_refused", now=now)
        return None
    words = new_passphrase(language)
    return NextPassphrase(words, asked_words(len(words.split())), secret)


def prepare_passphrase(
    pending: NextPassphrase, typed: Sequence[str], staff_id: UUID, *, keyring: Keyring
) -> Credentials | None:
    """What will be stored, or None when the two words are wrong. Stretches; raises Busy."""
    if not repeats(pending.words, pending.asked, typed):
        return None
    return make_credentials(pending.words, pending.secret, staff_id, keyring=keyring)


def confirm_passphrase(
    session: Session, staff_id: UUID, stored: Credentials, *, keyring: Keyring, now: datetime
) -> None:
    """From here on only the new words open; every session of this person ends (T8)."""
    row = locked(session, staff_id)
    row.salt, row.auth, row.wrapped_secret = stored.salt, stored.auth, stored.wrapped_secret
    end_all_for(session, staff_id)
    audit.append(session, keyring=keyring, actor=row.id, action="passphrase_renewed", now=now)
