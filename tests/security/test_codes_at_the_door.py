"""T11: guesses and typing errors at the box where a code is typed, counted in stretchings."""

from __future__ import annotations

import random
import secrets
import unicodedata
from collections.abc import Iterable

import pytest
from flask import Flask
from sqlalchemy import delete

from app.adapters.database import Database
from app.adapters.keyring import Keyring
from app.domain.code import Code, CodeMistyped, parse, to_digits, to_words
from app.domain.word_lists import words_of
from app.models.report import Report
from app.services.open_report import CodeUnknown, open_report, stretch_code
from app.services.receipt import stretch
from app.services.withdraw_report import withdraw_report
from tests.conftest import NOON
from tests.filed_reports import FiledReport, file_one
from tests.visitor import Visitor

ARABIC = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")
DEVANAGARI = str.maketrans("0123456789", "०१२३४५६७८९")
FULL_WIDTH = str.maketrans("0123456789", "".join(chr(0xFF10 + n) for n in range(10)))


@pytest.fixture
def filed(app: Flask, database: Database, keyring: Keyring) -> FiledReport:
    return file_one(database, keyring)


def type_code(visit: Visitor, typed: str, status: int) -> str:
    """Types a code into an empty box; the body of the answer without its token."""
    visit.client.delete_cookie("s")
    visit.get("/nl/c")
    token = visit.last.forms[-1].fields["csrf_token"][0]
    visit.submit({"code": typed}, status=status)
    body = visit.response.get_data(as_text=True)
    assert token in body or status == 303
    return body.replace(token, "TOKEN")


def the_rule_sees(typos: Iterable[str]) -> str:
    """The first that five check bits catch: one of 32 typing errors they do not."""
    for typo in typos:
        try:
            parse(typo)
        except CodeMistyped:
            return typo
    raise AssertionError("no typing error was seen")


def opens(visit: Visitor, typed: str) -> bool:
    type_code(visit, typed, 303)
    return bool(visit.response.headers["Location"] == "/nl/c/s")


def test_at_least_nine_of_ten_typing_errors_cost_no_stretching_and_none_opens(
    database: Database, keyring: Keyring, filed: FiledReport
) -> None:
    rolls = random.Random(11)  # the same typos at every run
    words, refused = to_words(filed.code, "nl"), 0
    calls = keyring.stretcher.calls
    with database.reading() as session:
        for _typo in range(2000):
            wrong = list(words)
            place = rolls.randrange(len(wrong))
            wrong[place] = rolls.choice([w for w in words_of("nl") if w != words[place]])
            try:
                receipt = stretch_code(" ".join(wrong), keyring)
            except CodeMistyped:
                refused += 1
                continue
            with pytest.raises(CodeUnknown):
                open_report(session, receipt)
    assert refused >= 1800
    assert keyring.stretcher.calls == calls + 2000 - refused


def test_ten_thousand_random_codes_open_nothing(
    database: Database, keyring: Keyring, filed: FiledReport
) -> None:
    with database.reading() as session:
        for _guess in range(10_000):
            with pytest.raises(CodeUnknown):
                open_report(session, stretch(Code(secrets.randbits(72)), keyring))


def test_a_mistyped_word_is_said_at_once_and_stays_in_the_field(
    visit: Visitor, keyring: Keyring, filed: FiledReport
) -> None:
    words = to_words(filed.code, "nl")
    calls = keyring.stretcher.calls
    digits = to_digits(filed.code)
    swapped = [
        [*words[:place], words[place + 1], words[place], *words[place + 2 :]] for place in range(6)
    ]
    for typed in (
        the_rule_sees(" ".join(typo) for typo in swapped),
        " ".join([*words[:-1], "qqqqq"]),
        the_rule_sees(digits[:-1] + last for last in "0123456789"),
    ):
        body = type_code(visit, typed, 422)
        assert "Er zit een tikfout in een woord of cijfer." in body
        assert typed in body
    assert keyring.stretcher.calls == calls


@pytest.mark.parametrize("length", [401, 200_000])
def test_long_input_is_refused_without_stretching(
    visit: Visitor, keyring: Keyring, filed: FiledReport, length: int
) -> None:
    calls = keyring.stretcher.calls
    body = type_code(visit, "a" * length, 422)
    assert "Deze code opent niets." in body
    assert "a" * 401 not in body
    assert keyring.stretcher.calls == calls


