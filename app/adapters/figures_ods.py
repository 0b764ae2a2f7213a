"""A release as an OpenDocument workbook (ODF 1.4); the only module that knows odfdo.

The bytes depend on the release alone: what the library's template brings along of the machine that
made it (meta data, view, thumbnail) is replaced, and no file in the ZIP has a time of its own.
Tables go in as one text each: cell by cell the library takes three seconds for a year.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Mapping
from xml.sax.saxutils import escape, quoteattr

from odfdo import Document, Element

from app.domain.statistics.sheets import Sheet, SheetCell, Style, sheets_of
from app.domain.statistics.worded import WordedRelease

ODS_TYPE = "application/vnd.oasis.opendocument.spreadsheet"
DAY_OF_ZIP = (1980, 1, 1, 0, 0, 0)
KEPT_PARTS = (
    "mimetype", "META-INF/manifest.xml", "manifest.rdf", "content.xml", "styles.xml", "meta.xml",
    "settings.xml",
)  # fmt: skip
CM_A_CHARACTER, CM_A_LINE = 0.2, 0.5
PRIMARY, LINE = "#0b5c63", "#dedbd3"
_UNDER = f'fo:border-bottom="0.5pt solid {LINE}"'
_STRONG_UNDER = 'fo:border-bottom="1pt solid #000000" style:vertical-align="bottom"'
_WRAP = 'fo:wrap-option="wrap"'
_BOLD = 'fo:font-weight="bold"'
STYLES: Mapping[Style, tuple[str, str, str]] = {
    "title": ("", "", f'{_BOLD} fo:font-size="14pt" fo:color="{PRIMARY}"'),
    "part": ("", "", f'{_BOLD} fo:font-size="12pt"'),
    "text": (f'{_WRAP} style:vertical-align="top"', "", ""),
    "heading": (f"{_WRAP} {_STRONG_UNDER}", "", _BOLD),
    "label": (_UNDER, "", ""),
    "count": (_UNDER, 'fo:text-align="end"', ""),
    "sum_label": (_UNDER, "", _BOLD),
    "sum": (_UNDER, 'fo:text-align="end"', _BOLD),
}  # fmt: skip
"""Style → what it says of the cell, of the paragraph and of the text."""
PAGE = {
    "fo:page-width": "21cm", "fo:page-height": "29.7cm", "fo:margin-top": "1.5cm",
    "fo:margin-bottom": "1.5cm", "fo:margin-left": "1.5cm", "fo:margin-right": "1.5cm",
    "style:scale-to-X": "1", "style:scale-to-Y": "0",
}  # fmt: skip
FILTER = "__Anonymous_Sheet_DB__"  # by this name LibreOffice knows the filter of a whole sheet
NUMBERS = frozenset({"count", "sum"})
VIEW = (
    '<config:config-item config:name="HorizontalSplitMode" config:type="short">0'
    "</config:config-item>"
    '<config:config-item config:name="VerticalSplitMode" config:type="short">2'
    "</config:config-item>"
    '<config:config-item config:name="VerticalSplitPosition" config:type="int">{row}'
    "</config:config-item>"
    '<config:config-item config:name="ActiveSplitRange" config:type="short">2'
    "</config:config-item>"
    '<config:config-item config:name="PositionBottom" config:type="int">{row}'
    "</config:config-item>"
)


def release_ods(release: WordedRelease) -> bytes:
    """The whole release; about 0.3 s for a year."""
    sheets = sheets_of(release)
    document = Document("spreadsheet")
    automatic = document.content.get_element("//office:automatic-styles")
    body = document.body
    assert automatic is not None
    automatic.clear()
    body.clear()
    for one in _styles(sheets):
        automatic.append(Element.from_tag(one))
    for number, sheet in enumerate(sheets):
        body.append(Element.from_tag(_table(number, sheet)))
    body.append(Element.from_tag(_filters(sheets)))
    _lay_out(document)
    document.set_part("meta.xml", _meta(release).encode("utf-8"))
    document.set_part("settings.xml", _settings(sheets).encode("utf-8"))
    for path in document.manifest.get_paths():
        if path not in ("/", *KEPT_PARTS):
            document.manifest.del_full_path(path)
    packed = io.BytesIO()
    document.save(packed)
    return _without_times(packed)


def _lay_out(document: Document) -> None:
    """A4, as wide as the paper, with the name of the sheet and a page number."""
    page = document.styles.get_element("//style:page-layout-properties")
    footer = document.styles.get_element("//style:master-page/style:footer/text:p")
    assert page is not None
    assert footer is not None
    for name, value in PAGE.items():
        page.set_attribute(name, value)
    footer.clear()
    footer.append(Element.from_tag("text:page-number"))


def _table(number: int, sheet: Sheet) -> str:
    columns = "".join(
        f'<table:table-column table:style-name="column-{number}-{column}"/>'
        for column in range(len(sheet.widths))
    )
    rows = [_row(sheet, place, line) for place, line in enumerate(sheet.lines)]
    if sheet.header is not None:  # comes back on every printed page
        head = rows[sheet.header]
        rows[sheet.header] = f"<table:table-header-rows>{head}</table:table-header-rows>"
    name = quoteattr(sheet.name)
    return f"<table:table table:name={name}>{columns}{''.join(rows)}</table:table>"


def _row(sheet: Sheet, place: int, line: tuple[SheetCell, ...]) -> str:
    high, over = sheet.lines_high(place), len(sheet.widths)
    if high is None:
        cells = "".join(_cell(one) for one in line) or "<table:table-cell/>"
        return f'<table:table-row table:style-name="row">{cells}</table:table-row>'
    span = f' table:number-columns-spanned="{over}"' if over > 1 else ""
    covered = "<table:covered-table-cell/>" * (over - 1)
    return (
        f'<table:table-row table:style-name="row-{high}">{_cell(line[0], span)}{covered}'
        "</table:table-row>"
    )


def _cell(cell: SheetCell, span: str = "") -> str:
    """A text is of the type text, whatever it looks like."""
    kind, text = ' office:value-type="string"', escape(str(cell.value))
    if isinstance(cell.value, int):
        kind = f' office:value-type="float" office:value="{cell.value}"'
    if cell.to:
        link = quoteattr(f"#{cell.to}.A1")
        text = f'<text:a xlink:type="simple" xlink:href={link}>{text}</text:a>'
    return (
        f'<table:table-cell table:style-name="{cell.style}"{kind}{span}><text:p>{text}</text:p>'
        "</table:table-cell>"
    )


def _styles(sheets: tuple[Sheet, ...]) -> Iterator[str]:
    yield (
        '<number:number-style style:name="whole"><number:number number:decimal-places="0" '
        'number:min-integer-digits="1" number:grouping="true"/></number:number-style>'
    )
    for name, (cell, paragraph, text) in STYLES.items():
        number = ' style:data-style-name="whole"' if name in NUMBERS else ""
        yield (
            f'<style:style style:name="{name}" style:family="table-cell" '
            f'style:parent-style-name="Default"{number}><style:table-cell-properties {cell}/>'
            f"<style:paragraph-properties {paragraph}/><style:text-properties {text}/>"
            "</style:style>"
        )
    for place, sheet in enumerate(sheets):
        for column, width in enumerate(sheet.widths):
            yield (
                f'<style:style style:name="column-{place}-{column}" '
                'style:family="table-column"><style:table-column-properties '
                f'style:column-width="{width * CM_A_CHARACTER:.2f}cm"/></style:style>'
            )
    yield (
        '<style:style style:name="row" style:family="table-row"><style:table-row-properties '
        'style:use-optimal-row-height="true"/></style:style>'
    )
    heights = {sheet.lines_high(place) for sheet in sheets for place in range(len(sheet.lines))}
    for high in sorted(heights - {None}, key=str):
        yield (
            f'<style:style style:name="row-{high}" style:family="table-row">'
            f'<style:table-row-properties style:row-height="{(high or 1) * CM_A_LINE:.2f}cm" '
            'style:use-optimal-row-height="false"/></style:style>'
        )


def _filters(sheets: tuple[Sheet, ...]) -> str:
    ranges = "".join(
        f'<table:database-range table:name="{FILTER}{number}" '
        'table:display-filter-buttons="true" table:target-range-address='
        + quoteattr(
            f"'{sheet.name}'.A{sheet.header + 1}:'{sheet.name}'."
            f"{chr(ord('A') + len(sheet.widths) - 1)}{len(sheet.lines)}"
        )
        + "/>"
        for number, sheet in enumerate(sheets)
        if sheet.header is not None
    )
    return f"<table:database-ranges>{ranges}</table:database-ranges>"


def _meta(release: WordedRelease) -> str:
    return (
        '<?xml version="1.0" encoding="UTF-8"?><office:document-meta '
        'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
        'xmlns:meta="urn:oasis:names:tc:opendocument:xmlns:meta:1.0" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" office:version="1.4"><office:meta>'
        f"<dc:title>{escape(release.title)}</dc:title>"
        f"<dc:subject>{escape(release.subtitle)}</dc:subject>"
        f"<meta:initial-creator>{escape(release.site)}</meta:initial-creator>"
        f"<meta:creation-date>{release.frozen_on.isoformat()}</meta:creation-date>"
        f"<dc:language>{release.language}</dc:language>"
        "</office:meta></office:document-meta>"
    )


def _settings(sheets: tuple[Sheet, ...]) -> str:
    """The heading of each table stays in view."""
    views = "".join(
        f"<config:config-item-map-entry config:name={quoteattr(sheet.name)}>"
        f"{VIEW.format(row=sheet.header + 1)}</config:config-item-map-entry>"
        for sheet in sheets
        if sheet.header is not None
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?><office:document-settings '
        'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
        'xmlns:config="urn:oasis:names:tc:opendocument:xmlns:config:1.0" '
        'xmlns:ooo="http://openoffice.org/2004/office" office:version="1.4"><office:settings>'
        '<config:config-item-set config:name="ooo:view-settings">'
        '<config:config-item-map-indexed config:name="Views"><config:config-item-map-entry>'
        '<config:config-item config:name="ViewId" config:type="string">view1'
        '</config:config-item><config:config-item-map-named config:name="Tables">'
        f"{views}</config:config-item-map-named>"
        '<config:config-item config:name="ActiveTable" config:type="string">'
        f"{escape(sheets[0].name)}</config:config-item></config:config-item-map-entry>"
        "</config:config-item-map-indexed></config:config-item-set></office:settings>"
        "</office:document-settings>"
    )


def _without_times(packed: io.BytesIO) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(packed) as came, zipfile.ZipFile(out, "w") as goes:
        for name in KEPT_PARTS:
            member = zipfile.ZipInfo(name, DAY_OF_ZIP)
            stored = name == "mimetype"  # readable without unpacking, says ODF
            member.compress_type = zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED
            goes.writestr(member, came.read(name))
    return out.getvalue()
