"""The note that goes with a photo she adds later: her words, and below them the sum of the file.

The sum lets her prove later which file she sent (T26); only the desk is shown it, apart.
"""

from __future__ import annotations

import re

SUM = re.compile(r"\n\nSHA-256 ([0-9a-f]{64})\Z")


def with_sum(note: str, sha256: str) -> str:
    """The text of the message."""
    return f"{note}\n\nSHA-256 {sha256}"


def without_sum(text: str) -> tuple[str, str]:
    """The words of a message, and the sum below them or nothing."""
    found = SUM.search(text)
    return (text, "") if found is None else (text[: found.start()], found[1])
