"""What the operator types: links, pins, the log. No command shows him a secret of the desk."""

from __future__ import annotations

import json

import pytest
from click.testing import Result
from flask import Flask

from app.adapters.database import Database
from app.adapters.keyring import Keyring
from app.adapters.vault.boxes import fingerprint, key_pair_from_seed, new_key_pair
from app.domain.code import six_words
from app.models.staff import Staff, TeamEpoch
from app.services.audit import newest
from tests.conftest import NOON
from tests.desk_people import EnrolledPerson, enrol, grant
from tests.visitor import Visitor


def run(app: Flask, *words: str, fails: bool = False) -> Result:
    result = app.test_cli_runner().invoke(args=list(words))
    assert (result.exit_code != 0) is fails, result.output
    assert result.exception is None or isinstance(result.exception, SystemExit), result.output
    return result


@pytest.fixture
def iris(app: Flask, database: Database, keyring: Keyring) -> EnrolledPerson:
    """The first holder; her key is not the one the fixtures pinned."""
    return enrol(database, keyring, "Iris", "lead", NOON)


def own_words(somebody: EnrolledPerson) -> str:
    assert somebody.person.newest_key is not None
    public = key_pair_from_seed(somebody.person.newest_key.secret).public
    return " ".join(six_words(fingerprint(public), "en"))


def test_an_invitation_is_a_link_that_opens_the_enrolment_page(app: Flask, visit: Visitor) -> None:
    result = run(app, "staff", "invite", "Iris", "lead", "--at", "https://desk.example/")
    link = result.stdout.strip()
    assert link.startswith("https://desk.example/nl/desk/enrol/")
    visit.get(link.removeprefix("https://desk.example"))
    assert "Iris" in visit.last.text
    assert "exists" in run(app, "staff", "invite", "iris", "lead", fails=True).output
    run(app, "staff", "invite", "Noor", "queen", fails=True)
    run(app, "staff", "invite", "N", "lead", fails=True)
    assert "Iris" in run(app, "staff", "list").output


def test_a_pin_needs_the_words_of_the_newest_key(
    app: Flask, database: Database, keyring: Keyring, iris: EnrolledPerson
) -> None:
    before = keyring.pins_file.read_text()
    run(app, "team", "pin", "alerts", "--words", " ".join(six_words(7, "en")), fails=True)
    run(app, "team", "pin", "institutions", "--words", own_words(iris), fails=True)
    assert keyring.pins_file.read_text() == before
    assert "Pinned" in run(app, "team", "pin", "alerts", "--words", own_words(iris)).output
    pins = json.loads(keyring.pins_file.read_text())
    assert iris.person.newest_key is not None
    public = key_pair_from_seed(iris.person.newest_key.secret).public
    assert pins["alerts"] == {"epoch": 1, "public_key": public.hex()}
    assert "team_key_few_holders" in run(app, "team", "show").output


def test_a_substituted_key_is_not_pinned_with_the_words_of_the_true_one(
    app: Flask, database: Database, keyring: Keyring, iris: EnrolledPerson
) -> None:
    with database.writing() as session:
        row = session.get(TeamEpoch, ("alerts", 1))
        assert row is not None
        row.public_key = new_key_pair().public
    before = keyring.pins_file.read_text()
    run(app, "team", "pin", "alerts", "--words", own_words(iris), fails=True)
    assert keyring.pins_file.read_text() == before


def test_a_pins_file_that_is_not_ours_is_left_alone(
    app: Flask, keyring: Keyring, iris: EnrolledPerson
) -> None:
    keyring.pins_file.write_text("not ours")
    run(app, "team", "pin", "alerts", "--words", own_words(iris), fails=True)
    assert keyring.pins_file.read_text() == "not ours"


def test_suspending_resetting_and_another_role(
    app: Flask, database: Database, keyring: Keyring, iris: EnrolledPerson
) -> None:
    noor = enrol(database, keyring, "Noor", "moderator", NOON)
    assert "last who holds" in run(app, "staff", "suspend", "Iris", fails=True).output
    assert "last who holds" in run(app, "staff", "reset", "Iris", fails=True).output
    assert "last who holds" in run(app, "staff", "role", "Iris", "auditor", fails=True).output
    grant(database, keyring, iris.person, noor.person, NOON)
    run(app, "staff", "suspend", "iris")
    assert "nobody" in run(app, "staff", "suspend", "Nobody", fails=True).output
    run(app, "staff", "role", "Noor", "lead")
    assert "/desk/enrol/" in run(app, "staff", "reset", "Iris", "--language", "en").output
    with database.reading() as session:
        row = session.get(Staff, noor.person.staff_id)
        assert row is not None
        assert row.role == "lead"


def test_the_log_is_verified_and_gives_an_anchor(
    app: Flask, database: Database, iris: EnrolledPerson
) -> None:
    output = run(app, "audit", "verify").output
    with database.reading() as session:
        last = newest(session)
    anchor = f"{last.seq}:{last.hash.hex()}"
    assert anchor in output
    run(app, "audit", "verify", "--anchor", anchor)
    later = f"{last.seq + 1}:{last.hash.hex()}"
    assert str(last.seq + 1) in run(app, "audit", "verify", "--anchor", later, fails=True).output
    run(app, "audit", "verify", "--anchor", "nonsense", fails=True)


def test_no_command_shows_a_secret(app: Flask, keyring: Keyring, iris: EnrolledPerson) -> None:
    assert iris.person.newest_key is not None
    secrets = (
        iris.passphrase,
        iris.seed,
        iris.person.newest_key.secret.hex(),
        iris.person.newest_key.k_match.hex(),
        (keyring.pepper_staff or b"").hex(),
    )
    for words in (("staff", "list"), ("team", "show"), ("audit", "verify")):
        output = run(app, *words).output
        assert not [one for one in secrets if one in output]
