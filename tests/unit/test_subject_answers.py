"""The answers to listed persons: fixed words, and no place for anything of a report."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.adapters.reference_rows import BadReferenceData
from app.adapters.subject_answers_file import read_subject_answers
from app.domain.code_lists import LANGUAGES
from app.domain.subject_answer import AnswerValues
from tests.workbench import reference

FILE = Path("data/subject_answers.toml")
VALUES = AnswerValues("06 •••• ••78", "23 november 2026", "Soa Aids Nederland")


def outcomes() -> list[str]:
    return [one.code for one in reference().codes("subject_outcome")]


@pytest.mark.parametrize(
    "place", ["story", "text", "month", "kinds", "alert", "identifier.__class__", "identifier[0]"]
)
def test_a_place_that_is_not_named_stops_the_start(tmp_path: Path, place: str) -> None:
    words = FILE.read_text(encoding="utf-8")
    file = tmp_path / "subject_answers.toml"
    file.write_text(words.replace("Op {day}", f"Op {{{place}}}"), encoding="utf-8")
    with pytest.raises(BadReferenceData):
        read_subject_answers(file, outcomes())


def test_what_fills_the_places_are_four_texts_and_nothing_of_a_report() -> None:
    assert set(AnswerValues.__dataclass_fields__) == {"identifier", "day", "controller", "region"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_answer_is_whole_and_names_the_authority_and_the_court(language: str) -> None:
    answers = reference().subject_answers
    for outcome in outcomes():
        said = " ".join(answers.paragraphs(outcome, language, VALUES))
        assert "{" not in said
        assert VALUES.identifier in said
        assert "autoriteitpersoonsgegevens.nl" in said
        assert "zes weken" in said or "six weeks" in said


def test_nobody_is_said_to_have_weighed_what_nobody_weighed() -> None:
    for outcome in outcomes():
        first = reference().subject_answers.paragraphs(outcome, "nl", VALUES)[0]
        assert ("heeft ernaar gekeken" in first) is (outcome != "nothing")


def test_a_place_in_what_is_filled_in_fills_nothing() -> None:
    values = AnswerValues("{region}", "{day}", "{controller}")
    assert "{region}" in reference().subject_answers.paragraphs("stands", "nl", values)[0]
