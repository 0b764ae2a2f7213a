"""Enrolment: passphrase, second factor and keys arise in the holder's own session (decisions 1).

begin_enrolment uses the link up and hands back what the holder must write down; until
confirm_second_factor the person is confined to the enrolment page (security.md 3.13).
"""

from __future__ import annotations

import secrets
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.adapters.keyring import Keyring
from app.adapters.vault.boxes import new_key_pair
from app.domain.states import StaffState
from app.models.staff import Staff
from app.services import audit
from moderation.decisions.attempts import count_failure, is_barred
from moderation.decisions.desk_person import DeskPerson, TeamKey
from moderation.decisions.invite_staff import token_mac
from moderation.decisions.passphrase import make_credentials, new_passphrase
from moderation.decisions.second_factor import new_seed, seal_seed, use_code
from moderation.decisions.staff_rows import locked
from moderation.decisions.team_grants import found_team_key
from moderation.rules.teams import holds_key

ASKED_WORDS = 2
LETTERS = 4


@dataclass(frozen=True)
class Enrolment:
    """A person on the way in. `passphrase` and `seed` exist in their session alone."""

    staff_id: UUID
    name: str
    passphrase: str = field(repr=False)
    seed: str = field(repr=False)
    asked: tuple[int, ...]  # positions (from 1) of the words to repeat

    def to_session(self) -> dict[str, Any]:
        """The data of a half session: no role, no second factor, no key."""
        return {
            "name": self.name,
            "second_factor": False,
            "passphrase": self.passphrase,
            "seed": self.seed,
            "asked": list(self.asked),
        }

    @classmethod
    def from_session(cls, staff_id: UUID, data: Mapping[str, Any]) -> Enrolment:
        return cls(staff_id, data["name"], data["passphrase"], data["seed"], tuple(data["asked"]))


@dataclass(frozen=True)
class Enrolled:
    """`made_team_key`: this person is the first holder, whose fingerprint must be pinned."""

    person: DeskPerson
    made_team_key: bool


@dataclass(frozen=True)
class Confirmation:
    """What came of a try: `enrolled`, or what was wrong, or the end of the half session."""

    enrolled: Enrolled | None = None
    wrong: str = ""  # words, code, or empty
    over: bool = False


def find_invitation(session: Session, token: str, *, keyring: Keyring, now: datetime) -> str | None:
    """The name of who may use this link, or None: used, too old, or never ours."""
    row = _invited(session, token, keyring, now)
    return None if row is None else row.name


def begin_enrolment(
    session: Session, token: str, language: str, *, keyring: Keyring, now: datetime
) -> Enrolment | None:
    """Use the link up; None when it cannot be used. Costs one stretching. Raises Busy."""
    row = _invited(session, token, keyring, now, lock=True)
    if row is None:
        return None
    pair, passphrase, seed = new_key_pair(), new_passphrase(language), new_seed()
    stored = make_credentials(passphrase, pair.secret, row.id, keyring=keyring)
    row.invite_mac = row.invite_until = None
    row.salt, row.auth, row.wrapped_secret = stored.salt, stored.auth, stored.wrapped_secret
    row.public_key = pair.public
    row.totp_sealed, row.totp_last_step = seal_seed(seed, row.id, keyring=keyring), None
    row.attempts_on, row.attempts = None, 0
    row.state = StaffState.ENROLLING
    audit.append(session, keyring=keyring, actor=row.id, action="enrolment_begun", now=now)
    return Enrolment(row.id, row.name, passphrase, seed, asked_words(len(passphrase.split())))


def confirm_second_factor(
    session: Session,
    enrolment: Enrolment,
    words: Sequence[str],
    code: str,
    *,
    keyring: Keyring,
    now: datetime,
) -> Confirmation:
    """The two words and a code of the app: then the person is active.

    The first holder of a team makes its key here. Five wrong tries end the half session, and
    a new link is needed. Never raises for a wrong answer, so that its line is kept.
    """
    row = locked(session, enrolment.staff_id)
    if row.state is not StaffState.ENROLLING or is_barred(row, now):
        return Confirmation(over=True)
    wrong = ""
    if not repeats(enrolment.passphrase, enrolment.asked, words):
        wrong = "words"
    elif not use_code(row, code, keyring=keyring, now=now):
        wrong = "code"
    if wrong:
        count_failure(row, now)
        audit.append(session, keyring=keyring, actor=row.id, action="enrolment_refused", now=now)
        return Confirmation(wrong=wrong, over=is_barred(row, now))
    row.state = StaffState.ACTIVE
    audit.append(session, keyring=keyring, actor=row.id, action="enrolled", now=now)
    made: TeamKey | None = None
    if holds_key(row.role):
        made = found_team_key(session, row, keyring=keyring, now=now)
    person = DeskPerson(
        staff_id=row.id,
        name=row.name,
        role=row.role,
        team=row.team,
        fresh_at=now,
        keys=() if made is None else (made,),
    )
    return Confirmation(enrolled=Enrolled(person, made is not None))


def asked_words(count: int) -> tuple[int, ...]:
    """Two different positions, so that a passphrase nobody wrote down is noticed now."""
    return tuple(sorted(secrets.SystemRandom().sample(range(1, count + 1), ASKED_WORDS)))


def repeats(passphrase: str, asked: Sequence[int], words: Sequence[str]) -> bool:
    """Are these the asked words? Capitals, accents and endings after four letters do not count."""
    own = passphrase.split()
    return len(words) == len(asked) and all(
        _beginning(own[position - 1]) == _beginning(word)
        for position, word in zip(asked, words, strict=True)
    )


def _beginning(word: str) -> str:
    """Four letters tell the words of our lists apart (decisions 9)."""
    plain = unicodedata.normalize("NFKD", word.strip().casefold())
    return "".join(letter for letter in plain if not unicodedata.combining(letter))[:LETTERS]


def _invited(
    session: Session, token: str, keyring: Keyring, now: datetime, *, lock: bool = False
) -> Staff | None:
    query = select(Staff).where(
        Staff.invite_mac == token_mac(token, keyring=keyring),
        Staff.state == StaffState.INVITED,
    )
    if lock:
        query = query.with_for_update().execution_options(populate_existing=True)
    row = session.scalars(query).one_or_none()
    if row is None or row.invite_until is None or row.invite_until <= now:
        return None
    return row
