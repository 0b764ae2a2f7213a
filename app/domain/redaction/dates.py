"""Dates and clock times in running text: an alert gives the month, never the day."""

from __future__ import annotations

import re

from app.domain.redaction.marks import Find

_MONTH = (
    r"jan(?:uari|uary|uar|vier|uarie)?|feb(?:ruari|ruary|ruar|ruarie)?|fevrier|febrero|enero|mrt|maart"
    r"|mar(?:ch|zo|tie)?|mars|marz|maerz|apr(?:il|ilie)?|avril|abril|mei|may|mai|mayo|juni?|june|juin"
    r"|junio|iunie|juli?|july|juillet|julio|iulie|aug(?:ustus|ust)?|aout|agosto|sept?(?:ember|embre)?"
    r"|septiembre|septembrie|o[kc]t(?:ober|obre|ubre)?|octombrie|nov(?:ember|embre|iembre)?|noiembrie"
    r"|de[cz](?:ember|embre)?|diciembre|decembrie|dezember"
)
_YEAR = r"(?:19|20)[0-9]{2}"
_DAY = r"(?:0?[1-9]|[12][0-9]|3[01])"
_EDGE = r"(?<![0-9A-Za-z])"

_DATES = (
    re.compile(rf"{_EDGE}{_DAY} ?([-./]) ?(?:0?[1-9]|1[0-2]) ?\1 ?(?:{_YEAR}|[0-9]{{2}})(?![0-9])"),
    re.compile(rf"{_EDGE}{_YEAR}([-./])(?:0?[1-9]|1[0-2])\1{_DAY}(?![0-9])"),
    re.compile(
        rf"{_EDGE}{_DAY}(?:e|ste|de|st|nd|rd|th|er)?\.?[ \-](?:of |van |de |di )?(?:{_MONTH})\b\.?"
        rf"(?:[ \-,]{{1,2}}(?:de |of )?(?:{_YEAR}|'[0-9]{{2}})(?![0-9]))?",
        re.IGNORECASE,
    ),
    re.compile(
        rf"{_EDGE}(?:{_MONTH})\b\.? (?:the )?{_DAY}(?:st|nd|rd|th)?(?![0-9:])"
        rf"(?:,? {_YEAR}(?![0-9]))?",
        re.IGNORECASE,
    ),
)
_SHORT_DATE = re.compile(rf"{_EDGE}(?<![-/]){_DAY}[-/](?:0?[1-9]|1[0-2])(?![0-9\-/])")

_TIMES = (
    re.compile(
        rf"{_EDGE}(?:[01]?[0-9]|2[0-3])[:h][0-5][0-9](?![0-9:])(?: ?(?:uur|u|am|pm|uhr)\b)?",
        re.IGNORECASE,
    ),
    re.compile(
        rf"{_EDGE}(?:[01]?[0-9]|2[0-3])\.[0-5][0-9] ?(?:uur|u|am|pm|uhr|h)\b", re.IGNORECASE
    ),
    re.compile(
        rf"{_EDGE}(?:1[0-2]|0?[1-9]) ?(?:am|pm|a\.m\.|p\.m\.|o'?clock)(?![A-Za-z])", re.IGNORECASE
    ),
    re.compile(
        r"\b(?:om|rond|tegen|omstreeks|vanaf|at|around|um|gegen|a las|la ora) "
        r"(?:half |kwart (?:over|voor) )?"
        r"(?:(?:[01]?[0-9]|2[0-4])(?: ?(?:uur|u|h|uhr)\b|(?=[ .,]|\Z)(?! ?[0-9a-z%€]))"
        r"|(?:een|twee|drie|vier|vijf|zes|zeven|acht|negen|tien|elf|twaalf) ?uur\b)",
        re.IGNORECASE,
    ),
    re.compile(
        r"\b(?:half|kwart (?:over|voor)) "
        r"(?:een|twee|drie|vier|vijf|zes|zeven|acht|negen|tien|elf|twaalf|[0-9]{1,2})\b",
        re.IGNORECASE,
    ),
    re.compile(
        r"\b(?:afgelopen|vorige|komende|last|next|this) "
        r"(?:maandag|dinsdag|woensdag|donderdag|vrijdag|zaterdag|zondag"
        r"|monday|tuesday|wednesday|thursday|friday|saturday|sunday)\b",
        re.IGNORECASE,
    ),
    re.compile(
        r"\b(?:gisteren|eergisteren|vannacht|gisteravond|yesterday|last night)\b", re.IGNORECASE
    ),
)


def find_dates(text: str) -> list[Find]:
    """Return full dates as strong marks; day and month alone (`5/8`) as weak ones."""
    finds = [Find(m.start(), m.end(), "date") for pattern in _DATES for m in pattern.finditer(text)]
    finds.extend(Find(m.start(), m.end(), "date", "weak") for m in _SHORT_DATE.finditer(text))
    return finds


def find_times(text: str) -> list[Find]:
    """Return clock times and days told from today, as weak marks."""
    return [
        Find(m.start(), m.end(), "time", "weak")
        for pattern in _TIMES
        for m in pattern.finditer(text)
    ]
