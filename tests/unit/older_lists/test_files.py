"""Files that hold a list, and files that only look like one."""

from __future__ import annotations

import io
import tracemalloc
import zipfile
from datetime import date, datetime
from pathlib import Path

import pytest
from openpyxl import Workbook

from app.adapters.list_files import MOST_LIST_BYTES, read_list, read_list_path
from app.adapters.list_xlsx import MOST_UNPACKED_BYTES
from app.domain.complaint_import.plan import ImportPlan
from app.domain.complaint_import.refused import refused_file
from app.domain.complaint_import.table import MOST_ROWS, Formula, ListTable, WrongShape
from app.domain.inert import inert, unescaped
from tests.older_lists import OPEN_ROW, changed, csv_of, planned, saved, xlsx_of

HEAD = ("Datum", "Onderwerp")
ROW = ("3-2-2025", 'café; "x"\nregel 2')


def code_of(content: bytes) -> tuple[str, str]:
    with pytest.raises(WrongShape) as wrong:
        read_list(content)
    return wrong.value.code, wrong.value.about


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "windows-1252", "utf-16"])
@pytest.mark.parametrize("sign", [";", ",", "\t"])
def test_a_csv_of_any_make_is_the_same_list(encoding: str, sign: str) -> None:
    text = f'Datum{sign}Onderwerp\r\n3-2-2025{sign}"café{sign} ""x""\nregel 2"\r\n\r\n;;\r\n'
    text = text.replace(";;", sign)
    table = read_list(text.encode(encoding))
    assert table.headings == HEAD
    assert [(row.line, row.cells) for row in table.rows] == [
        (2, ("3-2-2025", f'café{sign} "x"\nregel 2'))
    ]


def test_a_row_is_called_by_its_line_in_the_file() -> None:
    table = read_list(b'sep=;\na;b\n\n"x\ny";1\n\nz;2\n')
    assert [row.line for row in table.rows] == [4, 7]
    sheet = xlsx_of(("x", "1"), (), ("y", "2"), head=("a", "b"))
    assert [row.line for row in read_list(sheet).rows] == [2, 4]


def test_a_workbook_gives_days_and_numbers_as_one_would_type_them() -> None:
    moment = datetime(2025, 2, 3, 14, 30)  # noqa: DTZ001 - as a spreadsheet has it
    table = read_list(xlsx_of((moment, 7), (date(2025, 2, 4), 1.5), head=HEAD))
    assert [row.cells for row in table.rows] == [
        (date(2025, 2, 3), 7.0), (date(2025, 2, 4), 1.5),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", ("empty", "")),
        (b"\r\n;;\r\n", ("empty", "")),
        (b"Datum;Onderwerp\r\n", ("no_rows", "")),
        (b"Datum\r\n3-2-2025\r\n", ("one_column", "")),
        (b"Datum;Onderwerp;DATUM\r\n1;2;3", ("heading_twice", "DATUM")),
        (b"Datum;;Onderwerp\r\n1;2;3", ("heading_missing", "2")),
        (b"Datum;=A1\r\n1;2", ("heading_formula", "2")),
        (b"Datum;" + b"o" * 201 + b"\r\n1;2", ("heading_too_long", "2")),
        (b'Datum;Onderwerp\r\n1;"open', ("bad_quotes", "2")),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00;\r\n", ("not_a_list", "")),
        (b"%PDF-1.7\n\x00\x01\x02", ("not_a_list", "")),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), ("old_excel", "")),
        (b"PK\x03\x04" + bytes(600), ("damaged", "")),
        (b";".join(b"k%d" % n for n in range(61)) + b"\n1;2", ("too_many_columns", "60")),
    ],
)
def test_what_is_no_list_says_why(content: bytes, code: tuple[str, str]) -> None:
    assert code_of(content) == code


def test_a_list_that_is_too_long_is_not_cut() -> None:
    assert code_of(b"a;b\n" + b"1;2\n" * (MOST_ROWS + 1)) == ("too_many_rows", str(MOST_ROWS))
    assert len(read_list(b"a;b\n" + b"1;2\n" * MOST_ROWS).rows) == MOST_ROWS


def test_a_file_of_200_mb_is_refused_before_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    with path.open("wb") as file:
        file.write(csv_of(OPEN_ROW))
        file.truncate(200 * 1024 * 1024)
    tracemalloc.start()
    try:
        with pytest.raises(WrongShape) as wrong:
            read_list_path(path)
        _now, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert wrong.value.code == "too_large"
    assert peak < 3 * MOST_LIST_BYTES


def _zip(**members: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name.replace("__", "/").replace("_xml", ".xml"), content)
    return out.getvalue()


