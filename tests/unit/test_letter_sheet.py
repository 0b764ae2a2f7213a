"""The power of attorney behind a letter: what it says, when it holds no name, and when it goes."""

from __future__ import annotations

import io
from dataclasses import replace
from typing import Any

import pikepdf
import pytest
from docx import Document

from app.adapters.letters import letter_docx, letter_pdf
from app.domain.attorney_sheet import BY_HAND
from app.domain.complaint_papers import SIGNED_ON_PAPER, Attorney
from app.domain.letter import Letter, LetterRefused
from app.domain.letter_drafting import (
    names_no_longer,
)
from tests.unit.test_letters import SHEET_FACTS, SIGNED, drafted, with_attorney


def word_lines(letter: Letter) -> list[str]:
    return [one.text for one in Document(io.BytesIO(letter_docx(letter))).paragraphs]


def tags_of(pdf: pikepdf.Pdf) -> list[Any]:
    """Every element of the tree that a screen reader walks, in its order."""

    def below(one: Any) -> list[Any]:
        kids = one.get("/K", [])
        kids = list(kids) if isinstance(kids, pikepdf.Array) else [kids]
        inner = [kid for kid in kids if isinstance(kid, pikepdf.Dictionary)]
        return [one, *(found for kid in inner for found in below(kid))]

    return below(pdf.Root.StructTreeRoot)


def test_her_power_of_attorney_is_the_last_page_and_says_what_she_signed() -> None:
    letter = with_attorney(drafted("politie-klacht:1"), SIGNED)
    assert letter.all_enclosures == ("Volmacht",)
    assert replace(letter, enclosures=("Volmacht",)).all_enclosures == ("Volmacht",)
    with pikepdf.open(io.BytesIO(letter_pdf(letter))) as opened:
        headings = [
            str(one.S) for one in tags_of(opened) if str(one.get("/S", "")).startswith("/H")
        ]
        assert headings == ["/H1", "/H2", "/H2", "/H1"]
        pages = len(opened.pages)
    without = with_attorney(letter, SIGNED, attached=False)
    assert without.all_enclosures == ()
    with pikepdf.open(io.BytesIO(letter_pdf(without))) as opened:
        assert len(opened.pages) == pages - 1
    shown = word_lines(letter)
    for line in (
        "Volmachtgever\tAna Voorbeeld",
        "Gevolmachtigde\tKlachtenbalie voor sekswerkers",
        "Tegenover\tPolitie-eenheid Rotterdam",
        "Kenmerk\tK26-7QX4M",
        SHEET_FACTS.words,
        "Datum\t12 november 2026",
        "Handtekening\tAna Voorbeeld (naam getypt en bevestigd op het scherm)",
    ):
        assert line in shown
    assert "Gevolmachtigde\tKlachtenbalie voor sekswerkers" not in word_lines(without)


def test_what_is_signed_on_paper_has_a_line_for_her_hand() -> None:
    on_paper = replace(SIGNED, how=SIGNED_ON_PAPER)
    sheet = with_attorney(drafted("politie-klacht:1"), on_paper)
    assert sheet.signing == (("Datum", "12 november 2026"), ("Handtekening", BY_HAND))
    assert letter_pdf(sheet).startswith(b"%PDF-")


def test_a_sheet_that_nobody_signed_holds_no_name_and_lines_to_write_on() -> None:
    hidden = drafted("politie-klacht:1", name="", has_attorney=False, own_words="")
    empty = with_attorney(hidden, None)
    assert empty.last_page is not None
    by_hand = [label for label, value in empty.last_page.rows if value == BY_HAND]
    assert by_hand == ["Volmachtgever", "Adres", "Geboortedatum"]
    assert empty.signing == (("Datum", BY_HAND), ("Handtekening", BY_HAND))
    assert "Ana" not in "\n".join(word_lines(empty))
    assert letter_pdf(empty).startswith(b"%PDF-")
    assert "volmacht gaat hierbij" not in empty.body


def test_what_we_write_there_later_is_not_what_she_signed() -> None:
    earlier = replace(SIGNED, words="Alleen voor de klacht bij de politie zelf.")
    shown = word_lines(with_attorney(drafted("politie-klacht:1"), earlier))
    assert earlier.words in shown
    assert SHEET_FACTS.words not in shown


@pytest.mark.parametrize("now", [None, replace(SIGNED, name="A. V.")], ids=["back", "other"])
def test_her_name_goes_with_the_power_of_attorney_that_she_took_back(now: Attorney | None) -> None:
    before = with_attorney(drafted("politie-klacht:1", voice="hers"), SIGNED, attached=False)
    letter = with_attorney(before, now)
    with pytest.raises(LetterRefused) as refused:
        names_no_longer(replace(letter, name=("ANA  Voorbeeld",)), before.sheet)
    assert (refused.value.field, refused.value.reason) == ("name", "attorney_gone")
    names_no_longer(replace(letter, sender=("A",), name=("A",), body="Niemand."), before.sheet)
    names_no_longer(before, before.sheet)
    names_no_longer(before, None)
