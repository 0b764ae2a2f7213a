"""Which dimensions must be looked at together: cliques of a triangulated graph, and their tree.

Two dimensions are linked when a table shows them together. If the graph has no cycle without a
chord, tables over its cliques that agree on what they share always have a common table of whole
numbers, so that no table over all dimensions is needed. A cycle is closed by a larger clique.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import combinations

Dimensions = frozenset[str]


@dataclass(frozen=True)
class Joint:
    """An edge of the tree: the places of two cliques, and the dimensions that they share."""

    nearer: int
    further: int
    shared: Dimensions


def cliques_of(
    patterns: Iterable[Dimensions],
    above: Callable[[str], list[str]],
    cells: Callable[[Dimensions], int],
) -> list[Dimensions]:
    """The cliques that hold all patterns, each with every dimension above its own.

    `cells` says how many cells a clique has; the next dimension to be put away is the cheapest. One
    that lies above another goes after it, so that a clique has what its dimensions say too.
    """
    closed = [close(pattern, above) for pattern in patterns]
    near: dict[str, set[str]] = {d: set() for pattern in closed for d in pattern}
    for pattern in closed:
        for one, other in combinations(sorted(pattern), 2):
            near[one].add(other)
            near[other].add(one)
    found: list[Dimensions] = []
    while near:
        free = [d for d in sorted(near) if not any(d in above(other) for other in near)]
        next_one = min(free, key=lambda d: cells(frozenset(near[d] | {d})))
        neighbours = near.pop(next_one)
        found.append(frozenset(neighbours | {next_one}))
        for one in neighbours:
            near[one] |= neighbours - {one}
            near[one].discard(next_one)
    largest = [c for c in dict.fromkeys(found) if not any(c < other for other in found)]
    return largest or [frozenset()]


def close(pattern: Dimensions, above: Callable[[str], list[str]]) -> Dimensions:
    """A pattern with all that its dimensions say too."""
    return pattern.union(*(above(d) for d in pattern))


def tree_of(cliques: list[Dimensions]) -> list[Joint]:
    """A tree over the cliques, from the first on, in which what two share lies on the way between
    them (a heaviest spanning tree). Cliques that share no dimension still share their total."""
    inside, joints = [0], []
    while len(inside) < len(cliques):
        outside = [n for n in range(len(cliques)) if n not in inside]
        nearer, further = max(
            ((i, o) for i in inside for o in outside),
            key=lambda pair: (len(cliques[pair[0]] & cliques[pair[1]]), -pair[1], -pair[0]),
        )
        joints.append(Joint(nearer, further, cliques[nearer] & cliques[further]))
        inside.append(further)
    return joints
