"""T2: with the database and all secrets of a process alerts open, and no report (security.md 2.13).

The matrix of 2.10, tried out: everything that is sealed with everything that can be had.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass, replace
from typing import cast
from uuid import uuid4

import pytest

from app.adapters.database import Database
from app.adapters.keyring import Keyring, secrets_of
from app.adapters.vault.boxes import subkey
from app.domain.code import Code
from app.models.report import Report
from app.models.staff import Staff
from app.services import audit
from app.services.add_to_report import add_message
from app.services.apply_for_membership import (
    Applying,
    apply_for_membership,
    prepare_application,
)
from app.services.open_report import open_report
from app.services.parked_file import park_file
from app.services.receipt import stretch
from app.services.web_session import start_web_session
from app.settings import Doors
from moderation.decisions.passphrase import stretch as stretch_passphrase
from moderation.decisions.write_to_case import write_note
from tests.desk_cases import Desk, at_once, with_contact
from tests.desk_people import EnrolledPerson, enrol, grant, pin
from tests.filed_reports import FiledReport, file_one
from tests.keys import TeamKeys
from tests.members import make_member
from tests.security.robbery import Lookout, Loot, all_loot, rob
from tests.workbench import NOON, reference

pytestmark = pytest.mark.parametrize("engine_url", ["sqlite"], indirect=True)
"""What is sealed is the same bytes in either engine; T1 searches both."""

OF_ALERTS = {"alert.text", "alert.identifiers", "alert.review", "alert.tokens_sealed"}
OF_MEMBERS = {"member.profile", "application.profile"}
OF_FIELDS = {*OF_MEMBERS, "staff.totp_sealed", "parked_photo.expiry_sealed"}
OF_REPORTS = {
    "report.body", "report.summary", "report.contact", "report.consents", "message.body",
    "note.body", "attachment.stream", "report_keys.sealed_team", "report_keys.sealed_desk",
}  # fmt: skip
ONLY_HERS = {"report_keys.sealed_receipt", "report.repeat_sealed"}


@dataclass
class House:
    """A house in use, what a thief carried off, and what the people of it know."""

    keyring: Keyring
    loot: list[Loot]
    lookout: Lookout
    lead: EnrolledPerson
    report: FiledReport
    salt: bytes

    def opens_with(self, *keys: bytes) -> set[str]:
        return rob(self.loot, keys, self.lookout)

    def secrets_of(self, doors: Doors) -> list[bytes]:
        return [cast("bytes", getattr(self.keyring, name)) for name in secrets_of(doors)]


@pytest.fixture
def house(database: Database, keyring: Keyring, monkeypatch: pytest.MonkeyPatch) -> House:
    """Everything once: people, reports, words about them, an alert, members and sessions."""
    lookout = Lookout()
    lookout.watch(monkeypatch)
    lead = enrol(database, keyring, "Iris", "lead", NOON)
    noor = enrol(database, keyring, "Noor", "moderator", NOON)
    pin(database, keyring, lead.person, NOON)
    grant(database, keyring, lead.person, noor.person, NOON)
    held = lead.person.newest_key
    assert held is not None
    desk = Desk(database, keyring, TeamKeys("alerts", held.epoch, b"", held.secret, held.k_match))
    report = file_one(database, keyring, with_contact(at_once()), photos=(b"a photo" * 40,))
    second = replace(noor.person, keys=lead.person.keys)
    desk.claim(lead.person, report.id)
    with database.writing() as session:
        write_note(session, lead.person, report.id, "A note", keyring=keyring, now=NOON)
        own = open_report(session, stretch(report.code, keyring))
        add_message(session, own, "More", protocol=reference().protocol, now=NOON)
        park_file(session, b"parked" * 40, keyring=keyring, now=NOON)
        start_web_session(session, "staff", uuid4(), {"keys": held.secret}, now=NOON)
    alert = desk.propose(lead.person, report.id)
    waiting = file_one(database, keyring)
    desk.claim(lead.person, waiting.id)
    desk.propose(lead.person, waiting.id)
    desk.approve(second, alert)
    make_member(database, keyring)
    prepared = prepare_application(
        Applying("advert", "My advert", "nl"),
        raw_token=secrets.token_bytes(16),
        keyring=keyring,
        now=NOON,
    )
    with database.writing() as session:
        apply_for_membership(session, prepared, keyring=keyring, now=NOON)
    with database.reading() as session:
        salt = session.get_one(Staff, lead.person.staff_id).salt
        assert session.get_one(Report, report.id).contact is not None
    assert salt is not None
    return House(keyring, all_loot(database), lookout, lead, report, salt)


def test_the_database_alone_opens_nothing(house: House) -> None:
    assert house.opens_with() == set()
    assert {one.place for one in house.loot} >= OF_REPORTS | ONLY_HERS | OF_ALERTS | OF_FIELDS


@pytest.mark.parametrize("doors", ["public", "desk", "all"])
def test_with_the_secrets_of_a_process_alerts_open_and_no_report(
    house: House, doors: Doors
) -> None:
    assert house.opens_with(*house.secrets_of(doors)) == OF_ALERTS | OF_FIELDS


def test_which_process_holds_which_secret(engine_url: str) -> None:
    """security.md 2.10, written apart from the code."""
    assert set(secrets_of("public")) == {
        "pepper_receipt", "salt_receipt", "k_gen", "k_idem", "k_form", "k_alert", "k_idx",
        "k_field",
    }  # fmt: skip
    assert set(secrets_of("desk")) == {
        "pepper_staff", "k_audit", "k_facts", "vapid_key", "k_form", "k_alert", "k_idx", "k_field",
    }  # fmt: skip


def test_a_passphrase_opens_what_its_holder_may_read_and_nothing_of_hers(house: House) -> None:
    """The same search reaches everything when it has a right key: so it could see the rest."""
    stretched = stretch_passphrase(house.lead.passphrase, house.salt, keyring=house.keyring)
    opened = house.opens_with(stretched.wrap)
    assert opened >= OF_REPORTS | {"team_grant.sealed", "staff.wrapped_secret"}
    assert opened >= {"alert.source_sealed", "application.proof", "application.sealed_team"}
    assert not opened & (ONLY_HERS | OF_ALERTS | OF_FIELDS | {"web_session.sealed"})


def test_what_is_stored_to_compare_a_passphrase_with_opens_nothing(house: House) -> None:
    stretched = stretch_passphrase(house.lead.passphrase, house.salt, keyring=house.keyring)
    assert house.opens_with(stretched.auth) == set()
    assert subkey(stretched.auth, "staff/wrap") != stretched.wrap


def test_a_code_opens_her_own_report_and_not_what_the_desk_wrote_for_itself(house: House) -> None:
    opened = house.opens_with(stretch(house.report.code, house.keyring).keys.secret)
    assert opened >= ONLY_HERS | {"report.body", "message.body", "attachment.stream"}
    assert not opened & {"note.body", "report.summary", "report_keys.sealed_desk"}


def test_a_stolen_pepper_without_the_code_is_worth_a_guess_a_stretching(house: House) -> None:
    """One wrong code, stretched with all secrets of the process, opens nothing."""
    wrong = Code(house.report.code.number ^ 1)
    receipt = stretch(wrong, house.keyring)
    assert house.opens_with(receipt.keys.secret, receipt.lookup * 2) == set()


def test_the_public_process_cannot_write_the_log_nor_the_desk_stretch_a_code(
    house: House, database: Database
) -> None:
    public = only(house.keyring, "public")
    with database.writing() as session, pytest.raises(RuntimeError, match="no key for the audit"):
        audit.append(session, keyring=public, actor="x", action="signed_in", now=NOON)
    with pytest.raises(RuntimeError, match="no pepper"):
        stretch_passphrase("words", b"s" * 16, keyring=public)
    with pytest.raises(AssertionError):
        stretch(house.report.code, only(house.keyring, "desk"))


def only(keyring: Keyring, doors: Doors) -> Keyring:
    """The keyring as a process with these doors has it."""
    absent = set(secrets_of("all")) - set(secrets_of(doors))
    return replace(keyring, **dict.fromkeys(absent, None))  # type: ignore[arg-type]
