"""Translations read from `translations/<language>/<area>.po`, compiled in memory.

The sources are the only copy: there is no compiled file to forget. Each area has its own
file, so two people never edit the same one; two areas that disagree about one text stop
the start instead of letting the file order decide.
"""

from __future__ import annotations

import gettext
from collections.abc import Mapping
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

DEFAULT_LANGUAGE = "nl"
SOURCE_LANGUAGE = "en"  # the texts in the code are English and need no catalogue


class TranslationsDisagree(Exception):
    """Two areas translate the same text differently."""


@dataclass(frozen=True)
class Catalogues:
    """The languages of the site and their texts."""

    texts: Mapping[str, gettext.NullTranslations]

    @property
    def languages(self) -> tuple[str, ...]:
        """Codes of the languages, the default first."""
        return tuple(sorted(self.texts, key=lambda code: (code != DEFAULT_LANGUAGE, code)))

    def gettext(self, language: str, msgid: str) -> str:
        """The text in that language; the English one where nobody translated it."""
        return self.texts[language].gettext(msgid)

    def ngettext(self, language: str, one: str, many: str, n: int) -> str:
        return self.texts[language].ngettext(one, many, n)


def marked(text: str) -> str:
    """The text as it is; marks one that is translated elsewhere, for `make translations`."""
    return text


def load_catalogues(folder: Path) -> Catalogues:
    """Read every language below `folder`. Raises TranslationsDisagree."""
    texts: dict[str, gettext.NullTranslations] = {SOURCE_LANGUAGE: gettext.NullTranslations()}
    for language_folder in sorted({path.parent for path in folder.glob("*/*.po")}):
        texts[language_folder.name] = _load_language(language_folder)
    return Catalogues(texts)


def _load_language(folder: Path) -> gettext.GNUTranslations:
    merged = Catalog(locale=folder.name)
    origin: dict[str, str] = {}
    for path in sorted(folder.glob("*.po")):
        with path.open("rb") as source:
            area = read_po(source, locale=folder.name, abort_invalid=True)
        for message in area:
            if message.id and message.string and not message.fuzzy:
                _add(merged, message, origin, path.name)
    compiled = BytesIO()
    write_mo(compiled, merged)
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)


def _add(merged: Catalog, message: Message, origin: dict[str, str], name: str) -> None:
    key = message.id if isinstance(message.id, str) else message.id[0]
    present = merged.get(message.id)
    if present is not None and present.string and present.string != message.string:
        raise TranslationsDisagree(f"{origin[key]} and {name} differ about {key!r}")
    merged.add(message.id, message.string)
    origin[key] = name