def test_a_megabyte_is_not_even_read(visit: Visitor, keyring: Keyring, filed: FiledReport) -> None:
    calls = keyring.stretcher.calls
    visit.get("/nl/c")
    visit.submit({"code": "7" * 1_000_000}, status=413)
    visit.get("/nl/c")
    visit.submit({"code": filed.words + " " * 1_000_000}, status=413)
    assert keyring.stretcher.calls == calls


def test_every_way_to_type_the_right_code_opens(visit: Visitor, filed: FiledReport) -> None:
    dutch, english = (to_words(filed.code, language) for language in ("nl", "en"))
    digits = to_digits(filed.code)
    ways = [
        " ".join(dutch),
        " ".join(english),
        ", ".join(english).upper(),
        "\n".join(f"{place}. {word}" for place, word in enumerate(dutch, start=1)),
        " ".join(word[:4] for word in dutch),
        "  " + "-".join(dutch) + " .",
        " ".join(_accented(word) for word in dutch),
        " ".join("\u200b".join(word) for word in english) + "\ufeff",
        " ".join(dutch).translate(str.maketrans("aeo", "аео")),
    ]
    visit.address = "198.51.100.21"
    for way in ways:
        assert opens(visit, way), ascii(way)
    visit.address = "198.51.100.22"
    for way in (
        digits,
        digits.replace(" ", ""),
        digits.translate(ARABIC),
        digits.translate(DEVANAGARI),
        digits.translate(FULL_WIDTH),
        digits.replace(" ", "\u2009\u200b"),
    ):
        assert opens(visit, way), ascii(way)


def _accented(word: str) -> str:
    """As a phone that composes accents by itself may send it: letter and mark apart."""
    return unicodedata.normalize("NFD", word.replace("e", "é", 1).replace("o", "ö", 1))


def test_unknown_withdrawn_and_erased_codes_get_one_and_the_same_answer(
    visit: Visitor, app: Flask, database: Database, keyring: Keyring, filed: FiledReport
) -> None:
    withdrawn = file_one(database, keyring)
    with database.writing() as session:
        withdraw_report(session, withdrawn.own, now=NOON)
        session.execute(delete(Report).where(Report.id == filed.id))
    never_given = Code(secrets.randbits(72))
    answers, costs = set(), set()
    for code in (never_given, withdrawn.code, filed.code):
        calls = keyring.stretcher.calls
        typed = to_digits(code)
        body = type_code(visit, typed, 422).replace(typed, "TYPED")
        headers = tuple(sorted(visit.response.headers.items()))
        answers.add((visit.response.status_code, headers, body))
        costs.add(keyring.stretcher.calls - calls)
    assert len(answers) == 1
    assert costs == {1}


def test_guessing_is_slowed_per_visitor_without_touching_others(
    visit: Visitor, app: Flask, filed: FiledReport
) -> None:
    for _guess in range(10):
        type_code(visit, to_digits(Code(secrets.randbits(72))), 422)
    visit.get("/nl/c")
    visit.submit({"code": filed.words}, status=429)
    assert int(visit.response.headers["Retry-After"]) > 0
    other = Visitor(app, address="198.51.100.99")
    assert opens(other, filed.words)


def test_the_code_is_in_no_address_cookie_or_table(
    visit: Visitor, database: Database, filed: FiledReport
) -> None:
    assert opens(visit, filed.words)
    words = to_words(filed.code, "nl")
    for value in visit.response.headers.values():
        # one alone may be a word of ours: "camera", "index"
        assert sum(word in value for word in words) < 4
    with database.reading() as session:
        stored = " ".join(
            str(row)
            for table in Report.metadata.sorted_tables
            for row in session.execute(table.select())
        )
    assert to_digits(filed.code).replace(" ", "") not in stored
    assert str(filed.code.number) not in stored


@pytest.mark.parametrize("typed", ["", "  ", "een", "1234 5678", "é", "\u202e", "<b>" * 6])
def test_what_is_no_code_at_all_gets_the_same_sentence(
    visit: Visitor, keyring: Keyring, filed: FiledReport, typed: str
) -> None:
    calls = keyring.stretcher.calls
    assert "Deze code opent niets." in type_code(visit, typed, 422)
    assert keyring.stretcher.calls == calls
