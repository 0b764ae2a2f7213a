"""What is certain by its form, in any language: numbers, addresses, accounts, dates."""

from __future__ import annotations

import pytest

from app.adapters.dictionary import load_dictionary
from app.domain.redaction.assistant import find_marks
from tests.unit.vectors import FormatRow, format_rows

pytestmark = pytest.mark.timeout(20)

WORDS = load_dictionary()


def strong(text: str, kind: str) -> list[str]:
    found = find_marks(text, dictionary=WORDS)
    return [mark.text for mark in found if mark.kind == kind and mark.strength == "strong"]


def any_of(text: str, kind: str) -> list[str]:
    return [mark.text for mark in find_marks(text, dictionary=WORDS) if mark.kind == kind]


@pytest.mark.parametrize("row", format_rows("telefoon"), ids=lambda row: row.typed)
def test_every_right_phone_of_the_vectors_is_marked_in_a_sentence(row: FormatRow) -> None:
    found = any_of(f"hij belde met {row.typed} gisteren", "phone")
    if row.is_right:
        assert len(found) == 1
        assert found[0] in row.typed
        assert len(found[0]) >= len(row.typed) - len("tel:")


@pytest.mark.parametrize("row", format_rows("kenteken"), ids=lambda row: row.typed)
def test_every_right_plate_of_the_vectors_is_marked_in_a_sentence(row: FormatRow) -> None:
    if row.is_right:
        assert strong(f"een auto met {row.typed}.", "plate") == [row.typed]


@pytest.mark.parametrize("row", format_rows("e-mail"), ids=lambda row: row.typed)
def test_every_right_mail_of_the_vectors_is_marked_in_a_sentence(row: FormatRow) -> None:
    if row.is_right:
        assert strong(f"mail ({row.typed}).", "email") == [row.typed]


@pytest.mark.parametrize("row", format_rows("postcode"), ids=lambda row: row.typed)
def test_a_postcode_is_marked_exactly_where_it_is_one(row: FormatRow) -> None:
    assert strong(f"hij woont op {row.typed}.", "postcode") == ([row.typed] if row.is_right else [])


@pytest.mark.parametrize("row", format_rows("bsn"), ids=lambda row: row.typed)
def test_a_citizen_number_is_marked_exactly_where_it_passes_the_test(row: FormatRow) -> None:
    assert strong(f"zijn nummer {row.typed}.", "bsn") == ([row.typed] if row.is_right else [])


@pytest.mark.parametrize("row", format_rows("iban"), ids=lambda row: row.typed)
def test_an_account_is_marked_exactly_where_its_checksum_is_right(row: FormatRow) -> None:
    assert strong(f"betaald op {row.typed}.", "iban") == ([row.typed] if row.is_right else [])


def test_a_mistyped_dutch_account_is_still_a_weak_mark() -> None:
    marks = find_marks("op NL92ABNA0417164300 graag", dictionary=WORDS)
    assert [(m.text, m.kind, m.strength) for m in marks] == [("NL92ABNA0417164300", "iban", "weak")]


@pytest.mark.parametrize(
    "number",
    [
        "0 6 1 2 3 4 5 6 7 8",
        "0.6.1.2.3.4.5.6.7.8",
        "06/12/34/56/78",
        "06*12*34*56*78",
        "o6 12345678",
        "06-12 34 (56) 78",
        "+31 (0)6 - 12 34 56 78",
        "nul zes een twee drie vier vijf zes zeven acht",
        "zero six one two three four five six seven eight",
        "٠٦١٢٣٤٥٦٧٨",
        "06\u200b12\u202e34\u200d5678",
        "+40 721 234 567",
        "+359 87 812 3456",
        "0034 612 345 678",
    ],
)
def test_a_number_is_found_however_it_is_spelled(number: str) -> None:
    assert strong(f"app {number}, of bel", "phone") == [number]


def test_two_numbers_and_other_digits_in_one_line_stay_apart() -> None:
    text = "om 5 uur 10 0612345678 / 020-1234567, daarna 3 euro"
    assert strong(text, "phone") == ["0612345678", "020-1234567"]


@pytest.mark.parametrize("text", ["0470 12 34 56", "612 345 678", "0721 234 567"])
def test_a_number_of_another_country_is_at_least_a_weak_mark(text: str) -> None:
    assert any_of(f"bel {text} nu", "phone") == [text]


