"""A letter as PDF (tagged, PDF/UA-1) and as DOCX; the only module that knows typst and docx.

Typst comes as one wheel with its fonts: no system library to install, no network, no file (ADR
0013). Words reach it as JSON, so nothing in a letter can be markup. Neither file says who wrote it
or at what time.
"""

from __future__ import annotations

import io
import json
import re
from functools import lru_cache
from typing import Any

import typst
from docx import Document
from docx.enum.text import WD_BREAK, WD_TAB_ALIGNMENT, WD_TAB_LEADER
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

from app.domain.attorney_sheet import BY_HAND, TITLE
from app.domain.letter import ENCLOSURES_TITLE, Block, Letter
from app.domain.letter_signs import hidden_sign
from app.settings import PROJECT

TEMPLATE = PROJECT / "templates" / "letters" / "letter.typ"
PDF_TYPE = "application/pdf"
DOCX_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
MISSING_SIGN = re.compile(r"the text `\"(?P<sign>.+?)\"` could not be displayed")
LANGUAGE = "nl-NL"
LABEL_WIDTH = Cm(3.5)


class LetterUnprintable(Exception):
    """The letter holds signs that the letter's font does not have, or that nobody sees; carries
    them."""

    def __init__(self, signs: str) -> None:
        super().__init__("a sign that cannot be printed")
        self.signs = signs


def letter_pdf(letter: Letter) -> bytes:
    """The letter as an accessible PDF; raises `LetterUnprintable`. About 30 ms."""
    _no_hidden_signs(letter)
    try:
        pdf: bytes = typst.compile(
            _template(),
            format="pdf",
            sys_inputs={"letter": json.dumps(_content(letter), ensure_ascii=False)},
            pdf_standards=["ua-1"],
        )
    except typst.TypstError as error:
        missing = MISSING_SIGN.search(str(error))
        if missing is None:
            raise
        raise LetterUnprintable(missing["sign"]) from None
    return pdf


def letter_docx(letter: Letter) -> bytes:
    """The letter as a Word file, for who wants to go on writing; raises `LetterUnprintable`."""
    _no_hidden_signs(letter)
    document = Document()
    _clean(document)
    section = document.sections[0]
    section.left_margin = section.right_margin = section.top_margin = Cm(2.5)
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    _footer(section, letter.reference)
    _lines(document, letter.sender)
    if letter.delivery:
        document.add_paragraph().add_run(letter.delivery).bold = True
    _lines(document, letter.addressee)
    _rows(document, letter.marks)
    document.add_heading(f"Betreft: {letter.subject}", level=1)
    document.add_paragraph(letter.salutation)
    for block in letter.blocks:
        _block(document, block)
    _end(document, letter)
    if letter.last_page is not None:
        heading = document.add_heading(TITLE, level=1)
        heading.paragraph_format.page_break_before = True
        _rows(document, letter.last_page.rows)
        document.add_paragraph(letter.last_page.words)
        _rows(document, letter.signing)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _content(letter: Letter) -> dict[str, Any]:
    page = letter.last_page
    return {
        **letter.to_json(),
        "marks": letter.marks,
        "blocks": [{"kind": one.kind, "parts": list(one.parts)} for one in letter.blocks],
        "enclosures": letter.all_enclosures,
        "sheet": page
        and {"title": TITLE, "rows": page.rows, "words": page.words, "signing": letter.signing},
    }


def _no_hidden_signs(letter: Letter) -> None:
    """What turns the order of words around must not make a letter say another thing than the page;
    and some of these signs neither PDF/UA nor XML can hold."""
    if sign := hidden_sign(letter.to_json()):
        raise LetterUnprintable(sign)


@lru_cache(maxsize=1)
def _template() -> bytes:
    return TEMPLATE.read_bytes()


def _lines(document: Any, lines: tuple[str, ...]) -> None:
    run = document.add_paragraph().add_run()
    for place, line in enumerate(lines):
        if place:
            run.add_break(WD_BREAK.LINE)
        run.add_text(line)


def _block(document: Any, block: Block) -> None:
    if block.kind == "heading":
        document.add_heading(block.parts[0], level=2)
        return
    for part in block.parts:
        document.add_paragraph(part, style="List Bullet" if block.kind == "list" else None)


def _end(document: Any, letter: Letter) -> None:
    """Closing words, name and enclosures on one page: a name alone on a page is no signature."""
    document.add_paragraph(f"{letter.closing},").paragraph_format.space_after = Pt(48)
    _lines(document, letter.name)
    if letter.all_enclosures:
        document.add_paragraph(f"{ENCLOSURES_TITLE}:").paragraph_format.space_before = Pt(12)
        for one in letter.all_enclosures:
            document.add_paragraph(one, style="List Bullet")
    first = next(n for n, one in enumerate(document.paragraphs) if one.text == f"{letter.closing},")
    for one in document.paragraphs[first:-1]:
        one.paragraph_format.keep_with_next = True


def _rows(document: Any, rows: tuple[tuple[str, str], ...]) -> None:
    """Labels with their values; a value to write by hand is a line."""
    for label, value in rows:
        paragraph = document.add_paragraph(f"{label}\t{value}")
        form = paragraph.paragraph_format
        form.left_indent, form.first_line_indent = LABEL_WIDTH, -LABEL_WIDTH
        form.space_after = Pt(2)
        form.tab_stops.add_tab_stop(LABEL_WIDTH)
        if value == BY_HAND:
            form.space_before = Pt(16)
            paragraph.add_run("\t")
            form.tab_stops.add_tab_stop(Cm(16), WD_TAB_ALIGNMENT.RIGHT, WD_TAB_LEADER.LINES)
    document.paragraphs[-1].paragraph_format.space_after = Pt(16)


def _footer(section: Any, reference: str) -> None:
    """The number of the case and the page, as on the PDF."""
    paragraph = section.footer.paragraphs[0]
    paragraph.text = f"{reference}\t"
    paragraph.paragraph_format.tab_stops.add_tab_stop(Cm(16), WD_TAB_ALIGNMENT.RIGHT)
    for number, mark in (("PAGE", " / "), ("NUMPAGES", "")):
        field = OxmlElement("w:fldSimple")
        field.set(qn("w:instr"), number)
        paragraph._p.append(field)
        paragraph.add_run(mark)


def _clean(document: Any) -> None:
    """Dutch, one plain font, and no name, tool or time in the file."""
    properties = document.core_properties
    for name in ("author", "last_modified_by", "comments", "keywords", "title", "subject"):
        setattr(properties, name, "")
    for name in ("created", "modified"):
        element = properties._element.find(qn(f"dcterms:{name}"))
        if element is not None:
            properties._element.remove(element)
    properties.language = LANGUAGE
    for style_name in ("Normal", "Heading 1", "Heading 2", "List Bullet", "Footer"):
        style = document.styles[style_name]
        style.font.name, style.font.size = "Georgia", Pt(11)
        style.font.color.rgb = RGBColor(0, 0, 0)
        style.paragraph_format.tab_stops.clear_all()
        if style_name.startswith("Heading"):
            style.paragraph_format.space_before = Pt(14)
            style.paragraph_format.space_after = Pt(8)
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for script in ("w:ascii", "w:hAnsi", "w:cs"):
            fonts.set(qn(script), "Georgia")
            theme = qn(f"{script}Theme")
            if fonts.get(theme) is not None:
                del fonts.attrib[theme]
        language = OxmlElement("w:lang")
        language.set(qn("w:val"), LANGUAGE)
        style.element.get_or_add_rPr().append(language)
