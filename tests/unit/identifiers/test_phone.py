from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.identifiers.kinds import NotAnIdentifier
from app.domain.identifiers.matching import normalise, tokens_of
from app.domain.identifiers.phone import takes_messages
from tests.unit.vectors import FormatRow, format_rows

pytestmark = pytest.mark.timeout(20)

SPELLINGS = [
    "06 12345678",
    "06-12-34-56-78",
    "06.12.34.56.78",
    "(06) 12345678",
    "+31 6 12345678",
    "+31 (0)6 12345678",
    "(+31) 6 12 34 56 78",
    "0031612345678",
    "00 31 6 12345678",
    "31612345678",
    "tel:+31-6-1234-5678",
    "WhatsApp: 0612345678",
    "0612345678 ext. 12",
    "0612345678 toestel 12",
    "0612345678x9",
    "0612345678;ext=12",
    "٠٦١٢٣٤٥٦٧٨",  # Arabic-Indic
    "۰۶۱۲۳۴۵۶۷۸",  # Persian
    "०६१२३४५६७८",  # Devanagari
    "০৬১২৩৪৫৬৭৮",  # Bengali
    "０６１２３４５６７８",  # full width
    "＋３１ ６ １２３４５６７８",
    "𝟎𝟔𝟏𝟐𝟑𝟒𝟓𝟔𝟕𝟖",  # mathematical bold
    "06\u200b1234\u202e5678",  # zero-width space, right-to-left override
    "06\u201112345678",  # no-break hyphen
    "06\u00a012\u00a034\u00a056\u00a078",
]


@pytest.mark.parametrize("row", format_rows("telefoon"), ids=lambda row: row.typed)
def test_every_row_of_the_phone_vectors_holds(row: FormatRow) -> None:
    if row.is_right:
        assert normalise("phone", row.typed).value == row.normal
    else:
        with pytest.raises(NotAnIdentifier):
            normalise("phone", row.typed)


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_one_number_in_any_spelling_is_one_token(spelling: str) -> None:
    assert tokens_or_why_not(spelling) == [("exact", "+31612345678")]


def tokens_or_why_not(typed: str) -> list[tuple[str, str]] | str:
    try:
        return list(tokens_of(normalise("phone", typed)))
    except NotAnIdentifier as refused:
        return refused.reason


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("112", "emergency"),
        ("+31 112", "emergency"),
        ("0031112", "emergency"),
        ("911", "emergency"),
        ("116 000", "short_number"),
        ("144", "short_number"),
        ("14 020", "short_number"),
        ("", "empty"),
        ("\u200b \u202e", "empty"),
        ("0612345678 jan", "unreadable"),
        ("06FLOWERS1", "unreadable"),
        ("0612345678 of 0687654321", "unreadable"),
        ("0612345678/0687654321", "invalid"),
        ("061234567", "invalid"),
        ("0" * 201, "too_long"),
    ],
)
def test_what_is_no_number_of_a_person_is_refused_with_its_reason(typed: str, reason: str) -> None:
    with pytest.raises(NotAnIdentifier) as refused:
        normalise("phone", typed)
    assert (refused.value.kind, refused.value.reason) == ("phone", reason)


def test_a_foreign_number_without_plus_is_read_with_its_country_code() -> None:
    assert normalise("phone", "40721234567").value == "+40721234567"


def test_the_default_region_reads_a_national_number() -> None:
    assert normalise("phone", "0470 12 34 56", default_region="BE").value == "+32470123456"


@settings(max_examples=200, deadline=None)
@given(
    st.integers(10_000_000, 99_999_999),
    st.integers(10_000_000, 99_999_999),
    st.sampled_from(["06{}", "+316{}", "00316{}", "06-{}", "(06) {}", "06{} ext 7"]),
    st.sampled_from(["06{}", "+316{}", "00316{}", "06-{}", "(06) {}", "06{} ext 8"]),
)
def test_two_numbers_have_one_token_only_if_they_are_one_number(
    one: int, other: int, spelled: str, spelled_otherwise: str
) -> None:
    try:
        first = tokens_of(normalise("phone", spelled.format(one)))
        second = tokens_of(normalise("phone", spelled_otherwise.format(other)))
    except NotAnIdentifier:
        return  # not every range of 06 is given out
    assert (first == second) == (one == other)


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet="0123456789+ -()./xX#٠١٢۰०０９\u200b\u202ea", max_size=30))
def test_a_normal_form_is_its_own_normal_form(text: str) -> None:
    try:
        number = normalise("phone", text)
    except NotAnIdentifier:
        return
    assert normalise("phone", number.value).value == number.value
    assert number.value.startswith("+")
    assert number.value[1:].isdecimal()
    assert number.value.isascii()


@pytest.mark.parametrize(
    "typed", ["+44 7700 900123", "0044 7700 900123", "+44 (0)7700 900123", "(+44) 7700-900123"]
)
def test_a_foreign_number_of_a_range_nobody_listed_is_taken_in_one_form(typed: str) -> None:
    assert normalise("phone", typed).value == "+447700900123"
    assert normalise("phone", "+447700900123").value == "+447700900123"


@pytest.mark.parametrize(
    "typed",
    ["+44 7700 9001", "+44 7700 900123456", "+31 6 1234567", "+31 0000000000", "+999 123456789"],
)
def test_a_number_with_digits_missing_or_too_many_is_not_taken(typed: str) -> None:
    with pytest.raises(NotAnIdentifier):
        normalise("phone", typed)


@pytest.mark.parametrize(
    ("number", "takes"),
    [
        ("+31650123478", True), ("+31205301234", True), ("+33612345678", True),
        ("+4915123456789", True), ("+12125551234", True), ("+31851234567", True),
        ("+319001234", False), ("+319061234", False), ("+318001234", False),
        ("+31881234567", False), ("+449098790000", False), ("+979123456789", False),
        ("112", False), ("", False),
    ],
)  # fmt: skip
def test_a_code_goes_only_to_a_number_with_somebody_behind_it(number: str, *, takes: bool) -> None:
    """Not to paid numbers, services and machines: each code would earn somebody money."""
    assert takes_messages(number) is takes
