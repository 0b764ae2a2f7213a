"""A training in words: when, where, in which language; the same in public and at the desk."""

from __future__ import annotations

from dataclasses import dataclass

from app.domain.training import INSTITUTIONS, MAX_TITLE_CHARS, WORKERS, Training
from app.web.current import locale, reference
from app.web.locale import format_date
from app.web.texts import gettext as _
from app.web.texts import lazy as _l

AUDIENCE_LABELS = {
    WORKERS: _l("For sex workers"),
    INSTITUTIONS: _l("For institutions"),
}


@dataclass(frozen=True)
class TrainingWords:
    """`title` and `text` with the language that they are in; empty texts are left out."""

    title: str
    title_lang: str
    text: str
    text_lang: str
    when: str
    where: str
    language: str
    seats: str


def training_words(training: Training) -> TrainingWords:
    """Everything about it in the language of this page, as far as it was translated."""
    title, title_lang = training.title(locale())
    text, text_lang = training.text(locale())
    most = training.seats
    return TrainingWords(
        title=title,
        title_lang=title_lang,
        text=text,
        text_lang=text_lang,
        when=when_words(training),
        where=_where(training),
        language=_language(training.language),
        seats=_("At most %(most)s people", most=most) if most else "",
    )


def when_words(training: Training) -> str:
    """ "12 January 2027, 10:00 to 16:00"; with its last day when there are several."""
    first = format_date(training.first_on)
    if training.last_on != training.first_on:
        first = _("%(first)s until %(last)s", first=first, last=format_date(training.last_on))
    if training.begins and training.ends:
        hours = _("%(begins)s to %(ends)s", begins=training.begins, ends=training.ends)
        return f"{first}, {hours}"
    if training.begins:
        return f"{first}, " + _("from %(begins)s", begins=training.begins)
    return first


def dated_title(training: Training) -> str:
    """What a request calls it, in Dutch as the desk reads it, with its first day in figures."""
    first = training.first_on
    return f"{training.title_nl[:MAX_TITLE_CHARS]} ({first.day}-{first.month}-{first.year})"


def _where(training: Training) -> str:
    data, parts = reference(), [training.place] if training.place else []
    if training.municipality and data.has("region", training.municipality):
        town = data.region_label(training.municipality, locale())
        if town.casefold() not in training.place.casefold():
            parts.append(town)
    where = ", ".join(parts)
    if not training.online:
        return where
    return _("%(place)s, or online", place=where) if where else _("Online")


def _language(code: str) -> str:
    data = reference()
    return data.label("language", code, locale()) if data.has("language", code) else code
