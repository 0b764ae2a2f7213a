"""What the series of figures are called, and what each counts."""

from __future__ import annotations

from collections.abc import Mapping

from app.domain.statistics.publication import CHECKS, COMPLAINTS, MODERATION, WARNINGS
from app.web.figure_words import release_words
from app.web.texts import lazy as _l

TITLES: Mapping[str, str] = {
    COMPLAINTS: _l("Complaints of sex workers about institutions"),
    WARNINGS: _l("Reports of sex workers about clients"),
    MODERATION: _l("What was done with warnings that were out"),
    CHECKS: _l("Members who checked a number"),
}
NOUNS: Mapping[str, str] = {
    COMPLAINTS: _l("Complaints"),
    WARNINGS: _l("Reports"),
    MODERATION: _l("Warnings"),
    CHECKS: _l("Members"),
}
COUNTS: Mapping[str, str] = {
    COMPLAINTS: _l(
        "Complaints that were closed in a quarter or year, by kind of institution, theme, "
        "subject, province, outcome and the time it took."
    ),
    WARNINGS: _l(
        "Reports on which was decided in a year, of those who wanted to be counted: by severity, "
        "kind, province, decision, and what may go to the police."
    ),
    MODERATION: _l(
        "Warnings that were corrected, stayed longer or were taken away in a year, by reason."
    ),
    CHECKS: _l("Members who checked a number in a quarter, and whether it met a warning."),
}


def series_words(series: str) -> str:
    """The title of a series."""
    return str(TITLES[series])


def counted_words(series: str) -> str:
    """What the numbers of a series are numbers of, as a heading."""
    return str(NOUNS[series])


def series_counts(series: str) -> str:
    """One sentence that says what is counted."""
    return str(COUNTS[series])


def series_release_words(series: str, release: str) -> str:
    """ "Complaints: quarter 2 of 2026"."""
    return f"{NOUNS[series]}: {release_words(release)}"
