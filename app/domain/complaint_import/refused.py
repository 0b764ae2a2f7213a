"""The file of refused rows: as they were, with why, to correct and import again."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Sequence

from app.domain.complaint_import.plan import RefusedRow
from app.domain.complaint_import.rows import RowProblem
from app.domain.complaint_import.table import REASON_MARK, text_of
from app.domain.inert import inert

SEPARATOR = ";"  # what Excel in Dutch expects
ENCODING = "utf-8-sig"  # with the mark, or Excel reads the letters wrongly


def refused_file(
    headings: Sequence[str],
    refused: Iterable[RefusedRow],
    *,
    title: str,
    words: Callable[[RowProblem], str],
) -> bytes:
    """A CSV file. `title` heads the column with the reasons; `words` says one of them.

    Whatever stands in a cell, no program that opens the file calculates with it.
    """
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=SEPARATOR, quoting=csv.QUOTE_ALL)
    writer.writerow([*(inert(heading) for heading in headings), REASON_MARK + title])
    for one in refused:
        cells = [inert(text_of(cell)) for cell in one.row.cells]
        reasons = " ".join(words(problem) for problem in one.problems)
        # a row that is too long keeps its cells; what is wrong stands under its heading still
        before, after = cells[: len(headings)], cells[len(headings) :]
        writer.writerow([*before, inert(reasons), *after])
    return out.getvalue().encode(ENCODING)
