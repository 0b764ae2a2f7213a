"""Letters that do not go out, and a file of letters that stops the start."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from app.adapters.reference_data import load_reference_data
from app.adapters.reference_rows import BadReferenceData
from app.domain.letter import LetterRefused, checked
from app.domain.letter_drafting import (
    open_places,
    ready_to_send,
    texts_of,
)
from app.settings import PROJECT
from tests.unit.test_letters import drafted, filled


@pytest.mark.parametrize(
    ("text", "is_open"),
    [
        ("[plaats]", True),
        ("[adres en telefoonnummer van de balie]", True),
        ("[adres\nen plaats]", True),
        ("[x]", True),
        ("de [naam van [de bank]]", True),
        ("hij zei […] dat", False),
        ("hij zei [...] dat", False),
        ("dat [sic] staat er", False),
        ("artikel 7 [1]", False),
    ],
)
def test_a_place_that_nobody_filled_in_is_seen_wherever_it_stands(text: str, is_open: bool) -> None:
    whole = filled(drafted("awb-bezwaar:1"))
    for name, value in texts_of(whole).items():
        changed: Any = (text,) if isinstance(getattr(whole, name), tuple) else text
        letter = replace(whole, **{name: changed})
        assert (name in open_places(letter)) is is_open, value
        if is_open:
            with pytest.raises(LetterRefused) as refused:
                ready_to_send(letter)
            assert (refused.value.field, refused.value.reason) == (name, "open")


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


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("{institution}", "{home_address}"),
        ('["awb-klacht:1"]', '["awb-klacht:7"]'),
        ("{decision_day}", "{decision_day"),
        ('closing = "Hoogachtend"', ""),
        ('delivery = "Per aangetekende post"', 'by = "Per aangetekende post"'),
        ("answer_days = 28", 'answer_days = "28"'),
        ("answer_days = 28", "answer_days = 2800"),
        ("Kopie van de klacht", "Kopie van {her_file}"),
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
