"""What travels in the form: the complaint, which institution she is answering about, which way."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any, Self

from app.domain.complaint import MAX_ABOUT, ComplaintDraft
from app.domain.complaint_parts import About
from app.domain.strict_json import JsonObject, StrictObject


@dataclass(frozen=True)
class Telling:
    """`at` counts from 0; it may be one past the last: then a new institution is being added.

    `too`: she came by "this happened to me too" and is asked only a few questions.
    """

    draft: ComplaintDraft = field(default_factory=ComplaintDraft)
    at: int = 0
    too: bool = False

    @property
    def one(self) -> About:
        """The institution she is answering about; an empty one when it is new."""
        return self.draft.about[self.at] if self.at < len(self.draft.about) else About()

    def said(self, **changes: Any) -> Self:
        """The same with some fields of the draft changed."""
        return replace(self, draft=replace(self.draft, **changes))

    def with_one(self, one: About) -> Self:
        """The same with that institution changed or added."""
        about = [*self.draft.about]
        about[self.at : self.at + 1] = [one]
        return self.said(about=tuple(about[:MAX_ABOUT]))

    def without(self, at: int) -> Self:
        """The same without one institution."""
        kept = tuple(one for place, one in enumerate(self.draft.about) if place != at)
        return replace(self.said(about=kept), at=max(len(kept) - 1, 0))

    def to_json(self) -> JsonObject:
        return {"complaint": self.draft.to_json(), "at": self.at, "too": self.too}

    @classmethod
    def from_json(cls, value: object) -> Self:
        """Raises `Malformed`."""
        fields = StrictObject(value, "telling", frozenset({"complaint", "at", "too"}))
        draft = ComplaintDraft.from_json(fields.raw("complaint"))
        at = min(fields.number("at", most=MAX_ABOUT), len(draft.about))
        return cls(draft, at, fields.flag("too"))