@pytest.mark.parametrize(
    "text",
    [
        "hij kwam 2 keer, betaalde 150 en 200 euro, was 1 meter 80",
        "ik belde 112 om 21:30 op 01-12-2026 en 02-12-2026 21:45",
        "in 2024 waren er 12 mannen, in 2025 waren het er 30",
        "5 uur 30, 10 km 30, op 20 30, 9-feb-20, 2 van 10",
    ],
)
def test_ordinary_figures_are_no_number_account_or_plate(text: str) -> None:
    kinds = {mark.kind for mark in find_marks(text, dictionary=WORDS)}
    assert not kinds & {"phone", "iban", "bsn", "plate", "postcode", "street"}


@pytest.mark.parametrize(
    "address",
    [
        "jan.klant@example.com",
        "jan @ gmail.com",
        "jan punt klant at gmail punt com",
        "jan (at) gmail (dot) com",
        "jan[at]gmail[.]com",
        "jan apenstaartje hotmail.com",
        "ja\u200bn@exam\u00adple.com",
        "ｊａｎ＠ｅｘａｍｐｌｅ．ｃｏｍ",
    ],
)
def test_a_mail_address_is_found_however_it_is_spelled(address: str) -> None:
    assert strong(f"stuur naar {address} graag", "email") == [address]


@pytest.mark.parametrize(
    "address",
    [
        "https://www.kinky.nl/x?y=1",
        "kinky.nl",
        "www.kinky.example",
        "t.me/abc",
        "sexjobs punt nl",
        "kinky[.]nl",
        "kaufmich.de",
        "hxxp://kinky.nl",
        "xn--p1ai.xn--p1ai",
    ],
)
def test_a_web_address_is_found_with_and_without_scheme(address: str) -> None:
    assert strong(f"kijk op {address} daar", "url") == [address]


def test_a_missing_space_after_a_full_stop_is_no_strong_web_address() -> None:
    assert strong("hij ging weg.Toen kwam hij terug.is dat niet raar", "url") == []


@pytest.mark.parametrize(
    ("text", "handle"),
    [
        ("zoek @sexy_jan op", "@sexy_jan"),
        ("insta: sexyjan", "sexyjan"),
        ("op telegram heet hij jan_99", "jan_99"),
        ("mijn snap is jan99 hoor", "jan99"),
    ],
)
def test_a_handle_is_marked(text: str, handle: str) -> None:
    assert any(handle in m.text for m in find_marks(text, dictionary=WORDS))


@pytest.mark.parametrize(
    "address",
    [
        "dorpsstraat 5",
        "Jan van Galenstraat 12a-3",
        "Lange Leidsedwarsstraat 12",
        "Vondelpark 3",
        "Damrak 70",
        "12 High Street",
        "12 high street",
        "High Street 12",
        "Hauptstraße 5",
        "Hauptstr. 5",
        "rue de la Paix 12",
        "12 rue de la Paix",
        "Calle Mayor 5",
        "c/ Mayor, 5",
        "Strada Florilor nr. 5",
        "ulica Długa 12/4",
        "ul. Długa 12",
        "ул. Иван Вазов 5",
        "Petőfi utca 5",
        "Via Roma 12",
        "Rua Augusta 5",
    ],
)
def test_a_street_with_its_number_is_found_in_many_languages(address: str) -> None:
    found = any_of(f"hij woont, {address}, zei hij", "street")
    assert len(found) == 1
    assert address in found[0]


@pytest.mark.parametrize(
    "text",
    ["hij was weg 5 minuten", "onderweg 10 keer", "2 minutes from the road", "3 men in the street"],
)
def test_words_that_only_look_like_a_street_are_left_alone(text: str) -> None:
    assert any_of(text, "street") == []


@pytest.mark.parametrize(
    "date",
    ["31-12-2025", "31/12/25", "2025-12-31", "1 mrt 2026", "12 maart", "March 12th, 2026",
     "12th of March", "5 mai 2026", "31.12.2025"],
)  # fmt: skip
def test_a_full_date_is_a_strong_mark(date: str) -> None:
    assert strong(f"het was {date}, geloof ik", "date") == [date]


@pytest.mark.parametrize("time", ["21:30", "om 9 uur", "half tien", "9 pm", "afgelopen vrijdag"])
def test_a_clock_time_is_a_weak_mark(time: str) -> None:
    marks = [m for m in find_marks(f"hij kwam {time} binnen", dictionary=WORDS) if m.kind == "time"]
    assert [(m.text, m.strength) for m in marks] == [(time, "weak")]
