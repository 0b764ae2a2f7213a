"""The demo's people of the desk: invited, enrolled and handed the team's key by the real decisions.

All of it happens some weeks before `now`, so that the code on the phone is unused when a stranger
signs in.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta

import pyotp
from sqlalchemy.orm import Session

from app.adapters.keyring import Keyring
from app.adapters.pins_file import write_pin
from app.adapters.vault.boxes import fingerprint, key_pair_from_seed
from app.domain.code import six_words
from moderation.decisions.desk_person import DeskPerson
from moderation.decisions.enrol import begin_enrolment, confirm_second_factor
from moderation.decisions.invite_staff import invite_staff
from moderation.decisions.pin_team import key_to_pin, note_pin
from moderation.decisions.sign_in import complete_sign_in, find_candidate, try_passphrase
from moderation.decisions.team_grants import grant_team_key
from moderation.decisions.team_overview import own_fingerprint

TOTP_STEP = timedelta(seconds=30)
BETWEEN_STEPS = 2 * TOTP_STEP  # each code counts once, so that the next act needs the next code


class DemoWentWrong(Exception):
    """A step that must succeed was refused; carries which."""


@dataclass(frozen=True)
class DemoPerson:
    """What a stranger needs to sign in as this person."""

    name: str
    role: str
    passphrase: str = field(repr=False)
    seed: str = field(repr=False)


def enrol_person(
    session: Session, name: str, role: str, language: str, *, keyring: Keyring, now: datetime
) -> tuple[DemoPerson, DeskPerson]:
    """Somebody who opened the link, wrote the words down and confirmed the phone."""
    invited = invite_staff(session, name, role, keyring=keyring, now=now)
    enrolment = begin_enrolment(session, invited.token, language, keyring=keyring, now=now)
    if enrolment is None:
        raise DemoWentWrong(f"enrolling {name}")
    words = enrolment.passphrase.split()
    outcome = confirm_second_factor(
        session,
        enrolment,
        [words[position - 1] for position in enrolment.asked],
        pyotp.TOTP(enrolment.seed).at(now),
        keyring=keyring,
        now=now,
    )
    if outcome.enrolled is None:
        raise DemoWentWrong(f"confirming {name}")
    paper = DemoPerson(name, role, enrolment.passphrase, enrolment.seed)
    return paper, outcome.enrolled.person


def pin_first_key(session: Session, holder: DeskPerson, *, keyring: Keyring, now: datetime) -> None:
    """The holder reads six words from her screen, the operator pins the key that has them."""
    held = holder.newest_key
    if held is None:
        raise DemoWentWrong("making the team's key")
    words = " ".join(six_words(fingerprint(key_pair_from_seed(held.secret).public), "nl"))
    key = key_to_pin(session, held.team, words)
    write_pin(keyring.pins_file, key)
    note_pin(session, key, keyring=keyring, now=now)


def hand_key_on(
    session: Session, giver: DeskPerson, taker: DeskPerson, *, keyring: Keyring, now: datetime
) -> None:
    """The giver compares the taker's own fingerprint and hands the team's key over."""
    read = own_fingerprint(session, taker.staff_id)
    if read is None:
        raise DemoWentWrong(f"reading the fingerprint of {taker.name}")
    grant_team_key(session, giver, taker.staff_id, read, keyring=keyring, now=now)


def sign_in_person(
    session: Session, paper: DemoPerson, *, keyring: Keyring, now: datetime
) -> DeskPerson:
    """The person with the keys they were given, as their session would hold them."""
    candidate = find_candidate(session, paper.name, "", keyring=keyring, now=now)
    tried = try_passphrase(candidate, paper.passphrase, keyring=keyring)
    code = pyotp.TOTP(paper.seed).at(now)
    signed_in = complete_sign_in(session, tried, code, keyring=keyring, now=now)
    if signed_in is None:
        raise DemoWentWrong(f"signing in as {paper.name}")
    return signed_in.person
