"""Marks point into the original text, nothing hides, and no input makes the work explode."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.adapters.dictionary import load_dictionary
from app.domain.redaction.assistant import blocking_marks, find_marks
from app.domain.redaction.invisible import reveal_invisible
from app.domain.redaction.marks import BLOCKING_KINDS, MARK_KINDS

pytestmark = pytest.mark.timeout(20)

WORDS = load_dictionary()

HIDING = st.sampled_from("\u200b\u200d\u202e\u2066\u00ad\u0301\u034f\ufeff\u3164")
PIECES = st.sampled_from(
    ["06 12345678", "jan@example.com", "GB-289-X", "NL91ABNA0417164300", "111222333", "1012 AB 5",
     "kinky.nl", "dorpsstraat 5", "Jansen", "heet", "klant", "Roxy", "@jan_99", "12 maart", "21:30",
     " ", ". ", "\n", "é", "ﷺ", "🙂", "ß", "İ", "ſ", "\u202e", "0", "6", "-", "(", "+",
     "een", "twee"]
)  # fmt: skip


def check(text: str) -> None:
    marks = find_marks(
        text, known=["0612345678", "@jan_99"], about_reporter=["Roxy", "é"], dictionary=WORDS
    )
    end = 0
    for mark in marks:
        assert end <= mark.start < mark.end <= len(text)
        assert text[mark.start : mark.end] == mark.text
        assert mark.kind in MARK_KINDS
        assert mark.strength in ("strong", "weak")
        end = mark.end
    for mark in blocking_marks(text):
        assert mark.kind in BLOCKING_KINDS
        assert any(m.start <= mark.start and mark.end <= m.end for m in marks)


@settings(max_examples=200, deadline=None)
@given(st.lists(PIECES, max_size=30).map("".join))
def test_marks_are_in_order_apart_and_exact(text: str) -> None:
    check(text)


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=200))
def test_any_text_at_all_can_be_marked(text: str) -> None:
    check(text)
    reveal_invisible(text)


@settings(max_examples=200, deadline=None)
@given(
    st.sampled_from(
        [("06 12345678", "phone"), ("jan@example.com", "email"), ("GB-289-X", "plate"),
         ("NL91 ABNA 0417 1643 00", "iban"), ("1112.22.333", "bsn"), ("1012 AB 5", "postcode"),
         ("www.kinky.nl", "url")]
    ),
    st.lists(st.tuples(st.integers(0, 25), HIDING), max_size=8),
    st.sampled_from(["", "hij zei: ", "é🙂ﷺ ", "\u202e", "a\u0301 "]),
    st.sampled_from(["", ".", " en toen", "\u200b\n"]),
)  # fmt: skip
def test_nothing_invisible_hides_or_shifts_what_blocks(
    secret: tuple[str, str], hidden: list[tuple[int, str]], before: str, after: str
) -> None:
    written, kind = secret
    for place, char in hidden:
        at = 1 + place % (len(written) - 1)
        written = written[:at] + char + written[at:]
    text = before + written + after
    marks = blocking_marks(text)
    assert [mark.kind for mark in marks] == [kind]
    assert text[marks[0].start : marks[0].end] == marks[0].text
    assert marks[0].start <= len(before)
    assert marks[0].end >= len(before) + len(written)


@pytest.mark.parametrize(
    "text",
    [
        "Man van ongeveer 40 jaar, lang, donker haar. Regio Amsterdam, maart 2026.",
        "Kenmerk: 06 •••• ••78, j•••@•••, G-•••-•X. Gebied 1012.",
        "Hij werd gewelddadig toen ik condoomgebruik eiste. Betaalde 150 euro niet.",
        "Over 2 weken komt hij terug, zei hij. In 2024 in 3 gevallen, 12 november.",
        "In de Kerkstraat sloegen 3 mannen een vrouw, 5 keer. Op 12 december weer op straat.",
        "Hij stond in de Kerkstraat 3 uur te wachten, betaalde op straat 50 en reed 5 km onderweg.",
        "A man of about 40 attacked 2 colleagues in 2026 at night. He did not pay 200.",
    ],
)
def test_a_text_that_warns_without_identifying_may_go_out(text: str) -> None:
    assert blocking_marks(text) == []


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("bel 0612345678", "phone"),
        ("bel +40 721 234 567", "phone"),
        ("mail jan@example.com", "email"),
        ("op NL91ABNA0417164300", "iban"),
        ("bsn 111222333", "bsn"),
        ("auto gb289x", "plate"),
        ("1012ab 5", "postcode"),
        ("1012 AB", "postcode"),
        ("zie kinky.nl", "url"),
        ("woont dorpsstraat 5", "street"),
        ("aan de Jan van Galenstraat 12a-3", "street"),
        ("in de Dorpsstraat, op nummer 5", "street"),
        ("op nummer 5 in de dorpsstraat", "street"),
        ("Dorpsstraat huisnummer 12", "street"),
        ("Dorpsstraat\n5", "street"),
        ("Dorpsstraat: 5", "street"),
        ("Dorpsstraat5", "street"),
        ("12 Herengracht", "street"),
        ("12 High Street", "street"),
    ],
)
def test_what_identifies_may_not_go_out(text: str, kind: str) -> None:
    assert [mark.kind for mark in blocking_marks(text)] == [kind]


def test_hidden_characters_are_shown_with_their_number() -> None:
    hidden = "a\u202eb\u200bc\x00d\u2028e\u00adf\u3164g"
    assert reveal_invisible(hidden) == ("a⟦U+202E⟧b⟦U+200B⟧c⟦U+0000⟧d⟦U+2028⟧e⟦U+00AD⟧f⟦U+3164⟧g")


def test_ordinary_text_is_shown_as_it_is() -> None:
    text = "Zé zei:\tja ❤\ufe0f 10\u00a0euro\nen ging عربي"
    assert reveal_invisible(text) == text
    assert reveal_invisible("a\r\nb") == "a\nb"


@pytest.mark.parametrize(
    "piece",
    ["1", "0", "a.", "A ", "1 ", "0 6 ", "a@", "@", "+", "(", "-", "_", "a-", " a at ", "a dot ",
     "straat 5 ", "5 street ", "Jan ", "Calle ", "\u0301", "\u200b", "ﷺ", "http://", "kenteken is ",
     "insta is ", "10-10-", "GB-28-", "NL91 ", "een twee ", "aaa", "Aa'", "heet klant ", "1012 AB ",
     "06 12345678 ", "www.", "12 maart ", "a@a.a", "NL91ABNA", "\n", "🙂"],
)  # fmt: skip
def test_eight_thousand_characters_of_anything_are_read_in_time(piece: str) -> None:
    text = (piece * 8000)[:8000]
    about = ["aa", "Jan", "é", "10 straat"]
    find_marks(text, known=["aaa", "0612345678", "1111111"], about_reporter=about, dictionary=WORDS)
    blocking_marks(text)


def test_a_run_of_digits_too_long_to_read_is_marked_rather_than_passed() -> None:
    assert [mark.kind for mark in blocking_marks("0 6 " * 2000)] == ["phone"]
