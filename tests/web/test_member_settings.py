"""Her settings, without script: choices, a pause, renewing, and leaving for good."""

from __future__ import annotations

from uuid import UUID

import pytest
from sqlalchemy import func, select

from app.adapters.database import Database
from app.adapters.keyring import Keyring
from app.domain.code import Code
from app.domain.membership import renewal_day
from app.models.member import CheckQuota, Member
from app.models.telling import Notice
from app.models.web_session import StoredSession
from app.services.member_settings import open_member
from app.services.sealed_member import Choices
from tests.members import TODAY, make_member, publish, sign_in, tell
from tests.rows import days
from tests.visitor import Visitor
from tests.workbench import NOON


@pytest.fixture
def member(database: Database, keyring: Keyring, visit: Visitor) -> tuple[UUID, Code]:
    found = make_member(database, keyring, regions=("GM0363",), kinds=("seksueel",))
    sign_in(visit, found[1])
    return found


def choices(database: Database, keyring: Keyring, member_id: UUID) -> Choices:
    with database.reading() as session:
        return open_member(session, member_id, keyring=keyring, now=NOON).choices


def test_her_choices_are_shown_as_they_stand_and_kept_as_she_changes_them(
    visit: Visitor, database: Database, keyring: Keyring, member: tuple[UUID, Code]
) -> None:
    visit.get("/nl/m/settings")
    assert visit.last.forms[1].fields["places"] == ["GM0363"]
    assert visit.last.forms[1].fields["kinds"] == ["seksueel"]
    unit = _values(visit, "units")[0]
    visit.submit(
        {"place": "Utrecht", "units": [unit], "kinds": [], "language": "en"},
        form=1,
        button=("go", "save"),
    )
    visit.follow()
    assert "Opgeslagen" in visit.last.text
    found = choices(database, keyring, member[0])
    assert set(found.regions) == {unit, "GM0363", "GM0344"}
    assert (found.kinds, found.language) == ((), "en")


def _values(visit: Visitor, name: str) -> list[str]:
    html = visit.response.get_data(as_text=True)
    return [
        part.split('value="', 1)[1].split('"', 1)[0]
        for part in html.split("<input")
        if f'name="{name}"' in part and 'value="' in part
    ]


@pytest.mark.parametrize(
    ("place", "sentence"),
    [
        ("Nergenshuizen", "We kennen deze gemeente niet."),
        ("berg", "Er zijn er meer met die naam."),
    ],
)
def test_a_place_that_is_none_or_many_is_said_and_nothing_is_lost(
    visit: Visitor, database: Database, keyring: Keyring, place: str, sentence: str
) -> None:
    member_id, code = make_member(database, keyring, regions=("GM0363",))
    sign_in(visit, code)
    visit.get("/nl/m/settings")
    visit.submit({"place": place}, form=1, button=("go", "save"), status=422)
    assert sentence in visit.last.text
    assert visit.last.forms[1].fields["place"] == [place]
    assert choices(database, keyring, member_id).regions == ("GM0363",)


def test_codes_that_the_page_does_not_offer_are_not_stored(
    visit: Visitor, database: Database, keyring: Keyring, member: tuple[UUID, Code]
) -> None:
    before = choices(database, keyring, member[0])
    for changes in ({"units": ["XX"]}, {"kinds": ["nonsense"]}, {"language": "xx"}):
        visit.get("/nl/m/settings")
        visit.submit(changes, form=1, button=("go", "save"))
        assert choices(database, keyring, member[0]) == before


def test_a_pause_closes_everything_but_the_settings_until_she_goes_on(
    visit: Visitor, database: Database, member: tuple[UUID, Code], keyring: Keyring
) -> None:
    tell(database, member[0], publish(database, keyring))
    visit.get("/nl/m/settings")
    visit.submit({}, form=2, button=("go", "pause"))
    visit.follow()
    assert "Je hebt gepauzeerd" in visit.last.text
    for path in ("/nl/m", "/nl/m/a", "/nl/m/k"):
        visit.get(path, status=303)
        assert visit.response.headers["Location"].endswith("/m/settings")
    with database.reading() as session:
        # it stays the record of what she was told of: changes of it wait for her
        assert session.scalar(select(func.count()).select_from(Notice)) == 1
    visit.get("/nl/m/settings")
    visit.submit({}, form=1, button=("go", "resume"))
    visit.get("/nl/m/a")


def test_after_a_year_she_says_that_she_is_still_there(
    visit: Visitor, database: Database, keyring: Keyring
) -> None:
    member_id, code = make_member(database, keyring, renew_by=days(-1))
    sign_in(visit, code)
    visit.get("/nl/m/k", status=303)
    visit.get("/nl/m/settings")
    visit.submit({}, form=1, button=("go", "renew"))
    visit.get("/nl/m/k")
    with database.reading() as session:
        assert session.get_one(Member, member_id).renew_by == renewal_day(TODAY)


def test_leaving_needs_a_second_thought_and_then_leaves_nothing(
    visit: Visitor, database: Database, keyring: Keyring, member: tuple[UUID, Code]
) -> None:
    tell(database, member[0], publish(database, keyring))
    visit.get("/nl/m/k")
    visit.submit({"text": "06 5012 3478"}, form="/m/k", status=200)
    visit.get("/nl/m/settings")
    visit.submit({}, button=("go", "delete"), status=422)
    assert "Er is niets verwijderd" in visit.last.text
    visit.submit({"sure": "y"}, button=("go", "delete"))
    visit.follow()
    assert "Je bent verwijderd" in visit.last.text
    with database.reading() as session:
        for table in (Member, CheckQuota, Notice, StoredSession):
            assert session.scalar(select(func.count()).select_from(table)) == 0
    visit.submit({"code": "x"}, form="/m", status=422)


def test_signing_out_ends_the_session_and_empties_the_browser(
    visit: Visitor, member: tuple[UUID, Code], database: Database
) -> None:
    visit.get("/nl/m")
    visit.submit({}, form="/m/out")
    assert visit.response.headers["Clear-Site-Data"] == '"cookies", "cache"'
    visit.get("/nl/m/k", status=303)


def test_the_check_page_says_when_it_opens_again(
    visit: Visitor, database: Database, member: tuple[UUID, Code]
) -> None:
    with database.writing() as session:
        session.add(CheckQuota(member_id=member[0], on_day=TODAY, used=30))
    visit.get("/nl/m/k")
    visit.submit({"text": "06 5012 3478"}, form="/m/k", status=429)
    assert "24 november 2026" in visit.last.text
    assert visit.response.headers["Retry-After"] == str(12 * 3600)


def test_near_the_end_of_her_year_she_is_reminded_and_renews_with_one_press(
    database: Database, keyring: Keyring, visit: Visitor
) -> None:
    member_id, code = make_member(database, keyring, renew_by=days(31))
    sign_in(visit, code)
    assert "Ben je er nog?" not in visit.follow().text
    with database.writing() as session:
        session.get_one(Member, member_id).renew_by = days(7)
    visit.get("/nl/m")
    assert "Ben je er nog?" in visit.last.text
    visit.submit({}, form="/settings", button=("go", "renew"))
    with database.reading() as session:
        assert session.get_one(Member, member_id).renew_by == renewal_day(TODAY)
    visit.get("/nl/m")
    assert "Ben je er nog?" not in visit.last.text
