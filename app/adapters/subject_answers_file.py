"""Reads the answers to listed persons (`data/subject_answers.toml`), and refuses other places."""

from __future__ import annotations

import string
import tomllib
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any

from app.adapters.reference_rows import BadReferenceData
from app.domain.code_lists import LANGUAGES
from app.domain.subject_answer import PLACES, SubjectAnswers

PARTS = frozenset({"begin", "alone", "region", "end", "outcome"})


def read_subject_answers(file: Path, outcomes: Collection[str]) -> SubjectAnswers:
    """Every outcome in every language; raises `BadReferenceData` naming what does not fit."""
    tables: dict[str, Any] = tomllib.loads(file.read_text(encoding="utf-8"))
    if set(tables) != PARTS:
        raise BadReferenceData(file.name, f"tables other than {', '.join(sorted(PARTS))}")
    told = tables["outcome"]
    if set(told) != set(outcomes):
        odd = sorted(set(told).symmetric_difference(outcomes))
        raise BadReferenceData(file.name, f"outcomes: {', '.join(odd)}")
    return SubjectAnswers(
        begin=_texts(file, "begin", tables["begin"]),
        alone=_texts(file, "alone", tables["alone"]),
        region=_texts(file, "region", tables["region"]),
        outcomes={code: _paragraphs(file, code, told[code]) for code in outcomes},
        end=_texts(file, "end", tables["end"]),
    )


def _paragraphs(file: Path, code: str, said: Mapping[str, Any]) -> dict[str, tuple[str, ...]]:
    if set(said) != set(LANGUAGES) or not all(said.values()):
        raise BadReferenceData(f"{file.name}:{code}", "not every language")
    for one in (text for texts in said.values() for text in texts):
        _check(file, code, one)
    return {language: tuple(texts) for language, texts in said.items()}


def _texts(file: Path, name: str, said: Mapping[str, str]) -> dict[str, str]:
    if set(said) != set(LANGUAGES):
        raise BadReferenceData(f"{file.name}:{name}", "not every language")
    for one in said.values():
        _check(file, name, one)
    return dict(said)


def _check(file: Path, name: str, text: str) -> None:
    places = {place for _text, place, *_rest in string.Formatter().parse(text) if place is not None}
    if not places <= PLACES:
        odd = sorted(places - PLACES)
        raise BadReferenceData(f"{file.name}:{name}", f"a place nobody fills: {', '.join(odd)}")
