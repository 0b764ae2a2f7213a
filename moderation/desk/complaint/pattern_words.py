"""Patterns in words: what is shared, and the message to those who share it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import url_for

from app.domain.complaint_pattern import Pattern
from app.web.current import reference
from app.web.texts import gettext_in
from moderation.decisions.complaint.patterns import PatternCase, SharedPattern
from moderation.desk.complaint.words import about_words, state_label
from moderation.desk.words import label

MOST_LINKS = 5  # of one pattern on the page of a case; the rest stands on its own page
LANGUAGES = ("nl", "en")


def pattern_words(pattern: Pattern) -> str:
    """Whom it is about and what."""
    return f"{about_words(pattern.about)} · {label('subject', pattern.subject)}"


def pattern_address(token: bytes) -> str:
    return url_for("desk.pattern", pattern=token.hex())


def case_words(case: PatternCase) -> Mapping[str, Any]:
    """One case of a pattern, with where its button goes."""
    return {
        "number": case.case_number,
        "state": state_label(case.state),
        "told": case.told,
        "action": url_for("desk.open_complaint", complaint_id=case.complaint_id),
    }


def shared_words(shared: SharedPattern) -> Mapping[str, Any]:
    """A pattern on the page of a case: how many others, and the first of them."""
    return {
        "words": pattern_words(shared.pattern),
        "others": len(shared.others),
        "cases": [case_words(one) for one in shared.others[:MOST_LINKS]],
        "address": pattern_address(shared.token),
    }


def messages_for(pattern: Pattern, least: int) -> dict[str, str]:
    """The message in each language. A name that somebody typed is hers: others read the kind."""
    return {
        language: gettext_in(
            language,
            "You are not the only one. With you, at least %(least)s people told us this about"
            " %(institution)s: %(subject)s.\n\nWe tell nobody who they are, and nobody that you are"
            " one of them. Would you like us to do something about it together? Write it here.",
            least=least,
            institution=_institution(pattern, language),
            subject=_subject(pattern.subject, language),
        )
        for language in LANGUAGES
    }


def _institution(pattern: Pattern, language: str) -> str:
    data, about = reference(), pattern.about
    if data.has_institution(about.code):
        return data.institution(about.code).name
    if about.kind in data.institution_types:
        return data.institution_types[about.kind].label(language)
    return about.kind


def _subject(code: str, language: str) -> str:
    data = reference()
    return data.label("subject", code, language) if data.has("subject", code) else code
