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
CANNOT_SKIP = frozenset({"kind", "subject", "about"})

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
