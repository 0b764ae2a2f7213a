"""Letters: every step has one in both voices, nothing open goes out, and both files are clean."""

from __future__ import annotations

import io
import re
import shutil
import zipfile
from dataclasses import replace
from datetime import date
from pathlib import Path

import pikepdf
import pytest
from docx import Document

from app.adapters.letters import LetterUnprintable, letter_docx, letter_pdf
from app.adapters.reference_data import load_reference_data
from app.adapters.reference_rows import BadReferenceData
from app.domain.complaint_routes import RouteStep
from app.domain.letter import Letter, LetterRefused, blocks_of, checked, dutch_day
from app.domain.letter_drafting import LetterFacts, Voice, draft_letter, ready_to_send
from app.domain.strict_json import Malformed
from app.settings import PROJECT
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


def drafted(key: str, **changes: object) -> Letter:
    facts = replace(FACTS, **changes)  # type: ignore[arg-type]
    words = reference().letters
    return draft_letter(words.of(key), words.common, facts)


@pytest.mark.parametrize("voice", ["desk", "hers"])
@pytest.mark.parametrize("step", STEPS, ids=lambda step: step.key)
def test_every_step_has_a_whole_letter_in_both_voices(step: RouteStep, voice: Voice) -> None:
    letter = drafted(step.key, voice=voice)
    if step.key != "awb-bezwaar:2":  # which court a person must say
        assert ready_to_send(letter) == letter
    assert "{" not in letter.body + letter.subject + "".join(letter.addressee)
    assert "Politie-eenheid Rotterdam" in letter.body + letter.subject + "".join(letter.addressee)
    if voice == "hers":
        assert "cliënt" not in letter.body
        assert letter.enclosures == ()
    assert Letter.from_json(letter.to_json()) == letter
    assert letter_pdf(letter).startswith(b"%PDF-")


def test_the_police_letter_says_what_the_route_demands() -> None:
    letter = drafted("politie-klacht:1")
    assert letter.addressee[0] == "Politie-eenheid Rotterdam"
    assert letter.subject == "klacht over aangifte of melding geweigerd"
    for needed in (
        "artikel 70 van de Politiewet 2012",
        "tien weken na ontvangst, of veertien weken",
        "burgemeester en de hoofdofficier",
        "die Ana Voorbeeld heet",
        "Een volmacht gaat hierbij",
        "Het gebeurde op 5 november 2026. Plaats: Rotterdam.",
        "excuses voor wat er is gebeurd",
    ):
        assert needed in letter.body, needed
    assert letter.enclosures == ("Volmacht",)


def test_her_words_and_her_name_stand_in_it_only_where_she_allowed() -> None:
    silent = drafted("awb-klacht:1", own_words="", name="", has_attorney=False)
    assert FACTS.own_words not in silent.body
    assert "Ana" not in silent.body
    assert "wij de naam niet noemen" in silent.body
    with pytest.raises(LetterRefused) as refused:
        ready_to_send(silent)
    assert (refused.value.field, refused.value.reason) == ("body", "open")


@pytest.mark.parametrize(
    ("changes", "field", "reason"),
    [
        ({"body": ""}, "body", "empty"),
        ({"body": "x" * 12_001}, "body", "too_long"),
        ({"body": "\x00"}, "body", "unreadable"),
        ({"subject": " "}, "subject", "empty"),
        ({"subject": "x" * 201}, "subject", "too_long"),
        ({"addressee": ()}, "addressee", "empty"),
        ({"addressee": ("a",) * 9}, "addressee", "too_many"),
        ({"sender": ("\ud800",)}, "sender", "unreadable"),
        ({"enclosures": ("a",) * 13}, "enclosures", "too_many"),
    ],
)
def test_a_letter_that_cannot_go_out_says_where(
    changes: dict[str, object], field: str, reason: str
) -> None:
    letter = replace(drafted("awb-klacht:1"), **changes)  # type: ignore[arg-type]
    with pytest.raises(LetterRefused) as refused:
        checked(letter)
    assert (refused.value.field, refused.value.reason) == (field, reason)


def test_the_pdf_is_tagged_for_screen_readers_and_names_no_time() -> None:
    pdf = letter_pdf(drafted("politie-klacht:1"))
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        root = opened.Root
        assert bool(root.MarkInfo.Marked)
        assert str(root.Lang).lower().startswith("nl")
        assert "/StructTreeRoot" in root
        assert str(opened.docinfo["/Title"]) == "klacht over aangifte of melding geweigerd"
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
    assert "Betreft: klacht over aangifte of melding geweigerd" in shown
    assert "Amsterdam, 26 november 2026" in shown
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
    blocks = blocks_of("een\ntwee\r\n\r\n- a\n- b\n\n\n\n- c\nd\n")
    assert [(one.kind, one.parts) for one in blocks] == [
        ("text", ("een twee",)),
        ("list", ("a", "b")),
        ("text", ("- c d",)),
    ]
    assert dutch_day(date(2024, 2, 29)) == "29 februari 2024"


def test_another_shape_is_refused() -> None:
    with pytest.raises(Malformed):
        Letter.from_json({**drafted("awb-klacht:1").to_json(), "cc": []})


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("{institution}", "{home_address}"),
        ('["awb-klacht:1"]', '["awb-klacht:7"]'),
        ("{decision_day}", "{decision_day"),
        ('closing = "Met vriendelijke groet"', ""),
        ("[other]", "[another]"),
        ('excuses = "excuses', 'apology = "excuses'),
    ],
)
def test_a_file_of_letters_that_does_not_fit_stops_the_start(
    tmp_path: Path, old: str, new: str
) -> None:
    shutil.copytree(PROJECT / "data", tmp_path / "data")
    file = tmp_path / "data" / "letters.toml"
    text = file.read_text()
    assert old in text
    file.write_text(text.replace(old, new))
    with pytest.raises(BadReferenceData, match=r"letters\.toml"):
        load_reference_data(tmp_path / "data")
