"""Finding pages, places and addresses by words: without accents and case, forgiving one slip.

A word asked for meets a word of an entry when it is the same, begins it, one stands inside the
other (Dutch glues words together), or they differ by one slip of the fingers: a letter too many,
too few, another one, or two swapped. Input is cut before anything is done with it, so that time is
bounded.
"""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from rapidfuzz import process
from rapidfuzz.distance import OSA

Kind = Literal["page", "municipality", "help", "route"]

MAX_CHARS = 100
MAX_WORDS = 8
MAX_WORD_CHARS = 40
LONG_ENOUGH = 4  # letters from which a word may hold a slip, or be looked for inside another
LONG_PART = 5  # letters from which a word may be a part of the one asked for
MOST_FOUND = 30
FAR_BEHIND = 0.3  # of the best: what is less was hardly meant
SAME, BEGINS, SLIP, INSIDE = 4.0, 3.0, 2.0, 1.0
NAME, ABOUT, BODY = 6.0, 3.0, 1.0
# What carries no meaning; asked for alone, it is searched all the same.
EMPTY_WORDS = frozenset(
    "de het een en of in op van voor met mijn ik je mij is wat hoe kan dat die te bij om als "
    "the a an and or of my i to is what how can that this for at if me with".split()
)
APOSTROPHES = dict.fromkeys(map(ord, "'’‘`´"))


@dataclass(frozen=True)
class Entry:
    """Something that can be found. `names` are other words for it; `body` is its whole text."""

    kind: Kind
    url: str
    title: str
    about: str
    names: tuple[str, ...] = ()
    body: str = ""


class SearchIndex:
    """The words of all entries; made once, asked often."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self.entries = tuple(entries)
        weights: defaultdict[str, dict[int, float]] = defaultdict(dict)
        for at, entry in enumerate(self.entries):
            for text, weight in (
                (entry.body, BODY),
                (entry.about, ABOUT),
                (" ".join((entry.title, *entry.names)), NAME),
            ):
                for word in words_of(text):
                    weights[word][at] = weight
        self._weights: Mapping[str, Mapping[int, float]] = dict(weights)
        self._words = sorted(weights)

    def find(self, text: str, kinds: frozenset[Kind] | None = None) -> list[Entry]:
        """Best first, at most MOST_FOUND: what meets half of the words, and is not far behind."""
        asked = asked_words(text)
        met: defaultdict[int, int] = defaultdict(int)
        scores: defaultdict[int, float] = defaultdict(float)
        for word in asked:
            for at, score in self._meeting(word).items():
                if kinds is None or self.entries[at].kind in kinds:
                    met[at] += 1
                    scores[at] += score
        for at, count in met.items():
            scores[at] *= count / len(asked)
            if words_of(self.entries[at].title) == list(asked):
                scores[at] *= 2
        enough = max(scores.values(), default=0.0) * FAR_BEHIND
        found = [at for at in met if met[at] * 2 >= len(asked) and scores[at] >= enough]
        found.sort(key=lambda at: (-scores[at], self.entries[at].title, at))
        return [self.entries[at] for at in found[:MOST_FOUND]]

    def _meeting(self, asked: str) -> Mapping[int, float]:
        """Entry → how well its best word meets this one."""
        found: dict[int, float] = {}
        for word, quality in self._alike(asked).items():
            for at, weight in self._weights[word].items():
                found[at] = max(found.get(at, 0.0), quality * weight)
        return found

    def _alike(self, asked: str) -> Mapping[str, float]:
        """Words that answer this one. A slip is looked for only in a word that nothing answers:
        otherwise "boete" (a fine) would find Boekel."""
        long = len(asked) >= LONG_ENOUGH
        alike: dict[str, float] = {}
        for word in self._words:
            if word == asked:
                alike[word] = SAME
            elif word.startswith(asked):
                alike[word] = BEGINS
            elif (long and asked in word) or (len(word) >= LONG_PART and word in asked):
                alike[word] = INSIDE
        if long and max(alike.values(), default=0.0) <= INSIDE:
            alike |= dict.fromkeys(self._with_a_slip(asked), SLIP)
        return alike

    def _with_a_slip(self, asked: str) -> Iterator[str]:
        # against as many letters as were typed too: "belsating" begins "belastingaangifte"
        for choices in (self._words, [word[: len(asked)] for word in self._words]):
            for _word, _slips, at in process.extract(
                asked, choices, scorer=OSA.distance, score_cutoff=1, limit=None
            ):
                yield self._words[at]


def asked_words(text: str) -> tuple[str, ...]:
    """The words of a question, cut to size, each once and without those that say nothing."""
    words = tuple(dict.fromkeys(words_of(text[:MAX_CHARS])))
    telling = tuple(word for word in words if word not in EMPTY_WORDS)
    return (telling or words)[:MAX_WORDS]


def words_of(text: str) -> list[str]:
    """Lower case, without accents and apostrophes, in the order of the text."""
    plain = unicodedata.normalize("NFKD", text.casefold().translate(APOSTROPHES))
    kept = (" " if not c.isalnum() and not unicodedata.combining(c) else c for c in plain)
    joined = "".join(c for c in kept if not unicodedata.combining(c))
    return [word[:MAX_WORD_CHARS] for word in joined.split()]
