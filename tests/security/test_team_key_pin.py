"""T5: an intruder who writes the database cannot make the public side seal to his key."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime

import pytest

from app.adapters.database import Database
from app.adapters.keyring import Keyring, PinnedKey
from app.adapters.pins_file import PinsUnreadable, write_pin
from app.adapters.vault.boxes import fingerprint, key_pair_from_seed, new_key_pair
from app.domain.code import six_words
from app.models.staff import TeamEpoch
from app.services.settle_alarms import standing_alarms
from app.services.team_key import (
    FEW_HOLDERS,
    KEY_DIFFERS,
    KEY_MISSING,
    KEY_NOT_PINNED,
    NEWER_KEY_NOT_PINNED,
    SealingKey,
    sealing_key,
    watch_team_key,
)
from moderation.decisions.pin_team import NothingToPin, OtherFingerprint, key_to_pin
from moderation.decisions.team_overview import desk_notices
from tests.desk_people import EnrolledPerson, enrol, grant, pin

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


@pytest.fixture
def lead(database: Database, keyring: Keyring) -> EnrolledPerson:
    """A pinned team of two; the lead holds the key."""
    lead = enrol(database, keyring, "Iris", "lead", NOW)
    noor = enrol(database, keyring, "Noor", "moderator", NOW)
    grant(database, keyring, lead.person, noor.person, NOW)
    pin(database, keyring, lead.person, NOW)
    return lead


def own_public(lead: EnrolledPerson) -> bytes:
    assert lead.person.newest_key is not None
    return key_pair_from_seed(lead.person.newest_key.secret).public


def look(database: Database, keyring: Keyring) -> tuple[SealingKey | None, str | None]:
    """What the public side would seal to, and the alarm that is raised."""
    with database.writing() as session:
        key = sealing_key(session, keyring, "alerts")
        alarm = watch_team_key(session, keyring, "alerts", now=NOW)
        assert alarm is None or alarm in standing_alarms(session)
    return key, alarm


def put_key(database: Database, epoch: int, public_key: bytes) -> None:
    with database.writing() as session:
        session.merge(
            TeamEpoch(
                team="alerts",
                epoch=epoch,
                public_key=public_key,
                state="open",
                created_on=date(2026, 11, 23),
            )
        )


def test_all_is_well_when_database_and_pin_agree(
    database: Database, keyring: Keyring, lead: EnrolledPerson
) -> None:
    key, alarm = look(database, keyring)
    assert key == SealingKey("alerts", 1, own_public(lead), None)
    assert alarm is None


def test_a_substituted_public_key_is_not_sealed_to(
    database: Database, keyring: Keyring, lead: EnrolledPerson
) -> None:
    put_key(database, 1, new_key_pair().public)
    key, alarm = look(database, keyring)
    assert key is not None
    assert key.public_key == own_public(lead)
    assert alarm == key.trouble == KEY_DIFFERS
    with database.reading() as session:
        assert "other_pinned" in desk_notices(session, lead.person, keyring=keyring)


def test_an_added_epoch_is_not_sealed_to(
    database: Database, keyring: Keyring, lead: EnrolledPerson
) -> None:
    put_key(database, 2, new_key_pair().public)
    key, alarm = look(database, keyring)
    assert key is not None
    assert (key.epoch, key.public_key) == (1, own_public(lead))
    assert alarm == NEWER_KEY_NOT_PINNED


def test_a_vanished_row_changes_nothing_but_the_alarm(
    database: Database, keyring: Keyring, alerts_team: object
) -> None:
    key, alarm = look(database, keyring)
    assert key is not None
    assert alarm == key.trouble == KEY_MISSING


@pytest.mark.parametrize("damage", ["deleted", "emptied", "half a key", "not ours"])
def test_without_a_readable_pin_the_form_is_closed(
    database: Database, keyring: Keyring, lead: EnrolledPerson, damage: str
) -> None:
    if damage == "deleted":
        keyring.pins_file.unlink()
    elif damage == "emptied":
        keyring.pins_file.write_text("")
    elif damage == "half a key":
        keyring.pins_file.write_text('{"alerts": {"epoch": 1, "public_key": "abcd"}}')
    else:
        keyring.pins_file.write_text("[1, 2]")
    key, alarm = look(database, keyring)
    assert key is None
    assert alarm == KEY_NOT_PINNED
    with database.reading() as session:
        assert "not_pinned" in desk_notices(session, lead.person, keyring=keyring)


def test_a_closed_epoch_closes_the_form(
    database: Database, keyring: Keyring, lead: EnrolledPerson
) -> None:
    with database.writing() as session:
        row = session.get(TeamEpoch, ("alerts", 1))
        assert row is not None
        row.state = "closed"
    assert look(database, keyring)[0] is None


def test_one_holder_is_too_few(database: Database, keyring: Keyring) -> None:
    lead = enrol(database, keyring, "Iris", "lead", NOW)
    pin(database, keyring, lead.person, NOW)
    key, alarm = look(database, keyring)
    assert key is not None
    assert alarm == FEW_HOLDERS
    with database.reading() as session:
        assert desk_notices(session, lead.person, keyring=keyring) == ("few_holders",)


def test_only_the_key_whose_words_were_read_can_be_pinned(
    database: Database, keyring: Keyring, lead: EnrolledPerson
) -> None:
    words = " ".join(six_words(fingerprint(own_public(lead)), "en"))
    with database.reading() as session:
        assert key_to_pin(session, "alerts", words.upper()).public_key == own_public(lead)
    put_key(database, 1, new_key_pair().public)
    for read in (words, "", "zebra " * 6, "x" * 5000):
        with database.reading() as session, pytest.raises(OtherFingerprint):
            key_to_pin(session, "alerts", read)


def test_a_team_without_key_cannot_be_pinned(database: Database) -> None:
    for team in ("alerts", "nobody"):
        with database.reading() as session, pytest.raises(NothingToPin):
            key_to_pin(session, team, "")


def test_a_pin_is_written_beside_the_others_or_not_at_all(
    database: Database, keyring: Keyring, lead: EnrolledPerson
) -> None:
    pins = json.loads(keyring.pins_file.read_text())
    keyring.pins_file.write_text(json.dumps({**pins, "institutions": pins["alerts"]}))
    pin(database, keyring, lead.person, NOW)
    assert set(json.loads(keyring.pins_file.read_text())) == {"alerts", "institutions"}
    keyring.pins_file.write_text("not ours")
    with pytest.raises(PinsUnreadable):
        write_pin(keyring.pins_file, PinnedKey("alerts", 1, own_public(lead)))
    assert keyring.pins_file.read_text() == "not ours"
    assert not list(keyring.pins_file.parent.glob(".pins-*"))
