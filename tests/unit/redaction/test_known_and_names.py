"""What was typed in the report, what points back to her, and words that may be names."""

from __future__ import annotations

import pytest

from app.adapters.dictionary import load_dictionary
from app.domain.identifiers.matching import normalise
from app.domain.redaction.assistant import find_marks
from app.domain.redaction.marks import Mark

pytestmark = pytest.mark.timeout(20)

WORDS = load_dictionary()


def texts(marks: list[Mark], kind: str) -> list[str]:
    return [mark.text for mark in marks if mark.kind == kind]


def test_lower_case_dutch_gives_up_name_street_place_and_number() -> None:
    text = "mijn klant peter jansen woont dorpsstraat 5 in ermelo, bel 06-12345678"
    marks = find_marks(text, dictionary=WORDS)
    assert [(m.text, m.kind, m.strength) for m in marks] == [
        ("peter jansen", "name", "weak"),
        ("dorpsstraat 5", "street", "strong"),
        ("ermelo", "name", "weak"),
        ("06-12345678", "phone", "strong"),
    ]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Gisteren sloeg Jansen mij", "Jansen"),
        ("Jansen sloeg mij", "Jansen"),
        ("toen kwam Mark de Boer binnen", "Mark de Boer"),
        ("hij heet mark", "mark"),
        ("zijn naam is roos van den heuvel en hij dronk", "roos van den heuvel"),
        ("a man called frank hit me", "frank"),
        ("my client john smith hit me", "john smith"),
        ("HIJ HEET PETER EN SLOEG MIJ", "PETER"),
        ("ze noemen hem Абдул daar", "Абдул"),
        ("hij werkt bij philips", "philips"),
        ("hij woont op damrak 70", "damrak 70"),
    ],
)
def test_what_may_be_a_name_is_a_weak_mark(text: str, name: str) -> None:
    marks = find_marks(text, dictionary=WORDS)
    assert (name, "weak") in [(m.text, m.strength) for m in marks]


@pytest.mark.parametrize(
    "text",
    [
        "Hij kwam binnen en betaalde niet. Natuurlijk was ik bang. Ik wil dat hij wegblijft.",
        "He came in and did not pay. Naturally I was afraid. My friend was there too.",
        "de klant wilde zonder condoom en werd boos, mijn vriendin belde de politie",
    ],
)
def test_ordinary_sentences_stay_without_marks(text: str) -> None:
    assert find_marks(text, dictionary=WORDS) == []


@pytest.mark.parametrize(
    ("known", "text", "found"),
    [
        ("0612345678", "nummer +31 (0)6-12.34.56.78 dus", "+31 (0)6-12.34.56.78"),
        ("0612345678", "nummer 6 1 2 3 4 5 6 7 8 dus", "6 1 2 3 4 5 6 7 8"),
        ("0612345678", "nummer ٠٦١٢٣٤٥٦٧٨ dus", "٠٦١٢٣٤٥٦٧٨"),
        ("GB-289-X", "auto gb 289x dus", "gb 289x"),
        ("GB-280-X", "auto GB28O X dus", "GB28O X"),
        ("@sexy_jan", "account sexy jan dus", "sexy jan"),
        ("@sexy_jan", "account ѕехуjаn dus", "ѕехуjаn"),
        ("sexyjan", "account S e x y - J a n dus", "S e x y - J a n"),
        (
            "sexyjan",
            "account s\u0301e\u0301x\u200by\u202eján dus",
            "s\u0301e\u0301x\u200by\u202eján",
        ),
        ("jan.klant@example.com", "mail Jan.Klant @ Example.com dus", "Jan.Klant @ Example.com"),
        ("Café Zuid", "bij cafe zuid dus", "cafe zuid"),
    ],
)
def test_what_she_typed_is_found_in_any_spelling(known: str, text: str, found: str) -> None:
    marks = find_marks(text, known=[known], dictionary=WORDS)
    assert texts(marks, "identifier") == [found]


def test_an_identifier_of_the_report_is_taken_as_it_is() -> None:
    known = [normalise("phone", "+40721234567"), normalise("profile", "t.me/sexyjan")]
    marks = find_marks("0721 234 567 en SexyJan", known=known, dictionary=WORDS)
    assert texts(marks, "identifier") == ["0721 234 567", "SexyJan"]


def test_a_known_name_is_not_found_inside_another_word() -> None:
    assert find_marks("hij kan niet meer", known=["@kan_ni", "an"], dictionary=WORDS) == []


def test_what_points_back_to_her_outranks_everything() -> None:
    about = ["Roxy", "Club Diamant, Utrecht", "06 98765432"]
    text = "ik ben rôxy van Diamant in UTRECHT, de roxybar, rоху, bel 06-98 76 54 32"
    marks = find_marks(text, about_reporter=about, dictionary=WORDS)
    assert [(m.text, m.strength) for m in marks if m.kind == "reporter"] == [
        ("rôxy", "strong"),
        ("Diamant", "strong"),
        ("UTRECHT", "strong"),
        ("roxybar", "weak"),
        ("rоху", "strong"),
        ("06-98 76 54 32", "strong"),
    ]


def test_small_words_of_her_workplace_are_not_marked_by_themselves() -> None:
    marks = find_marks("in de club van het huis", about_reporter=["de Club van Roxy"])
    assert texts(marks, "reporter") == []


def test_overlapping_marks_become_one_with_the_strongest_kind() -> None:
    text = "mail jan@roxy.example of kijk op kinky.nl/0612345678"
    marks = find_marks(text, about_reporter=["roxy"], dictionary=WORDS)
    assert [(m.text, m.kind) for m in marks] == [
        ("jan@roxy.example", "reporter"),
        ("kinky.nl/0612345678", "phone"),
    ]


def test_a_spanish_and_a_bulgarian_text_give_up_what_is_certain() -> None:
    spanish = "El cliente vive en Calle Mayor 5 y se llama pedro. Telefono +34 612 345 678"
    bulgarian = "Клиентът Иван живее на ул. Иван Вазов 5, тел. +359 87 812 3456"
    in_spanish = {(m.text, m.kind) for m in find_marks(spanish, dictionary=WORDS)}
    in_bulgarian = {(m.text, m.kind) for m in find_marks(bulgarian, dictionary=WORDS)}
    assert {
        ("Calle Mayor 5", "street"),
        ("pedro", "name"),
        ("+34 612 345 678", "phone"),
    } <= in_spanish
    assert {
        ("Иван", "name"),
        ("ул. Иван Вазов 5", "street"),
        ("+359 87 812 3456", "phone"),
    } <= in_bulgarian
