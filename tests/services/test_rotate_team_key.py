"""A new team key: every report still opens, the leaver's key opens nothing of it (T6)."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from uuid import UUID, uuid4

import pytest

from app.adapters.database import Database
from app.adapters.keyring import Keyring
from app.adapters.vault.boxes import Damaged, key_pair_from_seed, new_key_pair, random_key
from app.domain.states import ReportState
from app.models.report import Report, ReportKeys
from app.models.staff import TeamEpoch, TeamGrant
from app.services.sealed_report import DeskKeys, open_for_team, seal_keys
from app.services.settle_alarms import standing_alarms
from app.services.team_key import sealing_key
from moderation.decisions.desk_person import DeskPerson
from moderation.decisions.rotate_team_key import Rotation, finish_rotation, rotate_team_key
from moderation.decisions.suspend_staff import suspend_staff
from moderation.decisions.team_grants import GrantRefused
from tests.desk_people import EnrolledPerson, enrol, grant, pin, sign_in

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


def team_of_two(database: Database, keyring: Keyring) -> tuple[EnrolledPerson, EnrolledPerson]:
    lead = enrol(database, keyring, "Iris", "lead", NOW)
    noor = enrol(database, keyring, "Noor", "moderator", NOW)
    grant(database, keyring, lead.person, noor.person, NOW)
    pin(database, keyring, lead.person, NOW)
    return lead, noor


def store_report(database: Database, keyring: Keyring) -> tuple[UUID, DeskKeys]:
    """A live report, sealed to whatever key the public side would use now."""
    report_id, keys = uuid4(), DeskKeys(random_key(), random_key())
    with database.writing() as session:
        key = sealing_key(session, keyring, "alerts")
        assert key is not None
        session.add(
            Report(
                id=report_id,
                team="alerts",
                state=ReportState.RECEIVED,
                arrived_on=NOW.date(),
                epoch=key.epoch,
                expires_on=date(2028, 1, 1),
                urgent=False,
                needs_second=False,
                body=b"",
                consents=b"",
                lookup=report_id.bytes,
            )
        )
        session.flush()  # the keys refer to it
        session.add(
            seal_keys(
                report_id,
                keys,
                receipt_public=new_key_pair().public,
                team_public=key.public_key,
                epoch=key.epoch,
            )
        )
    return report_id, keys


def rotate(
    database: Database, keyring: Keyring, person: DeskPerson, at_once: int = 100
) -> Rotation:
    with database.writing() as session:
        return rotate_team_key(session, person, keyring=keyring, now=NOW, at_once=at_once)


def finish(
    database: Database, keyring: Keyring, person: DeskPerson, at_once: int = 100
) -> Rotation:
    with database.writing() as session:
        return finish_rotation(session, person, keyring=keyring, now=NOW, at_once=at_once)


def opened(database: Database, report_id: UUID, secret: bytes, epoch: int) -> DeskKeys:
    with database.reading() as session:
        row = session.get(ReportKeys, report_id)
        assert row is not None
        return open_for_team(row, team_secret=secret, epoch=epoch)


def test_a_leaver_opens_nothing_after_a_rotation_and_the_others_open_all(
    database: Database, keyring: Keyring
) -> None:
    lead, noor = team_of_two(database, keyring)
    report_id, keys = store_report(database, keyring)
    old = lead.person.newest_key
    assert old is not None
    with database.writing() as session:
        suspend_staff(session, "Noor", keyring=keyring, now=NOW)
        assert "team_key_rotation_due" in standing_alarms(session)
    rotation = rotate(database, keyring, lead.person)
    assert (rotation.key.epoch, rotation.resealed, rotation.left) == (2, 1, 0)
    assert rotation.key.k_match == old.k_match
    assert opened(database, report_id, rotation.key.secret, 2) == keys
    with pytest.raises(Damaged):
        opened(database, report_id, old.secret, 1)
    with database.reading() as session:
        assert session.get(TeamGrant, (noor.person.staff_id, "alerts", 2)) is None
        assert "team_key_rotation_due" not in standing_alarms(session)


def test_new_reports_stay_under_the_pinned_key_until_the_pin_moves(
    database: Database, keyring: Keyring
) -> None:
    lead, noor = team_of_two(database, keyring)
    rotation = rotate(database, keyring, lead.person)
    person = replace(lead.person, keys=(*lead.person.keys, rotation.key))
    late_id, late_keys = store_report(database, keyring)
    early = finish(database, keyring, person)
    assert early.resealed == 1
    with database.reading() as session:
        older = session.get(TeamEpoch, ("alerts", 1))
        assert older is not None
        assert older.state == "open"  # reports still come in under it
    pin(database, keyring, person, NOW)
    finish(database, keyring, person)
    assert opened(database, late_id, rotation.key.secret, 2) == late_keys
    with database.reading() as session:
        older = session.get(TeamEpoch, ("alerts", 1))
        assert older is not None
        assert older.state == "closed"
        assert session.get(TeamGrant, (noor.person.staff_id, "alerts", 1)) is None
        key = sealing_key(session, keyring, "alerts")
        assert key is not None
        assert (key.epoch, key.trouble) == (2, None)
    signed_in = sign_in(database, keyring, "Noor", noor.passphrase, code=noor.code(NOW), now=NOW)
    assert signed_in is not None
    assert signed_in.person.keys == (rotation.key,)


def test_a_large_rotation_goes_on_where_it_stopped(database: Database, keyring: Keyring) -> None:
    lead, _ = team_of_two(database, keyring)
    stored = [store_report(database, keyring) for _ in range(5)]
    rotation = rotate(database, keyring, lead.person, at_once=2)
    assert (rotation.resealed, rotation.left) == (2, 3)
    person = replace(lead.person, keys=(*lead.person.keys, rotation.key))
    assert finish(database, keyring, person, at_once=2).left == 1
    assert finish(database, keyring, person, at_once=2).left == 0
    for report_id, keys in stored:
        assert opened(database, report_id, rotation.key.secret, 2) == keys


def test_a_damaged_report_does_not_stop_a_rotation(database: Database, keyring: Keyring) -> None:
    lead, _ = team_of_two(database, keyring)
    damaged_id, _ = store_report(database, keyring)
    whole_id, whole_keys = store_report(database, keyring)
    with database.writing() as session:
        row = session.get(ReportKeys, damaged_id)
        assert row is not None
        row.sealed_team = bytes(80)
    rotation = rotate(database, keyring, lead.person)
    assert (rotation.resealed, rotation.left) == (1, 1)
    assert opened(database, whole_id, rotation.key.secret, 2) == whole_keys
    with database.reading() as session:
        assert "report_keys_damaged" in standing_alarms(session)


def test_a_rotation_stops_at_a_substituted_public_key(database: Database, keyring: Keyring) -> None:
    lead, _ = team_of_two(database, keyring)
    with database.writing() as session:
        row = session.get(TeamEpoch, ("alerts", 1))
        assert row is not None
        row.public_key = new_key_pair().public
    with pytest.raises(GrantRefused, match="other_key"):
        rotate(database, keyring, lead.person)


def test_a_moderator_beside_a_lead_and_an_old_session_cannot_rotate(
    database: Database, keyring: Keyring
) -> None:
    lead, noor = team_of_two(database, keyring)
    holder = replace(noor.person, keys=lead.person.keys)
    with pytest.raises(GrantRefused, match="not_allowed"):
        rotate(database, keyring, holder)
    rotate(database, keyring, lead.person)
    with pytest.raises(GrantRefused, match="no_key"):
        rotate(database, keyring, lead.person)  # this session does not hold epoch 2


def test_the_public_half_is_the_one_of_the_private_half(
    database: Database, keyring: Keyring
) -> None:
    lead, _ = team_of_two(database, keyring)
    rotation = rotate(database, keyring, lead.person)
    with database.reading() as session:
        row = session.get(TeamEpoch, ("alerts", 2))
        assert row is not None
        assert row.public_key == key_pair_from_seed(rotation.key.secret).public
