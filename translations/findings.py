"""What is wrong between the texts of the house and a catalogue, one line each."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path

import wtforms

from translations.extraction import (
    PROJECT,
    Text,
    Translation,
    placeholders,
    texts_of_library,
)

SAME_ON_PURPOSE = "same_in_both.toml"


def missing(texts: Mapping[str, Text], known: Mapping[str, Translation]) -> Iterator[str]:
    """Texts without a translation, or with an empty form."""
    for msgid, text in texts.items():
        translation = known.get(msgid)
        if translation is None or not all(translation.forms):
            yield f"{text.place}: {msgid!r}"


def obsolete(texts: Mapping[str, Text], known: Mapping[str, Translation]) -> Iterator[str]:
    """Translations of texts that stand nowhere any more, neither with us nor in WTForms."""
    of_library = texts_of_library(Path(wtforms.__file__).parent)
    for msgid, translation in known.items():
        if msgid not in texts and msgid not in of_library:
            yield f"{translation.place}: {msgid!r}"


def unsure(known: Mapping[str, Translation]) -> Iterator[str]:
    """Translations marked fuzzy: they are not shown."""
    for translation in known.values():
        if translation.fuzzy:
            yield f"{translation.place}: {translation.msgid!r}"


def other_placeholders(
    texts: Mapping[str, Text], known: Mapping[str, Translation]
) -> Iterator[str]:
    """Translations that leave other things open than their text: showing them would fail.

    Of a count the singular may leave the number out ("one hour").
    """
    for msgid, text in texts.items():
        translation = known.get(msgid)
        if translation is None:
            continue
        allowed = [placeholders(form) for form in text.forms]
        for form in translation.forms:
            if placeholders(form) not in allowed:
                yield f"{translation.place}: {msgid!r} → {form!r}"


def still_english(
    texts: Mapping[str, Text], known: Mapping[str, Translation], allowed: Mapping[str, str]
) -> Iterator[str]:
    """Translations that are the English text, unless a reason is written down."""
    for msgid in texts:
        translation = known.get(msgid)
        if translation is not None and msgid in translation.forms and msgid not in allowed:
            yield f"{translation.place}: {msgid!r}"


def same_on_purpose(language: str, root: Path = PROJECT) -> dict[str, str]:
    """Texts that are right in both languages, each with its reason."""
    path = root / "translations" / language / SAME_ON_PURPOSE
    return {str(text): str(reason) for text, reason in tomllib.loads(path.read_text()).items()}
