"""Every pair of colours that meets on a page is readable in both schemes; the sheet is small."""

from __future__ import annotations

import gzip
import re
from pathlib import Path

import pytest

STYLESHEET = Path(__file__).parents[2] / "static" / "css" / "app.css"
BUDGET_BYTES = 5_632  # 5.5 KiB: with the page itself at most 14 KiB on a cold load

SURFACES = ("paper", "card", "tint")
TEXT_PAIRS = [
    *(
        (ink, surface)
        for surface in SURFACES
        for ink in ("ink", "muted", "primary", "danger", "good")
    ),
    *(("primary-deep", surface) for surface in SURFACES),
    ("on-primary", "primary"),
    ("on-primary", "primary-deep"),
    ("on-danger", "danger"),
    *((f"sev{level}-ink", f"sev{level}") for level in (1, 2, 3, 4)),
    ("ink", "mark-strong"),
    ("ink", "mark-weak"),
]
LINE_PAIRS = [
    *((line, surface) for surface in SURFACES for line in ("border", "focus", "primary", "danger")),
    ("danger", "mark-strong"),
    ("muted", "mark-weak"),
]


def luminance(colour: str) -> float:
    """Relative luminance of `#rrggbb` (WCAG 2.2, "relative luminance"), 0 to 1."""
    channels = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    red, green, blue = (
        value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4
        for value in channels
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Contrast ratio of two colours (WCAG 2.2, "contrast ratio"), 1 to 21."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def tokens(scheme: str) -> dict[str, str]:
    """Name → colour. The dark block comes second and overrides the light one."""
    screen = STYLESHEET.read_text(encoding="utf-8").split("@media print")[0]
    blocks = re.findall(r":root \{(.*?)\}", screen, re.DOTALL)
    assert len(blocks) == 2, "one block of tokens for light, one for dark"
    used = blocks[:1] if scheme == "light" else blocks
    return {
        name: colour
        for block in used
        for name, colour in re.findall(r"--([a-z0-9-]+): (#[0-9a-f]{6});", block)
    }


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("ink", "surface"), TEXT_PAIRS)
def test_text_is_readable_on_its_surface(scheme: str, ink: str, surface: str) -> None:
    colours = tokens(scheme)
    assert contrast(colours[ink], colours[surface]) >= 4.5


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("line", "surface"), LINE_PAIRS)
def test_lines_that_matter_are_seen(scheme: str, line: str, surface: str) -> None:
    colours = tokens(scheme)
    assert contrast(colours[line], colours[surface]) >= 3


def test_the_dark_scheme_answers_every_colour_of_the_light_one() -> None:
    light, dark = tokens("light"), tokens("dark")
    same_in_both = {name for name in light if light[name] == dark[name]}
    assert light.keys() == dark.keys()
    assert same_in_both <= {"sev4-ink"}


def test_the_ratio_agrees_with_the_examples_of_the_standard() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


def test_no_colour_stands_outside_the_tokens() -> None:
    rules = re.sub(r":root \{.*?\}", "", STYLESHEET.read_text(encoding="utf-8"), flags=re.DOTALL)
    assert re.findall(r"#[0-9a-fA-F]{3,8}\b", rules) == []


def test_the_stylesheet_stays_within_its_budget() -> None:
    assert len(gzip.compress(STYLESHEET.read_bytes(), 9)) <= BUDGET_BYTES
