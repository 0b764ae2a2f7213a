"""The dossier in words: Dutch for the police, and beside it the language she reads.

Only codes have two languages. What she typed stands there once, as she typed it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from babel import dates as babel_dates

from app.domain import police_dossier as parts
from app.domain.report import ReportDraft
from app.domain.report_parts import Client
from app.web.current import reference
from app.web.texts import gettext_in

DUTCH = "nl"


@dataclass(frozen=True, repr=False)
class DossierRow:
    """One part: its heading and its lines in Dutch, and the same in her language (or empty)."""

    heading: str
    lines: tuple[str, ...]
    own_heading: str = ""
    own_lines: tuple[str, ...] = ()


@dataclass(frozen=True, repr=False)
class DossierWords:
    """Everything a dossier says; `story_language` is its tag, `story_heading` names it."""

    rows: tuple[DossierRow, ...]
    story: str
    story_language: str
    story_heading: str
    own_story_heading: str


def dossier_words(picked: ReportDraft, language: str) -> DossierWords:
    """The words of what she picked; `language` is that of her page."""
    rows = []
    for part in parts.PARTS:
        lines = _lines(picked, part, DUTCH)
        if not lines:
            continue
        heading = heading_of(part, DUTCH)
        if language == DUTCH:
            rows.append(DossierRow(heading, lines))
        else:
            own = _lines(picked, part, language)
            rows.append(DossierRow(heading, lines, heading_of(part, language), own))
    return DossierWords(
        rows=tuple(rows),
        story=picked.story if picked.story.strip() else "",
        story_language=_tag(picked.language),
        story_heading=_story_heading(picked.language, DUTCH),
        own_story_heading="" if language == DUTCH else _story_heading(picked.language, language),
    )


def heading_of(part: str, language: str) -> str:
    """What a part is called."""
    return {
        parts.KINDS: gettext_in(language, "What happened"),
        parts.WHEN: gettext_in(language, "When"),
        parts.WHERE: gettext_in(language, "Where"),
        parts.WHO: gettext_in(language, "Who did it"),
        parts.KNOWN: gettext_in(language, "What I know of him"),
        parts.LOOKS: gettext_in(language, "How he looked"),
        parts.ACTIVE: gettext_in(language, "Does it still go on"),
        parts.STORY: gettext_in(language, "What happened, in my own words"),
    }[part]


def _story_heading(tag: str, language: str) -> str:
    heading = heading_of(parts.STORY, language)
    name = _language_name(tag, language)
    return f"{heading} ({name})" if name else heading


def _lines(draft: ReportDraft, part: str, language: str) -> tuple[str, ...]:
    return tuple(line for line in _all_lines(draft, part, language) if line.strip())


def _all_lines(draft: ReportDraft, part: str, language: str) -> Iterator[str]:
    data = reference()

    def said(list_name: str, *codes: str) -> Iterator[str]:
        return (data.label(list_name, code, language) for code in codes if code)

    if part == parts.KINDS:
        yield from said("incident", *draft.kinds)
    elif part == parts.WHEN:
        if draft.when.day is not None:
            yield babel_dates.format_date(draft.when.day, "d MMMM y", locale=language)
        yield from said("when_about", draft.when.about)
    elif part == parts.WHERE:
        if draft.place.region:
            yield data.region_label(draft.place.region, language)
        yield from said("place_kind", draft.place.kind)
    elif part == parts.WHO:
        yield from said("culprit_role", draft.culprit_role)
    elif part == parts.KNOWN:
        yield from _known(draft.client, language)
    elif part == parts.LOOKS:
        yield from said("appearance", *draft.client.appearance)
        yield draft.client.accent
        yield from said("car_type", draft.client.car_type)
        yield from said("car_colour", draft.client.car_colour)
    elif part == parts.ACTIVE:
        yield from said("still_active", draft.still_active)


def _known(client: Client, language: str) -> Iterator[str]:
    """What she typed, each behind the word for what it is: a reader must not have to guess."""

    def typed(kind: str, *values: str) -> Iterator[str]:
        label = reference().label("identifier_kind", kind, language)
        return (f"{label}: {value}" for value in values if value.strip())

    yield from typed("phone", *client.phones)
    yield from typed("email", *client.emails)
    profiles = (f"{one.name} ({one.site})" if one.site else one.name for one in client.profiles)
    yield from typed("profile", *profiles)
    yield from typed("plate", *client.plates)
    if client.nickname.strip():
        yield f"{gettext_in(language, 'Nickname')}: {client.nickname}"
    if client.number_country.strip():
        yield f"{gettext_in(language, 'Country of the number')}: {client.number_country}"


def _tag(language: str) -> str:
    """The language alone, as a printer wants it; `und` is a language that nobody named."""
    return language.partition("-")[0].lower() or "und"


def _language_name(tag: str, language: str) -> str:
    """What her language is called; of a tag with a country that no list holds, the language."""
    for one in (tag.lower(), tag.partition("-")[0].lower()):
        if reference().has("language", one):
            return reference().label("language", one, language)
    return ""
