"""T15 for paper: what is typed into a letter comes out as the same words, or is refused by name.

Typst could run code, read files and fetch packages; Word files are XML. Neither may see markup.
"""

from __future__ import annotations

import io
import time
import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from xml.etree import ElementTree as ET

import pytest
from docx import Document
from hypothesis import example, given, settings
from hypothesis import strategies as st

from app.adapters.letters import LetterUnprintable, letter_docx, letter_pdf
from app.domain.letter import MAX_BODY_CHARS, Letter, LetterRefused, checked
from app.domain.letter_drafting import OPEN_PLACE
from app.domain.letter_signs import hidden_sign
from app.domain.strict_json import Malformed
from tests.security.pdf_words import words_of_pdf

LETTER = Letter(
    step=1,
    sender=("Klachtenbalie",),
    addressee=("Politie-eenheid Rotterdam",),
    place="Amsterdam",
    dated=date(2026, 11, 26),
    reference="K26-7QX4M",
    subject="klacht",
    salutation="Geachte heer of mevrouw,",
    body="Wij schrijven u.",
    closing="Met vriendelijke groet",
    name=("Kim",),
    enclosures=("Volmacht",),
)
HOSTILE = (
    '#read("/etc/passwd")', '#image("/etc/passwd")', '#import "@preview/cetz:0.3.0"',
    '#eval("1 + 1")', '#include "letter.typ"', "#sys.inputs", "#(7*7)", "$ sum_(i=0)^n i $",
    "*vet* _schuin_ `code`", "= kop", "<label> @ref", "\\ \\# \\u{41}", "// weg /* weg */",
    '"] #panic("x")', "#let x = 1", '#link("https://evil.example")[klik]', "{{7*7}}",
    "{letter.body}", "%(sign)s %s", "</w:t></w:r><w:instrText>INCLUDETEXT</w:instrText>",
    "<!ENTITY x SYSTEM 'file:///etc/passwd'>&x;", "]]> &#x41; &lt;", "=cmd|' /C calc'!A0",
    "+31 6 12345678", "@SUM(A1)", "~ -- --- ... 'a' \"b\"",
)  # fmt: skip
"""At most 200 signs each; all of them in the letter's own font."""
HIDDEN = (
    "\x01", "\x08", "\x0b", "\x0c", "\x1b", "\x7f", "\x85", "\xad", "\u061c", "\u200b", "\u200f",
    "\u202e", "\u2028", "\u2066", "\u2800", "\u3164", "\ufeff", "\ufffe", "\uffff", "\ue000",
    "\U000e0041",
)  # fmt: skip
Print = Callable[[Letter], bytes]


def everywhere(text: str) -> Letter:
    """The letter with the text in every field that somebody can type."""
    return replace(
        LETTER, sender=(text,), addressee=(text,), place=text, subject=text, salutation=text,
        body=f"{text}\n\n- {text}\n- tweede", closing=text, name=(text,), enclosures=(text,),
    )  # fmt: skip


@pytest.mark.parametrize("text", HOSTILE)
def test_what_looks_like_code_stands_in_both_files_as_it_was_typed(text: str) -> None:
    letter = checked(everywhere(text))
    assert words_of_pdf(letter_pdf(letter)).count(text.replace(" ", "")) >= 10
    content = letter_docx(letter)
    shown = "\n".join(one.text for one in Document(io.BytesIO(content)).paragraphs)
    assert shown.count(text) >= 10
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        tree = ET.fromstring(packed.read("word/document.xml"))
        names = {one.tag.rpartition("}")[2] for one in tree.iter()}
        assert "External" not in packed.read("word/_rels/document.xml.rels").decode()
    assert not names & {"instrText", "fldSimple", "hyperlink", "object", "altChunk"}


@pytest.mark.parametrize("sign", HIDDEN, ids=lambda sign: f"U+{ord(sign):04X}")
@pytest.mark.parametrize("print_", [letter_pdf, letter_docx])
def test_what_nobody_sees_is_refused_by_its_number(print_: Print, sign: str) -> None:
    for letter in (
        replace(LETTER, body=f"Wij {sign}schrijven."),
        replace(LETTER, subject=f"kl{sign}acht"),
        replace(LETTER, name=("Kim", f"La{sign}st")),
    ):
        with pytest.raises(LetterUnprintable) as refused:
            print_(letter)
        assert refused.value.signs == f"U+{ord(sign):04X}"


def test_the_mark_that_shows_a_hidden_sign_is_not_printed_either() -> None:
    assert hidden_sign(["een", {"twee": "drie ⟦U+202E⟧ vier"}]) == "U+202E"
    assert hidden_sign({"body": "Een\u00a0gewone [naam] «zin», \t met U+202E erin.\n"}) == ""


FLOODS = (
    "a" + "\u0301" * 8000, "x" * 8000, "x y " * 2000, "[" * 8000, "- a\n" * 3000, "a\n\n" * 4000,
    "#" * 8000, "\\" * 8000, "ا" * 4000, '`"' * 4000,
)  # fmt: skip


@pytest.mark.timeout(60)
@pytest.mark.parametrize("body", FLOODS, ids=range(len(FLOODS)))
def test_a_flood_of_one_sign_ends(body: str) -> None:
    letter = replace(LETTER, body=body)
    assert letter_docx(letter).startswith(b"PK")
    assert letter_pdf(letter).startswith(b"%PDF-")


@pytest.mark.parametrize("unit", ["[", "[a", "[[a] ", "a", "1a", "[ ]", "]"])
def test_looking_for_open_places_takes_no_longer_than_reading(unit: str) -> None:
    """Twice what a letter holds: some milliseconds, or seconds where it grows with the square."""
    text = "[" + unit * (MAX_BODY_CHARS * 2 // len(unit))
    began = time.process_time()
    found = OPEN_PLACE.findall(text)
    assert time.process_time() - began < 1
    assert len(found) <= len(text)


SOME_TEXT = st.text(st.characters(codec="utf-8"), max_size=60) | st.text(
    st.sampled_from("#$*_`<>@\\\"'[](){}=-+~/%&;:\u202e\ufeff\u0301\x0b\x1fé中🧿 \n"), max_size=60
)


@given(SOME_TEXT)
@settings(max_examples=150)
@example("\ufeff")
@example("\u2029")
@example("\ufffe")
@example("- ")
@example('中`" could not be displayed')
def test_any_text_is_printed_or_refused_and_what_is_kept_can_be_read_again(text: str) -> None:
    letter = replace(LETTER, body=f"Brief. {text}", subject=text, name=(text,))
    try:
        checked(letter)
    except LetterRefused:
        return
    for print_ in (letter_pdf, letter_docx):
        try:
            assert print_(letter)[:2] in (b"%P", b"PK")
        except LetterUnprintable:
            continue
    try:
        assert Letter.from_json(letter.to_json()) == letter
    except Malformed as error:
        raise AssertionError("a case with this letter would never open again") from error
