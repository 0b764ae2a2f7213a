"""Every text of the house and every translation of it, side by side.

Used by `make translations`, which lists what is missing, and by the test that fails on it. Texts
stand in Python as `_()`, `_l()`, `lazy()`, `ngettext()`, `gettext_in()` and `marked()`, and in
templates as `_()`, `ngettext()` and `{% trans %}`.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from babel.messages.catalog import Message
from babel.messages.extract import extract
from babel.messages.pofile import read_po
from jinja2 import Environment, nodes
from jinja2.ext import babel_extract

PROJECT = Path(__file__).resolve().parents[1]
ROOMS = ("app", "moderation")
TEMPLATES = "templates"
# which arguments of a call are the text: the first, unless numbers say otherwise
PYTHON_CALLS: Mapping[str, tuple[int, ...] | None] = {
    "_": None, "_l": None, "gettext": None, "lazy": None, "marked": None,
    "ngettext": (1, 2), "gettext_in": (2,),
}  # fmt: skip
TEMPLATE_CALLS = ("_", "gettext", "ngettext")
PLACEHOLDER = re.compile(r"%(?:\((\w+)\))?[-#0 +]*\d*(?:\.\d+)?([a-zA-Z%])")


@dataclass(frozen=True)
class Text:
    """An English text: `forms` are one, or singular and plural; `place` is where it was found."""

    forms: tuple[str, ...]
    place: str

    @property
    def msgid(self) -> str:
        return self.forms[0]


@dataclass(frozen=True)
class Translation:
    """A message of a catalogue; `forms` are the translated ones."""

    msgid: str
    plural: str | None
    forms: tuple[str, ...]
    fuzzy: bool
    place: str


def texts_of_house(root: Path = PROJECT) -> dict[str, Text]:
    """msgid → text, of code and templates; the first place in which it stands."""
    found: dict[str, Text] = {}
    for text in (*_python_texts(root, _python_files(root)), *_template_texts(root)):
        present = found.setdefault(text.msgid, text)
        if len(text.forms) > len(present.forms):
            found[text.msgid] = text
    return found


def translations_of(language: str, root: Path = PROJECT) -> dict[str, Translation]:
    """msgid → translation, of all areas of a language."""
    found: dict[str, Translation] = {}
    for path in sorted((root / "translations" / language).glob("*.po")):
        with path.open("rb") as source:
            area = read_po(source, locale=language, abort_invalid=True)
        for message in area:
            if message.id:
                one = _translation(message, f"{path.relative_to(root)}:{message.lineno}")
                if one.msgid not in found or any(one.forms):
                    found[one.msgid] = one
    return found


def placeholders(text: str) -> list[str]:
    """What a text leaves open, sorted: `%(name)s` as `(name)s`."""
    return sorted(
        f"({name}){kind}" if name else kind
        for name, kind in PLACEHOLDER.findall(text)
        if kind != "%"
    )


def calls_without_literal(root: Path = PROJECT) -> list[str]:
    """`_(something)` where something is no text: nothing can be found there."""
    found = []
    for path in _python_files(root):
        for node in ast.walk(ast.parse(path.read_text())):
            if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name):
                continue
            if node.func.id not in PYTHON_CALLS:
                continue
            at = (PYTHON_CALLS[node.func.id] or (1,))[0] - 1
            if len(node.args) > at and not _is_text(node.args[at]):
                found.append(f"{path.relative_to(root)}:{node.lineno}")
    for path in _template_files(root):
        tree = Environment(extensions=["jinja2.ext.i18n"], autoescape=True).parse(path.read_text())
        for call in tree.find_all(nodes.Call):
            named = isinstance(call.node, nodes.Name) and call.node.name in TEMPLATE_CALLS
            if named and call.args and not isinstance(call.args[0], nodes.Const):
                found.append(f"{path.relative_to(root)}:{call.lineno}")
    return found


def texts_of_library(package: Path) -> set[str]:
    """msgids that a library passes to our catalogues, such as WTForms its own sentences."""
    return {text.msgid for text in _python_texts(package, sorted(package.rglob("*.py")))}


def _python_texts(root: Path, paths: Sequence[Path]) -> Iterator[Text]:
    for path in paths:
        with path.open("rb") as source:
            for line, message, *_rest in extract("python", source, dict(PYTHON_CALLS)):
                yield _text(message, f"{path.relative_to(root)}:{line}")


def _template_texts(root: Path) -> Iterator[Text]:
    for path in _template_files(root):
        with path.open("rb") as source:
            found = babel_extract(source, TEMPLATE_CALLS, (), {"silent": "false"})
            for line, _function, message, _comments in found:
                yield _text(message, f"{path.relative_to(root)}:{line}")


def _text(message: object, place: str) -> Text:
    parts = message if isinstance(message, tuple | list) else (message,)
    return Text(tuple(part for part in parts if isinstance(part, str)), place)


def _translation(message: Message, place: str) -> Translation:
    ids = message.id if isinstance(message.id, list | tuple) else (message.id,)
    strings = message.string if isinstance(message.string, list | tuple) else (message.string,)
    return Translation(
        msgid=ids[0],
        plural=ids[1] if len(ids) > 1 else None,
        forms=tuple(form or "" for form in strings),
        fuzzy=message.fuzzy,
        place=place,
    )


def _is_text(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str)


def _python_files(root: Path) -> list[Path]:
    return sorted(path for room in ROOMS for path in (root / room).rglob("*.py"))


def _template_files(root: Path) -> list[Path]:
    pages = root / TEMPLATES
    return sorted([*pages.rglob("*.html"), *pages.rglob("*.txt")])
