"""Words of a list → our codes: what a thing is called here, in either language, nothing near it.

A word that may be two things is no answer: somebody of the desk says which (`Profile.words`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from app.domain.code_lists import LANGUAGES, CodeEntry
from app.domain.institutions import SEARCHED_AS, Institution, InstitutionType
from app.domain.places import UNKNOWN_REGION, Municipality, Region, folded

Codes = Mapping[str, frozenset[str]]


@dataclass(frozen=True)
class Vocabulary:
    """`words`: field → folded word → the codes it may mean. `institutions`: by folded name."""

    words: Mapping[str, Codes]
    institutions: Mapping[str, tuple[Institution, ...]]

    @cached_property
    def known(self) -> Mapping[str, frozenset[str]]:
        """Every code by field."""
        return {one: frozenset().union(*words.values()) for one, words in self.words.items()}

    def has(self, of_field: str, code: str) -> bool:
        return code in self.known[of_field]

    def codes(self, of_field: str, word: str) -> frozenset[str]:
        """What a word may mean; empty when nobody here calls anything so."""
        return self.words[of_field].get(folded(word), frozenset())

    def institutions_called(self, name: str, kind: str = "") -> tuple[Institution, ...]:
        """Those with exactly this name, or another name of theirs; with a kind only of that."""
        found = self.institutions.get(folded(name), ())
        wanted = SEARCHED_AS.get(kind, kind)
        return tuple(one for one in found if not kind or one.type == wanted)


def vocabulary_of(
    *,
    subjects: Iterable[CodeEntry],
    outcomes: Iterable[CodeEntry],
    kinds: Iterable[InstitutionType],
    institutions: Iterable[Institution],
    municipalities: Iterable[Municipality],
    regions: Iterable[Region],
) -> Vocabulary:
    """The words of the reference data."""
    of_subjects = _labels((one.code, *_both(one.labels)) for one in subjects)
    by_name: dict[str, dict[str, Institution]] = {}
    for institution in institutions:
        own, _later, others, _all = institution.search_keys
        for name in (own, *others):
            by_name.setdefault(name, {})[institution.code] = institution
    return Vocabulary(
        words={
            "kind": _labels((one.code, *_both(one.labels)) for one in kinds),
            "subject": of_subjects,
            "more_subjects": of_subjects,
            "outcome": _labels((one.code, *_both(one.labels)) for one in outcomes),
            "place": _places(municipalities, regions),
        },
        institutions={name: tuple(found.values()) for name, found in by_name.items()},
    )


def _both(labels: Mapping[str, str]) -> tuple[str, ...]:
    """The label in each language, and each of its parts where it names several things."""
    texts = [labels[language] for language in LANGUAGES]
    return (*texts, *(part for text in texts for part in text.split("/")))


def _labels(entries: Iterable[tuple[str, ...]]) -> Codes:
    found: dict[str, set[str]] = {}
    for code, *names in entries:
        for name in (code, *names):
            if folded(name):
                found.setdefault(folded(name), set()).add(code)
    return {word: frozenset(codes) for word, codes in found.items()}


def _places(municipalities: Iterable[Municipality], regions: Iterable[Region]) -> Codes:
    """A municipality comes before a police unit of the same name, since a list means a town; and
    its own name before one that another took over."""
    own: dict[str, set[str]] = {"onbekend": {UNKNOWN_REGION}, "unknown": {UNKNOWN_REGION}}
    other: dict[str, set[str]] = {}
    units: dict[str, set[str]] = {}
    for place in municipalities:
        for name in (place.code, place.name, f"gemeente {place.name}"):
            own.setdefault(folded(name), set()).add(place.code)
        for name in place.search_names:
            other.setdefault(folded(name), set()).add(place.code)
    for region in regions:
        if region.kind == "police_unit":
            for name in (region.code, region.label_nl, region.label_en):
                units.setdefault(folded(name), set()).add(region.code)
    return {word: frozenset(codes) for word, codes in {**units, **other, **own}.items()}
