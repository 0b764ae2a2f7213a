"""What the desk did with warnings that were out, and checks, as yearly figures."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from itertools import product
from random import Random

import pytest
from flask import Flask

from app.domain.statistics.parameters import PARAMETERS
from app.domain.statistics.quarters import quarters_of
from app.domain.statistics.rounding import ReleaseRefused
from app.domain.statistics.tables import Counts, Release
from app.services.audit_releases import audit_releases
from app.services.house_figures import (
    HOUSE_LISTS,
    act_codes,
    make_checks,
    make_moderation,
    read_acts,
)
from app.web.figure_words import code_words, dimension_words
from moderation.decisions.retract_alert import retract_alert
from moderation.rules.outcomes import REASONS, Outcome
from tests.desk_alerts import correct, proposed, published, sweep
from tests.desk_cases import Desk
from tests.workbench import NOON, reference

KEY = bytes(range(32))


def acts(desk: Desk, year: str = "2026") -> Counts:
    with desk.database.reading() as session:
        return read_acts(session, year)


def test_what_was_done_with_a_warning_that_was_out_counts_once_for_each_warning(
    desk: Desk,
) -> None:
    noor, iris = desk.person("Noor"), desk.person("Iris")
    first, second, third = (published(desk, noor, iris)[1] for _ in range(3))
    for _ in range(2):
        desk.approve(iris, correct(desk, noor, first, identifiers=("1-phone-0",)))
    for alert, reason in ((second, "objection-upheld"), (third, "reporter-withdrew")):
        with desk.database.writing() as session:
            retract_alert(
                session, replace(noor, fresh_at=NOON), alert, reason,
                keyring=desk.keyring, protocol=reference().protocol, now=NOON,
            )  # fmt: skip
    assert acts(desk) == {("corrected",): 1, ("retracted:objection-upheld",): 1}
    assert acts(desk, "2027") == {}


def test_what_was_not_out_yet_or_ended_by_itself_is_no_act(desk: Desk) -> None:
    noor, iris = desk.person("Noor"), desk.person("Iris")
    _report, waiting = proposed(desk, noor)
    published(desk, noor, iris)
    with desk.database.writing() as session:
        retract_alert(
            session, replace(noor, fresh_at=NOON), waiting, "mistake",
            keyring=desk.keyring, protocol=reference().protocol, now=NOON,
        )  # fmt: skip
    sweep(desk)
    assert acts(desk) == {}


def test_every_act_has_a_row_and_words(app: Flask) -> None:
    codes = act_codes(reference())
    assert set(codes) == {
        "corrected",
        *(f"extended:{one}" for one in REASONS[Outcome.EXTEND]),
        *(f"retracted:{one}" for one in REASONS[Outcome.RETRACT] - {"reporter-withdrew"}),
        "suspended:objection", "objection:objection-partly", "objection:objection-refused",
        "police",
    }  # fmt: skip
    with app.test_request_context("/nl/"):
        assert code_words("warning_act", "retracted:objection-upheld") == (
            "Waarschuwing weggehaald: Bezwaar terecht"
        )
        assert code_words("warning_act", "extended:motivated") != "extended:motivated"
        assert code_words("warning_act", "police") == "Informatie aan de politie gegeven"
        assert code_words("check_result", "hit") == "Er was een waarschuwing"
        assert dimension_words("warning_act") != dimension_words("check_result")


def some_acts(size: int) -> Counts:
    random = Random(size)
    return Counter((random.choice(act_codes(reference())[:4]),) for _ in range(size))


def some_checks(size: int) -> Counts:
    random = Random(size)
    return Counter(
        (random.choice(quarters_of("2026")), "hit" if random.random() < 0.15 else "none")
        for _ in range(size)
    )


def releases(size: int, tier: int) -> list[tuple[Release, Counts]]:
    made = make_moderation(some_acts(size), "2026", KEY, tier=tier, reference=reference())
    checks = make_checks(some_checks(size), "2026", KEY, tier=tier)
    counted: Counts = some_checks(size)
    if tier == 1:
        results = Counter[tuple[str, ...]]()
        for (_quarter, result), count in counted.items():
            results[(result,)] += count
        counted = results
    return [(made, some_acts(size)), (checks, counted)]


@pytest.mark.parametrize("tier", [1, 2])
@pytest.mark.parametrize("size", [0, 1, 30, 400])
def test_both_keep_every_promise_and_the_audit_finds_nothing(size: int, tier: int) -> None:
    for release, counted in releases(size, tier):
        (table,) = release.tables
        truth = Counter[tuple[str, ...]]()
        for cell, count in counted.items():
            for at in product(*((code, "") for code in cell)):
                truth[at] += count
        for cell, number in table.cells.items():
            assert number % 5 == 0
            assert abs(number - truth[cell]) <= 9
            inner = [
                found
                for other, found in table.cells.items()
                if "" not in other
                and all(code in ("", at) for code, at in zip(cell, other, strict=True))
            ]
            assert number == sum(inner)
        assert audit_releases([release], HOUSE_LISTS, PARAMETERS).findings == ()
        assert set(table.cells) == set(releases(0, tier)[table.dimensions[-1] != "warning_act"][0]
                                       .tables[0].cells)  # fmt: skip


def test_an_act_that_no_list_holds_stops_the_release() -> None:
    with pytest.raises(ReleaseRefused, match="warning_act"):
        make_moderation({("hidden",): 3}, "2026", KEY, tier=1, reference=reference())


def test_the_same_key_gives_the_same_numbers() -> None:
    assert releases(400, 2) == releases(400, 2)
