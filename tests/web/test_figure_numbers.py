"""Every number on every page of the figures is one that may be read: the display gate."""

from __future__ import annotations

import re

import pytest

from app.adapters.database import Database
from app.adapters.reference_data import ReferenceData, load_reference_data
from app.settings import PROJECT
from tests.figures import some_others, some_publications
from tests.visitor import Visitor
from tests.web.figure_house import pages_of, with_figures

METHOD = "/method"
"""It explains the numbers and shows none."""

WITHOUT = (
    re.compile(r'<details class="how">.*?</details>', re.DOTALL),  # how far a number may be off
    re.compile(r"<time.*?</time>"),
    re.compile(r"<option.*?</option>"),
    re.compile(r'<p class="cite">.*?</p>', re.DOTALL),
    re.compile(r"(kwartaal|quarter) [1-4] (van|of) 20\d\d"),
    re.compile(r"<style.*?</style>|<head>.*?</head>", re.DOTALL),
)
TAG = re.compile(r"<[^>]*>")
YEAR = re.compile(r"\b20(24|25)\b:?")
QUARTERS = re.compile(r"(kwartaal|quarter) [1-4]\b")
NUMBER = re.compile(r"\d[\d.,]*")
SHARE = re.compile(r"(\d+) %")


@pytest.fixture(scope="module")
def reference() -> ReferenceData:
    return load_reference_data(PROJECT / "data")


def labels(reference: ReferenceData) -> list[str]:
    """Names of codes that have a number in them, longest first."""
    found = {
        entry.label(language)
        for name in (
            "theme",
            "subject",
            "province",
            "outcome_group",
            "handling_time",
            "decided_within",
        )
        for entry in reference.codes(name)
        for language in ("nl", "en")
    }
    found |= {one.name for one in reference.institutions.values()}
    return sorted((one for one in found if re.search(r"\d", one)), key=len, reverse=True)


def numbers_on(html: str, named: list[str]) -> list[str]:
    """Every number that a reader sees on a page as a figure."""
    for pattern in WITHOUT:
        html = pattern.sub(" ", html)
    text = TAG.sub(" ", html)
    for name in named:
        text = text.replace(name, " ")
    return NUMBER.findall(SHARE.sub(" ", QUARTERS.sub(" ", YEAR.sub(" ", text))))


def wrong(number: str) -> bool:
    """Not a whole five, or one that ought to be hidden."""
    value = int(re.sub(r"\D", "", number))
    return value % 5 != 0 or value < 10


@pytest.mark.parametrize(("language", "tier"), [("nl", 3), ("en", 3), ("nl", 2), ("nl", 1)])
def test_every_number_is_a_whole_five_or_said_to_be_small(
    visit: Visitor, database: Database, reference: ReferenceData, language: str, tier: int
) -> None:
    with_figures(database, *some_publications(tier=tier, years=(2024, 2025))[-10:])
    named, pages, seen, found = labels(reference), 0, 0, []
    for path in pages_of(visit, language):
        html = visit.response.get_data(as_text=True)
        pages += 1
        if path.endswith(METHOD):
            continue
        numbers = numbers_on(html, named)
        seen += len(numbers)
        found += [(path, number) for number in numbers if wrong(number)]
        assert all(int(share) % 5 == 0 for share in SHARE.findall(html)), path
        bare = [cell for cell in re.findall(r'<td[^>]*class="n"[^>]*>([^<]*)<', html) if cell == ""]
        assert not bare, f"{path}: a blank cell"
    assert not found
    assert pages > {3: 60, 2: 40, 1: 15}[tier]
    assert seen > {3: 2000, 2: 2000, 1: 500}[tier]


@pytest.mark.parametrize("few", [False, True])
@pytest.mark.parametrize(
    ("series", "tier"),
    [("warnings", 2), ("warnings", 1), ("moderation", 1), ("checks", 2), ("checks", 1)],
)
def test_so_is_every_number_of_the_other_series(
    visit: Visitor, database: Database, reference: ReferenceData, series: str, tier: int, *,
    few: bool,
) -> None:  # fmt: skip
    with_figures(database, *some_others(tier=tier, few=few))
    named, seen, found = labels(reference), 0, []
    for language in ("nl", "en"):
        for path in pages_of(visit, language, series):
            if path.endswith(METHOD):
                continue
            html = visit.response.get_data(as_text=True)
            numbers = numbers_on(html, named)
            seen += len(numbers)
            found += [(path, number) for number in numbers if wrong(number)]
            assert all(int(share) % 5 == 0 for share in SHARE.findall(html)), path
    assert not found
    assert seen > 40


def test_this_gate_sees_an_exact_number(reference: ReferenceData) -> None:
    html = "<p>Hoogstens 2 weken: 13, 35 % (&lt;10) in kwartaal 2 van 2025 van 2024: 1.205, 5</p>"
    numbers = numbers_on(html, labels(reference))
    assert numbers == ["13,", "10", "1.205,", "5"]
    assert [one for one in numbers if wrong(one)] == ["13,", "5"]
