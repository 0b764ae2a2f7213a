"""The order of a wizard's questions; one page each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Generic

from app.public.wizard.forms import StepForm
from app.public.wizard.state import D


@dataclass(frozen=True)
class Steps(Generic[D]):
    """`forms` by name of the step; the first asks nothing yet, the last is for reading back."""

    forms: Mapping[str, type[StepForm[D]]]

    @cached_property
    def names(self) -> tuple[str, ...]:
        return tuple(self.forms)

    @property
    def first(self) -> str:
        return self.names[0]

    @property
    def last(self) -> str:
        return self.names[-1]

    def number(self, step: str) -> int:
        """Counted from 1, without the first page."""
        return self.names.index(step)

    def after(self, step: str) -> str:
        """The next question."""
        return self.names[min(self.number(step) + 1, len(self.names) - 1)]

    def before(self, step: str) -> str:
        """The question before."""
        return self.names[max(self.number(step) - 1, 0)]
