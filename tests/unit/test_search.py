"""Finding: accents, case, one slip, glued words, and input of any size or kind."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.search import MOST_FOUND, Entry, SearchIndex, asked_words, words_of

INDEX = SearchIndex(
    [
        Entry("page", "/tax", "Belasting en opting-in", "Hoe je bezwaar maakt.", (), "De aanslag."),
        Entry(
            "page", "/bank", "Bankrekening", "Een bank weigert.", (), "Belasting is iets anders."
        ),
        Entry("page", "/fine", "Boetes", "Wat je betaalt.", (), "Een boete van de gemeente."),
        Entry("municipality", "/sw", "Súdwest-Fryslân", "Fryslân", ("Sneek", "Bolsward")),
        Entry("municipality", "/db", "'s-Hertogenbosch", "Noord-Brabant", ("Den Bosch",)),
        Entry("municipality", "/bk", "Boekel", "Noord-Brabant"),
        Entry("municipality", "/ut", "Utrecht", "Utrecht"),
        Entry("municipality", "/uh", "Utrechtse Heuvelrug", "Utrecht"),
        Entry("help", "/csg", "Centrum Seksueel Geweld", "Hulp na aanranding.", ("csg",)),
    ]
)


def urls(text: str) -> list[str]:
    return [entry.url for entry in INDEX.find(text)]


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("sudwest fryslan", "/sw"),
        ("SÚDWEST-FRYSLÂN", "/sw"),
        ("sudwest", "/sw"),
        ("sneek", "/sw"),
        ("den bosch", "/db"),
        ("shertogenbosch", "/db"),
        ("’s-hertogenbosch", "/db"),
        ("csg", "/csg"),
        ("utrecht", "/ut"),
        ("belastingen", "/tax"),  # the whole of another word
        ("rekening", "/bank"),  # the end of a glued word
        ("bel", "/tax"),
        ("bezwaar belasting", "/tax"),
    ],
)
def test_it_is_found_by_any_spelling(typed: str, first: str) -> None:
    assert urls(typed)[0] == first


@pytest.mark.parametrize(
    "typed",
    ["hertogenbsoch", "hertogenbosh", "hertogenboschh", "hertogenbozch", "ertogenbosch",
     "hertogembosch"],
)  # fmt: skip
def test_one_slip_is_forgiven_anywhere_in_a_word(typed: str) -> None:
    assert urls(typed) == ["/db"]


def test_a_slip_is_forgiven_in_the_beginning_of_a_longer_word_too() -> None:
    assert urls("bnakrek") == ["/bank"]


@pytest.mark.parametrize("typed", ["hretogenbsoch", "zzz", "qqqqqq", "utt", "!!!"])
def test_two_slips_and_nonsense_find_nothing(typed: str) -> None:
    assert urls(typed) == []


def test_a_word_that_is_known_is_not_taken_for_a_slip() -> None:
    assert urls("boete") == ["/fine"]


def test_short_words_hold_no_slip() -> None:
    assert urls("csq") == []


def test_the_title_weighs_more_than_the_text() -> None:
    assert urls("belasting")[:1] == ["/tax"]


def test_who_types_more_words_than_are_known_still_finds_what_meets_half() -> None:
    assert urls("boete hoogte")[0] == "/fine"
    assert urls("boete van onbekende hoogte gekregen") == []


def test_only_some_kinds() -> None:
    found = INDEX.find("utrecht", frozenset({"page"}))
    assert found == []
    assert len(INDEX.find("utrecht", frozenset({"municipality"}))) == 2


@pytest.mark.parametrize("typed", ["", "   ", "\0", "-", "' '", "\u202e", "́"])
def test_nothing_asked_finds_nothing(typed: str) -> None:
    assert INDEX.find(typed) == []


def test_words_that_say_nothing_are_left_out_unless_they_are_all_there_is() -> None:
    assert asked_words("hoe maak ik een bezwaar") == ("maak", "bezwaar")
    assert asked_words("hoe kan ik") == ("hoe", "kan", "ik")
    assert asked_words("bank bank Bank") == ("bank",)


def test_the_words_of_a_text() -> None:
    assert words_of("'s-Gravenhage, Śląsk & Straße 12²") == [
        "s", "gravenhage", "slask", "strasse", "122",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "typed", ["a" * 10_000, "a " * 5_000, "\ufdfa" * 10_000, "belasting " * 999]
)
def test_ten_thousand_characters_are_cut_before_they_are_looked_at(typed: str) -> None:
    asked = asked_words(typed)
    assert len(asked) <= 8
    assert all(len(word) <= 40 for word in asked)
    INDEX.find(typed)


@given(st.text(max_size=300))
def test_any_text_is_answered(typed: str) -> None:
    found = INDEX.find(typed)
    assert len(found) <= MOST_FOUND
    assert len({entry.url for entry in found}) == len(found)


def test_an_empty_index_finds_nothing() -> None:
    assert SearchIndex([]).find("utrecht") == []
