"""The workbooks and the report of a release, read back: what was published, and no more."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from dataclasses import replace

import pikepdf
import pytest
from flask import Flask
from openpyxl import load_workbook

from app.adapters.figures_ods import release_ods
from app.adapters.figures_pdf import release_pdf
from app.adapters.figures_xlsx import release_xlsx
from app.adapters.vault.stretching import Stretcher
from app.domain.statistics.parameters import PARAMETERS
from app.domain.statistics.printed import Grid, printed
from app.domain.statistics.publication import Publication
from app.domain.statistics.worded import WordedRelease
from app.factory import create_app
from app.settings import Settings
from tests.figure_documents import (
    Rows,
    numbers_of,
    publication_of,
    sheets_of_ods,
    sheets_of_xlsx,
    texts_of,
    with_text,
    worded,
)
from tests.figures import some_publications
from tests.keys import insecure_keyring
from tests.security.pdf_words import words_of_pdf

Write = Callable[[WordedRelease], bytes]
Read = Callable[[bytes], dict[str, Rows]]
WORKBOOKS: tuple[tuple[Write, Read], ...] = (
    (release_xlsx, sheets_of_xlsx),
    (release_ods, sheets_of_ods),
)
FORMULAS = (
    "=cmd|' /C calc'!A0", "=1+1", "+31 6", "-1", "@SUM(A1)", "|x", "%x", "\uff1d1+1",
    '=HYPERLINK("https://evil.example")', "'=1+1",
)  # fmt: skip
MARKUP = (
    '#panic("x")', '#read("/etc/passwd")', "*vet* _schuin_", "$ sum $", "<label> @ref", "= kop",
    "// weg /* weg */", "\\u{41}", "</text:p><text:p>", "&amp; <b>", "{{7*7}} %(x)s",
)  # fmt: skip


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory, cheap_insecure_stretcher: Stretcher) -> Flask:
    """A house for its words: no document reads a table of the database."""
    folder = tmp_path_factory.mktemp("house")
    settings = replace(Settings.from_env({"VAR_DIR": str(folder)}), env="test")
    return create_app(
        settings, keyring=insecure_keyring(cheap_insecure_stretcher, folder / "pins.json")
    )


def releases() -> tuple[Publication, ...]:
    small = some_publications(a_year=60, tier=1, years=(2026,))
    middle = some_publications(a_year=300, tier=2, years=(2026,))
    return (publication_of("2025"), publication_of("2025Q3"), middle[-1], *small)


@pytest.fixture(params=releases(), ids=lambda one: f"{one.id}-tier-{one.tier}")
def publication(request: pytest.FixtureRequest) -> Publication:
    found: Publication = request.param
    return found


@pytest.mark.parametrize(("write", "read"), WORKBOOKS, ids=["xlsx", "ods"])
def test_a_workbook_holds_every_published_row_as_it_is_shown(
    app: Flask, publication: Publication, write: Write, read: Read
) -> None:
    release = worded(app, publication)
    sheets = read(write(release))
    about, *pages = sheets.values()
    assert len(pages) == len(release.tables) == len(publication.tables)
    for table, page in zip(publication.tables, pages, strict=True):
        rows = [row for row in page if len(row) == len(table.dimensions) + 1 and row[-1]][1:]
        shown = sorted(str(row[-1]) for row in rows)
        assert shown == sorted(
            "<10" if count < 10 else str(count) for count in table.cells.values()
        )
    assert "Zo lees je dit" in [row[0] for row in about if row]


@pytest.mark.parametrize(("write", "read"), WORKBOOKS, ids=["xlsx", "ods"])
def test_every_number_is_a_multiple_of_five_and_none_is_small(
    app: Flask, publication: Publication, write: Write, read: Read
) -> None:
    numbers = list(numbers_of(read(write(worded(app, publication)))))
    assert numbers
    assert [one for one in numbers if one % 5 or one < PARAMETERS.hide_below] == []


def test_every_number_on_paper_is_a_multiple_of_five_or_said_to_be_small(
    app: Flask, publication: Publication
) -> None:
    found = printed(worded(app, publication), publication.parameters)
    shown = [bar.shown for chart in found.charts for bar in chart.bars]
    for one in found.tables:
        if isinstance(one, Grid):
            shown += [count for _label, counts in one.rows for count in counts]
        else:
            shown += [line[1] for _group, lines in one.groups for line in lines]
    assert len(shown) > 30
    assert [one for one in shown if one not in ("<10", "<15") and int(one) % 5] == []
    assert [one for one in shown if one.isdigit() and int(one) < PARAMETERS.hide_below] == []


def report(release: WordedRelease) -> bytes:
    return release_pdf(release, PARAMETERS)


@pytest.mark.parametrize("write", [release_xlsx, release_ods, report])
def test_the_same_release_is_the_same_file_and_another_language_is_not(
    app: Flask, write: Write
) -> None:
    release = worded(app, publication_of("2025Q3"))
    assert write(release) == write(release)
    assert write(release) != write(worded(app, publication_of("2025Q3"), "en"))


@pytest.mark.parametrize("text", FORMULAS)
@pytest.mark.parametrize(("write", "read"), WORKBOOKS, ids=["xlsx", "ods"])
def test_no_cell_begins_as_a_formula_and_the_text_is_whole(
    app: Flask, write: Write, read: Read, text: str
) -> None:
    content = write(with_text(worded(app, publication_of("2025Q3")), text))
    texts = list(texts_of(read(content)))
    assert [one for one in texts if one and one[0] in "=+-@|%\t\r\n\uff1d"] == []
    assert sum(text in one for one in texts) > 40
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        names = [name for name in packed.namelist() if name.endswith(".xml")]
        whole = b"".join(packed.read(name) for name in names)
    assert b"<f>" not in whole
    assert b"table:formula" not in whole


@pytest.mark.parametrize("text", MARKUP)
def test_what_looks_like_markup_is_printed_as_it_was_written(app: Flask, text: str) -> None:
    release = with_text(worded(app, publication_of("2025Q3")), text)
    words = words_of_pdf(report(release))
    assert words.count(text.replace(" ", "")) >= 20
    for write, read in WORKBOOKS:
        assert sum(text in one for one in texts_of(read(write(release)))) > 40


def test_signs_of_emphasis_are_signs(app: Flask) -> None:
    release = replace(worded(app, publication_of("2025Q3")), citation="*vet* en _schuin_")
    assert words_of_pdf(report(release)).count("*vet*en_schuin_") == 2


def test_a_sign_without_a_shape_or_that_nobody_sees_stops_no_document(app: Flask) -> None:
    release = worded(app, publication_of("2025Q3"))
    odd = replace(release, citation="Teken \U0001f9ff en 中 hier")
    words = words_of_pdf(report(odd))
    assert "Teken?en?hier" in words


def test_the_report_is_tagged_and_says_what_it_is(app: Flask) -> None:
    release = worded(app, publication_of("2025"), "en")
    content = report(release)
    with pikepdf.open(io.BytesIO(content)) as opened:
        assert bool(opened.Root.MarkInfo.Marked)
        assert str(opened.Root.Lang).lower().startswith("en")
        assert str(opened.docinfo["/Title"]) == release.title
        assert str(opened.docinfo["/CreationDate"]).startswith("D:20260331")
        assert str(opened.open_metadata()["pdfuaid:part"]) == "1"
        kinds = [str(one.get("/S")) for one in opened.objects if _is_structure(one)]
        alts = [str(one.Alt) for one in opened.objects if _is_structure(one) and "/Alt" in one]
    assert kinds.count("/Table") == len(release.tables) + 1
    assert kinds.count("/Figure") == len(printed(release, PARAMETERS).charts) == len(alts)
    assert "/TH" in kinds
    assert "/TOC" in kinds
    assert any("Police 225; Bank 160" in alt for alt in alts)
    words = words_of_pdf(content)
    facts = [value for _label, value in release.facts]
    for text in (*release.findings, release.corrections[0][1], release.citation, *facts):
        assert text.replace(" ", "") in words.replace("\u00ad", ""), text


def _is_structure(one: object) -> bool:
    return isinstance(one, pikepdf.Dictionary) and one.get("/Type") == "/StructElem"


def test_a_workbook_is_ready_to_be_filtered_and_printed(app: Flask) -> None:
    release = worded(app, publication_of("2025"))
    book = load_workbook(io.BytesIO(release_xlsx(release)))
    assert book.sheetnames == [
        "Over deze cijfers", "1 Soort instantie", "2 Uitkomst", "3 Hoe lang het duurde",
        "4 Provincie", "5 Onderwerp", "6 Instantie",
    ]  # fmt: skip
    for page in book.worksheets[1:]:
        heading = int(str(page.freeze_panes)[1:]) - 1
        assert page.auto_filter.ref == f"A{heading}:C{page.max_row}"
        assert page.print_title_rows == f"${heading}:${heading}"
        assert page.cell(page.max_row, 3).number_format in ("#,##0", "General")
        assert page.column_dimensions["A"].width > 10
    links = [
        cell.hyperlink.location for row in book.worksheets[0] for cell in row if cell.hyperlink
    ]
    assert links == [f"'{name}'!A1" for name in book.sheetnames[1:]]
    assert book.properties.title == release.title
    assert book.properties.creator == release.site
    assert book.properties.created.date() == release.frozen_on


def test_an_open_document_is_valid_zip_with_its_kind_first_and_nothing_of_a_machine(
    app: Flask,
) -> None:
    release = worded(app, publication_of("2025"))
    with zipfile.ZipFile(io.BytesIO(release_ods(release))) as packed:
        first, *others = packed.infolist()
        assert (first.filename, first.compress_type) == ("mimetype", zipfile.ZIP_STORED)
        assert packed.read("mimetype") == b"application/vnd.oasis.opendocument.spreadsheet"
        assert {one.date_time for one in (first, *others)} == {(1980, 1, 1, 0, 0, 0)}
        meta = packed.read("meta.xml").decode()
        content = packed.read("content.xml").decode()
        settings = packed.read("settings.xml").decode()
        listed = packed.read("META-INF/manifest.xml").decode()
    for name in ("Configurations2", "Thumbnails"):
        assert name not in listed
    assert "LibreOffice" not in meta + settings
    assert "MacOSX" not in meta + settings
    assert "2026-03-31" in meta
    tables = len(release.tables)
    assert content.count('table:display-filter-buttons="true"') == tables
    assert content.count("<table:table-header-rows>") == tables
    assert settings.count("VerticalSplitPosition") == tables
