"""Every template compiles and holds nothing that our CSP or Tor "Safest" would refuse."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from jinja2.ext import babel_extract

ROOT = Path(__file__).parents[2]
TEMPLATES = ROOT / "templates"
NAMES = sorted(path.relative_to(TEMPLATES).as_posix() for path in TEMPLATES.rglob("*.html"))
PAGES_THAT_CARRY_FIGURES = ("public/figures", "figures/")  # charts are SVG in the page there only

FORBIDDEN = {
    "inline style": re.compile(r"\sstyle\s*=", re.IGNORECASE),
    "style element": re.compile(r"<style\b", re.IGNORECASE),
    "inline handler": re.compile(r"<[^<>]*\son[a-z]+\s*=", re.IGNORECASE),
    "inline script": re.compile(r"<script\b(?![^>]*\ssrc=)", re.IGNORECASE),
    "unescaped output": re.compile(r"\|\s*safe\b|autoescape\s+false", re.IGNORECASE),
    "data address": re.compile(r"""["'(]data:""", re.IGNORECASE),
    "script address": re.compile(r"javascript:", re.IGNORECASE),
    "foreign origin": re.compile(
        r"""<(?:script|link|img|iframe)\b[^>]*["']https?:""", re.IGNORECASE
    ),
}
SVG = re.compile(r"<svg\b", re.IGNORECASE)


def environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        extensions=["jinja2.ext.i18n"],
    )


def markup(name: str) -> str:
    """Source of a template without its comments."""
    source = (TEMPLATES / name).read_text(encoding="utf-8")
    return re.sub(r"\{#.*?#\}", "", source, flags=re.DOTALL)


@pytest.mark.parametrize("name", NAMES)
def test_the_template_compiles(name: str) -> None:
    environment().get_template(name)


@pytest.mark.parametrize("name", NAMES)
def test_nothing_stands_in_it_that_a_browser_would_refuse(name: str) -> None:
    text = markup(name)
    assert [what for what, pattern in FORBIDDEN.items() if pattern.search(text)] == []
    if not name.startswith(PAGES_THAT_CARRY_FIGURES):
        assert not SVG.search(text)


@pytest.mark.parametrize("name", [name for name in NAMES if name.startswith("components/")])
def test_a_component_says_what_it_is_and_what_it_takes(name: str) -> None:
    source = (TEMPLATES / name).read_text(encoding="utf-8")
    comment = re.match(r"\{#-?(.*?)#\}", source, re.DOTALL)
    macros = re.findall(r"\{%-? macro (\w+)\(", source)
    assert macros
    assert comment is not None, "a component starts with a comment about its parameters"
    assert [macro for macro in macros if f"{macro}(" not in comment[1]] == []


def test_every_component_is_on_the_page_that_shows_them() -> None:
    """The frame's own components show on every page anyway."""
    page = markup("desk/components.html")
    frame = {"brand", "key_hint"}
    components = {Path(name).stem for name in NAMES if name.startswith("components/")}
    assert [
        name for name in sorted(components - frame) if f"components/{name}.html" not in page
    ] == []


def test_every_text_of_the_frame_and_its_components_can_be_found_for_translation() -> None:
    for name in NAMES:
        with (TEMPLATES / name).open("rb") as source:
            list(babel_extract(source, ["_", "gettext", "ngettext"], [], {"silent": "false"}))


@pytest.mark.parametrize("name", ["base.html", "errors/base.html"])
def test_nothing_comes_before_the_quick_exit_but_the_skip_link(name: str) -> None:
    body = markup(name).split("<body>")[1]
    links = re.findall(r"<(?:a|button|input|form)\b[^>]*", body)
    assert 'class="skip"' in links[0]
    assert 'href="/x"' in links[1]


def test_an_error_page_renders_with_nothing_but_its_own_words() -> None:
    page = environment()
    page.globals["_"] = lambda text, **values: text % values if values else text
    html = page.get_template("errors/error.html").render(
        status=503, title="Back soon", sentence="Try again in a minute.", current_language="en"
    )
    assert "Try again in a minute." in html
    assert 'href="/x"' in html
    assert 'href="tel:112"' in html
