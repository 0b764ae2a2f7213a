"""What an organisation that vouches meets at `/m/v`, and who cannot pass for one."""

from __future__ import annotations

import base64
import gzip
import secrets

import pytest
from flask import Flask
from sqlalchemy import func, select, update

from app.adapters.database import Database
from app.adapters.keyring import Keyring
from app.domain.code import make_code, to_digits, to_words
from app.models.member import Invitation, Member, Organisation
from app.settings import PROJECT
from tests.desk_people import words_on
from tests.members import make_member, sign_in, sign_in_voucher, vouching_organisation
from tests.visitor import Visitor

BUDGET_BYTES = 14 * 1024
OPENS_NOTHING = "opent hier niets"


def invitations(database: Database) -> int:
    with database.reading() as session:
        return session.scalar(select(func.count()).select_from(Invitation)) or 0


def invite(visit: Visitor) -> str:
    """One more from its page; the words that it shows."""
    visit.get("/nl/m/v/i")
    visit.submit({}, form="/m/v/i", status=200)
    return " ".join(words_on(visit))


def test_it_signs_in_makes_an_invitation_and_somebody_becomes_a_member_with_it(
    database: Database, keyring: Keyring, app: Flask, visit: Visitor
) -> None:
    sign_in_voucher(visit, database, keyring, quota=2)
    visit.follow()
    assert "Je kunt er nog 2 maken. Je mag er 2 maken in dertig dagen" in visit.last.text
    assert "0 uitnodigingen" in visit.last.text
    words = invite(visit)
    visit.get("/nl/m/v/i")
    assert "nog 1 maken" in visit.last.text
    assert "Er staat 1 uitnodiging open" in visit.last.text
    her = Visitor(app, address="198.51.100.77")
    her.get("/nl/m/join/code")
    her.submit({"code": words}, button=("go", "send"), status=200)
    assert "Dit is je code" in her.last.text
    with database.reading() as session:
        assert session.scalar(select(func.count()).select_from(Member)) == 1


def test_a_page_that_was_sent_twice_shows_the_same_code(
    database: Database, keyring: Keyring, visit: Visitor
) -> None:
    sign_in_voucher(visit, database, keyring)
    page = visit.get("/nl/m/v/i")
    visit.submit({}, form="/m/v/i", status=200)
    first = words_on(visit)
    visit.last = page
    visit.submit({}, form="/m/v/i", status=200)
    assert words_on(visit) == first
    assert invitations(database) == 1


@pytest.mark.parametrize(
    "once", ["", "x", "é" * 22, base64.urlsafe_b64encode(b"a" * 17).decode(), "=" * 24, "a" * 9000]
)
def test_a_form_that_is_not_ours_makes_none(
    database: Database, keyring: Keyring, visit: Visitor, once: str
) -> None:
    sign_in_voucher(visit, database, keyring)
    visit.get("/nl/m/v/i")
    visit.submit({"once": once}, form="/m/v/i", status=303)
    assert invitations(database) == 0


def test_the_last_one_says_when_the_next_is_free_and_a_form_from_before_makes_none(
    database: Database, keyring: Keyring, visit: Visitor
) -> None:
    sign_in_voucher(visit, database, keyring, quota=1)
    before = visit.get("/nl/m/v/i")
    invite(visit)
    visit.get("/nl/m/v/i")
    assert "Vraag het de balie" in visit.last.text
    assert not any(form.action.endswith("/m/v/i") for form in visit.last.forms)
    once = base64.urlsafe_b64encode(secrets.token_bytes(16)).decode().rstrip("=")
    visit.last = before
    visit.submit({"once": once}, form="/m/v/i", status=422)
    assert "Vraag het de balie" in visit.last.text
    assert invitations(database) == 1


