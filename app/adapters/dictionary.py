"""The words of `data/words/`, by which the redaction assistant tells a word from a name."""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from pathlib import Path

WORDS_FOLDER = Path(__file__).resolve().parents[2] / "data" / "words"


def _without_accents(word: str) -> str:
    parts = unicodedata.normalize("NFKD", word)
    return "".join(part for part in parts if not unicodedata.combining(part))


@lru_cache(maxsize=4)
def load_dictionary(folder: Path = WORDS_FOLDER) -> frozenset[str]:
    """Return all words of all languages in `folder` (`nl.txt`, `en.txt`): small letters.

    A word with accents is also in it without them, for that is how the assistant reads a text.
    Raises FileNotFoundError where the folder holds no list: without one every word is a name.
    """
    lists = [path for path in sorted(folder.glob("*.txt")) if len(path.stem) == 2]
    if not lists:
        raise FileNotFoundError(folder)
    words: set[str] = set()
    for path in lists:
        for word in path.read_text(encoding="utf-8").split():
            words.add(word)
            words.add(_without_accents(word))
    return frozenset(words)
