"""Where to find help, with what is open at this moment."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from flask import render_template

from app.domain.help_line import HelpLine
from app.domain.opening_hours import ZONE
from app.public.information.blueprint import information
from app.web.current import now, reference, today
from app.web.headers import cacheable
from app.web.page_store import same_for_everyone
from app.web.roles import open_to
from app.web.texts import lazy as _l

# Help that is only about a complaint comes after what somebody in trouble looks for.
COMPLAINTS = frozenset({"complaint", "privacy", "discrimination"})
MOST_KEPT_SECONDS = 300


@dataclass(frozen=True)
class HelpGroup:
    """A part of the help page; `name` also makes its id."""

    name: str
    title: str
    lines: Sequence[HelpLine]


@information.get("/help")
@open_to("anyone")
@same_for_everyone
def help_lines() -> str:
    """Help addresses; a number that is not confirmed is shown as such and is no link.

    It says what is open now: kept, here and by others, no longer than until the next address opens
    or closes, or a holiday may begin.
    """
    moment, lines = now(), reference().help_lines
    cacheable(seconds_until_change(lines, moment))
    holiday = reference().calendar.is_holiday(today())
    return render_template("public/help.html", groups=groups_of(lines), now=moment, holiday=holiday)


def seconds_until_change(lines: Sequence[HelpLine], moment: datetime) -> int:
    """How long the page stays true, at most five minutes."""
    changes = [line.open_hours.next_change(moment) for line in lines if line.open_hours]
    midnight = datetime.combine(moment.astimezone(ZONE) + timedelta(days=1), time(), tzinfo=ZONE)
    moments = [change for change in (*changes, midnight) if change is not None]
    waits = [(change - moment).total_seconds() for change in moments]
    return int(min([MOST_KEPT_SECONDS, *waits]))


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
