"""What she allows by a power of attorney: the same words where she signs and under the letter."""

from __future__ import annotations

from app.web.texts import gettext_in


def attorney_text(language: str) -> str:
    """The words of the paper in `language`; the paper itself is Dutch."""
    return gettext_in(
        language,
        "I let the complaints desk file and handle a complaint or objection in my name, write and "
        "receive letters, and talk about it with the institution that my complaint is about. I can "
        "take this back at any time.",
    )
