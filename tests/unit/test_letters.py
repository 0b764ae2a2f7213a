"""Letters: every step has one in both voices, nothing open goes out, and both files are clean."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import replace
from datetime import date
from typing import Any

import pikepdf
import pytest
from docx import Document

from app.adapters.letters import LetterUnprintable, letter_docx, letter_pdf
from app.domain.attorney_sheet import SheetFacts, sheet_of
from app.domain.complaint_papers import SIGNED_ON_SCREEN, Attorney
from app.domain.complaint_routes import RouteStep
from app.domain.letter import Letter, LetterRefused, blocks_of, dutch_day
from app.domain.letter_drafting import (
    OPEN_PLACE,
    LetterFacts,
    Voice,
    draft_letter,
    ready_to_send,
    texts_of,
)
from app.domain.strict_json import Malformed
from tests.workbench import reference

STEPS = [step for route in reference().routes.values() for step in route.steps]
FACTS = LetterFacts(
    step=1,
    voice="desk",
    case_number="K26-7QX4M",
    today=date(2026, 11, 26),
    sender=("Klachtenbalie", "Postbus 1, 1000 AA Amsterdam"),
    place="Amsterdam",
    signed_by=("Kim", "Klachtenbalie"),
    institution="Politie-eenheid Rotterdam",
    ombudsman="Nationale ombudsman",
    with_whom="politiechef van de eenheid",
    legal_basis="Politiewet 2012 art. 70-72",
    subjects=("Aangifte of melding geweigerd",),
    grounds=("geslacht",),
    wishes=("excuses", "uitleg"),
    event_day=date(2026, 11, 5),
    decision_day=date(2026, 10, 22),
    where="Rotterdam",
    name="Ana Voorbeeld",
    own_words="De agent zei #dat *ik* niet hoefde te komen.",
    has_attorney=True,
)


SIGNED = Attorney("Ana Voorbeeld", date(2026, 11, 12), SIGNED_ON_SCREEN)
SHEET_FACTS = SheetFacts(
    desk="Klachtenbalie voor sekswerkers",
    towards="Politie-eenheid Rotterdam",
    reference="K26-7QX4M",
    about="klacht: aangifte of melding geweigerd",
    words="Ik geef de Klachtenbalie een volmacht om namens mij een klacht in te dienen.",
)


def filled(letter: Letter) -> Letter:
    """The letter after somebody wrote something in every open place."""

    def write(text: str) -> str:
        while OPEN_PLACE.search(text):
            text = OPEN_PLACE.sub("ingevuld", text)
        return text

    changes: dict[str, Any] = {
        name: tuple(map(write, value)) if isinstance(value, tuple) else write(value)
        for name, value in vars(letter).items()
        if name in texts_of(letter)
    }
    return replace(letter, **changes)


def with_attorney(letter: Letter, attorney: Attorney | None, *, attached: bool = True) -> Letter:
    return replace(letter, sheet=sheet_of(attorney, SHEET_FACTS, attached=attached))


def drafted(key: str, **changes: object) -> Letter:
    facts = replace(FACTS, **changes)  # type: ignore[arg-type]
    words = reference().letters
    return draft_letter(words.of(key), words.common, facts)


@pytest.mark.parametrize("voice", ["desk", "hers"])
@pytest.mark.parametrize("step", STEPS, ids=lambda step: step.key)
def test_every_step_has_a_whole_letter_in_both_voices(step: RouteStep, voice: Voice) -> None:
    letter = drafted(step.key, voice=voice)
    with pytest.raises(LetterRefused, match="open"):
        ready_to_send(letter)  # nobody knows the address yet
    assert ready_to_send(filled(letter)) == filled(letter)
    assert "{" not in "".join(texts_of(letter).values())
    assert "Politie-eenheid Rotterdam" in "".join(texts_of(letter).values())
    if voice == "hers":
        assert "cliënt" not in letter.body
        assert not re.search(r"\b(wij|ons|onze)\b", letter.body, re.IGNORECASE)
    assert not re.search(r"\b(haar|hij|hem)\b", letter.body)  # the house does not know which
    letter = with_attorney(letter, SIGNED)
    assert Letter.from_json(letter.to_json()) == letter
    assert letter_pdf(letter).startswith(b"%PDF-")


@pytest.mark.parametrize("step", STEPS, ids=lambda step: step.key)
def test_a_letter_goes_to_whom_the_step_is_taken_with(step: RouteStep) -> None:
    """The institution gets a letter only where it, or a court about to be asked, is the next."""
    to_them = drafted(step.key).addressee[0] == "Politie-eenheid Rotterdam"
    elsewhere = {
        "ombudsman", "kifid", "skgz", "court", "press_council", "disputes_body", "rent_tribunal",
        "human_rights_institute", "data_protection_authority", "inspectorate",
        "discrimination_service", "complaints_committee", "municipality",
    }  # fmt: skip
    last_warning = step.key in ("bank-zakelijk:2", "media:3")
    still_them = step.key == "politie-klacht:2"  # the chief puts it before the committee
    away = bool(elsewhere.intersection(step.names_to)) and not last_warning and not still_them
    assert to_them is not away, step.names_to


def test_a_letter_with_a_fatal_term_is_sent_so_that_it_can_be_proved() -> None:
    fatal = [step.key for step in STEPS if any(term.hardness == "fatal" for term in step.her_terms)]
    assert fatal
    for key in fatal:
        assert drafted(key).delivery == "Per aangetekende post", key


def test_an_objection_has_grounds_their_number_and_a_copy() -> None:
    letter = drafted("awb-bezwaar:1", own_words="")
    assert "# Gronden van het bezwaar" in letter.body
    assert "Het gebeurde op" not in letter.body
    assert "[Zeg hier waarom het besluit niet klopt" in letter.body
    assert letter.enclosures == ("Kopie van het besluit van 22 oktober 2026",)
    assert letter.yours == "[kenmerk van het besluit]"
    assert ("Uw kenmerk", "Z-1") in replace(letter, yours="Z-1").marks
    assert [label for label, _ in replace(letter, yours="").marks] == ["Datum", "Ons kenmerk"]


def test_the_police_letter_says_what_the_route_demands() -> None:
    letter = drafted("politie-klacht:1")
    assert letter.addressee[0] == "Politie-eenheid Rotterdam"
    assert letter.subject == "klacht: aangifte of melding geweigerd"
    for needed in (
        "artikel 70 van de Politiewet 2012",
        "tien weken na ontvangst, of veertien weken",
        "burgemeester en de hoofdofficier",
        "onze cliënt. Dat is Ana Voorbeeld.",
        "de volmacht gaat hierbij. Onze cliënt kiest voor deze zaak woonplaats op ons adres.",
        "Het gebeurde op 5 november 2026. Plaats: Rotterdam.",
        "excuses voor wat er is gebeurd",
    ):
        assert needed in letter.body, needed


def test_her_words_and_her_name_stand_in_it_only_where_she_allowed() -> None:
    silent = drafted("awb-klacht:1", own_words="", name="", has_attorney=False)
    assert FACTS.own_words not in silent.body
    assert "Ana" not in silent.body
    assert "Wij noemen hier geen naam" in silent.body
    assert "bekend" not in silent.body.partition("#")[0]  # nobody ever asked her for it
    with pytest.raises(LetterRefused) as refused:
        ready_to_send(replace(silent, addressee=("Postbus 1, 1000 AA Amsterdam",)))
    assert (refused.value.field, refused.value.reason) == ("body", "open")


def test_the_pdf_is_tagged_for_screen_readers_and_names_no_time() -> None:
    pdf = letter_pdf(drafted("politie-klacht:1"))
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        root = opened.Root
        assert bool(root.MarkInfo.Marked)
        assert str(root.Lang).lower().startswith("nl")
        assert "/StructTreeRoot" in root
        assert str(opened.docinfo["/Title"]) == "klacht: aangifte of melding geweigerd"
        assert not {"/CreationDate", "/ModDate", "/Author"} & set(opened.docinfo.keys())
        metadata = opened.open_metadata()
        assert str(metadata["pdfuaid:part"]) == "1"
        assert "xmp:CreateDate" not in metadata
    assert not re.search(rb"2026-?11-?26T?\d\d:?\d\d", pdf)


def test_the_same_letter_is_the_same_file() -> None:
    letter = drafted("awb-klacht:1")
    assert letter_pdf(letter) == letter_pdf(letter)


def test_typed_words_are_never_markup() -> None:
    hostile = '#import "x.typ"\n\n$ x $ *vet* _schuin_ <label> @ref \\ `code` = kop // weg'
    letter = replace(drafted("awb-klacht:1"), body=hostile, subject='#panic("x")')
    pdf = letter_pdf(letter)
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        assert str(opened.docinfo["/Title"]) == '#panic("x")'
    shown = "\n".join(one.text for one in Document(io.BytesIO(letter_docx(letter))).paragraphs)
    for part in ('#import "x.typ"', "*vet* _schuin_ <label> @ref", "// weg"):
        assert part in shown


def test_a_sign_without_a_shape_is_named() -> None:
    letter = replace(drafted("awb-klacht:1"), body="Zij zei: 中文.")
    with pytest.raises(LetterUnprintable) as refused:
        letter_pdf(letter)
    assert refused.value.signs == "中"
    accents = replace(letter, body="Ștefania Łukasiewicz, Çelik, Đorđe, Пётр, Ελένη, “één” – €5")
    assert letter_pdf(accents)


def test_the_word_file_says_the_same_and_names_nobody() -> None:
    letter = drafted("politie-klacht:1")
    content = letter_docx(letter)
    document = Document(io.BytesIO(content))
    shown = [one.text for one in document.paragraphs]
    assert "Betreft: klacht: aangifte of melding geweigerd" in shown
    assert "Datum\tAmsterdam, 26 november 2026" in shown
    assert "Ons kenmerk\tK26-7QX4M" in shown
    for block in letter.blocks:
        for part in block.parts:
            assert part in shown
    properties = document.core_properties
    assert (properties.author, properties.last_modified_by, properties.comments) == ("", "", "")
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        core = packed.read("docProps/core.xml").decode()
        assert "dcterms:created" not in core
        assert "python-docx" not in core
        assert b"nl-NL" in packed.read("word/styles.xml")


def test_paragraphs_and_lists_are_all_there_is() -> None:
    blocks = blocks_of("# kop\n\neen\ntwee\r\n\r\n- a\n- b\n\n\n\n- c\nd\n\n# a\nb\n\n#c")
    assert [(one.kind, one.parts) for one in blocks] == [
        ("heading", ("kop",)),
        ("text", ("een twee",)),
        ("list", ("a", "b")),
        ("text", ("- c d",)),
        ("text", ("# a b",)),
        ("text", ("#c",)),
    ]
    assert dutch_day(date(2024, 2, 29)) == "29 februari 2024"


def test_another_shape_is_refused() -> None:
    with pytest.raises(Malformed):
        Letter.from_json({**drafted("awb-klacht:1").to_json(), "cc": []})


def test_a_list_of_wishes_ends_with_a_full_stop() -> None:
    two = drafted("politie-klacht:1", wishes=("excuses", "uitleg")).body
    assert "- excuses voor wat er is gebeurd;\n- een duidelijke uitleg" in two
    assert "gebeurd en waarom.\n" in two
    assert (
        "- excuses voor wat er is gebeurd.\n"
        in drafted("politie-klacht:1", wishes=("excuses",)).body
    )
