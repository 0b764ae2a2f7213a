"""What anybody may read: the pages editors write, and where to find help."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flask import Blueprint, abort, render_template

from app.adapters import editorial
from app.domain.help_line import HelpLine
from app.web.current import locale, reference
from app.web.headers import cacheable
from app.web.locale import PREFIX
from app.web.page_store import same_for_everyone
from app.web.roles import open_to
from app.web.texts import lazy as _l

blueprint = Blueprint("information", __name__, url_prefix=PREFIX)

KEPT_SECONDS = 3600
# Help that is only about a complaint comes after what somebody in trouble looks for.
COMPLAINTS = frozenset({"complaint", "privacy", "discrimination"})


@dataclass(frozen=True)
class HelpGroup:
    """A part of the help page; `name` also makes its id."""

    name: str
    title: str
    lines: Sequence[HelpLine]


@blueprint.get("/info/<name>")
@open_to("anyone")
@same_for_everyone
def page(name: str) -> str:
    """A page of the editors; the same for everybody, so it may be kept and indexed."""
    try:
        found = editorial.page(locale(), name)
    except editorial.NoSuchPage:
        abort(404)
    cacheable(KEPT_SECONDS)
    return render_template("public/info.html", page=found)


@blueprint.get("/help")
@open_to("anyone")
@same_for_everyone
def help_lines() -> str:
    """Help addresses; a number that is not confirmed is shown as such and is no link."""
    cacheable(KEPT_SECONDS)
    return render_template("public/help.html", groups=groups_of(reference().help_lines))


def groups_of(lines: Sequence[HelpLine]) -> list[HelpGroup]:
    """The addresses in the order in which somebody needs them, without empty groups."""
    urgent = [line for line in lines if line.urgent]
    rest = [line for line in lines if not line.urgent]
    local = [line for line in rest if line.police_unit]
    national = [line for line in rest if not line.police_unit]
    complaints = [line for line in national if line.fits and line.fits <= COMPLAINTS]
    groups = [
        HelpGroup("now", _l("Help at any hour"), urgent),
        HelpGroup("country", _l("Help in the whole country"), _without(national, complaints)),
        HelpGroup("region", _l("Help in your region"), local),
        HelpGroup("complaints", _l("Complaints and advice on your rights"), complaints),
    ]
    return [group for group in groups if group.lines]


def _without(lines: Sequence[HelpLine], others: Sequence[HelpLine]) -> list[HelpLine]:
    return [line for line in lines if line not in others]
