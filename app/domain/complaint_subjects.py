"""Which subjects fit a kind of institution: those come first, none is ever refused."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from app.domain.code_lists import CodeEntry
from app.domain.institutions import InstitutionType

ANYTHING = "anders"


def fits(subject: CodeEntry, kind: InstitutionType) -> bool:
    """Whether a subject is usually about this kind; "something else" always is."""
    return subject.code == ANYTHING or kind.code in _kinds_of(subject)


def fitting(subjects: Sequence[CodeEntry], kinds: Iterable[InstitutionType]) -> list[CodeEntry]:
    """Subjects that fit any of the kinds, in the order of the list.

    A kind that no subject names gets those of its theme: a pharmacy has no list of its own.
    """
    wanted: set[str] = set()
    for kind in kinds:
        own = {one.code for one in subjects if kind.code in _kinds_of(one)}
        wanted |= own or {one.code for one in subjects if one.parent == kind.theme}
    return [one for one in subjects if one.code in wanted or one.code == ANYTHING]


def _kinds_of(subject: CodeEntry) -> list[str]:
    return subject.facts.get("institution_types", "").split("|")
