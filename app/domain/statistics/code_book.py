"""The code lists of a calendar year: what a table has rows for, whether anything happened or not.

Categories never come from what occurs in a quarter (decisions 22): a row that appears only when
somebody complained would itself say that she did.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol

UNKNOWN = "unknown"  # a province or outcome that nobody wrote down
MERGED_TYPE = "other_types"
OTHERS = "other:"  # before a type: its institutions that are not named


class PublicLists(Protocol):
    """The code lists of a series, whatever it counts."""

    def hierarchy(self) -> dict[str, dict[str, str]]:
        """Which code falls under which, as the public may know it: "subject->theme" …"""
        ...


@dataclass(frozen=True)
class CodeBook:
    """`theme_of`: subject → theme; `type_of`: known institution → its own type; `province_of`:
    municipality → province. `types` holds every type of an institution as the facts name it, and
    `published_type` says as what it is published. `handling_times` are fixed classes, none where
    nobody wrote down how long it took: then there is no such table. `named` are the institutions
    that were approved beforehand to be named at all (statistics.md 3.5). `lists_are_public` is
    False where the lists were taken from the facts: that an institution is on such a list says that
    somebody complained.
    """

    theme_of: Mapping[str, str]
    type_of: Mapping[str, str]
    province_of: Mapping[str, str]
    types: tuple[str, ...]
    published_type: Mapping[str, str]
    provinces: tuple[str, ...]
    outcomes: tuple[str, ...]
    handling_times: tuple[str, ...] = ()
    named: frozenset[str] = frozenset()
    lists_are_public: bool = True

    @cached_property
    def published_types(self) -> tuple[str, ...]:
        return tuple(sorted(set(self.published_type.values())))

    @cached_property
    def themes(self) -> tuple[str, ...]:
        return tuple(sorted(set(self.theme_of.values())))

    @cached_property
    def subjects(self) -> tuple[str, ...]:
        return tuple(sorted(self.theme_of))

    @cached_property
    def institutions(self) -> tuple[str, ...]:
        """The named ones, and for each published type all others together."""
        return (*sorted(self.named), *(OTHERS + one for one in self.published_types))

    def institution_row(self, institution_type: str, institution: str) -> str:
        """Under which institution a fact is counted."""
        if institution in self.named:
            return institution
        return OTHERS + self.published_type[institution_type]

    def type_of_row(self, row: str) -> str:
        """The published type of a row of `institutions`."""
        if row.startswith(OTHERS):
            return row.removeprefix(OTHERS)
        return self.published_type[self.type_of[row]]

    def hierarchy(self) -> dict[str, dict[str, str]]:
        """As the public may know it: merged types show, and so do the rows of all others."""
        listed = self.type_of if self.lists_are_public else self.named
        types = {one: self.published_type[self.type_of[one]] for one in listed}
        others = {OTHERS + one: one for one in self.published_types}
        places = self.province_of if self.lists_are_public else {}
        return {
            "subject->theme": dict(sorted(self.theme_of.items())),
            "institution->institution_type": dict(sorted({**types, **others}.items())),
            "municipality->province": dict(sorted(places.items())),
        }


def merged(
    types: Collection[str], institutions_in: Mapping[str, int], least: int
) -> dict[str, str]:
    """As what each type is published: types with fewer than `least` institutions go together.

    A type with one institution would make every table of types a table of that institution. When
    those together are still too few, the smallest of the others joins them. A type of which no
    institution is listed has many that nobody lists (newspapers, landlords), so it stands alone.
    """
    small = {one for one in types if 0 < institutions_in.get(one, 0) < least}
    together = sum(institutions_in[one] for one in small)
    large = sorted(
        (one for one in types if institutions_in.get(one, 0) >= least),
        key=lambda one: (institutions_in[one], one),
    )
    if small and together < least and large:
        small.add(large[0])
    return {one: MERGED_TYPE if one in small else one for one in types}


def code_book(
    *,
    theme_of: Mapping[str, str],
    type_of: Mapping[str, str],
    province_of: Mapping[str, str],
    types: Collection[str] = (),
    provinces: Collection[str] = (),
    outcomes: Collection[str] = (),
    handling_times: Collection[str] = (),
    named: Collection[str] = (),
    lists_are_public: bool = True,
    types_min: int,
) -> CodeBook:
    """A code book with its types merged where they are too small."""
    all_types = {*types, *type_of.values()}
    return CodeBook(
        theme_of=dict(theme_of),
        type_of=dict(type_of),
        province_of=dict(province_of),
        types=tuple(sorted(all_types)),
        published_type=merged(all_types, Counter(type_of.values()), types_min),
        provinces=tuple(sorted({*provinces, *province_of.values(), UNKNOWN})),
        outcomes=tuple(sorted({*outcomes, UNKNOWN})),
        handling_times=tuple(sorted({*handling_times, UNKNOWN})) if handling_times else (),
        named=frozenset(named) & frozenset(type_of),
        lists_are_public=lists_are_public,
    )
