"""Complaint routes: the steps one can take against an institution, in their order.

Everything a step says is data with a source; the terms of a step are `app.domain.terms`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from app.domain.code_lists import UnknownCode, in_language
from app.domain.terms.term import Term

KEY_MARK = ":"


@dataclass(frozen=True)
class RouteStep:
    """One step of a route; `key` is "awb-klacht:1".

    Codes of lists: `her_timing` (what she is told where no number of weeks or months fits; beside
    a term it says when that term never begins), `costs` ("route_costs"), `binding`
    ("route_binding"), `anonymity` ("route_anonymity"), `names_to` (who gets her name,
    "name_receiver"), `copies_to` (who gets a copy, "copy_receiver"; empty: our source names
    nobody). `next` is the key of a step, a code of "route_next", or empty.

    `her_terms` and `their_terms` hold every version of every term: choose with `versions_on`.
    `legal_basis` is Dutch in every language. `reference_date` is the day on which the text behind
    the step was as it says; when it is not confirmed, the day on which it was looked up.
    """

    route: str
    number: int
    titles: Mapping[str, str]
    with_whom: Mapping[str, str]
    legal_basis: str
    her_timing: str
    costs: str
    binding: str
    anonymity: str
    names_to: tuple[str, ...]
    copies_to: tuple[str, ...]
    next: str
    notes: Mapping[str, str]
    source: str
    confirmed: bool
    reference_date: date
    reference_date_confirmed: bool
    her_terms: tuple[Term, ...]
    their_terms: tuple[Term, ...]

    @property
    def key(self) -> str:
        """What other files call this step: "awb-klacht:1"."""
        return step_key(self.route, self.number)

    @property
    def next_is_a_step(self) -> bool:
        """Whether `next` is the key of a step, and not a place such as the court."""
        return KEY_MARK in self.next

    def title(self, lang: str) -> str:
        """What the step is called; raises `LanguageMissing`."""
        return in_language(self.titles, lang)

    def who(self, lang: str) -> str:
        """With whom the step is taken; raises `LanguageMissing`."""
        return in_language(self.with_whom, lang)

    def note(self, lang: str) -> str:
        """What else she must know, in plain words; empty when there is nothing."""
        return in_language(self.notes, lang)


@dataclass(frozen=True)
class Route:
    """The steps of one route, numbered from 1. Its name is in the list "complaint_route"."""

    code: str
    steps: tuple[RouteStep, ...]

    def step(self, number: int) -> RouteStep:
        """The step with this number; raises `UnknownCode`."""
        if not 1 <= number <= len(self.steps):
            raise UnknownCode("route_step", step_key(self.code, number))
        return self.steps[number - 1]


def step_key(route: str, number: int) -> str:
    """The one spelling of a step's key."""
    return f"{route}{KEY_MARK}{number}"
