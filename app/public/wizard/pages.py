"""What the frame of every step needs: the sealed state, where she is, what she may mend."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic

from app.adapters.form_token import read_form_token
from app.public.wizard.forms import StepForm
from app.public.wizard.state import D, WizardState, seal_state
from app.public.wizard.steps import Steps
from app.web.csrf import csrf_token, form_key
from app.web.current import now


@dataclass(frozen=True)
class Frame(Generic[D]):
    """The one page around all steps of a wizard: `public/wizard/frame.html`.

    `endpoint` takes its POSTs, `name` binds the state to it, `steps_of` are the questions for a
    draft, `empty` is the draft of the first page; a step in `must` has no button to skip it.
    """

    endpoint: str
    name: str
    steps_of: Callable[[D], Steps[D]]
    empty: D
    must: frozenset[str]

    def values(self, step: str, state: WizardState[D], form: StepForm[D]) -> dict[str, Any]:
        """What every step's template needs."""
        steps = self.steps_of(state.draft)
        raw = read_form_token(csrf_token(), form_key(), now()).raw16
        return {
            "endpoint": self.endpoint,
            "step": step,
            "number": steps.number(step),
            "steps": len(steps.names) - 1,
            "form": form,
            "may_skip": steps.number(step) > 1 and step not in self.must,
            # the first page is the same for everybody: nothing to remember yet
            "state": ""
            if state == WizardState(self.empty)
            else seal_state(state, self.name, form_key(), raw),
            "draft": state.draft,
        }
