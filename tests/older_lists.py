"""Older lists of the complaints desk for tests: files, and what is made of them."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from openpyxl import Workbook

from app.adapters.database import Database
from app.adapters.keyring import Keyring
from app.adapters.list_files import read_list
from app.domain.complaint_import.plan import ImportPlan, plan_import
from app.domain.complaint_import.profile import Profile, guessed
from app.domain.complaint_import.table import ListTable
from app.services.import_complaints import Compared, compare, prepare_import, store_import
from tests.conftest import NOON
from tests.workbench import reference

TODAY = NOON.date()
HEAD = (
    "Nr", "Datum", "Soort instantie", "Instantie", "Onderwerp", "Plaats", "Omschrijving",
    "Uitkomst", "Afgesloten", "Opmerkingen",
)  # fmt: skip
OPEN_ROW = (
    "2025-7", "3-2-2025", "Politie", "Rotterdam", "Aangifte of melding geweigerd", "Rotterdam",
    "Ze werd weggestuurd aan de balie.", "", "", "",
)  # fmt: skip
CLOSED_ROW = (
    "2025-8", "4 maart 2025", "Gemeente", "Utrecht", "Licence refused or withdrawn", "Utrecht",
    "De brief kwam nooit.", "Gegrond verklaard", "1-6-2025", "Twee keer gebeld",
)  # fmt: skip
STORY_OF_LIST = OPEN_ROW[6]

Row = Sequence[Any]


def csv_of(*rows: Row, head: Row = HEAD, sign: str = ";") -> bytes:
    """A file as Excel in Dutch writes it."""
    lines = [sign.join(f'"{cell}"' for cell in row) for row in (head, *rows)]
    return "\r\n".join(lines).encode("utf-8-sig")


def xlsx_of(*rows: Row, head: Row = HEAD) -> bytes:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (head, *rows):
        sheet.append(list(row))
    return saved(book)


def saved(book: Workbook) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def changed(row: Row, **cells: str) -> tuple[str, ...]:
    """A row with other cells; names are headings in small letters, `_` for a space."""
    names = {name.casefold().replace(" ", "_"): at for at, name in enumerate(HEAD)}
    found = list(row)
    for name, value in cells.items():
        found[names[name]] = value
    return tuple(found)


def planned(
    content: bytes, profile: Profile | None = None, today: date = TODAY
) -> tuple[ListTable, ImportPlan]:
    table = read_list(content)
    plan = plan_import(
        table, profile or guessed(table.headings), reference().vocabulary, today=today
    )
    return table, plan


def problems(content: bytes, profile: Profile | None = None) -> list[tuple[str, str]]:
    """Column and code of everything that is wrong, row by row."""
    _table, plan = planned(content, profile)
    return [(one.column, one.code) for refused in plan.refused for one in refused.problems]


@dataclass(frozen=True)
class Imported:
    """What came of a list."""

    stored: int
    compared: Compared


def take_over(
    database: Database, keyring: Keyring, content: bytes, profile: Profile | None = None
) -> Imported:
    """A list through the services of the door, in one unit of work."""
    table, plan = planned(content, profile)
    with database.reading() as session:
        found = compare(session, table, plan, keyring=keyring)
    rows = tuple(
        prepare_import(
            found.new,
            keyring=keyring,
            name_of=lambda code: reference().institution(code).name,
            today=TODAY,
        )
    )
    with database.writing() as session:
        stored = store_import(session, rows)
    return Imported(stored, found)
