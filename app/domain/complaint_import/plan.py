"""What would happen to a whole list: which rows become complaints, which do not, and why."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from app.domain.complaint_import.profile import Profile, check_columns
from app.domain.complaint_import.rows import (
    UNKNOWN_WORD,
    ImportedComplaint,
    RowProblem,
    RowReader,
    identity_of,
)
from app.domain.complaint_import.table import ListRow, ListTable
from app.domain.complaint_import.words import Vocabulary

ASKED_ABOUT = frozenset({UNKNOWN_WORD, "ambiguous_word"})


@dataclass(frozen=True, repr=False)
class RefusedRow:
    """A row that is not taken over, with everything that is wrong with it."""

    row: ListRow
    problems: tuple[RowProblem, ...]


@dataclass(frozen=True, repr=False)
class ImportPlan:
    """`words`: field → word as it stands → in how many rows it was not understood."""

    ready: tuple[ImportedComplaint, ...]
    refused: tuple[RefusedRow, ...]
    words: Mapping[str, Mapping[str, int]]


def plan_import(
    table: ListTable, profile: Profile, vocabulary: Vocabulary, *, today: date
) -> ImportPlan:
    """Looks at every row and stores nothing; raises `ProfileRefused`."""
    check_columns(profile, table.headings)
    reader = RowReader(table.headings, profile, vocabulary, today)
    ready: list[ImportedComplaint] = []
    refused: list[RefusedRow] = []
    words: dict[str, Counter[str]] = {}
    seen: set[tuple[str, ...]] = set()
    for row in table.rows:
        found = reader.read(row)
        if isinstance(found, ImportedComplaint):
            found = _only_once(found, seen)
        if isinstance(found, ImportedComplaint):
            ready.append(found)
            continue
        refused.append(RefusedRow(row, found))
        for one in found:
            if one.code in ASKED_ABOUT:
                words.setdefault(one.of_field, Counter())[one.word] += 1
    return ImportPlan(
        tuple(ready),
        tuple(refused),
        {one: dict(counted.most_common()) for one, counted in words.items()},
    )


def _only_once(
    found: ImportedComplaint, seen: set[tuple[str, ...]]
) -> ImportedComplaint | tuple[RowProblem, ...]:
    """Two rows that say the same may be one case written twice: a person says which it is."""
    identity = identity_of(found)
    if identity in seen:
        return (RowProblem("", "twice_in_file"),)
    seen.add(identity)
    return found
