"""Translations: every area in its own file, one meaning a text."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.adapters.catalogues import TranslationsDisagree, load_catalogues
from app.settings import PROJECT

HEAD = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n'


def write(folder: Path, area: str, *pairs: tuple[str, str]) -> None:
    (folder / "nl").mkdir(exist_ok=True)
    body = "".join(f'\nmsgid "{english}"\nmsgstr "{dutch}"\n' for english, dutch in pairs)
    (folder / "nl" / f"{area}.po").write_text(HEAD + body, encoding="utf-8")


def test_areas_are_merged_and_what_is_missing_stays_english(tmp_path: Path) -> None:
    write(tmp_path, "one", ("Yes", "Ja"), ("Same", "Gelijk"))
    write(tmp_path, "two", ("No", "Nee"), ("Same", "Gelijk"), ("Empty", ""))
    texts = load_catalogues(tmp_path)
    assert texts.languages == ("nl", "en")
    assert [texts.gettext("nl", text) for text in ("Yes", "No", "Same", "Empty", "New")] == [
        "Ja",
        "Nee",
        "Gelijk",
        "Empty",
        "New",
    ]
    assert texts.gettext("en", "Yes") == "Yes"


def test_areas_that_disagree_stop_the_start_and_are_named(tmp_path: Path) -> None:
    write(tmp_path, "one", ("Close", "Sluiten"))
    write(tmp_path, "two", ("Close", "Dichtbij"))
    with pytest.raises(TranslationsDisagree, match=r"one\.po and two\.po .*Close"):
        load_catalogues(tmp_path)


def test_our_own_catalogues_agree_and_fill_in_the_same_values() -> None:
    texts = load_catalogues(PROJECT / "translations")
    assert set(texts.languages) == {"nl", "en"}
    assert texts.ngettext("nl", "Try again in %(n)s hour.", "Try again in %(n)s hours.", 2) == (
        "Probeer het over %(n)s uur opnieuw."
    )
