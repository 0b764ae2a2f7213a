"""What the navigator shows: kinds by theme, what fits one kind, and the steps of each route."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from app.domain.complaint_steps import possible_clocks
from app.domain.institutions import Institution, InstitutionType
from app.domain.route_choice import Choice
from app.web.current import locale, reference
from app.web.institution_words import kind_words
from app.web.step_words import StepWords, step_words
from app.web.texts import gettext as _


@dataclass(frozen=True)
class Link:
    """A kind of institution, or one institution, and the code in its address."""

    kind: str
    label: str
    at: str = ""


@dataclass(frozen=True)
class RouteWords:
    """One route with its steps in order."""

    code: str
    label: str
    about: str
    steps: tuple[StepWords, ...]


@dataclass(frozen=True)
class OmbudsmanWords:
    """Who comes after the institution itself; `perhaps` when that is not certain."""

    name: str
    certain: bool
    perhaps: tuple[str, ...]


def kinds_by_theme() -> list[tuple[str, list[Link]]]:
    """Every kind of institution under its theme, in the order of the lists."""
    data, language = reference(), locale()
    groups = []
    for theme in data.codes("theme"):
        links = [
            Link(kind.code, kind_words(kind))
            for kind in data.institution_types.values()
            if kind.theme == theme.code
        ]
        if links:
            groups.append((theme.label(language), links))
    return groups


def found(text: str, most: int = 12) -> list[Link]:
    """Institutions by name, each with the page of its kind."""
    return [Link(one.type, one.name, one.code) for one in reference().find_institution(text)[:most]]


def routes_in_words(
    codes: tuple[str, ...], events: Mapping[str, date], today: date
) -> list[RouteWords]:
    """Each route with the clocks that run by what she told; without days, without clocks."""
    data, language = reference(), locale()
    shown = []
    for code in codes:
        route = data.route(code)
        steps = tuple(
            step_words(step, today, possible_clocks(step, events, today, data) if events else None)
            for step in route.steps
        )
        entry = data.entry("complaint_route", code)
        shown.append(RouteWords(code, entry.label(language), entry.text(language), steps))
    return shown


def ombudsman_words(kind: InstitutionType, at: Institution | None) -> OmbudsmanWords | None:
    """Which ombudsman, where the institution is known and a public body; else None."""
    if at is None or kind.public_body == "no":
        return None
    serving = reference().ombudsman_of(at.code)
    if serving is None:
        return None
    return OmbudsmanWords(
        serving.ombudsman.name, serving.certain, tuple(one.name for one in serving.perhaps)
    )


def hint_of(choice: Choice) -> str:
    """What must be asked before the steps are right."""
    if choice.ask_account:
        return _("Is it a private or a business account? Kifid only helps with a private one.")
    return ""
