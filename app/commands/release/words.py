"""What the commands of the figures say about files, rows and refusals."""

from __future__ import annotations

from app.adapters.facts_file import FileRefused, RefusedRow
from app.domain.statistics.fact_rows import WrongShape

FILE_REASONS = {
    "too_large": "is larger than 2 GB",
    "too_many_rows": "has more than 5,000,000 rows",
    "not_text": "is not text in UTF-8",
    "not_csv": "is not a CSV file",
    "empty": "is empty",
}
ROW_REASONS = {
    "no_date": "is not a date such as 2026-11-21 or 21-11-2026",
    "future": "lies in the future",
    "too_old": "lies before 1990",
    "closed": "lies in a quarter that was published: it counts no more",
    "merged": "is no municipality any more; it may be {hint} now",
    "missing": "is empty",
    "unknown": "is not in the code list",
    "another_parent": "falls under something else than the row says",
    "formula": "begins like a formula",
    "unreadable": "holds characters that cannot be printed",
    "too_long": "has more than 120 characters",
    "short": "and what follows is missing: the row is too short",
}
REFUSED = {
    "infeasible": "no numbers protect it",
    "late": "no numbers were found in time",
    "unsound": "a check of the numbers failed",
}


def file_words(refusal: FileRefused | WrongShape) -> str:
    """What is wrong with a file, to be read after its name."""
    if isinstance(refusal, WrongShape):
        return f"has no column {', '.join(refusal.missing)}"
    return FILE_REASONS[refusal.reason]


def row_words(row: RefusedRow) -> str:
    """Why a row is refused."""
    return f"{row.column} {ROW_REASONS[row.reason].format(hint=row.hint)}"
