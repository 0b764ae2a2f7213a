"""A release in words: what its workbooks and its printed report hold, whatever file it becomes.

Everything is ready to be shown, in one language, and public: numbers are the published ones, and
None where only "<10" is shown. The words come from the page side (`app/web/worded_release.py`).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from app.domain.letter_signs import MARK, NO_CHARACTERS
from app.domain.redaction.invisible import reveal_invisible
from app.domain.statistics.tally import Cell


@dataclass(frozen=True)
class WordedRow:
    """`cell` are the codes (empty: all together), `labels` what they are called; `under` names the
    group of the last one, empty where it has none. `number` is None where `shown` is "<10". `share`
    of everything together, in words ("20 %"); empty where the numbers bear none."""

    cell: Cell
    labels: tuple[str, ...]
    under: str
    shown: str
    number: int | None
    share: str = ""


@dataclass(frozen=True)
class WordedTable:
    """`name` is that of the published table; `headings` one for each label and one for the count;
    `titles` what one dimension alone is called.

    Rows stand in the order in which they are read: margins first. The codes of `sequences` follow
    each other (time, severity), so nothing sorts them by size.
    """

    name: str
    title: str
    titles: tuple[str, ...]
    dimensions: tuple[str, ...]
    headings: tuple[str, ...]
    rows: tuple[WordedRow, ...]
    notes: tuple[str, ...] = ()
    sequences: frozenset[str] = frozenset()

    def margin(self, place: int) -> tuple[WordedRow, ...]:
        """The rows that say the dimension at one place only, without the grand total."""
        return tuple(
            row
            for row in self.rows
            if row.cell[place] and not any(row.cell[:place] + row.cell[place + 1 :])
        )

    @cached_property
    def by_cell(self) -> Mapping[Cell, WordedRow]:
        return {row.cell: row for row in self.rows}

    @property
    def total(self) -> WordedRow:
        return self.by_cell[("",) * len(self.dimensions)]


@dataclass(frozen=True)
class WordedPart:
    """A heading with paragraphs below it."""

    title: str
    paragraphs: tuple[str, ...]


@dataclass(frozen=True)
class WordedParameter:
    """`name` as in the code and the API."""

    name: str
    value: str
    meaning: str


@dataclass(frozen=True)
class WordedRelease:
    """All of a release. `id` is "2026Q1"; `facts` are labels with values: dates, number, hash.

    `findings` are sentences, `corrections` days in words with what was said. `terms` are the words
    that the layout itself needs, by the name it knows them by. `frozen_on` is the day that stands
    in the files as theirs.
    """

    id: str
    language: str
    site: str
    title: str
    subtitle: str
    facts: tuple[tuple[str, str], ...]
    findings: tuple[str, ...]
    how_to_read: WordedPart
    method: WordedPart
    parameters: tuple[WordedParameter, ...]
    corrections: tuple[tuple[str, str], ...]
    citation: str
    frozen_on: date
    terms: Mapping[str, str]
    tables: tuple[WordedTable, ...]


def printable(text: str) -> str:
    """The text on one line, without signs that nobody sees: some turn words around, others no file
    can hold."""
    seen = MARK.sub("", reveal_invisible(NO_CHARACTERS.sub("", text)))
    return re.sub(r"\s+", " ", seen).strip()
