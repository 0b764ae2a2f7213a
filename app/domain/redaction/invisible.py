"""Make what cannot be seen visible, so that nothing is hidden from the moderator."""

from __future__ import annotations

import unicodedata

from app.domain.identifiers.folding import is_invisible


def _is_hidden(char: str) -> bool:
    """True for what has no shape of its own, or a space that is not the ordinary one."""
    if char in " \t\n\u00a0\ufe0e\ufe0f":
        return False
    category = unicodedata.category(char)
    odd_space = char.isspace() or category in ("Zs", "Zl", "Zp")
    return odd_space or category in ("Co", "Cs") or is_invisible(char)


def reveal_invisible(text: str) -> str:
    """Return the text with each hidden character as a mark: `⟦U+202E⟧`.

    Tab, line feed, the no-break space and the emoji variation signs stay as they are; a carriage
    return before a line feed is dropped, as every browser does.
    """
    unix = text.replace("\r\n", "\n")
    return "".join(f"⟦U+{ord(char):04X}⟧" if _is_hidden(char) else char for char in unix)
