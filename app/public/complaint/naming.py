"""Who gets her name when somebody files it: said before she chooses, and again before she sends."""

from __future__ import annotations

from dataclasses import dataclass

from app.domain.complaint import ComplaintDraft
from app.domain.route_choice import OBJECTION, routes_for
from app.public.complaint.about_forms import said_as
from app.web.current import reference, today
from app.web.step_words import StepWords, step_words

ARTICLES = ("De ", "Het ", "The ")
FILES = ("desk_files", "help_me_file")


@dataclass(frozen=True)
class Naming:
    """One institution and the first step of the complaint against it."""

    institution: str
    step: StepWords

    @property
    def names(self) -> tuple[str, ...]:
        """Who gets her name, as it stands in the middle of a sentence."""
        return tuple(
            one[:1].lower() + one[1:] if one.startswith(ARTICLES) else one
            for one in self.step.names
        )

    @property
    def serious(self) -> tuple[str, ...]:
        """Copies that are said in red: the mayor and the chief public prosecutor."""
        return tuple(copy.about for copy in self.step.copies if copy.serious)


def namings_of(draft: ComplaintDraft) -> list[Naming]:
    """For each institution, in her order; an objection is no complaint and says so elsewhere."""
    data, day = reference(), today()
    namings = []
    for place, one in enumerate(draft.about):
        if one.kind not in data.institution_types:
            continue
        choice = routes_for(draft, place, data.institution_type(one.kind))
        first = next((code for code in choice.main if code != OBJECTION), "")
        if first:
            step = step_words(data.route(first).step(1), day)
            namings.append(Naming(said_as(one), step))
    return namings
