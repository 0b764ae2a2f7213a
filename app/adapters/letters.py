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
from docx.enum.text import WD_BREAK
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt

from app.domain.letter import Letter
from app.domain.letter_signs import hidden_sign
from app.settings import PROJECT

TEMPLATE = PROJECT / "templates" / "letters" / "letter.typ"
PDF_TYPE = "application/pdf"
DOCX_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
MISSING_SIGN = re.compile(r"the text `\"(?P<sign>.+?)\"` could not be displayed")
LANGUAGE = "nl-NL"


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
    section.left_margin = section.right_margin = Cm(2.5)
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    _lines(document, letter.sender)
    _lines(document, letter.addressee)
    document.add_paragraph(f"{letter.place}, {letter.day_in_words}")
    document.add_paragraph(f"Kenmerk: {letter.reference}")
    document.add_heading(f"Betreft: {letter.subject}", level=1)
    document.add_paragraph(letter.salutation)
    for block in letter.blocks:
        style = "List Bullet" if block.kind == "list" else None
        for part in block.parts:
            document.add_paragraph(part, style=style)
    document.add_paragraph(f"{letter.closing},")
    document.add_paragraph()
    _lines(document, letter.name)
    if letter.enclosures:
        document.add_paragraph("Bijlagen:")
        for one in letter.enclosures:
            document.add_paragraph(one, style="List Bullet")
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _content(letter: Letter) -> dict[str, Any]:
    return {
        **letter.to_json(),
        "day": letter.day_in_words,
        "blocks": [{"kind": one.kind, "parts": list(one.parts)} for one in letter.blocks],
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
    for style_name in ("Normal", "Heading 1", "List Bullet"):
        style = document.styles[style_name]
        style.font.name, style.font.size = "Georgia", Pt(11)
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for script in ("w:ascii", "w:hAnsi", "w:cs"):
            fonts.set(qn(script), "Georgia")
            theme = qn(f"{script}Theme")
            if fonts.get(theme) is not None:
                del fonts.attrib[theme]
        language = OxmlElement("w:lang")
        language.set(qn("w:val"), LANGUAGE)
        style.element.get_or_add_rPr().append(language)
