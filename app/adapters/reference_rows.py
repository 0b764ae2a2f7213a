"""Strict reading of the CSV files in `data/`: what does not fit stops the start, with its line."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

CERTAINTIES = frozenset(
    {"confirmed", "secondary", "derived", "draft", "to_check", "not_applicable"}
)
NUMBER = re.compile(r"[1-9][0-9]{0,3}")
DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


class BadReferenceData(Exception):
    """A file in `data/` that does not fit; carries the place and what is wrong."""

    def __init__(self, place: str, reason: str) -> None:
        super().__init__(f"{place}: {reason}")
        self.place = place
        self.reason = reason


class Row:
    """One line of a file, whose values are asked for by name and checked on the way."""

    def __init__(self, place: str, values: dict[str, str]) -> None:
        self.place = place
        self._values = values

    def optional(self, name: str) -> str:
        """The value, or an empty string."""
        return self._values[name]

    def needed(self, name: str) -> str:
        """The value; refuses an empty one."""
        value = self._values[name]
        if not value:
            raise self.bad(f"{name} is empty")
        return value

    def one_of(self, name: str, allowed: frozenset[str]) -> str:
        """The value; refuses one that `allowed` does not hold."""
        value = self._values[name]
        if value not in allowed:
            raise self.bad(f"{name} is {value!r}")
        return value

    def several(self, name: str) -> tuple[str, ...]:
        """The values between bars, in their order."""
        return tuple(part for part in self._values[name].split("|") if part)

    def both_languages(self, name: str, *, may_be_empty: bool = False) -> dict[str, str]:
        """`name_nl` and `name_en`; refuses one without the other."""
        texts = {lang: self._values[f"{name}_{lang}"] for lang in ("nl", "en")}
        filled = [lang for lang, text in texts.items() if text]
        if len(filled) == 1 or not (filled or may_be_empty):
            raise self.bad(f"{name} needs both languages")
        return texts

    def number(self, name: str) -> int:
        """The value as a whole number of at least 1; refuses anything else."""
        value = self._values[name]
        if not NUMBER.fullmatch(value):
            raise self.bad(f"{name} is {value!r}")
        return int(value)

    def day(self, name: str) -> date:
        """The value as a day ("2026-11-23"); refuses anything else."""
        value = self._values[name]
        if not DAY.fullmatch(value):
            raise self.bad(f"{name} is {value!r}")
        try:
            return date.fromisoformat(value)
        except ValueError:
            raise self.bad(f"{name} is {value!r}") from None

    def facts(self, allowed: frozenset[str]) -> dict[str, str]:
        """`name=value;name=value` as a dict; refuses names that `allowed` does not hold."""
        found: dict[str, str] = {}
        for part in filter(None, self._values["facts"].split(";")):
            name, equals, value = part.partition("=")
            if not equals or not value or name not in allowed or name in found:
                raise self.bad(f"fact {part!r}")
            found[name] = value
        return found

    def is_confirmed(self, name: str = "certainty") -> bool:
        """Whether the row may be shown as certain."""
        return self.one_of(name, CERTAINTIES) == "confirmed"

    def bad(self, reason: str) -> BadReferenceData:
        return BadReferenceData(self.place, reason)


def read_rows(file: Path, columns: tuple[str, ...]) -> Iterator[Row]:
    """The lines of a file that has exactly `columns` in its head; cells are stripped."""
    with file.open(encoding="utf-8", newline="") as handle:
        reader = csv.reader(handle, strict=True)
        head = tuple(next(reader, ()))
        if head != columns:
            raise BadReferenceData(file.name, f"columns are {', '.join(head)}")
        for number, cells in enumerate(reader, start=2):
            place = f"{file.name}:{number}"
            if len(cells) != len(columns):
                raise BadReferenceData(place, f"{len(cells)} cells")
            if any(cell != cell.strip() for cell in cells):
                raise BadReferenceData(place, "space around a value")
            yield Row(place, dict(zip(columns, cells, strict=True)))
