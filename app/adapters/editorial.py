"""Pages that editors write: Markdown files in `content/<language>/<name>.md`.

A file starts with its front matter (`front_matter.py` says which keys there are):

    ---
    title: Veilig deze site gebruiken
    description: Wat de knop doet en wat niet.
    reviewed: 2026-11-23
    ---

HTML in a file stays text; what Markdown makes of the rest goes through both sanitising passes.
Headings begin at `##`: the title is the h1. The first part, up to the second heading, is what to
do now: who helps is shown right after it.
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

from app.adapters.front_matter import FrontMatter, FrontMatterWrong, read_front_matter
from app.adapters.sanitise import clean_html
from app.settings import PROJECT

CONTENT = PROJECT / "content"
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
    """A page as shown: `opening` is its first part, `rest` what comes after; `plain` for search."""

    name: str
    front: FrontMatter
    opening: CleanHtml
    rest: CleanHtml
    plain: str

    @property
    def html(self) -> CleanHtml:
        """The whole text."""
        return CleanHtml(self.opening.text + self.rest.text)

    @property
    def title(self) -> str:
        return self.front.title

    @property
    def description(self) -> str:
        return self.front.description

    @property
    def reviewed_on(self) -> date:
        return self.front.reviewed_on


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


def page_versions(lang: str, folder: Path = CONTENT) -> tuple[tuple[str, int], ...]:
    """(name, when it changed) of every page: another value means that something changed."""
    found = [(path.stem, path.stat().st_mtime_ns) for path in (folder / lang).glob("*.md")]
    return tuple(sorted(found))


@lru_cache(maxsize=256)
def _read(path: Path, _changed_ns: int) -> EditorialPage:
    start, text, body = [*path.read_text(encoding="utf-8").split("---\n", 2), "", ""][:3]
    if start or not body:
        raise PageNotReadable(f"{path.name}: no front matter")
    try:
        front = read_front_matter(text)
    except FrontMatterWrong as wrong:
        raise PageNotReadable(f"{path.name}: {wrong}") from None
    parser = MarkdownIt("commonmark", {"html": False}).enable("table")
    tokens = parser.parse(body)
    _name_headings(tokens)
    end = _end_of_opening(tokens)
    opening, rest = (
        CleanHtml(clean_html(parser.renderer.render(part, parser.options, {})))
        for part in (tokens[:end], tokens[end:])
    )
    return EditorialPage(path.stem, front, opening, rest, _plain(tokens))


def _end_of_opening(tokens: Sequence[Token]) -> int:
    """Where the second h2 begins; the end when there is none."""
    starts = [at for at, one in enumerate(tokens) if one.type == "heading_open" and one.tag == "h2"]
    return starts[1] if len(starts) > 1 else len(tokens)


def _plain(tokens: Sequence[Token]) -> str:
    """The words of a page without its marks and addresses."""
    inline = [child for token in tokens for child in token.children or ()]
    return " ".join(" ".join(one.content for one in inline if one.content).split())


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