@pytest.mark.parametrize("values", [{"state": "suspended"}, {"code_mac": None}])
def test_who_vouches_no_more_is_signed_out_at_the_next_page(
    database: Database, keyring: Keyring, visit: Visitor, values: dict[str, str | None]
) -> None:
    sign_in_voucher(visit, database, keyring)
    page = visit.get("/nl/m/v/i")
    with database.writing() as session:
        session.execute(update(Organisation).values(values))
    visit.last = page
    visit.submit({}, form="/m/v/i", status=303)
    assert visit.response.location.endswith("/nl/m/v")
    assert invitations(database) == 0
    assert "code" in visit.get("/nl/m/v").text


def test_every_code_that_opens_nothing_gets_one_answer(
    database: Database, keyring: Keyring, app: Flask
) -> None:
    suspended = vouching_organisation(database, keyring)
    with database.writing() as session:
        session.execute(update(Organisation).values(state="suspended"))
    _member, member_code = make_member(database, keyring)
    answers = set()
    for number, code in enumerate((make_code(secrets.token_bytes(9)), suspended, member_code)):
        for text in (to_digits(code), " ".join(to_words(code, "nl"))):
            visit = Visitor(app, address=f"198.51.100.{number}")
            visit.get("/nl/m/v")
            visit.submit({"code": text}, form="/m/v", status=422)
            answers.add(visit.last.text)
            assert "Set-Cookie" not in visit.response.headers
    assert len(answers) == 1
    assert OPENS_NOTHING in answers.pop()


def test_what_was_mistyped_stays_in_the_field_and_a_book_does_not(
    database: Database, keyring: Keyring, visit: Visitor
) -> None:
    good = to_digits(vouching_organisation(database, keyring))
    wrong = good[:-1] + str((int(good[-1]) + 1) % 10)
    visit.get("/nl/m/v")
    visit.submit({"code": wrong}, form="/m/v", status=422)
    assert wrong in visit.response.get_data(as_text=True)
    visit.submit({"code": "boek " * 2000}, form="/m/v", status=422)
    assert "boek boek" not in visit.response.get_data(as_text=True)


def test_guessing_is_slowed_down(app: Flask) -> None:
    visit = Visitor(app, address="198.51.100.9")
    visit.get("/nl/m/v")
    for _time in range(10):
        visit.submit(
            {"code": to_digits(make_code(secrets.token_bytes(9)))}, form="/m/v", status=422
        )
    visit.submit({"code": "x"}, form="/m/v", status=429)


def test_neither_a_member_nor_an_organisation_gets_into_the_others_pages(
    database: Database, keyring: Keyring, app: Flask
) -> None:
    her, they = Visitor(app), Visitor(app, address="198.51.100.5")
    _id, code = make_member(database, keyring)
    sign_in(her, code)
    her.get("/nl/m/v/i", status=404)
    sign_in_voucher(they, database, keyring)
    for path in ("/nl/m/a", "/nl/m/k", "/nl/m/settings"):
        they.get(path, status=404)


def test_who_is_not_signed_in_is_led_to_its_door(visit: Visitor) -> None:
    visit.get("/nl/m/v/i", status=303)
    assert visit.response.location.endswith("/nl/m/v")


def test_signing_out_ends_it(database: Database, keyring: Keyring, visit: Visitor) -> None:
    sign_in_voucher(visit, database, keyring)
    visit.get("/nl/m/v/i")
    visit.submit({}, form="/m/v/out", status=303)
    visit.get("/nl/m/v/i", status=303)


def test_its_pages_are_small_neutral_and_there_in_both_languages(
    database: Database, keyring: Keyring, visit: Visitor
) -> None:
    style = len(gzip.compress((PROJECT / "static/css/app.css").read_bytes()))
    for language in ("nl", "en"):
        page = visit.get(f"/{language}/m/v")
        assert len(gzip.compress(visit.response.data)) + style <= BUDGET_BYTES
        assert "sek" not in page.title.lower()
    sign_in_voucher(visit, database, keyring)
    for language in ("nl", "en"):
        page = visit.get(f"/{language}/m/v/i")
        assert len(visit.response.data) + style <= BUDGET_BYTES
        assert "sek" not in page.title.lower()
        assert "sex" not in page.title.lower()
