"""The order of the questions; one page each."""

from __future__ import annotations

from collections.abc import Mapping

from app.public.report.client_forms import KnownForm, LooksForm, WhereForm, WhoForm
from app.public.report.forms import (
    KindsForm,
    PhotoForm,
    StartForm,
    StepForm,
    StoryForm,
    WhenForm,
    WishesForm,
)

FORMS: Mapping[str, type[StepForm]] = {
    "start": StartForm,
    "kinds": KindsForm,
    "when": WhenForm,
    "where": WhereForm,
    "who": WhoForm,
    "known": KnownForm,
    "looks": LooksForm,
    "story": StoryForm,
    "photo": PhotoForm,
    "wishes": WishesForm,
    "review": StepForm,
}
STEPS = tuple(FORMS)
FIRST = STEPS[0]
LAST = STEPS[-1]


# where each answer of the draft is given; one that is not here has no page of its own
STEP_OF_FIELD: Mapping[str, str] = {
    "kinds": "kinds",
    "when": "when",
    "region": "where",
    "place_kind": "where",
    "culprit_role": "who",
    **dict.fromkeys(("phones", "emails", "profiles", "plates", "nickname"), "known"),
    **dict.fromkeys(("appearance", "accent", "number_country", "car_type", "car_colour"), "looks"),
    **dict.fromkeys(("story", "points_to_me", "still_active"), "story"),
    "photos": "photo",
    **dict.fromkeys(("publish_at_once", "contact", "safe_times"), "wishes"),
}


def form_of(step: str) -> type[StepForm]:
    """The form of a step."""
    return FORMS[step]


def number_of(step: str) -> int:
    """Counted from 1, without the first page, which asks nothing yet."""
    return STEPS.index(step)


def step_after(step: str) -> str:
    """The next question."""
    return STEPS[min(STEPS.index(step) + 1, len(STEPS) - 1)]


def step_before(step: str) -> str:
    """The question before."""
    return STEPS[max(STEPS.index(step) - 1, 0)]
