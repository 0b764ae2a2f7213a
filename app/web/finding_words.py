"""Findings in sentences, and the other words that go with a published number.

The same on the pages and in the report. Nothing is exact here: counts are rounded, shares are in
steps, and what is hidden is said to be fewer than ten.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from app.domain.statistics.findings import Finding, Kind
from app.domain.statistics.parameters import PARAMETERS, Parameters
from app.domain.statistics.reading import STEP, Change
from app.web.figure_series_words import FEW, TOTALS
from app.web.figure_words import code_words, dimension_words, release_words
from app.web.locale import format_number
from app.web.texts import gettext as _
from app.web.texts import lazy as _l

LARGEST: Mapping[str, str] = {
    "institution_type": _l("The kind of institution most complained about: %(name)s (%(number)s)."),
    "theme": _l("The largest theme: %(name)s (%(number)s)."),
    "outcome": _l("The most frequent outcome: %(name)s (%(number)s)."),
    "handling_time": _l("How long it took most often: %(name)s (%(number)s)."),
    "province": _l("Most came from this province: %(name)s (%(number)s)."),
    "severity": _l("The most frequent severity: %(name)s (%(number)s)."),
    "incident_category": _l("What happened most often: %(name)s (%(number)s)."),
    "police_consent": _l("What most people allowed: %(name)s (%(number)s)."),
    "report_decision": _l("The most frequent decision: %(name)s (%(number)s)."),
    "decided_within": _l("How long the decision took most often: %(name)s (%(number)s)."),
    "warning_act": _l("What was done most often: %(name)s (%(number)s)."),
}
"""By dimension; one without a sentence of its own gets a general one."""
PARTS: Mapping[str, str] = {
    "blackmail": _l("Blackmail was part of %(share)s of the reports (%(count)s)."),
    "check_result": _l("Of those who checked, %(share)s found a warning (%(count)s)."),
}
"""Dimensions that are a yes or a no."""


def finding_words(finding: Finding, parameters: Parameters = PARAMETERS) -> str:
    """One finding as one or two sentences; `parameters` are those of its release."""
    return _SENTENCES[finding.kind](finding, parameters)


def count_words(count: int, parameters: Parameters = PARAMETERS) -> str:
    """A published number as it is shown, grouped as the language does: "1,205", "<10"."""
    if count < parameters.hide_below:
        return f"<{parameters.hide_below}"
    return format_number(count)


def share_words(share: int | None) -> str:
    """A share as `reading.share_of` finds it: "35 %", "<5 %", ">95 %"; empty when there is none."""
    if share is None:
        return ""
    if share == 0:
        return f"<{STEP} %"
    return f">{100 - STEP} %" if share == 100 else f"{share} %"


def change_words(change: Change) -> str:
    """What became of a number since the year before, as short as a table asks."""
    return {
        "more": _("more"), "fewer": _("fewer"), "unclear": _("not clear"),
    }[change]  # fmt: skip


def difference_words(difference: int) -> str:
    """By how much a number that changed clearly did so."""
    if difference > 0:
        return _("%(apart)s more", apart=format_number(difference))
    return _("%(apart)s fewer", apart=format_number(-difference))


def _total(finding: Finding, parameters: Parameters) -> str:
    words = str(TOTALS[finding.series]) % {
        "count": count_words(finding.count, parameters), "period": release_words(finding.release),
    }  # fmt: skip
    if finding.earlier is None:
        return words
    values = {
        "before": release_words(finding.before),
        "earlier": _about(finding.earlier, parameters),
    }
    apart = abs(finding.count - finding.earlier)
    if apart < parameters.clear_change:
        told = _("In %(before)s there were %(earlier)s: no clear change.", **values)
    elif finding.earlier < parameters.hide_below:
        told = _("In %(before)s there were %(earlier)s.", **values)
    elif finding.count > finding.earlier:
        told = _("In %(before)s there were %(earlier)s: now %(apart)s more.", apart=apart, **values)
    else:
        told = _(
            "In %(before)s there were %(earlier)s: now %(apart)s fewer.", apart=apart, **values
        )
    return f"{words} {told}"


def _few(finding: Finding, parameters: Parameters) -> str:
    return str(FEW[finding.series]) % {
        "least": parameters.hide_below, "period": release_words(finding.release),
    }  # fmt: skip


def _largest(finding: Finding, parameters: Parameters) -> str:
    name = code_words(finding.dimension, finding.codes[0])
    number = _about(finding.count, parameters)
    if finding.share is not None:
        number = f"{number}, {share_words(finding.share)}"
    if finding.dimension in LARGEST:
        return str(LARGEST[finding.dimension]) % {"name": name, "number": number}
    return _(
        "%(dimension)s: %(name)s comes first (%(number)s).",
        dimension=dimension_words(finding.dimension), name=name, number=number,
    )  # fmt: skip


def _together(finding: Finding, parameters: Parameters) -> str:
    first, second = (code_words(finding.dimension, code) for code in finding.codes)
    return _(
        "%(dimension)s: first come %(first)s (%(count)s) and %(second)s (%(other)s). Which of the "
        "two is larger is not certain.",
        dimension=dimension_words(finding.dimension), first=first, second=second,
        count=_about(finding.count, parameters), other=_about(finding.second or 0, parameters),
    )  # fmt: skip


def _part(finding: Finding, parameters: Parameters) -> str:
    return str(PARTS[finding.dimension]) % {
        "count": _about(finding.count, parameters), "share": share_words(finding.share),
    }  # fmt: skip


def _changed(finding: Finding, parameters: Parameters) -> str:
    values = {
        "dimension": dimension_words(finding.dimension),
        "name": code_words(finding.dimension, finding.codes[0]),
        "count": _about(finding.count, parameters),
        "earlier": _about(finding.earlier or 0, parameters),
        "release": release_words(finding.release),
        "before": release_words(finding.before),
    }
    if finding.kind == "more":
        return _(
            "%(dimension)s: clearly more of %(name)s, from %(earlier)s in %(before)s to %(count)s "
            "in %(release)s.",
            **values,
        )
    return _(
        "%(dimension)s: clearly fewer of %(name)s, from %(earlier)s in %(before)s to %(count)s in "
        "%(release)s.",
        **values,
    )


def _unchanged(finding: Finding, _parameters: Parameters) -> str:
    return _(
        "Otherwise nothing differs clearly from %(before)s.", before=release_words(finding.before)
    )


def _about(count: int, parameters: Parameters) -> str:
    if count < parameters.hide_below:
        return _("fewer than %(least)s", least=parameters.hide_below)
    return _("about %(count)s", count=format_number(count))


_SENTENCES: Mapping[Kind, Callable[[Finding, Parameters], str]] = {
    "total": _total, "few": _few, "largest": _largest, "together": _together, "part": _part,
    "more": _changed, "fewer": _changed, "unchanged": _unchanged,
}  # fmt: skip
