"""Pages that editors write: Markdown files in `content/<language>/<name>.md`.

A file starts with its front matter, one `key: value` a line between two lines of `---`:

    ---
    title: Veilig deze site gebruiken
    description: Wat de knop doet en wat niet.
    reviewed: 2026-11-23
    ---

The day is when somebody last read the page through. HTML in a file stays text; what Markdown makes
of the rest goes through both sanitising passes. Headings begin at `##`: the title is the h1.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import pairwise
from pathlib import Path

from markdown_it import MarkdownIt
from markdown_it.token import Token

from app.adapters.sanitise import clean_html
from app.settings import PROJECT

CONTENT = PROJECT / "content"
KEYS = frozenset({"title", "description", "reviewed"})
# No dot and no slash: a name can never leave its folder.
NAME = re.compile(r"[a-z][a-z0-9-]{0,40}", re.ASCII)
LANGUAGE = re.compile(r"[a-z]{2}(-[A-Z]{2})?", re.ASCII)


class NoSuchPage(KeyError):
    """There is no page of this name in this language."""


class PageNotReadable(ValueError):
    """A file of an editor lacks something; carries its name and what is wrong."""


@dataclass(frozen=True)
class CleanHtml:
    """HTML that went through both sanitising passes, the only kind a template shows as HTML.

    Templates recognise it by `__html__`, so no `|safe` is needed anywhere.
    """

    text: str

    def __html__(self) -> str:
        return self.text


@dataclass(frozen=True)
class EditorialPage:
    """A page as shown; `reviewed_on` is the day somebody last read it through."""

    title: str
    description: str
    reviewed_on: date
    html: CleanHtml


def page(lang: str, name: str, folder: Path = CONTENT) -> EditorialPage:
    """The page `name` in a language; read again when its file changes.

    Raises NoSuchPage, and PageNotReadable where the front matter is wrong.
    """
    if not LANGUAGE.fullmatch(lang) or not NAME.fullmatch(name):
        raise NoSuchPage(name)
    path = folder / lang / f"{name}.md"
    try:
        changed = path.stat().st_mtime_ns
    except OSError:
        raise NoSuchPage(name) from None
    return _read(path, changed)


def page_names(lang: str, folder: Path = CONTENT) -> list[str]:
    """The names of all pages in a language."""
    return sorted(path.stem for path in (folder / lang).glob("*.md"))


@lru_cache(maxsize=256)
def _read(path: Path, _changed_ns: int) -> EditorialPage:
    front, body = _split(path)
    try:
        reviewed_on = date.fromisoformat(front["reviewed"])
    except ValueError:
        raise PageNotReadable(f"{path.name}: reviewed is no date") from None
    return EditorialPage(
        title=front["title"],
        description=front["description"],
        reviewed_on=reviewed_on,
        html=CleanHtml(_render(body)),
    )


def _split(path: Path) -> tuple[dict[str, str], str]:
    """(front matter, Markdown)."""
    opening, front, body = [*path.read_text(encoding="utf-8").split("---\n", 2), "", ""][:3]
    if opening or not body:
        raise PageNotReadable(f"{path.name}: no front matter")
    found = {}
    for line in front.splitlines():
        key, _, value = line.partition(":")
        found[key.strip()] = value.strip()
    if set(found) != KEYS or not all(found.values()):
        raise PageNotReadable(f"{path.name}: front matter needs {', '.join(sorted(KEYS))}")
    return found, body


def _render(markdown: str) -> str:
    parser = MarkdownIt("commonmark", {"html": False}).enable("table")
    tokens = parser.parse(markdown)
    _name_headings(tokens)
    return clean_html(parser.renderer.render(tokens, parser.options, {}))


def _name_headings(tokens: Sequence[Token]) -> None:
    """Give each heading an id made of its words, so that a link can point to it."""
    taken: set[str] = set()
    for opening, inline in pairwise(tokens):
        if opening.type != "heading_open":
            continue
        wished = "s-" + _words(inline.content)[:60].strip("-")
        name, number = wished, 1
        while name in taken:
            number += 1
            name = f"{wished}-{number}"
        taken.add(name)
        opening.attrSet("id", name)


def _words(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")
