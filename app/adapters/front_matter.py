"""What stands above a page of an editor: one `key: value` a line between two lines of `---`.

| key | needed | value |
|---|---|---|
| `title` `description` | yes | text |
| `reviewed` | yes | the day somebody last read the page through, as 2026-11-23 |
| `theme` | | the part of the index it stands in, one of THEMES; without it: in none |
| `order` | with theme | its place in that part, a number |
| `help` | | slugs of `data/help_lines.csv`, with spaces: who helps |
| `institution` | | kinds of institution whose steps fit, with spaces |
| `sources` | | codes of `data/sources.csv`, with spaces |

Strict: an unknown key, a key that stands twice, an empty value or a wrong word is refused.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

NEEDED = frozenset({"title", "description", "reviewed"})
OPTIONAL = frozenset({"theme", "order", "help", "institution", "sources"})
THEMES = ("now", "work", "life", "site")
SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*", re.ASCII)
NUMBER = re.compile(r"[0-9]{1,3}", re.ASCII)


class FrontMatterWrong(ValueError):
    """What is wrong, in a few words; the reader of the file adds its name."""


@dataclass(frozen=True)
class FrontMatter:
    """The head of a page; `keys` are those that its file has."""

    title: str
    description: str
    reviewed_on: date
    theme: str
    order: int
    help: tuple[str, ...]
    institutions: tuple[str, ...]
    sources: tuple[str, ...]
    keys: frozenset[str]


def read_front_matter(text: str) -> FrontMatter:
    """The lines between the two `---`; raises FrontMatterWrong."""
    found = _pairs(text)
    theme, order = found.get("theme", ""), found.get("order", "")
    if theme not in ("", *THEMES):
        raise FrontMatterWrong(f"theme is none of {', '.join(THEMES)}")
    if bool(theme) != bool(order) or not NUMBER.fullmatch(order or "0"):
        raise FrontMatterWrong("theme needs order, a number, and order needs theme")
    try:
        reviewed_on = date.fromisoformat(found["reviewed"])
    except ValueError:
        raise FrontMatterWrong("reviewed is no date") from None
    return FrontMatter(
        title=found["title"],
        description=found["description"],
        reviewed_on=reviewed_on,
        theme=theme,
        order=int(order or 0),
        help=_slugs(found, "help"),
        institutions=_slugs(found, "institution"),
        sources=_slugs(found, "sources"),
        keys=frozenset(found),
    )


def _pairs(text: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for line in text.splitlines():
        key, _, value = (part.strip() for part in line.partition(":"))
        if key in found:
            raise FrontMatterWrong(f"{key} stands twice")
        if key not in NEEDED | OPTIONAL or not value:
            raise FrontMatterWrong(f"{key!r} is no key, or is empty")
        found[key] = value
    if not set(found) >= NEEDED:
        raise FrontMatterWrong(f"front matter needs {', '.join(sorted(NEEDED))}")
    return found


def _slugs(found: dict[str, str], key: str) -> tuple[str, ...]:
    slugs = tuple(found.get(key, "").split())
    if len(set(slugs)) != len(slugs) or not all(map(SLUG.fullmatch, slugs)):
        raise FrontMatterWrong(f"{key} holds slugs with spaces between, each once")
    return slugs
