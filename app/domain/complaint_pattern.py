"""What several people may have in common: one institution and one subject."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Self

from app.domain.complaint import ComplaintDraft
from app.domain.complaint_facts import Known, known_code
from app.domain.complaint_parts import MAX_CODE_CHARS, MAX_NAME_CHARS, About
from app.domain.places import folded
from app.domain.strict_json import JsonObject, StrictObject


@dataclass(frozen=True)
class Pattern:
    """`about` is a known institution by its code, or one by the name that she typed."""

    about: About = field(repr=False)
    subject: str

    @property
    def key(self) -> str:
        """Equal for equal patterns: a typed name in any spelling counts once, within its kind."""
        one = self.about
        whom = f"known/{one.code}" if one.code else f"typed/{one.kind}/{folded(one.name)}"
        return f"{whom}/{self.subject}"

    def to_json(self) -> JsonObject:
        return {"about": self.about.to_json(), "subject": self.subject}

    @classmethod
    def from_json(cls, value: object) -> Self:
        """Raises `Malformed`."""
        fields = StrictObject(value, "pattern", frozenset({"about", "subject"}))
        return cls(About.from_json(fields.raw("about")), fields.text("subject", MAX_CODE_CHARS))


def patterns_of(draft: ComplaintDraft, known: Known) -> tuple[Pattern, ...]:
    """Each institution with each subject, once; one that has no name is in no pattern."""
    found: dict[str, Pattern] = {}
    for one in draft.about:
        code = known_code(one, known)
        if not code and not folded(one.name):
            continue
        about = About(one.kind, code, "" if code else one.name[:MAX_NAME_CHARS])
        for subject in draft.subjects:
            pattern = Pattern(about, subject)
            found.setdefault(pattern.key, pattern)
    return tuple(found.values())
