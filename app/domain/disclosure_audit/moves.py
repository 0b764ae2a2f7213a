"""Tables that differ from a known one by complaints of one kind: the cheapest witnesses.

A complaint of one kind lies in one cell of every clique. Adding k of them keeps all cliques in
agreement and raises every published cell by k or by nothing; so the least room that any of those
cells has says how large k may be. The same downwards, where no cell may fall below zero.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from app.domain.disclosure_audit.problem import Problem
from app.domain.disclosure_audit.published import NO_LIMIT


@dataclass(frozen=True)
class Room:
    """Of every column: how many complaints of one kind in it can be added, or taken away."""

    more: Sequence[int]
    fewer: Sequence[int]


def room_around(problem: Problem, table: Sequence[int]) -> Room:
    """The room around a table that fits; for each column with the best kind of complaint in it."""
    more, fewer = [NO_LIMIT] * problem.size, list(table)
    for limits in problem.limits.values():
        count = sum(table[column] for column in limits.columns)
        for column in limits.columns:
            more[column] = min(more[column], limits.high - count)
            fewer[column] = min(fewer[column], count - limits.low)
    return Room(_best_kind(problem, more), _best_kind(problem, fewer))


def _best_kind(problem: Problem, room: list[int]) -> list[int]:
    """Through the tree and back: the best that the other cliques allow in each column."""
    room = list(room)
    for _, pairs in reversed(problem.shared):
        for nearer, further in pairs:
            _at_most(room, nearer, max(room[column] for column in further))
    for _, pairs in problem.shared:
        for nearer, further in pairs:
            _at_most(room, further, max(room[column] for column in nearer))
    return room


def _at_most(room: list[int], columns: Iterable[int], most: int) -> None:
    for column in columns:
        room[column] = min(room[column], most)
