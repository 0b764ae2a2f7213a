"""Nothing is said in one language only: every text is found, translated, and its own."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from translations import findings
from translations.extraction import (
    PROJECT,
    Text,
    Translation,
    calls_without_literal,
    placeholders,
    texts_of_house,
    translations_of,
)
from translations.literals import ROOMS_WITH_WORDS, in_code, in_template

LANGUAGE = "nl"
TEXTS = texts_of_house()
KNOWN = translations_of(LANGUAGE)
ALLOWED = findings.same_on_purpose(LANGUAGE)
PASS_TEXTS_ON = ("app/web/forms.py", "app/web/texts.py")
"""Modules that hand a text of somebody else to the catalogues."""

NOT_HUMAN = ("MMMM y", "SELECT 1", "EEEE d MMMM 'om' HH:mm 'uur'", "EEEE d MMMM 'at' HH:mm")
"""Patterns of dates, a query: they look like a sentence and are none."""

OPERATOR = ("moderation/desk/commands.py", "moderation/desk/escrow_commands.py")
"""What the operator reads at a terminal is English only (README)."""

SAMPLES = "templates/desk/components.html"
SAMPLE_NAMES = ("'Utrecht'", "'Zwolle'")
TABLES = sorted((PROJECT / "data").glob("*.csv"))


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as source:
        return list(csv.DictReader(source))


def test_every_text_has_its_dutch() -> None:
    assert len(TEXTS) > 300  # the search itself works
    assert not list(findings.missing(TEXTS, KNOWN))


def test_no_translation_is_left_of_a_text_that_is_gone() -> None:
    assert not list(findings.obsolete(TEXTS, KNOWN))


def test_no_translation_is_marked_unsure() -> None:
    assert not list(findings.unsure(KNOWN))


def test_a_translation_leaves_open_what_its_text_leaves_open() -> None:
    assert not list(findings.other_placeholders(TEXTS, KNOWN))


def test_no_english_text_stands_in_for_a_dutch_one() -> None:
    assert not list(findings.still_english(TEXTS, KNOWN, ALLOWED))


def test_every_text_that_is_the_same_on_purpose_still_is_and_says_why() -> None:
    in_data = {
        row[column]
        for path in TABLES
        for row in rows_of(path)
        for column in row
        if column.endswith("_nl")
    }
    same = {msgid for msgid in TEXTS if msgid in KNOWN and msgid in KNOWN[msgid].forms}
    assert not set(ALLOWED) - same - in_data
    assert all(len(reason) > 4 for reason in ALLOWED.values())


def test_what_is_translated_stands_in_the_code_as_a_text() -> None:
    found = [place for place in calls_without_literal() if not place.startswith(PASS_TEXTS_ON)]
    assert not found


@pytest.mark.parametrize(
    "path", sorted((PROJECT / "templates").rglob("*.html")), ids=lambda path: path.name
)
def test_a_template_says_nothing_outside_the_catalogues(path: Path) -> None:
    samples = SAMPLE_NAMES if path == PROJECT / SAMPLES else ()
    assert not [line for line in in_template(path) if not line.endswith(samples or ("\0",))]


@pytest.mark.parametrize("room", ROOMS_WITH_WORDS)
def test_a_page_says_nothing_outside_the_catalogues(room: str) -> None:
    found = [
        line
        for path in sorted((PROJECT / room).rglob("*.py"))
        if path.relative_to(PROJECT).as_posix() not in OPERATOR
        for line in in_code(path)
    ]
    assert not [line for line in found if not any(word in line for word in NOT_HUMAN)]


@pytest.mark.parametrize("path", TABLES, ids=lambda path: path.name)
def test_every_label_of_a_code_stands_in_both_languages(path: Path) -> None:
    for row in rows_of(path):
        for column in row:
            if not column.endswith("_nl"):
                continue
            dutch, english = row[column], row[column.removesuffix("_nl") + "_en"]
            assert bool(dutch) is bool(english), row
            assert dutch != english or not dutch or dutch in ALLOWED, row


def test_the_search_sees_what_it_is_for(tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_text(
        "{% extends 'x.html' %}<h1>Plain words</h1>\n<p>{{ _('Found') }} {{ name }}</p>"
        "<img alt='A picture'>{{ button('Send it now.') }}{% trans %}Fine here{% endtrans %}"
    )
    assert [line.split(": ")[1] for line in in_template(page, tmp_path)] == [
        "'Plain words'", "'A picture'", "'Send it now.'",
    ]  # fmt: skip
    code = tmp_path / "page.py"
    code.write_text(
        '"""About this module."""\nLABEL = "Choose a day."\nraise ValidationError("Not a day.")\n'
        'log.error("The queue is away.")\nraise ValueError("a fact")\n_("Also found.")\n'
    )
    assert [line.split(": ")[1] for line in in_code(code, tmp_path)] == [
        "'Choose a day.'", "'Not a day.'",
    ]  # fmt: skip


def test_the_findings_find() -> None:
    texts = {
        "a": Text(("a",), "x:1"),
        "%(n)s day": Text(("%(n)s day", "%(n)s days"), "x:2"),
        "new": Text(("new",), "x:3"),
    }
    known = {
        "a": Translation("a", None, ("a",), fuzzy=True, place="nl:1"),
        "%(n)s day": Translation("%(n)s day", "", ("een dag", "%(d)s"), fuzzy=False, place="nl:2"),
        "old": Translation("old", None, ("oud",), fuzzy=False, place="nl:3"),
    }
    assert list(findings.missing(texts, known)) == ["x:3: 'new'"]
    assert list(findings.obsolete(texts, known)) == ["nl:3: 'old'"]
    assert list(findings.unsure(known)) == ["nl:1: 'a'"]
    assert list(findings.still_english(texts, known, {})) == ["nl:1: 'a'"]
    assert len(list(findings.other_placeholders(texts, known))) == 2
    assert placeholders("%(a)s 100 %% %d %(b).1f") == ["(a)s", "(b)f", "d"]
