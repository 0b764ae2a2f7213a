"""How figures are read and how they were made, in words, with the parameters of their release."""

from __future__ import annotations

from collections.abc import Mapping

from app.domain.statistics.parameters import Parameters
from app.domain.statistics.publication import COMPLAINTS
from app.domain.statistics.worded import WordedParameter, WordedPart
from app.web.figure_page_words import PAGES, counted_of
from app.web.figure_parameter_words import PARAMETERS
from app.web.figure_series_words import series_counts
from app.web.locale import format_number
from app.web.texts import gettext as _
from app.web.texts import lazy as _l

MEANINGS: Mapping[str, str] = {
    **PARAMETERS,
    "seconds": _l("Seconds that the solver may take. When it is late, nothing is published."),
    "gap": _l("How far from the best solution the solver may stop, as a part of it."),
}


def how_to_read(series: str, parameters: Parameters) -> WordedPart:
    """Beside every figure: rounding, small numbers, and what is not in it."""
    values = vars(parameters)
    sure = parameters.name_from - parameters.max_dev - 1
    paragraphs = [
        _(
            "All numbers are rounded by chance to a multiple of %(base)s. They can be at most "
            "%(max_dev)s off the true number; mostly it is 0 to 5. So nobody can conclude from "
            "them whether a certain person came to us.",
            **values,
        ),
        _(
            "“<%(hide_below)s” means: none, or few. It stands there too where there was nothing "
            "at all.",
            **values,
        ),
        _(
            "All tables add up exactly. A difference of less than %(clear_change)s between two "
            "numbers is no clear change. Percentages are given for a total of %(share_from)s or "
            "more, in steps of 5 %%.",
            **values,
        ),
    ]
    if series == COMPLAINTS:
        paragraphs += [
            _(
                "Published figures never change. Whatever is finished or opened again later counts "
                "in that later quarter."
            ),
            _(
                "An institution is named from %(name_from)s on: then it is certainly about more "
                "than %(sure)s complaints. Only institutions on a list that was approved "
                "beforehand can be named.",
                name_from=parameters.name_from, sure=sure,
            ),
            _(
                "A complaint counts in the quarter in which it was closed. Counted is what was "
                "brought to us and may be counted: the figures do not say how often something "
                "happens in the whole country."
            ),
        ]  # fmt: skip
    else:
        never = _("Published figures never change. What comes later counts later.")
        paragraphs += [never, series_counts(series), *map(str, PAGES[series].left_out)]
    return WordedPart(_("How to read this"), tuple(paragraphs))


def method(series: str, parameters: Parameters) -> WordedPart:
    """For a civil servant and for a statistician."""
    values = vars(parameters)
    paragraphs = [
        _(
            "All tables of a year are sums of one hidden table of whole multiples of %(base)s. "
            "That table is drawn near the truth with geometric noise; a solver then makes every "
            "published number lie at most %(max_dev)s from the true one, while everything adds up. "
            "Where that cannot be done, nothing is published.",
            **values,
        ),
        _(
            "What this proves: whatever somebody calculates from all releases together, for every "
            "group, published or not, each whole number from %(max_dev)s below to %(max_dev)s "
            "above the sum of the published numbers stays possible (not below nothing). More "
            "releases do not make that less, since a number is drawn once and frozen.",
            **values,
        ),
        _(
            "What it does not protect against: exact numbers that somebody else publishes, and a "
            "case that is recognised by what is known of it already. Who knows every other case in "
            "a cell can in rare draws be certain about the last one. It is no differential privacy "
            "in the strict sense."
        ),
        _(
            "Before a release is frozen, a second program that shares no code with the first tries "
            "to narrow every cell over this and all earlier releases; a second person then "
            "approves. After the year the exact counts and the keys of the draw are destroyed."
        ),
        _(
            "How to check that nothing was changed: SHA-256 over four lines, each but the last "
            "with a line end: the hash of the release before (64 zeros for the first), the day of "
            "freezing, the day it became public, and the text of the release as the API gives it."
        ),
        _("The code of the method: %(place)s.", place="app/domain/statistics"),
    ]
    if series == COMPLAINTS:
        paragraphs.insert(
            0,
            _(
                "One complaint is one person's: at most %(per_institution)s of a person about an "
                "institution in a quarter, and at most %(per_year)s of a person in a year. Codes "
                "of themes, subjects and kinds of institutions are fixed for a year, and every "
                "code has a row, whether something happened or not.",
                **values,
            ),
        )
    else:
        paragraphs[:0] = counted_of(series, parameters)
    return WordedPart(_("How the figures were made"), tuple(paragraphs))


def parameters_in_words(parameters: Parameters) -> tuple[WordedParameter, ...]:
    """Each parameter of the release; one without words is a mistake of ours."""
    return tuple(
        WordedParameter(name, format_number(value), str(MEANINGS[name]))
        for name, value in vars(parameters).items()
    )
