"""Signs that no letter may carry: what nobody sees in it, a recipient or a computer may read."""

from __future__ import annotations

import re
from collections.abc import Iterator

from app.domain.redaction.invisible import reveal_invisible

MARK = re.compile(r"⟦U\+[0-9A-F]{4,6}⟧")
NO_CHARACTERS = re.compile("[\ufffe\uffff]")  # XML has no way to write them


def hidden_sign(content: object) -> str:
    """The first hidden sign in the texts of a JSON value, as its number (U+202E); empty when none.

    A mark that our own page put in the place of such a sign is one too: somebody has to take it out
    of the text, it must not be printed.
    """
    for text in _texts(content):
        marked = NO_CHARACTERS.sub(lambda found: f"⟦U+{ord(found[0]):04X}⟧", reveal_invisible(text))
        if found := MARK.search(marked):
            return found[0].strip("⟦⟧")
    return ""


def _texts(content: object) -> Iterator[str]:
    if isinstance(content, str):
        yield content
    elif isinstance(content, dict):
        for one in content.values():
            yield from _texts(one)
    elif isinstance(content, list):
        for one in content:
            yield from _texts(one)
