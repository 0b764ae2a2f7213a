"""Cells that no spreadsheet takes for a formula (CSV injection, T18), and back again."""

from __future__ import annotations

FORMULA_SIGN = "="
_STARTS = (
    "=", "+", "-", "@", "|", "%", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20",
)  # fmt: skip
_SHIELD = "'"


def inert(text: str) -> str:
    """The text with a quote before it where a program could calculate with it.

    `unescaped` takes exactly that quote away again, so that a refused row comes back unchanged.
    """
    return _SHIELD + text if _may_run(text) else text


def unescaped(text: str) -> str:
    """What `inert` was given."""
    return text[1:] if text.startswith(_SHIELD) and _may_run(text[1:]) else text


def _may_run(text: str) -> bool:
    return text.lstrip(_SHIELD).startswith(_STARTS)
