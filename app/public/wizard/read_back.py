"""Read it back: answers in words, each with a way to change it."""

from __future__ import annotations

from dataclasses import dataclass

from app.domain.report_parts import Contact, WhenKnown
from app.web.current import locale, reference
from app.web.locale import format_date
from app.web.texts import gettext as _


@dataclass(frozen=True)
class Row:
    """A line of the page to read back: `name` and `value` are of the button that changes it."""

    label: str
    answer: list[str]
    value: str
    name: str = "go"


def row_to_mend(rows: list[Row], step: str) -> Row | None:
    """The row that leads to a step, for a problem that is mended there."""
    return next((row for row in rows if row.value == f"change:{step}"), None)


def said_label(list_name: str, code: str) -> list[str]:
    """The words of a choice; nothing for no choice."""
    return [reference().label(list_name, code, locale())] if code else []


def said_labels(list_name: str, codes: tuple[str, ...]) -> list[str]:
    """The words of several choices."""
    return [text for code in codes for text in said_label(list_name, code)]


def said_text(text: str) -> list[str]:
    """Her own words; nothing for an empty field."""
    return [text] if text.strip() else []


def said_whom(*, on_behalf: bool) -> list[str]:
    """For whom it is."""
    return [_("For somebody else, who gets the code") if on_behalf else _("For myself")]


def said_when(when: WhenKnown) -> list[str]:
    """A day, or roughly when, or both."""
    day = [format_date(when.day)] if when.day else []
    return day + said_label("when_about", when.about)


def said_contact(contact: Contact | None) -> list[str]:
    """How she may be reached."""
    if contact is None:
        return [_("No, I do not want to talk")]
    return [
        *said_label("contact_way", contact.way),
        *said_text(contact.value),
        *said_labels("safe_time", contact.safe_times),
    ]
