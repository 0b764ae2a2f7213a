"""The order of the questions; one page each."""

from __future__ import annotations

from collections.abc import Mapping

from app.public.complaint.about_forms import AboutForm, KindForm, WhichForm
from app.public.complaint.forms import (
    AllowForm,
    FilesForm,
    LetterForm,
    ReviewForm,
    StartForm,
    StoryForm,
    SubjectForm,
    UnequalForm,
    WhenForm,
    WishesForm,
)
from app.public.complaint.telling import Telling
from app.public.complaint.too_forms import BrieflyForm, TogetherForm, TooForm
from app.public.wizard.steps import Steps

STEPS: Steps[Telling] = Steps(
    {
        "start": StartForm,
        "letter": LetterForm,
        "kind": KindForm,
        "which": WhichForm,
        "about": AboutForm,
        "subject": SubjectForm,
        "unequal": UnequalForm,
        "when": WhenForm,
        "story": StoryForm,
        "files": FilesForm,
        "wishes": WishesForm,
        "allow": AllowForm,
        "review": ReviewForm,
    }
)
SHORT_STEPS: Steps[Telling] = Steps(
    {
        "too": TooForm,
        "subject": SubjectForm,
        "briefly": BrieflyForm,
        "together": TogetherForm,
        "review": ReviewForm,
    }
)
CANNOT_SKIP = frozenset({"kind", "subject", "about"})


def steps_of(telling: Telling) -> Steps[Telling]:
    """All questions, or the few of "this happened to me too"."""
    return SHORT_STEPS if telling.too else STEPS


# where each answer of the draft is given; one that is not here has no page of its own
STEP_OF_FIELD: Mapping[str, str] = {
    "letter": "letter",
    "about": "about",
    "account": "about",
    "subjects": "subject",
    **dict.fromkeys(("discrimination", "grounds"), "unequal"),
    **dict.fromkeys(("when", "region"), "when"),
    "story": "story",
    "files": "files",
    **dict.fromkeys(("wishes", "way"), "wishes"),
    **dict.fromkeys(("contact", "safe_times"), "allow"),
}
IN_SHORT: Mapping[str, str] = {
    "about": "too", "subject": "subject", "when": "briefly", "story": "briefly",
    "allow": "together",
}  # fmt: skip
"""Where the short way asks what has a page of its own in the whole one."""
