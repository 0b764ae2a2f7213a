"""The order of the questions; one page each."""

from __future__ import annotations

from collections.abc import Mapping

from app.domain.report import ReportDraft
from app.public.report.client_forms import KnownForm, LooksForm, WhereForm, WhoForm
from app.public.report.forms import (
    KindsForm,
    PhotoForm,
    ReviewForm,
    StartForm,
    StoryForm,
    WhenForm,
    WishesForm,
)
from app.public.wizard.steps import Steps

STEPS: Steps[ReportDraft] = Steps(
    {
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
        "review": ReviewForm,
    }
)

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
