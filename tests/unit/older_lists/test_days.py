"""Days as people type them in a Dutch list."""

from __future__ import annotations

from datetime import date

import pytest

from app.domain.complaint_import.days import NotADay, read_day
from app.domain.complaint_import.table import Cell, Formula

TODAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("21-11-2025", date(2025, 11, 21)),
        ("21/11/'25", date(2025, 11, 21)),
        ("21/11/’25", date(2025, 11, 21)),
        ("21.11.25", date(2025, 11, 21)),
        ("1-2-2024", date(2024, 2, 1)),  # never the second of January
        ("03 04 2024", date(2024, 4, 3)),
        ("21 november 2025", date(2025, 11, 21)),
        ("21 NOV. 2025", date(2025, 11, 21)),
        ("1 mrt '24", date(2024, 3, 1)),
        ("3-mei-2024", date(2024, 5, 3)),
        ("3 October 2024", date(2024, 10, 3)),
        ("di 5 maart 2024", date(2024, 3, 5)),
        ("dinsdag, 5 maart 2024", date(2024, 3, 5)),
        ("2024-03-05", date(2024, 3, 5)),
        ("2024-03-05 14:30:00", date(2024, 3, 5)),
        ("5-3-2024 14.30 uur", date(2024, 3, 5)),
        ("1-1-98", date(1998, 1, 1)),
        ("1-1-26", date(2026, 1, 1)),
        ("1-1-27", date(1927, 1, 1)),
        ("45356", date(2024, 3, 5)),
        (45356.0, date(2024, 3, 5)),
        (45356.75, date(2024, 3, 5)),
        (date(2024, 3, 5), date(2024, 3, 5)),
    ],
)
def test_a_day_is_read_day_first(typed: Cell, meant: date) -> None:
    assert read_day(typed, TODAY) == meant


@pytest.mark.parametrize(
    "typed",
    [
        "31-2-2024", "30 februari 2024", "11/21/2024", "0-1-2024", "2024", 2024.0, "maart 2024",
        "vorige week", "5-3", "5 brumaire 2024", "5-3-024", "٥-٣-٢٠٢٤ x", "1e7", 1e300,
        "5-3-20245", "", Formula("=TODAY()"), float("nan"),
    ],
)  # fmt: skip
def test_what_is_no_day_is_never_made_one(typed: Cell) -> None:
    with pytest.raises(NotADay):
        read_day(typed, TODAY)
