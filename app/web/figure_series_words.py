"""What the series of figures are called, and what each counts."""

from __future__ import annotations

from collections.abc import Mapping

from app.domain.statistics.publication import CHECKS, COMPLAINTS, MODERATION, WARNINGS
from app.web.figure_words import release_words
from app.web.texts import lazy as _l

Words = Mapping[str, str]
"""By series. What the pages say at length stands in `figure_page_words`."""

TITLES: Words = {
    COMPLAINTS: _l("Complaints of sex workers about institutions"),
    WARNINGS: _l("Reports of sex workers about clients"),
    MODERATION: _l("What was done with warnings that were out"),
    CHECKS: _l("Members who checked a number"),
}
NOUNS: Words = {
    COMPLAINTS: _l("Complaints"),
    WARNINGS: _l("Reports"),
    MODERATION: _l("Warnings"),
    CHECKS: _l("Members"),
}
COUNTS: Words = {
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
OVERVIEWS: Words = {
    COMPLAINTS: _l("Figures about complaints"),
    WARNINGS: _l("Figures about reports"),
    MODERATION: _l("Figures about what was done with warnings"),
    CHECKS: _l("Figures about checking"),
}
"""The name of the first page of a series."""
OF_RELEASE: Words = {
    COMPLAINTS: _l("Complaints in %(period)s"),
    WARNINGS: _l("Reports in %(period)s"),
    MODERATION: _l("Changes of warnings in %(period)s"),
    CHECKS: _l("Members who checked in %(period)s"),
}
TOTALS: Words = {
    COMPLAINTS: _l("About %(count)s complaints were closed in %(period)s."),
    WARNINGS: _l("About %(count)s reports were decided on in %(period)s."),
    MODERATION: _l("About %(count)s times in %(period)s a warning that was out was changed."),
    CHECKS: _l("About %(count)s members who checked were counted in %(period)s, once a quarter."),
}
FEW: Words = {
    COMPLAINTS: _l("Fewer than %(least)s complaints were closed in %(period)s."),
    WARNINGS: _l("Fewer than %(least)s reports were decided on in %(period)s."),
    MODERATION: _l("Fewer than %(least)s times in %(period)s a warning that was out was changed."),
    CHECKS: _l(
        "Fewer than %(least)s members who checked were counted in %(period)s, once a quarter."
    ),
}
SHARES: Words = {
    COMPLAINTS: _l("That is %(share)s of all that were closed in %(period)s."),
    WARNINGS: _l("That is %(share)s of all reports that were decided on in %(period)s."),
    MODERATION: _l("That is %(share)s of all changes in %(period)s."),
    CHECKS: _l("That is %(share)s of all who were counted in %(period)s."),
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


def overview_words(series: str) -> str:
    """ "Figures about reports"."""
    return str(OVERVIEWS[series])


def series_release_words(series: str, release: str) -> str:
    """ "Complaints: quarter 2 of 2026"."""
    return f"{NOUNS[series]}: {release_words(release)}"


def release_title(series: str, release: str) -> str:
    """What a release is called at the head of a page or report."""
    return str(OF_RELEASE[series]) % {"period": release_words(release)}