def test_a_zip_bomb_is_not_opened() -> None:
    whole = xlsx_of(OPEN_ROW)
    out = io.BytesIO(whole)
    with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as archive:
        with archive.open("xl/worksheets/sheet9.xml", "w") as member:
            for _ in range(MOST_UNPACKED_BYTES // 2**20 + 1):
                member.write(bytes(2**20))
    assert len(out.getvalue()) < 2**20
    assert code_of(out.getvalue())[0] == "too_large_inside"


def test_other_files_in_a_zip_are_called_what_they_are() -> None:
    sheet = _zip(mimetype=b"application/vnd.oasis.opendocument.spreadsheet", content_xml=b"<x/>")
    assert code_of(sheet)[0] == "open_document"
    assert code_of(_zip(word__document_xml=b"<x/>"))[0] == "not_a_list"
    assert code_of(_zip(xl__workbook_xml=b"<x/>"))[0] == "damaged"
    assert code_of(xlsx_of(OPEN_ROW)[:-200])[0] == "damaged"


def test_a_workbook_cannot_blow_up_by_its_own_words() -> None:
    bomb = b"".join(
        [b'<!DOCTYPE x [<!ENTITY a "', b"a" * 1000, b'">']
        + [b'<!ENTITY %c "%s">' % (98 + n, b"&%c;" % (97 + n) * 50) for n in range(6)]
        + [b"]>"]
    )
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(xlsx_of(OPEN_ROW))) as whole:
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
            for name in whole.namelist():
                content = whole.read(name)
                if name == "xl/worksheets/sheet1.xml":
                    content = bomb + content.replace(b"<sheetData>", b"<sheetData>&g;")
                archive.writestr(name, content)
    assert code_of(out.getvalue())[0] == "damaged"


def test_a_formula_is_never_taken_for_the_value_it_shows() -> None:
    table = read_list(xlsx_of(("3-2-2025", "=1+1"), ("#REF!", "x"), head=HEAD))
    assert table.rows[0].cells[1] == Formula("=1+1")
    assert isinstance(table.rows[1].cells[0], Formula)
    assert read_list(b"a;b\n=1+1;x").rows[0].cells == (Formula("=1+1"), "x")


def test_a_hidden_sheet_is_not_read_and_two_shown_ones_are_a_question() -> None:
    book = Workbook()
    first, second = book.active, book.create_sheet("Tweede")
    assert first is not None
    for sheet in (first, second):
        sheet.append(HEAD)
        sheet.append([sheet.title, "x"])
    assert code_of(saved(book)) == ("several_sheets", "Sheet, Tweede")
    first.sheet_state = "hidden"
    assert [row.cells[0] for row in read_list(saved(book)).rows] == ["Tweede"]
    book.create_sheet("Leeg")
    assert len(read_list(saved(book)).rows) == 1


def test_rows_beyond_what_a_workbook_says_of_itself_are_read() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(xlsx_of(ROW, ROW, head=HEAD))) as whole:
        with zipfile.ZipFile(out, "w") as archive:
            for name in whole.namelist():
                content = whole.read(name)
                archive.writestr(name, content.replace(b'ref="A1:B3"', b'ref="A1:A2"'))
    assert [len(row.cells) for row in read_list(out.getvalue()).rows] == [2, 2]


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "\t", "\r", "＝", "＠"])
def test_no_cell_of_the_refused_file_can_run(sign: str) -> None:
    text = f"{sign}HYPERLINK(1)"
    assert inert(text) == f"'{text}"
    for one in (text, f"'{text}", f"''{text}", "gewoon", "'s avonds", ""):
        assert unescaped(inert(one)) == one
    if sign in "\t\r":
        return  # white space around a cell is not kept
    row = changed(OPEN_ROW, datum="31-2-2025", omschrijving=text, opmerkingen=f"x {text}")
    table, plan = planned(csv_of(row))
    content = refused_file(
        table.headings, plan.refused, title="Waarom", words=lambda problem: f"={problem.code}"
    )
    cells = [cell for line in content.decode("utf-8-sig").split("\r\n") for cell in line.split(";")]
    assert f'"\'{text}"' in cells
    assert '"\'=not_a_day"' in cells or any(one.startswith("\"'=") for one in cells)
    assert not any(cell.startswith(f'"{sign}') for cell in cells)


def test_a_refused_row_comes_back_as_it_was() -> None:
    row = changed(OPEN_ROW, datum="31-2-2025", omschrijving='-Regel 1\n+31 6; ""zei ze""')
    table, plan = planned(csv_of(row))
    content = _refused(table, plan)
    again = read_list(content)
    assert again.headings == table.headings
    assert [one.cells for one in again.rows] == [one.row.cells for one in plan.refused]
    assert _refused(*planned(content)) == content


def _refused(table: ListTable, plan: ImportPlan) -> bytes:
    return refused_file(
        table.headings, plan.refused, title="Waarom", words=lambda problem: problem.code
    )
