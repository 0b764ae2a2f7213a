"""A CSV file of facts, read row by row: it may be large, and nothing in it is believed."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import IO

from app.domain.inert import inert
from app.domain.statistics.fact_rows import FactRows, Lists, RowRefused
from app.domain.statistics.facts import Fact

MAX_BYTES = 2_000_000_000
MAX_ROWS = 5_000_000
MAX_FIELD_CHARS = 10_000


class FileRefused(Exception):
    """`reason`: too_large, too_many_rows, not_text, empty, not_csv."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True)
class RefusedRow:
    """A row that is no fact; `line` counts from 1, with the heading."""

    line: int
    column: str
    reason: str
    cells: tuple[str, ...]
    hint: str = ""


@dataclass(frozen=True)
class FactsFile:
    """A file of facts. It is read as often as it is walked through."""

    path: Path
    lists: Lists
    today: date

    def heading(self) -> list[str]:
        """The first row; raises `FileRefused`."""
        with self._open() as text:
            for row in self._rows(text):
                return row
        raise FileRefused("empty")

    def facts(
        self,
        *,
        refused: Callable[[RefusedRow], None] | None = None,
        progress: Callable[[int], None] = lambda _bytes: None,
    ) -> Iterator[Fact]:
        """Every fact in the order of the file; raises `FileRefused` and `WrongShape`.

        `progress` is told how many bytes were read since it was last told.
        """
        with self._open() as text:
            rows = self._rows(text)
            heading = next(rows, None)
            if heading is None:
                raise FileRefused("empty")
            reader, told = FactRows(heading, self.lists, today=self.today), 0
            for line, row in enumerate(rows, start=2):
                if line - 1 > MAX_ROWS:
                    raise FileRefused("too_many_rows")
                if line % 20_000 == 0:
                    now_at = text.buffer.tell()  # type: ignore[attr-defined]
                    progress(now_at - told)
                    told = now_at
                if not any(row):
                    continue
                try:
                    yield reader.fact(row)
                except RowRefused as refusal:
                    if refused is not None:
                        why, cells = (refusal.column, refusal.reason), tuple(row)
                        refused(RefusedRow(line, *why, cells, refusal.hint))

    def _open(self) -> IO[str]:
        if self.path.stat().st_size > MAX_BYTES:
            raise FileRefused("too_large")
        return self.path.open(encoding="utf-8-sig", newline="")

    def _rows(self, text: IO[str]) -> Iterator[list[str]]:
        csv.field_size_limit(MAX_FIELD_CHARS)
        try:
            first = text.readline(MAX_FIELD_CHARS)
            text.seek(0)
            mark = ";" if first.count(";") > first.count(",") else ","
            yield from csv.reader(text, delimiter=mark, strict=True)
        except UnicodeDecodeError:
            raise FileRefused("not_text") from None
        except csv.Error:
            raise FileRefused("not_csv") from None


class RefusedFile:
    """Refused rows as they stood, each with its line and its reason; made when there is one."""

    def __init__(
        self, path: Path, heading: Sequence[str], words: Callable[[RefusedRow], str]
    ) -> None:
        self.path, self.rows = path, 0
        self._heading, self._words = heading, words
        self._text: IO[str] | None = None

    def add(self, row: RefusedRow) -> None:
        if self._text is None:
            self._text = self.path.open("w", encoding="utf-8", newline="")
            self._write(["line", "reason", *self._heading])
        self._write([str(row.line), self._words(row), *row.cells])
        self.rows += 1

    def _write(self, cells: Sequence[str]) -> None:
        assert self._text is not None
        csv.writer(self._text).writerow(map(inert, cells))

    def close(self) -> None:
        if self._text is not None:
            self._text.close()
