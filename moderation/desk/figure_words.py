"""What the audit found, in plain words for the two people who decide about a release."""

from __future__ import annotations

from collections.abc import Mapping

from app.web.figure_words import code_words, release_words
from app.web.texts import gettext as _
from app.web.texts import lazy as _l
from moderation.decisions.figures.draft import Finding

KINDS: Mapping[str, str] = {
    "exact": _l("the exact number can be calculated"),
    "small": _l("it is certain that it is a very small number"),
    "narrow": _l("the number can be calculated too closely"),
    "group": _l("it is certain that all of them are of one kind"),
    "undecided": _l("it was not shown in time that this is safe"),
    "inconsistent": _l("these numbers contradict each other"),
}


def finding_words(finding: Finding) -> str:
    """ "Bank, care (quarter 1 of 2026): the exact number can be calculated (3 to 3)."""
    where = ", ".join(code_words(dimension, code) for dimension, code in finding.where)
    when = ", ".join(release_words(quarter) for quarter in finding.quarters)
    values = {
        "where": where or _("everything together"), "when": when,
        "what": str(KINDS[finding.kind]), "low": finding.low, "high": finding.high,
    }  # fmt: skip
    if finding.high is None:
        return _("%(where)s (%(when)s): %(what)s (%(low)s or more)") % values
    return _("%(where)s (%(when)s): %(what)s (%(low)s to %(high)s)") % values
