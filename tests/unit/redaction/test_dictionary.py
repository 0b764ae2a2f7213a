from __future__ import annotations

from pathlib import Path

import pytest

from app.adapters.dictionary import WORDS_FOLDER, load_dictionary


def test_the_dictionary_knows_words_of_both_languages_and_no_common_names() -> None:
    words = load_dictionary()
    assert {"hij", "betaalde", "natuurlijk", "he", "naturally", "geïnteresseerd"} <= words
    assert "geinteresseerd" in words
    assert not {"jansen", "mohammed", "peter", "john", "visser", "ermelo"} & words


def test_each_list_is_small_sorted_and_has_its_source_beside_it() -> None:
    for path in WORDS_FOLDER.glob("??.txt"):
        listed = path.read_text(encoding="utf-8").split()
        assert listed == sorted(set(listed))
        assert all(word == word.lower() and word.isalpha() for word in listed)
        assert path.stat().st_size <= 600_000
    assert "OpenTaal" in (WORDS_FOLDER / "SOURCES.txt").read_text(encoding="utf-8")


def test_a_folder_without_lists_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        load_dictionary(tmp_path)
