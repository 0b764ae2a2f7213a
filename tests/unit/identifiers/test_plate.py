from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.identifiers.kinds import NotAnIdentifier
from app.domain.identifiers.matching import normalise, tokens_of
from app.domain.identifiers.plate import is_dutch_plate
from tests.unit.vectors import FormatRow, format_rows

pytestmark = pytest.mark.timeout(20)


@pytest.mark.parametrize("row", format_rows("kenteken"), ids=lambda row: row.typed)
def test_every_row_of_the_plate_vectors_holds(row: FormatRow) -> None:
    try:
        value = normalise("plate", row.typed).value
    except NotAnIdentifier:
        assert not row.is_right
        return
    assert is_dutch_plate(value) == row.is_right
    if row.is_right:
        assert value == row.normal


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("B-AB 1234", "BAB1234"),
        ("1-ABC-234", "1ABC234"),
        ("wü ab 12", "WÜAB12"),
        ("WOB·AB 123", "WOBAB123"),
        ("СВ 1234 АК", "СВ1234АК"),  # Bulgarian, in Cyrillic
        ("GB–289–X", "GB289X"),
        ("ＧＢ－２８９－Ｘ", "GB289X"),
        ("gb\u200b289\u202ex", "GB289X"),
        ("GB-٢٨٩-X", "GB289X"),
    ],
)
def test_a_plate_of_any_country_is_kept_in_capitals_and_digits(typed: str, value: str) -> None:
    assert normalise("plate", typed).value == value


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("A12", "invalid"),
        ("ABCDEF", "invalid"),
        ("123456", "invalid"),
        ("ABCDEF12345", "invalid"),
        ("GB+289+X", "unreadable"),
        ("", "empty"),
        ("--", "unreadable"),
        ("A1" * 101, "too_long"),
    ],
)
def test_what_cannot_be_a_plate_is_refused_with_its_reason(typed: str, reason: str) -> None:
    with pytest.raises(NotAnIdentifier) as refused:
        normalise("plate", typed)
    assert refused.value.reason == reason


@pytest.mark.parametrize(
    ("one", "other"), [("GB-280-X", "GB-28O-X"), ("1-GBX-28", "I-GBX-28"), ("СВ1234АК", "CB1234AK")]
)
def test_look_alikes_on_a_plate_are_similar_and_never_exact(one: str, other: str) -> None:
    first, second = tokens_of(normalise("plate", one)), tokens_of(normalise("plate", other))
    assert first[0] != second[0]
    assert first[1] == second[1]
    assert [token.kind for token in first] == ["exact", "similar"]


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=20))
def test_a_normal_form_is_its_own_normal_form(text: str) -> None:
    try:
        value = normalise("plate", text).value
    except NotAnIdentifier:
        return
    assert normalise("plate", value).value == value
