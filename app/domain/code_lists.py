"""Closed lists: a stable code with a label in every language of the app.

What stands in the database is the code; what a person reads is the label.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

LANGUAGES = ("nl", "en")


class UnknownCode(Exception):
    """A code that its list does not hold; carries list and code."""

    def __init__(self, list_name: str, code: str) -> None:
        super().__init__(f"{code!r} is not in the list {list_name!r}")
        self.list_name = list_name
        self.code = code


class LanguageMissing(Exception):
    """A text asked for in a language that the data does not have."""


@dataclass(frozen=True)
class CodeEntry:
    """One row of a closed list.

    `labels` and `texts` are by language; `texts` is the plain sentence for the reporter or member
    and may be empty. `facts` are the extra values a list may carry ("severity", "expected" …).
    """

    list_name: str
    code: str
    parent: str
    labels: Mapping[str, str]
    texts: Mapping[str, str]
    facts: Mapping[str, str] = field(default_factory=dict)
    confirmed: bool = False

    def label(self, lang: str) -> str:
        """The label in `lang`; raises `LanguageMissing`."""
        return in_language(self.labels, lang)

    def text(self, lang: str) -> str:
        """The plain sentence in `lang`, empty when the row has none."""
        return in_language(self.texts, lang)


@dataclass(frozen=True)
class AnswerTemplate:
    """An answer that one of the desks ("alerts", "complaints") can start from; those of
    "trainings" are for requests at the complaints desk."""

    code: str
    desk: str
    labels: Mapping[str, str]
    texts: Mapping[str, str]

    def label(self, lang: str) -> str:
        """What the template is called at the desk."""
        return in_language(self.labels, lang)

    def text(self, lang: str) -> str:
        """The answer itself, in the reporter's language."""
        return in_language(self.texts, lang)


def in_language(texts: Mapping[str, str], lang: str) -> str:
    """One of several translations; never silently another language than was asked for."""
    try:
        return texts[lang]
    except KeyError:
        raise LanguageMissing(lang) from None
