"""Text that stands in templates or code outside the catalogues, so that nobody translates it."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

from jinja2 import Environment, nodes

from translations.extraction import PROJECT, PYTHON_CALLS, TEMPLATE_CALLS

SPOKEN_ATTRIBUTES = frozenset({"alt", "title", "placeholder", "aria-label", "aria-description"})
SILENT_ELEMENTS = frozenset({"script", "style"})
WORD = re.compile(r"[^\W\d_]{2,}")
SENTENCE = re.compile(r"[A-Z][^\W\d_]*[\w'’,-]*(?: [\w'’(),:;%-]+)+[.?…:]?")
ATTRIBUTE = re.compile(r'[\w-]+="[^"]*"')  # of a block that a frame puts into its tag
LOG_CALLS = frozenset({"debug", "info", "warning", "error", "exception"})
SHOWN = frozenset({"ValidationError", "StopValidation"})  # their words stand on the page
GAP = "\x00"  # where Jinja fills something in
ROOMS_WITH_WORDS = ("app/web", "app/public", "moderation/desk")


def in_template(path: Path, root: Path = PROJECT) -> list[str]:
    """`place: 'text'` for every text node, spoken attribute or string that is not in `_()`."""
    environment = Environment(extensions=["jinja2.ext.i18n"], autoescape=True)
    source = path.read_text(encoding="utf-8")
    html = _HumanText()
    html.feed(_markup(environment, source))
    html.close()
    found = [f"{line}: {text!r}" for line, text in html.found]
    found += [
        f"{node.lineno}: {node.value!r}" for node in _sentences_of_jinja(environment.parse(source))
    ]
    return [f"{path.relative_to(root)}:{one}" for one in found]


def in_code(path: Path, root: Path = PROJECT) -> list[str]:
    """Sentences in Python of the pages that no catalogue knows."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    known = set(_not_for_people(tree))
    return [
        f"{path.relative_to(root)}:{node.lineno}: {node.value!r}"
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and id(node) not in known
        and SENTENCE.fullmatch(node.value.strip())
    ]


class _HumanText(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[tuple[int, str]] = []
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._silent += tag in SILENT_ELEMENTS
        for name, value in attrs:
            if name in SPOKEN_ATTRIBUTES:
                self._look(value or "")

    def handle_endtag(self, tag: str) -> None:
        self._silent -= tag in SILENT_ELEMENTS

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self._look(data)

    def _look(self, text: str) -> None:
        bare = text.replace(GAP, " ").strip()
        if WORD.search(bare) and not ATTRIBUTE.fullmatch(bare):
            self.found.append((self.getpos()[0], bare))


def _markup(environment: Environment, source: str) -> str:
    """The template without Jinja, lines kept; what stands in `{% trans %}` is left out."""
    parts, in_trans, in_block = [], False, False
    for _line, kind, value in environment.lex(source):
        if kind == "block_begin":
            in_block = True
        elif kind == "block_end":
            in_block = False
        elif in_block and kind == "name" and value in ("trans", "endtrans"):
            in_trans = value == "trans"
        if kind == "data" and not in_trans:
            parts.append(value)
        else:
            parts.append("\n" * value.count("\n"))
            parts.append(GAP if kind == "variable_begin" else "")
    return "".join(parts)


def _sentences_of_jinja(tree: nodes.Template) -> Iterator[nodes.Const]:
    translated = {
        id(argument)
        for call in tree.find_all(nodes.Call)
        if isinstance(call.node, nodes.Name) and call.node.name in TEMPLATE_CALLS
        for argument in call.args
    }
    for const in tree.find_all(nodes.Const):
        text = const.value
        if isinstance(text, str) and id(const) not in translated and SENTENCE.fullmatch(text):
            yield const


def _not_for_people(tree: ast.AST) -> Iterator[int]:
    """ids of constants that are docstrings, texts of the catalogues, or facts of an exception."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr):
            yield from _ids(node)  # a docstring
        elif isinstance(node, ast.Raise | ast.Assert):
            if not _is_shown(node):
                yield from _ids(node)
        elif isinstance(node, ast.Call):
            name = node.func.id if isinstance(node.func, ast.Name) else ""
            of_log = isinstance(node.func, ast.Attribute) and node.func.attr in LOG_CALLS
            if name in PYTHON_CALLS or of_log:
                yield from _ids(node)


def _is_shown(node: ast.AST) -> bool:
    names = {inner.id for inner in ast.walk(node) if isinstance(inner, ast.Name)}
    return bool(names & SHOWN)


def _ids(node: ast.AST) -> Iterator[int]:
    if isinstance(node, ast.Expr) and not isinstance(node.value, ast.Constant):
        return
    for inner in ast.walk(node):
        if isinstance(inner, ast.Constant):
            yield id(inner)
