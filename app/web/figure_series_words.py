"""What the series of figures are called, and what each counts."""

from __future__ import annotations

from collections.abc import Mapping

from app.domain.statistics.publication import COMPLAINTS, MODERATION, WARNINGS
from app.web.texts import lazy as _l

TITLES: Mapping[str, str] = {
    COMPLAINTS: _l("Complaints of sex workers about institutions"),
    WARNINGS: _l("Reports of sex workers about clients"),
    MODERATION: _l("Decisions about reports and warnings"),
}
COUNTS: Mapping[str, str] = {
    COMPLAINTS: _l(
        "Complaints that were closed in a quarter or year, by kind of institution, theme, "
        "subject, province, outcome and the time it took."
    ),
    WARNINGS: _l("Reports on which was decided in a year, by kind, severity and province."),
    MODERATION: _l("What was decided about reports and warnings in a year, and how fast."),
}


def series_words(series: str) -> str:
    """The title of a series."""
    return str(TITLES[series])


def series_counts(series: str) -> str:
    """One sentence that says what is counted."""
    return str(COUNTS[series])
