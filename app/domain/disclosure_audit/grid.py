"""The cells of one clique as columns: which of them lie in a given set of complaints."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import product
from math import prod

from app.domain.disclosure_audit.cliques import Dimensions
from app.domain.disclosure_audit.published import Hierarchy, TableMalformed

Conditions = Mapping[str, frozenset[str]]
REST = "\0"
"""Begins the category that stands for all of a parent of which no table names a child."""


@dataclass(frozen=True)
class Scheme:
    """The dimensions of one problem, time among them, and their categories."""

    hierarchy: Hierarchy
    categories: Mapping[str, tuple[str, ...]]

    @classmethod
    def of(cls, hierarchy: Hierarchy, named: Iterable[tuple[str, str]]) -> Scheme:
        """With all categories that occur, and what lies above them.

        Raises `TableMalformed` when two dimensions lie in the same one: not every pair could occur.
        """
        found: dict[str, set[str]] = {}
        for dimension, category in named:
            found.setdefault(dimension, set()).add(category)
            for above in hierarchy.above(dimension):
                found.setdefault(above, set()).add(hierarchy.climb(dimension, category, above))
        parents = {d: said for d, said in hierarchy.parents.items() if d in found}
        if len({said[0] for said in parents.values()}) < len(parents):
            raise TableMalformed("", "", "two dimensions lie in the same one")
        # The top of a hierarchy first: a parent without children gets one, which is all of it.
        for dimension in sorted(found, key=lambda d: len(hierarchy.above(d))):
            if dimension in parents:
                parent, parent_of = parents[dimension]
                bare = found[parent] - {parent_of[c] for c in found[dimension]}
                found[dimension] |= {REST + category for category in bare}
                parents[dimension] = (parent, {**parent_of, **{REST + c: c for c in bare}})
        return cls(
            Hierarchy(parents), {d: tuple(sorted(categories)) for d, categories in found.items()}
        )

    def axes(self, dimensions: Dimensions) -> tuple[str, ...]:
        """The finest of some dimensions; the others follow from them."""
        said = {above for d in dimensions for above in self.hierarchy.above(d)}
        return tuple(sorted(dimensions - said))

    def size(self, dimensions: Dimensions) -> int:
        """How many cells a clique of these dimensions has."""
        return prod(len(self.categories[d]) for d in self.axes(dimensions))


@dataclass(frozen=True)
class Grid:
    """One clique; its cells are columns from `first` on, and the last axis runs fastest."""

    scheme: Scheme
    dimensions: Dimensions
    first: int

    @cached_property
    def axes(self) -> tuple[str, ...]:
        return self.scheme.axes(self.dimensions)

    @cached_property
    def values(self) -> tuple[tuple[str, ...], ...]:
        """The categories of each axis."""
        return tuple(self.scheme.categories[axis] for axis in self.axes)

    @cached_property
    def steps(self) -> tuple[int, ...]:
        """How far apart in columns two neighbours on each axis are."""
        return tuple(prod(len(v) for v in self.values[n + 1 :]) for n in range(len(self.axes)))

    @property
    def size(self) -> int:
        return prod(self._sizes)

    @cached_property
    def _sizes(self) -> tuple[int, ...]:
        return tuple(len(values) for values in self.values)

    @cached_property
    def _places(self) -> tuple[dict[str, dict[str, list[int]]], ...]:
        """Of each axis: dimension -> category -> the places on the axis that lie in it."""
        found = []
        for axis, values in zip(self.axes, self.values, strict=True):
            by_dimension: dict[str, dict[str, list[int]]] = {}
            for dimension in (axis, *self.scheme.hierarchy.above(axis)):
                for place, value in enumerate(values):
                    category = self.scheme.hierarchy.climb(axis, value, dimension)
                    by_dimension.setdefault(dimension, {}).setdefault(category, []).append(place)
            found.append(by_dimension)
        return tuple(found)

    def columns(self, conditions: Conditions) -> list[int]:
        """The cells that meet every condition (dimension -> categories that count)."""
        offsets = []
        for places, step, size in zip(self._places, self.steps, self._sizes, strict=True):
            inside = set(range(size))
            for dimension in places.keys() & conditions.keys():
                of_category = places[dimension]
                inside &= {n for c in conditions[dimension] for n in of_category.get(c, ())}
            offsets.append([place * step for place in sorted(inside)])
        return [self.first + sum(choice) for choice in product(*offsets)]

    def groups(self, dimensions: Dimensions) -> dict[tuple[str, ...], list[int]]:
        """The cells by their categories of some dimensions of this clique."""
        wanted = self.scheme.axes(dimensions)
        climb = self.scheme.hierarchy.climb
        labels = []  # of each axis: what each of its values says about the wanted dimensions
        for axis, values in zip(self.axes, self.values, strict=True):
            said = [d for d in wanted if d == axis or d in self.scheme.hierarchy.above(axis)]
            labels.append([tuple((d, climb(axis, value, d)) for d in said) for value in values])
        found: dict[tuple[str, ...], list[int]] = {}
        for offset, choice in enumerate(product(*labels)):
            key = tuple(c for _, c in sorted({pair for said in choice for pair in said}))
            found.setdefault(key, []).append(self.first + offset)
        return found
