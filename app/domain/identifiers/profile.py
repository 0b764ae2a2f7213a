"""Profile names and handles: what follows the @, or stands last in the address of a profile.

Equal normal forms are the same name; equal skeletons are only "similar" (decisions.md 15).
"""

from __future__ import annotations

import re
import unicodedata

from app.domain.identifiers.folding import without_invisible
from app.domain.identifiers.kinds import NotAnIdentifier
from app.domain.identifiers.skeleton import skeleton_of_name

KIND = "profile"

SHORTEST, LONGEST = 2, 100

HANDLE_PATHS = {
    "instagram.com": "", "t.me": "", "telegram.me": "", "twitter.com": "", "x.com": "",
    "tiktok.com": "", "facebook.com": "", "fb.com": "", "snapchat.com": "add", "onlyfans.com": "",
    "linkedin.com": "in", "threads.net": "", "youtube.com": "",
    "reddit.com": "user",
}  # fmt: skip
"""Sites whose address holds the handle: the path that stands before it, if any."""

_ADDRESS = re.compile(
    r"(?:https?://)?(?:www\.|m\.|nl\.)?"
    r"(?P<host>[\w.-]+\.[a-z]{2,24})(?P<path>(?:/[^\s?#]*)?)(?:[?#]\S*)?\Z",
    re.IGNORECASE,
)
_HAS_SCHEME = re.compile(r"https?://|www\.", re.IGNORECASE)
_SPACES = re.compile(r"\s+")


def normalise_profile(text: str) -> str:
    """Return the name in NFKC and lower case. Raises NotAnIdentifier: empty, too_long, unreadable.

    The address of a profile on a known site gives the handle; on another site `host/path`.
    """
    name = unicodedata.normalize("NFKC", without_invisible(text))
    name = unicodedata.normalize("NFKC", name.casefold())
    name = _from_address(_SPACES.sub(" ", name).strip()).lstrip("@ ").strip()
    if not any(char.isalnum() for char in name):
        raise NotAnIdentifier(KIND, "empty" if not name else "unreadable")
    if len(name) < SHORTEST:
        raise NotAnIdentifier(KIND, "unreadable")
    if len(name) > LONGEST:
        raise NotAnIdentifier(KIND, "too_long")
    return name


def _from_address(name: str) -> str:
    """Return the handle where the text is the address of a profile, else the text itself."""
    found = _ADDRESS.match(name)
    if not found:
        return name
    host, path = found.group("host"), found.group("path").strip("/")
    if host not in HANDLE_PATHS:
        return f"{host}/{path}".rstrip("/") if path or _HAS_SCHEME.match(name) else name
    before = HANDLE_PATHS[host]
    parts = [part for part in path.split("/") if part]
    if before and parts[:1] == [before]:
        parts = parts[1:]
    return parts[0] if parts else name


def profile_skeletons(value: str, typed: str) -> tuple[str, ...]:
    """Return what the name looks like: in lower case, and as it was typed where that differs.

    Capitals have look-alikes of their own: Cyrillic `В` looks like B, its small `в` does not.
    """
    found = [skeleton_of_name(value)]
    as_typed = skeleton_of_name(
        _from_address(without_invisible(typed).strip()).lstrip("@ ").strip()
    )
    if as_typed and as_typed not in found:
        found.append(as_typed)
    return tuple(found)


def mask_profile(value: str) -> str:
    """Show the first character only: `a•••`."""
    return f"{value[:1]}•••"
