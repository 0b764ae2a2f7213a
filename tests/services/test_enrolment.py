"""Enrolment: a link that works once, keys that arise in the holder's session, confinement."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pyotp
import pytest

from app.adapters.database import Database
from app.adapters.keyring import Keyring
from app.adapters.vault.boxes import key_pair_from_seed
from app.domain.states import StaffState
from app.models.staff import Staff, TeamEpoch, TeamGrant
from moderation.decisions.enrol import (
    Enrolment,
    begin_enrolment,
    confirm_second_factor,
    find_invitation,
)
from moderation.decisions.invite_staff import NameTaken, invite_staff, reset_staff
from moderation.decisions.staff_rows import NameRefused, find_by_name
from moderation.decisions.suspend_staff import change_role, suspend_staff
from moderation.decisions.team_grants import GrantRefused, LastHolder, grant_team_key
from moderation.rules.teams import NoSuchRole
from tests.desk_people import enrol, grant, no_code, pin, sign_in

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


def begin(database: Database, keyring: Keyring, name: str = "Iris") -> tuple[Enrolment, str]:
    with database.writing() as session:
        token = invite_staff(session, name, "lead", keyring=keyring, now=NOW).token
    with database.writing() as session:
        enrolment = begin_enrolment(session, token, "nl", keyring=keyring, now=NOW)
    assert enrolment is not None
    return enrolment, token


def right_words(enrolment: Enrolment) -> list[str]:
    words = enrolment.passphrase.split()
    return [words[position - 1] for position in enrolment.asked]


def test_a_link_is_not_used_up_by_looking_and_works_once(
    database: Database, keyring: Keyring
) -> None:
    with database.writing() as session:
        token = invite_staff(session, "Iris", "lead", keyring=keyring, now=NOW).token
    for _ in range(2):
        with database.reading() as session:
            assert find_invitation(session, token, keyring=keyring, now=NOW) == "Iris"
    with database.writing() as session:
        assert begin_enrolment(session, token, "nl", keyring=keyring, now=NOW)
    with database.writing() as session:
        assert begin_enrolment(session, token, "nl", keyring=keyring, now=NOW) is None
        assert find_invitation(session, token, keyring=keyring, now=NOW) is None


def test_a_link_ends_after_a_day(database: Database, keyring: Keyring) -> None:
    with database.writing() as session:
        token = invite_staff(session, "Iris", "lead", keyring=keyring, now=NOW).token
    tomorrow = NOW + timedelta(hours=24)
    with database.writing() as session:
        assert begin_enrolment(session, token, "nl", keyring=keyring, now=tomorrow) is None


def test_neither_link_nor_passphrase_nor_seed_stands_in_the_row(
    database: Database, keyring: Keyring
) -> None:
    enrolment, token = begin(database, keyring)
    with database.reading() as session:
        row = find_by_name(session, "iris")
        stored = [value for value in vars(row).values() if isinstance(value, bytes)]
    assert stored
    for secret in (token, enrolment.passphrase, enrolment.seed):
        assert not any(secret.encode() in value for value in stored)


def test_the_first_holder_makes_the_team_key_and_later_ones_wait(
    database: Database, keyring: Keyring
) -> None:
    first = enrol(database, keyring, "Iris", "lead", NOW)
    second = enrol(database, keyring, "Noor", "moderator", NOW)
    assert first.made_team_key
    assert first.person.newest_key is not None
    assert not second.made_team_key
    assert second.person.keys == ()
    with database.reading() as session:
        row = session.get(TeamEpoch, ("alerts", 1))
        assert row is not None
        assert row.public_key == key_pair_from_seed(first.person.newest_key.secret).public


def test_a_role_without_key_makes_none(database: Database, keyring: Keyring) -> None:
    assert not enrol(database, keyring, "Ada", "administrator", NOW).made_team_key
    assert not enrol(database, keyring, "Bo", "auditor", NOW).made_team_key
    with database.reading() as session:
        assert session.query(TeamEpoch).count() == 0


def test_five_wrong_tries_end_the_half_session(database: Database, keyring: Keyring) -> None:
    enrolment, _ = begin(database, keyring)
    right, wrong = pyotp.TOTP(enrolment.seed).at(NOW), no_code(enrolment.seed, NOW)
    for attempt in range(1, 6):
        with database.writing() as session:
            outcome = confirm_second_factor(
                session, enrolment, right_words(enrolment), wrong, keyring=keyring, now=NOW
            )
        assert outcome.wrong == "code"
        assert outcome.over is (attempt == 5)
    with database.writing() as session:
        late = confirm_second_factor(
            session, enrolment, right_words(enrolment), right, keyring=keyring, now=NOW
        )
    assert late.over
    assert late.enrolled is None


def test_wrong_words_are_told_apart_and_do_not_use_the_code_up(
    database: Database, keyring: Keyring
) -> None:
    enrolment, _ = begin(database, keyring)
    code = pyotp.TOTP(enrolment.seed).at(NOW)
    with database.writing() as session:
        wrong = confirm_second_factor(
            session, enrolment, ["zebra", "fout"], code, keyring=keyring, now=NOW
        )
    assert wrong.wrong == "words"
    with database.writing() as session:
        right = confirm_second_factor(
            session, enrolment, right_words(enrolment), code, keyring=keyring, now=NOW
        )
    assert right.enrolled is not None


def test_a_half_session_cannot_be_confirmed_for_somebody_else(
    database: Database, keyring: Keyring
) -> None:
    """Own enrolment only: seed and words of one person do not activate another (T10)."""
    mine, _ = begin(database, keyring, "Iris")
    other, _ = begin(database, keyring, "Noor")
    crossed = Enrolment(other.staff_id, other.name, mine.passphrase, mine.seed, mine.asked)
    with database.writing() as session:
        outcome = confirm_second_factor(
            session,
            crossed,
            right_words(mine),
            pyotp.TOTP(mine.seed).at(NOW),
            keyring=keyring,
            now=NOW,
        )
    assert outcome.enrolled is None


def test_names_are_unique_whatever_the_capitals(database: Database, keyring: Keyring) -> None:
    with database.writing() as session:
        invite_staff(session, "Iris", "lead", keyring=keyring, now=NOW)
    for name, refusal in (("IRIS ", NameTaken), ("i", NameRefused), ("a\x00b", NameRefused)):
        with pytest.raises(refusal), database.writing() as session:
            invite_staff(session, name, "lead", keyring=keyring, now=NOW)


@pytest.mark.parametrize(
    ("role", "team"), [("queen", None), ("moderator", "institutions"), ("auditor", "alerts")]
)
def test_roles_and_teams_that_do_not_go_together_are_refused(
    database: Database, keyring: Keyring, role: str, team: str | None
) -> None:
    with pytest.raises(NoSuchRole), database.writing() as session:
        invite_staff(session, "Iris", role, team, keyring=keyring, now=NOW)


def test_a_grant_gives_the_same_key_and_opens_only_for_its_holder(
    database: Database, keyring: Keyring
) -> None:
    first = enrol(database, keyring, "Iris", "lead", NOW)
    second = enrol(database, keyring, "Noor", "moderator", NOW)
    grant(database, keyring, first.person, second.person, NOW)
    signed_in = sign_in(
        database, keyring, "noor", second.passphrase, code=second.code(NOW), now=NOW
    )
    assert signed_in is not None
    assert signed_in.person.keys == first.person.keys


def test_a_key_is_not_granted_to_a_substituted_public_key(
    database: Database, keyring: Keyring
) -> None:
    first = enrol(database, keyring, "Iris", "lead", NOW)
    second = enrol(database, keyring, "Noor", "moderator", NOW)
    with pytest.raises(GrantRefused, match="other_key"), database.writing() as session:
        grant_team_key(
            session, first.person, second.person.staff_id, 12345, keyring=keyring, now=NOW
        )


@pytest.mark.parametrize(("giver", "reason"), [("moderator", "not_allowed"), ("new", "no_key")])
def test_who_may_not_grant_is_refused(
    database: Database, keyring: Keyring, giver: str, reason: str
) -> None:
    lead = enrol(database, keyring, "Iris", "lead", NOW)
    noor = enrol(database, keyring, "Noor", "moderator", NOW)
    yara = enrol(database, keyring, "Yara", "moderator", NOW)
    person = noor.person
    if giver == "moderator":
        grant(database, keyring, lead.person, noor.person, NOW)
        signed_in = sign_in(
            database, keyring, "Noor", noor.passphrase, code=noor.code(NOW), now=NOW
        )
        assert signed_in is not None
        person = signed_in.person
    with pytest.raises(GrantRefused, match=reason):
        grant(database, keyring, person, yara.person, NOW)


def test_without_a_lead_any_holder_may_grant(database: Database, keyring: Keyring) -> None:
    noor = enrol(database, keyring, "Noor", "moderator", NOW)
    yara = enrol(database, keyring, "Yara", "moderator", NOW)
    grant(database, keyring, noor.person, yara.person, NOW)
    with database.reading() as session:
        assert session.query(TeamGrant).count() == 2


def test_a_new_beginning_opens_nothing(database: Database, keyring: Keyring) -> None:
    """An administrator who resets a colleague to read gets an empty account (T6)."""
    lead = enrol(database, keyring, "Iris", "lead", NOW)
    noor = enrol(database, keyring, "Noor", "moderator", NOW)
    grant(database, keyring, lead.person, noor.person, NOW)
    with database.writing() as session:
        token = reset_staff(session, "noor", keyring=keyring, now=NOW).token
    assert sign_in(database, keyring, "Noor", noor.passphrase, code=noor.code(NOW), now=NOW) is None
    with database.writing() as session:
        enrolment = begin_enrolment(session, token, "nl", keyring=keyring, now=NOW)
        assert enrolment is not None
        outcome = confirm_second_factor(
            session,
            enrolment,
            right_words(enrolment),
            pyotp.TOTP(enrolment.seed).at(NOW),
            keyring=keyring,
            now=NOW,
        )
    assert outcome.enrolled is not None
    assert outcome.enrolled.person.keys == ()


def test_the_last_holder_is_not_thrown_out_by_mistake(database: Database, keyring: Keyring) -> None:
    enrol(database, keyring, "Iris", "lead", NOW)
    for act in (suspend_staff, reset_staff):
        with pytest.raises(LastHolder), database.writing() as session:
            act(session, "Iris", keyring=keyring, now=NOW)
    with database.writing() as session:
        suspend_staff(session, "Iris", even_if_last=True, keyring=keyring, now=NOW)
        row = session.get(TeamEpoch, ("alerts", 1))
        assert row is not None
        assert row.state == "closed"


def test_a_suspended_person_has_nothing_left(database: Database, keyring: Keyring) -> None:
    lead = enrol(database, keyring, "Iris", "lead", NOW)
    noor = enrol(database, keyring, "Noor", "moderator", NOW)
    grant(database, keyring, lead.person, noor.person, NOW)
    pin(database, keyring, lead.person, NOW)
    with database.writing() as session:
        suspend_staff(session, "Noor", keyring=keyring, now=NOW)
    with database.reading() as session:
        row = session.get(Staff, noor.person.staff_id)
        assert row is not None
        assert row.state is StaffState.SUSPENDED
        assert (row.salt, row.auth, row.wrapped_secret, row.totp_sealed) == (None,) * 4
        assert session.get(TeamGrant, (row.id, "alerts", 1)) is None


def test_another_team_takes_the_grants_of_the_old_one_away(
    database: Database, keyring: Keyring
) -> None:
    lead = enrol(database, keyring, "Iris", "lead", NOW)
    noor = enrol(database, keyring, "Noor", "moderator", NOW)
    grant(database, keyring, lead.person, noor.person, NOW)
    with database.writing() as session:
        change_role(session, "Noor", "caseworker", keyring=keyring, now=NOW)
    signed_in = sign_in(database, keyring, "Noor", noor.passphrase, code=noor.code(NOW), now=NOW)
    assert signed_in is not None
    assert (signed_in.person.role, signed_in.person.keys) == ("caseworker", ())
