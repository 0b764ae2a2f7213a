"""What she allows by a power of attorney: the same words where she signs and under the letter."""

from __future__ import annotations

from app.web.texts import gettext_in


def attorney_text(language: str) -> str:
    """The words of the paper in `language`; the paper itself is Dutch."""
    return gettext_in(
        language,
        "I let the complaints desk file and handle a complaint or objection in my name at the "
        "institution that my complaint is about, and after that, if needed, at the ombudsman or "
        "committee that judges it. For this the desk may write and receive letters and speak for "
        "me. Going to court is not part of it. I can take this back at any time.",
    )
