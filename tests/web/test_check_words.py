"""What the check says: only what is true, whoever reported what (the numbers are in T31)."""

from __future__ import annotations

from collections.abc import Iterator
from unittest.mock import patch

import pytest

from app.adapters.database import Database
from app.adapters.keyring import Keyring
from app.domain.states import AlertState
from app.public.members import equal_size
from tests.members import make_member, publish, sign_in
from tests.visitor import Visitor


@pytest.fixture(autouse=True)
def _do_not_wait() -> Iterator[None]:
    with patch.object(equal_size, "STEP_SECONDS", 0):
        yield


@pytest.fixture
def member(visit: Visitor, database: Database, keyring: Keyring) -> Visitor:
    sign_in(visit, make_member(database, keyring)[1])
    return visit


def check(visit: Visitor, text: str) -> str:
    visit.get("/nl/m/k")
    return visit.submit({"text": text}, form="/m/k", status=200).text


@pytest.mark.parametrize("typed", ["@demoverhuur88", "Demo Verhuur 88", "demo.verhuur-88"])
def test_a_name_is_found_wherever_its_separators_stand_but_as_similar_only(
    member: Visitor, database: Database, keyring: Keyring, typed: str
) -> None:
    publish(database, keyring, ("profile", "DemoVerhuur_88"))
    said = check(member, typed)
    assert "Iets wat erop lijkt" in said
    assert "Er is een waarschuwing" not in said
    assert "Er is een waarschuwing" in check(member, "demoverhuur_88")


def test_a_miss_speaks_of_warnings_only_and_not_of_what_was_reported(
    member: Visitor, database: Database, keyring: Keyring
) -> None:
    publish(database, keyring, ("phone", "0612345678"), state=AlertState.SUSPENDED)
    said = check(member, "06 12345678")
    assert "Op dit moment is er geen waarschuwing over." in said
    assert "Dat betekent niet dat hij veilig is" in said
    assert "vertelde ons" not in said


def test_a_long_text_is_not_cut_into_another_question(member: Visitor) -> None:
    member.get("/nl/m/k")
    assert "maxlength" not in member.response.get_data(as_text=True)
    said = check(member, "https://www.instagram.com/" + "a" * 180)
    assert "We kunnen dit niet lezen." in said
