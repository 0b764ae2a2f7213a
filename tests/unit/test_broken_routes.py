"""A file of complaint routes or terms that does not fit stops the start, with its place."""

from __future__ import annotations

import csv
import io
import shutil
from datetime import date
from pathlib import Path

import pytest

from app.adapters.reference_data import load_reference_data
from app.adapters.reference_rows import BadReferenceData
from app.domain.code_lists import LANGUAGES
from app.domain.terms.term import version_on

DATA = Path(__file__).resolve().parents[2] / "data"
FIRST_TERM = {"route": "awb-klacht", "step": "1", "whose": "hers"}
KIFID_YEAR = {"route": "bank-particulier", "step": "2", "alternative": "2"}
THEIR_TERM = {"route": "awb-klacht", "step": "1", "whose": "theirs", "condition": ""}


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    return Path(shutil.copytree(DATA, tmp_path / "data"))


def rows_of(file: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(file.read_text(encoding="utf-8"))))


def write(file: Path, rows: list[dict[str, str]]) -> None:
    with file.open("w", encoding="utf-8", newline="") as handle:
        writer = csv.DictWriter(handle, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def the_one(rows: list[dict[str, str]], which: dict[str, str]) -> dict[str, str]:
    (row,) = (row for row in rows if which.items() <= row.items())
    return row


@pytest.mark.parametrize(
    ("file", "which", "change"),
    [
        ("route_steps.csv", {"route": "media", "step": "3"}, {"step": "4"}),
        ("route_steps.csv", {"route": "media", "step": "3"}, {"step": "03"}),
        ("route_steps.csv", {"route": "media", "step": "3"}, {"step": "²"}),
        ("route_steps.csv", {"route": "media", "step": "3"}, {"route": "radio"}),
        ("route_steps.csv", {"route": "sv-12"}, {"route": "privaat", "step": "2"}),
        ("route_steps.csv", {"route": "sv-12"}, {"title_nl": ""}),
        ("route_steps.csv", {"route": "sv-12"}, {"with_whom_en": ""}),
        ("route_steps.csv", {"route": "sv-12"}, {"legal_basis": ""}),
        ("route_steps.csv", {"route": "sv-12"}, {"note_en": ""}),
        ("route_steps.csv", {"route": "sv-12"}, {"source": ""}),
        ("route_steps.csv", {"route": "sv-12"}, {"certainty": "sure"}),
        ("route_steps.csv", {"route": "sv-12"}, {"costs": "cheap"}),
        ("route_steps.csv", {"route": "sv-12"}, {"binding": "maybe"}),
        ("route_steps.csv", {"route": "sv-12"}, {"anonymity": ""}),
        ("route_steps.csv", {"route": "sv-12"}, {"names_to": ""}),
        ("route_steps.csv", {"route": "sv-12"}, {"names_to": "court|court"}),
        ("route_steps.csv", {"route": "sv-12"}, {"copies_to": "neighbour"}),
        ("route_steps.csv", {"route": "sv-12"}, {"her_timing": "someday"}),
        ("route_steps.csv", {"route": "sv-12"}, {"her_timing": "urgent"}),
        ("route_steps.csv", {"route": "media", "step": "3"}, {"her_timing": ""}),
        ("route_steps.csv", {"route": "media", "step": "3"},
         {"her_timing": "none_if_not_notified"}),
        ("route_steps.csv", {"route": "media", "step": "2"}, {"next": "media:4"}),
        ("route_steps.csv", {"route": "media", "step": "2"}, {"next": "media:2"}),
        ("route_steps.csv", {"route": "media", "step": "2"}, {"next": "media:1"}),
        ("route_steps.csv", {"route": "media", "step": "2"}, {"next": "heaven"}),
        ("route_steps.csv", {"route": "sv-12"}, {"reference_date": "23-11-2026"}),
        ("route_steps.csv", {"route": "sv-12"}, {"reference_date": "2026-02-30"}),
        ("route_steps.csv", {"route": "sv-12"}, {"reference_date": ""}),
        ("route_steps.csv", {"route": "sv-12"}, {"reference_date_certainty": ""}),
        ("route_terms.csv", FIRST_TERM, {"route": "nobody"}),
        ("route_terms.csv", FIRST_TERM, {"step": "9"}),
        ("route_terms.csv", FIRST_TERM, {"whose": "ours"}),
        ("route_terms.csv", FIRST_TERM, {"amount": "0"}),
        ("route_terms.csv", FIRST_TERM, {"amount": "-1"}),
        ("route_terms.csv", FIRST_TERM, {"amount": "1.5"}),
        ("route_terms.csv", FIRST_TERM, {"amount": "99999"}),
        ("route_terms.csv", FIRST_TERM, {"amount": ""}),
        ("route_terms.csv", FIRST_TERM, {"unit": "decade"}),
        ("route_terms.csv", FIRST_TERM, {"start_event": ""}),
        ("route_terms.csv", FIRST_TERM, {"start_event": "full_moon"}),
        ("route_terms.csv", FIRST_TERM, {"statutory": "maybe"}),
        ("route_terms.csv", FIRST_TERM, {"hardness": "soft"}),
        ("route_terms.csv", FIRST_TERM, {"alternative": "2"}),
        ("route_terms.csv", FIRST_TERM, {"condition": "rain"}),
        ("route_terms.csv", FIRST_TERM, {"condition": "exceptional"}),
        ("route_terms.csv", FIRST_TERM, {"extension_amount": "4"}),
        ("route_terms.csv", FIRST_TERM, {"extension_condition": "announced"}),
        ("route_terms.csv", FIRST_TERM, {"valid_from": "2027-01-01"}),
        ("route_terms.csv", FIRST_TERM, {"valid_from": "soon"}),
        ("route_terms.csv", FIRST_TERM, {"reference_date": ""}),
        ("route_terms.csv", FIRST_TERM, {"source": ""}),
        ("route_terms.csv", FIRST_TERM, {"certainty": "bevestigd"}),
        ("route_terms.csv", KIFID_YEAR, {"alternative": "1"}),
        ("route_terms.csv", KIFID_YEAR, {"alternative": "3"}),
        ("route_terms.csv", THEIR_TERM, {"hardness": "fatal"}),
        ("route_terms.csv", THEIR_TERM, {"alternative": "2"}),
        ("route_terms.csv", THEIR_TERM, {"extension_unit": ""}),
        ("route_terms.csv", THEIR_TERM, {"extension_condition": "never"}),
    ],
)  # fmt: skip
def test_a_broken_row_stops_the_start(
    copy: Path, file: str, which: dict[str, str], change: dict[str, str]
) -> None:
    rows = rows_of(copy / file)
    the_one(rows, which).update(change)
    write(copy / file, rows)
    with pytest.raises(BadReferenceData):
        load_reference_data(copy)


@pytest.mark.parametrize(
    ("file", "which"),
    [
        ("route_steps.csv", {"route": "sv-12"}),
        ("route_steps.csv", {"route": "awb-klacht", "step": "1"}),
        ("route_terms.csv", FIRST_TERM),
        ("route_terms.csv", THEIR_TERM),
    ],
)
def test_a_row_that_is_gone_or_stands_twice_stops_the_start(
    copy: Path, file: str, which: dict[str, str]
) -> None:
    rows = rows_of(copy / file)
    row = the_one(rows, which)
    for broken in ([other for other in rows if other is not row], [*rows, row]):
        write(copy / file, broken)
        with pytest.raises(BadReferenceData):
            load_reference_data(copy)


def test_the_place_of_a_mistake_is_named(copy: Path) -> None:
    rows = rows_of(copy / "route_terms.csv")
    rows[0]["unit"] = "decade"
    write(copy / "route_terms.csv", rows)
    with pytest.raises(BadReferenceData, match=r"route_terms\.csv:2: unit is 'decade'"):
        load_reference_data(copy)


def test_a_changed_term_is_a_new_version_beside_the_old(copy: Path) -> None:
    rows = rows_of(copy / "route_terms.csv")
    changed = the_one(rows, THEIR_TERM) | {"amount": "5", "valid_from": "2027-01-01"}
    write(copy / "route_terms.csv", [*rows, changed])
    terms = load_reference_data(copy).route_step("awb-klacht:1").their_terms
    code = "awb-klacht:1:theirs:1"
    assert version_on(terms, code, date(2026, 12, 31)).duration.amount == 6
    assert version_on(terms, code, date(2027, 1, 1)).duration.amount == 5
    assert f"{code}:advisory_committee" in {term.code for term in terms}
    write(copy / "route_terms.csv", [*rows, changed, changed])
    with pytest.raises(BadReferenceData):
        load_reference_data(copy)


def test_the_choices_of_a_complaint_say_what_they_mean() -> None:
    reference = load_reference_data(DATA)
    for name in ("complaint_status", "outcome", "wish", "complaint_wish_way"):
        for entry in reference.codes(name):
            assert all(entry.text(lang).endswith(".") for lang in LANGUAGES)
    work = reference.entry("discrimination_ground", "beroep")
    assert work.facts == {"legal_ground": "no"}
    assert "geen beschermde grond" in work.text("nl")
    assert [entry.code for entry in reference.codes("discrimination")] == ["yes", "no", "dont_know"]
