"""What of one story can go along to the other desk, each part only by her choice."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Self

from app.domain.complaint import ComplaintDraft
from app.domain.report import ReportDraft
from app.domain.report_parts import Place, WhenKnown

PARTS = ("when", "where", "story", "language")


@dataclass(frozen=True)
class Told:
    """The parts that both forms ask for; an empty one was not told."""

    when: WhenKnown = field(default_factory=WhenKnown)
    region: str = ""
    story: str = field(default="", repr=False)
    language: str = ""

    @property
    def parts(self) -> tuple[str, ...]:
        """Those of `PARTS` that she told."""
        there = {
            "when": self.when != WhenKnown(),
            "where": bool(self.region),
            "story": bool(self.story.strip()),
            "language": bool(self.language),
        }
        return tuple(part for part in PARTS if there[part])

    def only(self, chosen: Collection[str]) -> Self:
        """The chosen parts; what is no part of `PARTS` chooses nothing."""
        return type(self)(
            when=self.when if "when" in chosen else WhenKnown(),
            region=self.region if "where" in chosen else "",
            story=self.story if "story" in chosen else "",
            language=self.language if "language" in chosen else "",
        )


def told_in(draft: ReportDraft | ComplaintDraft) -> Told:
    """The parts of a report or a complaint."""
    region = draft.place.region if isinstance(draft, ReportDraft) else draft.region
    return Told(draft.when, region, draft.story, draft.language)


def complaint_with(told: Told, *, language: str, both: bool) -> ComplaintDraft:
    """A complaint that begins with it; `both`: either desk may know of the other."""
    return ComplaintDraft(
        when=told.when,
        region=told.region,
        story=told.story,
        language=told.language or language,
        from_report=both,
    )


def report_with(told: Told, *, language: str, both: bool) -> ReportDraft:
    """A report that begins with it."""
    return ReportDraft(
        when=told.when,
        place=Place(region=told.region),
        story=told.story,
        language=told.language or language,
        from_complaint=both,
    )
