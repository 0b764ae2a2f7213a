"""People of the desk for tests: enrolled and signed in through the real services and pages."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import pyotp

from app.adapters.database import Database
from app.adapters.keyring import Keyring
from app.adapters.pins_file import write_pin
from app.adapters.vault.boxes import fingerprint, key_pair_from_seed
from app.domain.code import six_words
from app.models.staff import Staff
from moderation.decisions.desk_person import DeskPerson
from moderation.decisions.enrol import begin_enrolment, confirm_second_factor
from moderation.decisions.invite_staff import invite_staff
from moderation.decisions.pin_team import key_to_pin, note_pin
from moderation.decisions.sign_in import (
    SignedIn,
    complete_sign_in,
    find_candidate,
    try_passphrase,
)
from moderation.decisions.team_grants import grant_team_key
from tests.visitor import Visitor

STEP = timedelta(seconds=30)
CODE_WORDS = re.compile(r'<ol class="code" translate="no">(.*?)</ol>', re.DOTALL)


@dataclass(frozen=True)
class EnrolledPerson:
    """Somebody with a paper and a phone: passphrase, seed and the person as enrolled."""

    person: DeskPerson
    passphrase: str
    seed: str
    made_team_key: bool

    @property
    def name(self) -> str:
        return self.person.name

    def code(self, now: datetime) -> str:
        """What the phone shows at that moment."""
        return str(pyotp.TOTP(self.seed).at(now))


def no_code(seed: str, now: datetime) -> str:
    """Six digits that a phone with this seed shows at no moment around `now`."""
    shown = {pyotp.TOTP(seed).at(now + step * STEP) for step in range(-4, 5)}
    return next(str(digit) * 6 for digit in range(10) if str(digit) * 6 not in shown)


def enrol(
    database: Database,
    keyring: Keyring,
    name: str,
    role: str,
    now: datetime,
    *,
    team: str | None = None,
) -> EnrolledPerson:
    """Invite and enrol somebody; the code used is one of two minutes before `now`."""
    before = now - 4 * STEP
    with database.writing() as session:
        invited = invite_staff(session, name, role, team, keyring=keyring, now=before)
    with database.writing() as session:
        enrolment = begin_enrolment(session, invited.token, "nl", keyring=keyring, now=before)
    assert enrolment is not None
    words = enrolment.passphrase.split()
    with database.writing() as session:
        outcome = confirm_second_factor(
            session,
            enrolment,
            [words[position - 1] for position in enrolment.asked],
            pyotp.TOTP(enrolment.seed).at(before),
            keyring=keyring,
            now=before,
        )
    assert outcome.enrolled is not None
    person = replace(outcome.enrolled.person, fresh_at=now)
    return EnrolledPerson(
        person, enrolment.passphrase, enrolment.seed, outcome.enrolled.made_team_key
    )


def pin(database: Database, keyring: Keyring, person: DeskPerson, now: datetime) -> None:
    """What the operator does with the words of the newest key that this person holds."""
    held = person.newest_key
    assert held is not None
    with database.writing() as session:
        words = " ".join(six_words(fingerprint(key_pair_from_seed(held.secret).public), "nl"))
        key = key_to_pin(session, held.team, words)
        write_pin(keyring.pins_file, key)
        note_pin(session, key, keyring=keyring, now=now)


def grant(
    database: Database, keyring: Keyring, giver: DeskPerson, taker: DeskPerson, now: datetime
) -> None:
    """Hand the team's keys on, with the fingerprint as the taker reads it."""
    with database.writing() as session:
        row = session.get(Staff, taker.staff_id)
        assert row is not None
        assert row.public_key is not None
        read = fingerprint(row.public_key)
        grant_team_key(session, giver, taker.staff_id, read, keyring=keyring, now=now)


def sign_in(
    database: Database,
    keyring: Keyring,
    name: str,
    passphrase: str,
    *,
    code: str,
    now: datetime,
    device: str = "",
) -> SignedIn | None:
    """The three steps of a sign-in as the door takes them."""
    with database.reading() as session:
        candidate = find_candidate(session, name, device, keyring=keyring, now=now)
    tried = try_passphrase(candidate, passphrase, keyring=keyring)
    with database.writing() as session:
        return complete_sign_in(session, tried, code, keyring=keyring, now=now)


def sign_in_page(visit: Visitor, somebody: EnrolledPerson, now: datetime) -> None:
    """Sign this visitor in through the page."""
    visit.get("/nl/desk/sign-in")
    visit.submit(
        {"name": somebody.name, "passphrase": somebody.passphrase, "code": somebody.code(now)},
        form="sign-in",
    )


def words_on(visit: Visitor) -> list[str]:
    """The numbered words of the last page."""
    found = CODE_WORDS.search(visit.response.get_data(as_text=True))
    assert found is not None
    return re.findall(r"<li>(.*?)</li>", found.group(1))


def seed_on(visit: Visitor) -> str:
    """The seed of the app, as it stands there for typing by hand."""
    shown = re.search(r'class="digits" translate="no">([A-Z2-7 ]+)<', visit.response.text)
    assert shown is not None
    return shown.group(1).replace(" ", "")


def asked_on(visit: Visitor) -> list[int]:
    """Which words of the passphrase the last page asks for."""
    return [int(number) for number in re.findall(r">Woord (\d)<", visit.response.text)]
