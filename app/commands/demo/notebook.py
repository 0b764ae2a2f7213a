"""What `make run` tells a stranger: codes and passphrases of the demo, in one file for its owner.

It exists in development only, in `var/`, which git ignores (decisions 1). Real codes are written
nowhere.
"""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path

from app.commands.demo.people import DemoPerson
from app.domain.code import Code, to_digits, to_words

FILE_NAME = "demo.json"
CARD_LANGUAGE = "nl"


@dataclass(frozen=True)
class WrittenCode:
    """A code as a person would have written it down, and what it opens."""

    about: str
    words: str
    digits: str

    @classmethod
    def of(cls, about: str, code: Code) -> WrittenCode:
        return cls(about, " ".join(to_words(code, CARD_LANGUAGE)), to_digits(code))


@dataclass(frozen=True)
class Notebook:
    """Everything the demo made that opens something. `checks`: numbers to try, with the answer."""

    people: tuple[DemoPerson, ...]
    reports: tuple[WrittenCode, ...]
    complaints: tuple[WrittenCode, ...]
    member: WrittenCode
    invitation: WrittenCode
    organisation: WrittenCode | None  # None in a notebook of before organisations had one
    checks: tuple[tuple[str, str], ...]

    def __repr__(self) -> str:
        return "Notebook(…)"


def write_notebook(path: Path, notebook: Notebook) -> None:
    """Whole or not at all, readable by its owner only."""
    half = path.with_suffix(".half")
    half.unlink(missing_ok=True)
    handle = os.open(half, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w") as file:
        json.dump(asdict(notebook), file, indent=1, ensure_ascii=False)
        file.flush()
        os.fsync(file.fileno())
    half.replace(path)


def read_notebook(path: Path) -> Notebook | None:
    """The notebook of an earlier start, or None when there is none."""
    try:
        kept = json.loads(path.read_text())
    except FileNotFoundError:
        return None
    return Notebook(
        people=tuple(DemoPerson(**one) for one in kept["people"]),
        reports=tuple(WrittenCode(**one) for one in kept["reports"]),
        complaints=tuple(WrittenCode(**one) for one in kept.get("complaints", ())),
        member=WrittenCode(**kept["member"]),
        invitation=WrittenCode(**kept["invitation"]),
        organisation=WrittenCode(**found) if (found := kept.get("organisation")) else None,
        checks=tuple((number, answer) for number, answer in kept["checks"]),
    )
