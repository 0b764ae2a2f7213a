"""T6, the part about escrow: two papers of a pair open every epoch, one person's never do."""

from __future__ import annotations

import secrets
from dataclasses import replace
from itertools import combinations
from pathlib import Path

import pytest
from click.testing import CliRunner
from sqlalchemy import delete, select, update

from app.adapters.database import Database
from app.adapters.keyring import Keyring
from app.adapters.vault.boxes import KeyPair, fingerprint, key_pair_from_seed, new_key_pair
from app.commands.make_escrow import make_escrow
from app.domain.escrow import (
    HALF_WORDS,
    PAIRS,
    Half,
    HalfUnreadable,
    NotAPair,
    join,
    read_half,
    split,
    to_words,
)
from app.models.audit import AuditLine
from app.models.outbox import Alarm
from app.models.staff import EscrowSeal, Staff, TeamEpoch, TeamGrant
from moderation.decisions.escrow import (
    OPENED_ALARM,
    EscrowRefused,
    OtherEscrowKey,
    Rehearsed,
    open_escrow,
    rehearse,
)
from moderation.decisions.rotate_team_key import finish_rotation, rotate_team_key
from moderation.decisions.team_overview import desk_notices
from tests.conftest import NOON
from tests.desk_people import enrol, pin

SECRET = bytes(range(32))


@pytest.fixture
def paper() -> KeyPair:
    return new_key_pair()


@pytest.fixture
def with_escrow(keyring: Keyring, paper: KeyPair, tmp_path: Path) -> Keyring:
    file = tmp_path / "escrow.pub"
    file.write_text(paper.public.hex() + "\n")
    return replace(keyring, escrow_file=file)


def test_any_two_people_have_the_secret_and_one_never_has() -> None:
    halves = split(SECRET, secrets.token_bytes)
    for one, other in combinations("ABC", 2):
        held = [half for half in halves if half.person in (one, other)]
        assert any(join(a, b) == SECRET for a, b in combinations(held, 2) if a.pair == b.pair)
    for person in "ABC":
        first, second = (half for half in halves if half.person == person)
        with pytest.raises(NotAPair):
            join(first, second)
        mixed = bytes(a ^ b for a, b in zip(first.content, second.content, strict=True))
        assert SECRET not in (first.content, second.content, mixed)


def test_no_half_says_anything_about_the_secret() -> None:
    """The same randomness gives the same first half, whatever the secret; the second is masked."""
    of_zero = split(bytes(32), lambda count: b"\x55" * count)
    of_ones = split(b"\xff" * 32, lambda count: b"\x55" * count)
    assert [one.content for one in of_zero][::2] == [one.content for one in of_ones][::2]
    fresh = split(bytes(32), secrets.token_bytes)
    assert len({half.content for half in fresh[::2]}) == len(PAIRS)  # each pair its own


@pytest.mark.parametrize("language", ["nl", "en"])
def test_a_half_comes_back_from_paper_and_a_slip_is_seen(language: str) -> None:
    half = split(SECRET, secrets.token_bytes)[0]
    words = to_words(half, language)
    assert len(words) == HALF_WORDS
    numbered = " ".join(f"{n}. {word.upper()}" for n, word in enumerate(words, 1))
    assert read_half("AB", "A", numbered) == half
    swapped = [words[1], words[0], *words[2:]]
    for typed, pair, person, reason in (
        (" ".join(words[:-1]), "AB", "A", "wrong_count"),
        (" ".join([*words[:-1], "qqqq"]), "AB", "A", "unknown_word"),
        (" ".join(swapped), "AB", "A", "mistyped"),
        (" ".join(words), "AC", "A", "mistyped"),  # the other paper of the same person
        ("x" * 5000, "AB", "A", "wrong_count"),
    ):
        if typed == " ".join(words) and pair == "AB":
            continue
        with pytest.raises(HalfUnreadable) as refused:
            read_half(pair, person, typed)
        assert refused.value.reason == reason


def test_a_half_has_a_name_that_exists() -> None:
    for pair, person in (("AB", "C"), ("BA", "A"), ("AB", "AB"), ("AB", "")):
        with pytest.raises(ValueError, match="no such half"):
            Half(pair, person, bytes(32))


def test_what_is_printed_offline_opens_what_is_sealed_to_the_file(tmp_path: Path) -> None:
    file = tmp_path / "escrow.pub"
    printed = CliRunner().invoke(make_escrow, [str(file)], catch_exceptions=False).output
    parts = printed.split("pair ")[1:]
    texts = {
        (part[:2], part[12]): part.split("\n", 1)[1].split("===")[0].split("public key")[0]
        for part in parts
    }
    assert len(texts) == 2 * len(PAIRS)
    for pair in PAIRS:
        halves = [read_half(pair, person, texts[pair, person]) for person in pair]
        assert key_pair_from_seed(join(*halves)).public.hex() == file.read_text().strip()
    assert CliRunner().invoke(make_escrow, [str(file)]).exit_code != 0  # never over another


