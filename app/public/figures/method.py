"""How the figures are made: what a civil servant wants to know and a statistician wants to check.

Every parameter is read from the releases themselves.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from math import exp

from babel.numbers import format_decimal
from flask import render_template

from app.domain.statistics.parameters import PARAMETERS, Parameters
from app.domain.statistics.publication import SERIES, Frozen
from app.public.figures.blueprint import address, kept_today, page_at
from app.public.figures.frame import ways
from app.public.figures.shelf import public_ledger, shelf_of
from app.web.current import locale
from app.web.figure_page_words import counted_of
from app.web.figure_series_words import series_release_words, series_words
from app.web.figure_words import release_words
from app.web.page_store import same_for_everyone
from app.web.roles import open_to
from app.web.texts import lazy as _l

PARTS_OF_THE_CODE = (
    ("app/domain/statistics/noise.py", _l("the noise of one number")),
    ("app/domain/statistics/programme.py", _l("the rounding as a whole-number programme")),
    ("app/domain/statistics/rounding.py", _l("what must hold for every number of a table")),
    ("app/domain/statistics/release.py", _l("which tables a release has, and why they agree")),
    ("app/domain/statistics/display.py", _l("what is shown, and who is named")),
    ("app/domain/disclosure_audit/search.py", _l("the audit, which shares nothing with these")),
    ("app/domain/statistics/publication.py", _l("the text of a release and its hash")),
)


MEANINGS: Mapping[str, str] = {
    "base": _l("every published number is a multiple of this"),
    "max_dev": _l("the most that a published number can be away from the real one"),
    "noise": _l("how fast larger deviations become less likely"),
    "hide_below": _l("smaller numbers are shown as few or none"),
    "name_from": _l("from here an institution on the list is named"),
    "cell_from": _l("from here a theme of a named institution is shown"),
    "per_institution": _l("how often a person counts for an institution in a quarter"),
    "per_year": _l("how often a person counts in a year"),
    "types_min": _l("kinds with fewer institutions are put together"),
    "tier_2_from": _l("from here a year gets tables of two things"),
    "tier_3_from": _l("from here a year gets every table"),
    "share_from": _l("the least of which a share is given"),
    "clear_change": _l("the least difference that is called a change"),
    "seconds": _l("after so many seconds of solving nothing is published"),
    "gap": _l("how far from the best solution the solver may stop"),
}
"""What each parameter is; one without words is a mistake of ours."""


@dataclass(frozen=True)
class Ruled:
    """Parameters, and the releases that were made with them."""

    releases: str
    parameters: Parameters


@page_at("/method")
@open_to("anyone")
@same_for_everyone
def method(series: str) -> str:
    """The method of every series; the parameters of this one, and the ledger over all."""
    shelf = shelf_of(series)
    kept_today()
    newest = shelf.newest
    rules = newest.publication.parameters if newest else PARAMETERS
    return render_template(
        "public/figures/method.html",
        rules=rules,
        noise=format_decimal(rules.noise, locale=locale()),
        factor=format_decimal(exp(rules.noise), "0.0#", locale=locale()),
        ruled=ruled_by(shelf.releases),
        counted=[(series_words(one), counted_of(one, rules)) for one in SERIES],
        ledger=[
            (
                line,
                series_release_words(line.series, line.release),
                address("release", line.series, release=line.release),
            )
            for line in public_ledger()
        ],
        parameter_rows=parameter_rows,
        code=PARTS_OF_THE_CODE,
        **ways(series),
    )


def ruled_by(releases: Sequence[Frozen]) -> list[Ruled]:
    """Which parameters were in force for which releases, newest first."""
    groups: dict[Parameters, list[str]] = {}
    for one in releases:
        groups.setdefault(one.publication.parameters, []).append(one.publication.id)
    return [
        Ruled(", ".join(release_words(name) for name in names), parameters)
        for parameters, names in reversed(groups.items())
    ]


def parameter_rows(parameters: Parameters) -> list[tuple[str, str, str]]:
    """Name, value and meaning of every parameter."""
    return [
        (name, format_decimal(value, locale=locale()), MEANINGS[name])
        for name, value in asdict(parameters).items()
    ]
