"""Reads what stands behind the question mark: what is not in the contract is refused by name.

A typing error that was let through would look like an answer to the question that was meant.
"""

from __future__ import annotations

from collections.abc import Iterable

from app.domain.figure_api.contract import MOST_CHARS, MOST_VALUES, Operation


class Refused(Exception):
    """A question that the contract does not know; `allowed` is what it does know."""

    def __init__(self, reason: str, parameter: str, allowed: tuple[str, ...]) -> None:
        super().__init__(reason)
        self.reason = reason
        self.parameter = parameter
        self.allowed = allowed


def read_query(
    operation: Operation, pairs: Iterable[tuple[str, str]]
) -> dict[str, tuple[str, ...]]:
    """The values asked for by parameter, each once; raises `Refused`."""
    known = {one.name: one for one in operation.query}
    found: dict[str, list[str]] = {}
    for name, value in pairs:
        if name not in known:
            raise Refused("unknown_parameter", name[:MOST_CHARS], tuple(known))
        allowed = known[name].allowed
        if allowed and value not in allowed:
            raise Refused("unknown_value", name, allowed)
        if len(value) > MOST_CHARS:
            raise Refused("too_long", name, allowed)
        found.setdefault(name, []).append(value)
        if len(found[name]) > MOST_VALUES:
            raise Refused("too_many", name, allowed)
    return {name: tuple(dict.fromkeys(values)) for name, values in found.items()}