def test_every_epoch_is_sealed_and_a_rehearsal_writes_nothing(
    database: Database, with_escrow: Keyring, paper: KeyPair
) -> None:
    iris = enrol(database, with_escrow, "Iris", "lead", NOON)
    enrol(database, with_escrow, "Cas", "caseworker", NOON)
    with database.writing() as session:
        rotate_team_key(session, iris.person, keyring=with_escrow, now=NOON)
    with database.reading() as session:
        lines = len(session.scalars(select(AuditLine)).all())
        found = rehearse(session, paper.secret)
        assert found == (
            Rehearsed("alerts", 1, opens=True),
            Rehearsed("alerts", 2, opens=True),
            Rehearsed("institutions", 1, opens=True),
        )
        assert not session.new
        assert not session.dirty
        assert len(session.scalars(select(AuditLine)).all()) == lines
        with pytest.raises(OtherEscrowKey):
            rehearse(session, new_key_pair().secret)


def test_epochs_of_before_the_escrow_are_sealed_at_the_next_key(
    database: Database, keyring: Keyring, with_escrow: Keyring, paper: KeyPair
) -> None:
    iris = enrol(database, keyring, "Iris", "lead", NOON)
    with database.writing() as session:
        assert session.scalars(select(EscrowSeal)).all() == []
        rotate_team_key(session, iris.person, keyring=with_escrow, now=NOON)
    with database.reading() as session:
        assert [one.opens for one in rehearse(session, paper.secret)] == [True, True]


def test_a_moved_seal_or_another_public_key_does_not_open(
    database: Database, with_escrow: Keyring, paper: KeyPair
) -> None:
    iris = enrol(database, with_escrow, "Iris", "lead", NOON)
    with database.writing() as session:
        rotate_team_key(session, iris.person, keyring=with_escrow, now=NOON)
        session.execute(
            update(TeamEpoch).where(TeamEpoch.epoch == 1).values(public_key=new_key_pair().public)
        )
        first = session.get_one(EscrowSeal, ("alerts", 1))
        session.execute(update(EscrowSeal).where(EscrowSeal.epoch == 2).values(sealed=first.sealed))
    with database.reading() as session:
        assert [one.opens for one in rehearse(session, paper.secret)] == [False, False]


def test_opening_gives_the_key_to_a_person_is_logged_and_told(
    database: Database, with_escrow: Keyring, paper: KeyPair
) -> None:
    iris = enrol(database, with_escrow, "Iris", "lead", NOON)
    pin(database, with_escrow, iris.person, NOON)
    noor = enrol(database, with_escrow, "Noor", "moderator", NOON)
    with database.writing() as session:
        session.execute(delete(TeamGrant))  # everybody forgot everything
        row = session.get_one(Staff, noor.person.staff_id)
        assert row.public_key is not None
        own = fingerprint(row.public_key)
    with database.writing() as session:
        with pytest.raises(EscrowRefused, match="other_key"):
            open_escrow(session, paper.secret, "Noor", own ^ 1, keyring=with_escrow, now=NOON)
        with pytest.raises(OtherEscrowKey):
            open_escrow(session, SECRET, "Noor", own, keyring=with_escrow, now=NOON)
    with database.writing() as session:
        keys = open_escrow(session, paper.secret, "Noor", own, keyring=with_escrow, now=NOON)
    assert keys == iris.person.keys
    with database.reading() as session:
        assert session.scalars(select(TeamGrant.staff_id)).all() == [noor.person.staff_id]
        last = session.scalars(select(AuditLine).order_by(AuditLine.seq.desc())).first()
        assert last is not None
        assert (last.actor, last.action) == ("operator", "escrow_opened")
        assert OPENED_ALARM in session.scalars(select(Alarm.code)).all()
        told = desk_notices(session, iris.person, keyring=with_escrow)
        assert OPENED_ALARM in told


def test_an_old_epoch_is_not_kept_on_paper_for_ever(
    database: Database, with_escrow: Keyring, paper: KeyPair
) -> None:
    iris = enrol(database, with_escrow, "Iris", "lead", NOON)
    pin(database, with_escrow, iris.person, NOON)
    with database.writing() as session:
        made = rotate_team_key(session, iris.person, keyring=with_escrow, now=NOON)
    person = replace(iris.person, keys=(*iris.person.keys, made.key))
    pin(database, with_escrow, person, NOON)
    with database.writing() as session:
        finish_rotation(session, person, keyring=with_escrow, now=NOON)
    with database.reading() as session:
        assert session.scalars(select(EscrowSeal.epoch)).all() == [2]


def test_a_lost_file_stops_no_new_key_and_somebody_is_told(
    database: Database, with_escrow: Keyring
) -> None:
    assert with_escrow.escrow_file is not None
    with_escrow.escrow_file.write_text("not a key")
    enrol(database, with_escrow, "Iris", "lead", NOON)
    with database.reading() as session:
        assert session.scalars(select(Alarm.code)).all() == ["escrow_missing"]
