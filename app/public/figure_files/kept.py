"""Documents are written once a process: a release never changes, and a report takes half a second.

What a document depends on is its key; the bytes follow from that, so every process gives the same.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from app.domain.statistics.publication import Frozen
from app.web.worded_release import Said

KEPT = 60  # documents; a report of a year is about 0.4 MB

Key = tuple[str, ...]


@dataclass
class KeptDocuments:
    """In memory, dropped whole when it is full; one document at a time is written."""

    documents: dict[Key, bytes] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def get(self, key: Key, write: Callable[[], bytes]) -> bytes:
        """The document of this key, written by `write` if nobody asked for it before."""
        known = self.documents.get(key)
        if known is not None:
            return known
        with self._lock:
            known = self.documents.get(key)
            if known is None:
                known = write()
                if len(self.documents) >= KEPT:
                    self.documents.clear()
                self.documents[key] = known
            return known


def key_of(frozen: Frozen, before: Frozen | None, said: Iterable[Said], *others: str) -> Key:
    """All that a document says comes out of these: the release, the one of the year before, what
    was said about either since, and `others` (its kind, language and address)."""
    words = (
        f"{about} {one.written_on} {language} {text}"
        for about, one in said
        for language, text in sorted(one.words.items())
    )
    return (*others, frozen.sha256, before.sha256 if before else "", *words)
