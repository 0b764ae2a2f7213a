"""Findings in words: in both languages, and with no number that is not published."""

from __future__ import annotations

import re

import pytest
from flask import Flask

from app.domain.statistics.findings import findings
from app.domain.statistics.reading import year_before
from app.web.finding_words import change_words, count_words, finding_words, share_words
from tests.figures import some_publications
from tests.unit.statistics.published import a_publication, one_way

RELEASES = re.compile(r"(kwartaal|quarter) [1-4] (van|of) 20\d\d|\b20\d\d\b")
NUMBER = re.compile(r"\d+")
LABELS = ("Hoogstens 2 weken", "Hoogstens 6 weken", "Hoogstens 3 maanden", "Hoogstens 6 maanden")


def said(app: Flask, language: str, release: str) -> list[str]:
    every = some_publications()
    one = next(one for one in every if one.id == release)
    with app.test_request_context(f"/{language}/"):
        return [finding_words(found) for found in findings(one, year_before(one, every), 99)]


def test_a_year_in_words(app: Flask) -> None:
    assert said(app, "nl", "2025")[:4] == [
        (
            "In 2025 zijn ongeveer 605 klachten afgesloten. In 2024 waren het er ongeveer 605: geen"
            " duidelijk verschil."
        ),
        "De soort instantie waarover het meest is geklaagd: Politie (ongeveer 225, 35 %).",
        (
            "Soort instantie: duidelijk meer van Bank, van ongeveer 125 in 2024 naar ongeveer 160"
            " in 2025."
        ),
        "Het grootste thema: Zakelijke dienstverlening (ongeveer 175, 30 %).",
    ]
    assert said(app, "en", "2025")[2] == (
        "Kind of institution: clearly more of Bank, from about 125 in 2024 to about 160 in 2025."
    )


@pytest.mark.parametrize("language", ["nl", "en"])
def test_every_number_that_is_said_is_a_whole_five(app: Flask, language: str) -> None:
    for release in some_publications():
        for sentence in said(app, language, release.id):
            bare = RELEASES.sub("", sentence)
            for label in LABELS:
                bare = bare.replace(label, "")
            bare = re.sub(r"At most \d \w+", "", bare)
            assert all(int(number) % 5 == 0 for number in NUMBER.findall(bare)), sentence


def test_what_is_hidden_is_said_to_be_few(app: Flask) -> None:
    with app.test_request_context("/en/"):
        (few,) = findings(one_way("2026", bank=5, gp=0), None)
        assert finding_words(few) == "Fewer than 10 complaints were closed in 2026."
        now = one_way("2026", bank=40, huisarts=0)
        found = findings(now, one_way("2025", bank=5, huisarts=0), 99)
        assert finding_words(found[0]) == (
            "About 40 complaints were closed in 2026. In 2025 there were fewer than 10."
        )
        assert finding_words(found[2]) == (
            "Kind of institution: clearly more of Bank, from fewer than 10 in 2025 to about 40 in"
            " 2026."
        )


def test_a_change_of_the_total_says_by_how_much(app: Flask) -> None:
    with app.test_request_context("/en/"):
        many, some = one_way("2026", bank=1205, overig=0), one_way("2025", bank=905, overig=0)
        assert finding_words(findings(many, some)[0]).endswith("about 905: now 300 more.")
        fewer = findings(one_way("2026", bank=605, overig=0), some)[0]
        assert finding_words(fewer).endswith("about 905: now 300 fewer.")
        assert finding_words(findings(many, None)[0]).startswith("About 1,205 ")


def test_two_that_cannot_be_told_apart_are_named_together(app: Flask) -> None:
    with app.test_request_context("/en/"):
        found = findings(one_way("2026", bank=45, politie=40, overig=0), None)
        assert finding_words(found[1]) == (
            "Kind of institution: first come Bank (about 45) and Police (about 40). Which of the"
            " two is larger is not certain."
        )


def test_a_dimension_without_a_sentence_of_its_own_gets_one(app: Flask) -> None:
    release = a_publication("2026", (("quarter",), {("2026Q1",): 60, ("2026Q2",): 20}))
    with app.test_request_context("/en/"):
        assert finding_words(findings(release, None)[1]) == (
            "Quarter: quarter 1 of 2026 comes first (about 60, 75 %)."
        )


def test_small_words(app: Flask) -> None:
    with app.test_request_context("/nl/"):
        assert [count_words(one) for one in (0, 5, 10, 1205)] == ["<10", "<10", "10", "1.205"]
        assert [share_words(one) for one in (None, 0, 35, 100)] == ["", "<5 %", "35 %", ">95 %"]
        assert change_words("unclear") == "niet duidelijk"
