"""E-mail addresses, web addresses and handles in running text, also when spelled in words."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator

from app.domain.redaction.marks import Find, Strength

_DOT = (
    r"(?:\.| ?[\[({] ?(?:\.|dot|punt|point|punto|punct) ?[\])}] ?| (?:dot|punt|point|punto|punct) )"
)
_AT = (
    r"(?: ?@ ?| ?[\[({] ?(?:@|at|apenstaart(?:je)?|arroba|chez) ?[\])}] ?"
    r"| (?:at|apenstaart(?:je)?|arroba) )"
)
_PART = r"[^\W_](?:[\w%+'\-]{0,63}[^\W_])?"
_EMAIL = re.compile(
    rf"(?<![\w.+\-]){_PART}(?:{_DOT}{_PART}){{0,5}}({_AT}){_PART}(?:{_DOT}{_PART}){{1,4}}",
    re.IGNORECASE,
)
_EMAIL_ANY = re.compile(r"[\w.+%'\-]{1,64}@[\w\-]{1,63}(?:\.[\w\-]{1,63}){1,5}")

_UNFINISHED = re.compile(r"(?<![\w@])[\w.+\-]{2,64}@[\w\-]{2,63}")

GENERIC_TOPS = frozenset(
    "com net org info biz eu app xyz online site shop store club nl be de fr es pt it uk ie "
    "at ch pl ro bg hu cz sk gr tr ru ua rs hr si lt lv ee fi se no dk us ca br co mx ar cl "
    "pe ve do ec th vn ph cn jp kr hk sg my id in il ae ma dz tn eg ng gh za ke tv me io ai "
    "cc ws to ly gg gl so link live pro vip fun sex sexy xxx porn adult cam dating chat "
    "social blog email mobi name amsterdam frl cat scot wales berlin brussels vlaanderen gent "
    "tel top work world media page dev tech digital space website agency group nu am is la st "
    "tk ml ga cf gq pw icu".split()
)
_WORD_TOPS = frozenset(
    "is in me it no at am to so my la st do us id il es as top work page pro".split()
)
"""Ends of addresses that are also words: `weg.is` is a missing space, `kinky.is/x` is not.

`de` and `be` are not among them: those are the neighbours' own addresses.
"""

_SCHEME = re.compile(
    r"(?:https?|hxxps?|ftp|tg|mailto|whatsapp|viber|sgnl)(?::|: )//?[^\s<>\"]{2,}", re.IGNORECASE
)
_DOTTED = re.compile(r"(?<![\w@.\-])[\w\-]+(?:\.[\w\-]+)+(?::[0-9]{2,5})?(?:[/?#][^\s<>\"]*)?")
_IP = re.compile(r"(?:[0-9]{1,3}\.){3}[0-9]{1,3}\Z")
_SPELLED_URL = re.compile(
    r"\b(?:www"
    + _DOT
    + r")?[\w\-]{2,63}(?: ?[\[({] ?(?:\.|dot|punt|point|punto) ?[\])}] ?| (?:dot|punt) )"
    r"(?:com|net|org|info|nl|be|de|eu|co|me|xxx|sex)\b",
    re.IGNORECASE,
)
_AT_HANDLE = re.compile(r"(?<![\w.@])@ ?[^\W_][\w.\-]{1,40}[\w]|(?<![\w.@])@_[\w.\-]{1,40}\w")
_SITE = (
    r"insta(?:gram)?|ig|telegram|tg|snap(?:chat)?|tik ?tok|facebook|fb|twitter|kik|discord|skype"
    r"|only ?fans|wickr|threema|signal|session|messenger|linkedin|reddit|viber|line|wechat|vk"
)
_SITE_HANDLE = re.compile(
    rf"\b(?:{_SITE})\b"
    r"(?P<gap>(?: (?:naam|account|handle|user(?:name)?|nick|profiel|profile|is|als|as)\b){0,3}"
    r" ?[:=]? ?)"
    r"(?P<at>@?)(?P<handle>[^\W_][\w.\-]{1,38}\w)",
    re.IGNORECASE,
)


def find_emails(text: str) -> list[Find]:
    """Return addresses with @, and with at and dot as words or in brackets."""
    finds = [Find(m.start(), m.end(), "email") for m in _EMAIL_ANY.finditer(text)]
    finds.extend(Find(m.start(), m.end(), "email", "weak") for m in _UNFINISHED.finditer(text))
    for m in _EMAIL.finditer(text):
        spelled_at = m.group(1).strip().isalpha()
        top = re.split(r"[^\w]+", m.group())[-1].lower()
        if spelled_at and top not in GENERIC_TOPS:
            continue
        finds.append(Find(m.start(), m.end(), "email"))
    return finds


def find_urls(text: str) -> list[Find]:
    """Return web addresses, with or without scheme, and domains spelled with `punt`."""
    finds = [Find(m.start(), m.end(), "url") for m in _SCHEME.finditer(text)]
    finds.extend(Find(m.start(), m.end(), "url") for m in _SPELLED_URL.finditer(text))
    for m in _DOTTED.finditer(text):
        strength = _reads_as_address(m.group())
        if strength:
            finds.append(Find(m.start(), m.end(), "url", strength))
    return finds


def _reads_as_address(dotted: str) -> Strength | None:
    """Decide by the last label: a known top level, or a word after a full stop."""
    host, slash, _ = re.match(r"([\w.\-]+)(?::[0-9]+)?([/?#]?)(.*)", dotted, re.DOTALL).groups()  # type: ignore[union-attr]
    labels = host.lower().strip(".").split(".")
    if labels[0] == "www" and len(labels) > 1:
        return "strong"
    if _IP.match(host):
        return "strong" if slash else "weak"
    top = labels[-1]
    if len(labels) < 2 or not any(char.isalpha() for char in "".join(labels[:-1])):
        return None
    if top.startswith("xn--"):
        return "strong"
    if top not in GENERIC_TOPS:
        return "weak" if slash and top.isalpha() and top.isascii() and len(labels[-1]) > 1 else None
    if top in _WORD_TOPS and not slash:
        return "weak"
    return "strong"


_HANDLE_SHAPED = re.compile(
    r"\b(?=[\w.]*[^\W\d_])[\w.]{1,30}_\w{1,30}\b"
    r"|\b[^\W\d_]{3,20}[0-9]{2,8}\b"
)


def find_handles(text: str, dictionary: Container[str]) -> list[Find]:
    """Return @names, and names that follow the name of a site where people have handles."""
    finds = [Find(m.start(), m.end(), "handle") for m in _AT_HANDLE.finditer(text)]
    finds.extend(_after_site(text, dictionary))
    finds.extend(Find(m.start(), m.end(), "handle", "weak") for m in _HANDLE_SHAPED.finditer(text))
    return finds


def _after_site(text: str, dictionary: Container[str]) -> Iterator[Find]:
    for m in _SITE_HANDLE.finditer(text):
        handle = m.group("handle")
        certain = (
            m.group("at")
            or re.search(r"[:=]", m.group("gap"))
            or re.search(r"[0-9_]|\w\.\w", handle)
        )
        if certain:
            yield Find(m.start("at"), m.end("handle"), "handle")
        elif handle.lower() not in dictionary:
            yield Find(m.start("handle"), m.end("handle"), "handle", "weak")
