"""HTML from editors' Markdown, reduced to what a page of text needs. The only bleach and nh3.

Two passes that share nothing but the lists below: other parsers, other checks of links. bleach was
chosen by the owner and has ended (6.4.0 is its last release, and its own list of protocols lets
`href="javascript:1"` through), so it never stands alone: nh3 goes over its result.

What a visitor or a reporter writes never comes here: that is always plain text.
"""

from __future__ import annotations

import html
import re
from typing import Final
from urllib.parse import urlsplit

import bleach
import nh3

TAGS: Final = frozenset(
    "p h2 h3 ul ol li strong em a blockquote table thead tbody tr th td hr br".split()
)
# Their text goes with them; of any other unknown tag the text stays.
TAGS_WITHOUT_TEXT: Final = frozenset({"script", "style"})
HEADINGS: Final = frozenset({"h2", "h3"})

# First pass: what the whole of a link must look like. A relative link holds no colon and does not
# start with two slashes; no link holds a backslash, quote, blank or anything but visible ASCII.
_VISIBLE = r"""(?:(?![\\<>"'`])[!-~])*"""
LINK = re.compile(
    rf"""(?: https://[a-z0-9.-]+\.[a-z]{{2,}}(?::\d{{1,5}})?(?:[/?#]{_VISIBLE})?
      | tel:\+?[0-9-]{{2,20}}
      | \#[a-z0-9-]+
      | /(?:(?!/|[!-~]*:){_VISIBLE})
      | [a-z0-9][a-z0-9/_-]*(?:\#[a-z0-9-]+)?
    )""",
    re.VERBOSE | re.IGNORECASE | re.ASCII,
)
# Prefixed, so that no heading can take the place of an element that our scripts look up by id.
HEADING_ID = re.compile(r"s-[a-z0-9-]{1,80}", re.ASCII)


def clean_html(text: str) -> str:
    """The HTML with only the tags of TAGS, `href` on links and `id` on headings; both passes.

    Every link gets rel="noreferrer noopener".
    """
    return second_pass(first_pass(text))


def first_pass(text: str) -> str:
    """bleach, with its list of protocols and on top of it our pattern for a whole link."""
    cleaned: str = bleach.clean(
        text,
        tags=TAGS,
        attributes=_may_stay,
        protocols={"https", "tel"},
        strip=True,
        strip_comments=True,
    )
    return cleaned


def _may_stay(tag: str, name: str, value: str) -> bool:
    # bleach hands the value over as it was written, with its entities.
    plain = html.unescape(value)
    if name == "href":
        return tag == "a" and LINK.fullmatch(plain) is not None
    return name == "id" and tag in HEADINGS and HEADING_ID.fullmatch(plain) is not None


def second_pass(text: str) -> str:
    """nh3, with its own parser; links are taken apart instead of matched."""
    return nh3.clean(
        text,
        tags=set(TAGS),
        clean_content_tags=set(TAGS_WITHOUT_TEXT),
        attributes={"a": {"href"}, **{heading: {"id"} for heading in HEADINGS}},
        attribute_filter=_kept_value,
        url_schemes={"https", "tel"},
        link_rel="noreferrer noopener",
        strip_comments=True,
    )


def _kept_value(tag: str, name: str, value: str) -> str | None:
    """The value, or None to drop the attribute. nh3 hands it over decoded."""
    if name == "href":
        return value if _leads_somewhere_allowed(value) else None
    if name == "id" and value.startswith("s-") and value[2:].replace("-", "").isalnum():
        return value if value.isascii() else None
    # rel is nh3's own, written after its list of attributes was applied
    return value if name == "rel" and tag == "a" else None


def _leads_somewhere_allowed(link: str) -> bool:
    if not link.isascii() or any(letter <= " " or letter in "\\<>\"'`\x7f" for letter in link):
        return False
    try:
        parts = urlsplit(link)
        port = parts.port
    except ValueError:
        return False
    if parts.scheme == "https":
        named = parts.hostname is not None and "." in parts.hostname
        return named and parts.username is None and (port is None or port > 0)
    if parts.scheme == "tel":
        return not parts.netloc and parts.path.lstrip("+").replace("-", "").isdigit()
    # relative: this site only, and no colon that some browser may take for a scheme
    return not parts.scheme and not link.startswith("//") and ":" not in link
