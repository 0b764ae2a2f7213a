"""The words of a PDF of ours, as a reader copies them out of it."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Mapping
from typing import Any

import pikepdf

ONE = re.compile(rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>\s*\n")
RUN = re.compile(rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>")


def words_of_pdf(content: bytes) -> str:
    """All text of every page in its order, without spaces: line ends are not in it either."""
    with pikepdf.open(io.BytesIO(content)) as opened:
        return "".join("".join(_text(page)) for page in opened.pages)


def _text(page: Any) -> Iterator[str]:
    fonts = {name: _signs(font) for name, font in page.Resources.Font.items()}
    signs: Mapping[int, str] = {}
    for one in pikepdf.parse_content_stream(page):
        operands: Any = one.operands
        match str(one.operator):
            case "Tf":
                signs = fonts[str(operands[0])]
            case "Tj":
                yield _read(bytes(operands[0]), signs)
            case "TJ":
                for part in operands[0]:
                    if isinstance(part, pikepdf.String):
                        yield _read(bytes(part), signs)


def _read(glyphs: bytes, signs: Mapping[int, str]) -> str:
    numbers = (int.from_bytes(glyphs[at : at + 2], "big") for at in range(0, len(glyphs), 2))
    return "".join(signs.get(one, "\ufffd") for one in numbers).replace(" ", "")


def _signs(font: Any) -> Mapping[int, str]:
    """Number of a glyph → what it means, out of the font's own map."""
    table = bytes(font.ToUnicode.read_bytes())
    found: dict[int, str] = {}
    for section in re.findall(rb"beginbfrange(.*?)endbfrange", table, re.DOTALL):
        for first, last, meaning in RUN.findall(section):
            for place in range(int(last, 16) - int(first, 16) + 1):
                found[int(first, 16) + place] = chr(int(meaning, 16) + place)
    for section in re.findall(rb"beginbfchar(.*?)endbfchar", table, re.DOTALL):
        for glyph, meaning in ONE.findall(section):
            found[int(glyph, 16)] = bytes.fromhex(meaning.decode()).decode("utf-16-be")
    return found
