"""`flask release rehearse`: every release of a history, from a file and into files."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest
from click.testing import Result
from flask import Flask

from app.adapters.keyring import Keyring
from app.domain.statistics.facts import Fact
from app.factory import create_app
from app.settings import Settings
from tests.conftest import NOON, Clock
from tests.unit.statistics.histories import PROVINCE_OF, THEME_OF, TYPE_OF, a_history

HEADING = (
    "date", "institution_type", "institution", "theme", "subject", "province", "municipality",
    "outcome", "complainant",
)  # fmt: skip
GOOD = ("2025-03-01", "type1", "institution1", "care", "subject1", "", "town", "helped", "")
Rehearse = Callable[..., Result]


@pytest.fixture
def app(tmp_path: Path, keyring: Keyring) -> Flask:
    """A house whose database is not there: a rehearsal that looked at it would fail."""
    settings = replace(
        Settings.from_env({"VAR_DIR": str(tmp_path / "var")}),
        env="test",
        database_url=f"sqlite:///{tmp_path / 'nowhere' / 'none.sqlite3'}",
    )
    return create_app(settings, keyring=keyring, clock=Clock(NOON))


@pytest.fixture
def rehearse(app: Flask, tmp_path: Path) -> Rehearse:
    def run(rows: Sequence[Sequence[str]], *options: str, into: str = "out") -> Result:
        file = tmp_path / "facts.csv"
        with file.open("w", newline="", encoding="utf-8") as text:
            csv.writer(text).writerows(rows)
        command = ["release", "rehearse", str(file), str(tmp_path / into), *options]
        return app.test_cli_runner().invoke(args=command)

    return run


@pytest.fixture
def hierarchy(tmp_path: Path) -> str:
    path = tmp_path / "hierarchy.json"
    path.write_text(
        json.dumps(
            {
                "subject->theme": THEME_OF,
                "institution->institution_type": TYPE_OF,
                "municipality->province": PROVINCE_OF,
            }
        )
    )
    return f"--hierarchy={path}"


def history(facts: int, *years: int) -> list[tuple[str, ...]]:
    rows: list[tuple[str, ...]] = [HEADING]
    for year in years:
        rows += [_cells(one) for one in a_history(Random(year), facts, year=year)]
    return rows


def _cells(fact: Fact) -> tuple[str, ...]:
    return (
        fact.closed_on.isoformat(), fact.institution_type, fact.institution, fact.theme,
        fact.subject, fact.province, "", fact.outcome, "",
    )  # fmt: skip


def read(path: Path) -> list[dict[str, str]]:
    with path.open(newline="", encoding="utf-8") as text:
        return list(csv.DictReader(text))


def test_every_release_of_every_year_comes_in_order(
    rehearse: Rehearse, hierarchy: str, tmp_path: Path
) -> None:
    result = rehearse(history(120, 2023, 2024, 2025), hierarchy, "--tier=3")
    assert result.exit_code == 0, result.output
    ids = [line.split(":")[0] for line in result.output.splitlines() if ": tier" in line]
    assert ids == [
        f"{year}{part}" for year in (2023, 2024, 2025) for part in ("Q1", "Q2", "Q3", "Q4", "")
    ]
    assert {one.name for one in (tmp_path / "out").iterdir()} == {*ids, "hierarchy.json"}


def test_a_table_says_how_it_is_protected_and_shows_no_small_number(
    rehearse: Rehearse, hierarchy: str, tmp_path: Path
) -> None:
    rehearse(history(200, 2025), hierarchy, "--tier=3")
    files = sorted((tmp_path / "out").glob("*/*.csv"))
    assert len(files) == 4 + 3 + 4  # quarters, years to date, the year
    for file in files:
        about = json.loads(file.with_suffix(".json").read_text())
        assert about["release"] == file.parent.name
        assert (about["mode"], about["base"], about["max_dev"]) == ("rounding", 5, 9)
        assert about["hide_below"] == 10
        for row in read(file):
            count = row["count"]
            assert count == "<10" or (int(count) >= 10 and int(count) % 5 == 0)
    to_date = tmp_path / "out/2025Q3/institution_type_theme_to_date"
    covers = json.loads(to_date.with_suffix(".json").read_text())["covers"]
    assert covers == {"quarter": ["2025Q1", "2025Q2", "2025Q3"]}
    assert list(read(to_date.with_suffix(".csv"))[0]) == ["institution_type", "theme", "count"]
    quarter = read(tmp_path / "out/2025Q1/institution_type_theme.csv")
    assert {row["quarter"] for row in quarter} == {"2025Q1"}


def test_the_tier_follows_from_the_year_before(rehearse: Rehearse, hierarchy: str) -> None:
    result = rehearse(history(700, 2023, 2024), hierarchy)
    assert "2023: tier 1" in result.output
    assert "2023Q1" not in result.output
    assert "2024Q1: tier 3" in result.output


def test_a_seed_repeats_a_run_and_nothing_else_does(
    rehearse: Rehearse, hierarchy: str, tmp_path: Path
) -> None:
    rows = history(300, 2025)
    for into, options in (
        ("a", ["--seed=x"]), ("b", ["--seed=x"]), ("c", ["--seed=y"]), ("d", []), ("e", []),
    ):  # fmt: skip
        assert rehearse(rows, hierarchy, "--tier=3", *options, into=into).exit_code == 0
    table = "2025/institution_type_subject.csv"
    texts = [(tmp_path / into / table).read_text() for into in "abcde"]
    assert texts[0] == texts[1]
    assert len(set(texts)) == 4


def test_named_institutions_are_those_of_the_list_only(
    rehearse: Rehearse, hierarchy: str, tmp_path: Path
) -> None:
    named = tmp_path / "named"
    named.write_text("institution1\nnobody\n")
    rehearse(history(400, 2025), hierarchy, "--tier=3", f"--named={named}")
    rows = read(tmp_path / "out/2025/institution_theme.csv")
    by_name = {row["institution"] for row in rows if not row["institution"].startswith("other:")}
    assert by_name == {"", "institution1"}


def test_without_a_list_no_institution_is_told(rehearse: Rehearse, tmp_path: Path) -> None:
    assert rehearse(history(400, 2025), "--tier=3").exit_code == 0
    told = (tmp_path / "out/hierarchy.json").read_text()
    assert "institution1" not in told
    assert "subject1" in told


def test_rows_that_are_no_facts_go_to_a_file_with_their_reasons(
    rehearse: Rehearse, hierarchy: str, tmp_path: Path
) -> None:
    future = ("2999-01-01", *GOOD[1:])
    formula = (*GOOD[:7], "=HYPERLINK(1)", "")
    result = rehearse([HEADING, GOOD, future, GOOD, formula, ()], hierarchy, "--tier=1")
    assert result.exit_code == 0, result.output
    first, second = read(tmp_path / "out.refused.csv")
    assert (first["line"], first["reason"]) == ("3", "date lies in the future")
    assert (second["line"], second["reason"]) == ("5", "outcome begins like a formula")
    assert second["outcome"] == "'=HYPERLINK(1)"  # it must not run in this file either


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "is empty"),
        (b"date,subject\n2025-01-01,x\n", "has no column institution_type"),
        (b"\xff\xfe\x00b\x00a", "is not text in UTF-8"),
        (b'date,"institution_type\n', "is not a CSV file"),
        (b"a" * 20_000, "is not a CSV file"),
    ],
)
def test_a_file_of_another_shape_makes_nothing(
    app: Flask, tmp_path: Path, content: bytes, words: str
) -> None:
    file, out = tmp_path / "facts.csv", tmp_path / "out"
    file.write_bytes(content)
    result = app.test_cli_runner().invoke(args=["release", "rehearse", str(file), str(out)])
    assert result.exit_code == 1
    assert words in result.output
    assert not out.exists()


def test_nothing_is_overwritten(rehearse: Rehearse, hierarchy: str, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "precious").write_text("here")
    result = rehearse([HEADING, GOOD], hierarchy)
    assert result.exit_code == 1
    assert "nothing is overwritten" in result.output
    assert [one.name for one in (tmp_path / "out").iterdir()] == ["precious"]


@pytest.mark.parametrize("content", ["[]", "{", '{"subject->theme": ["x"]}', "\xff"])
def test_a_hierarchy_of_another_shape_is_refused(
    rehearse: Rehearse, tmp_path: Path, content: str
) -> None:
    path = tmp_path / "other.json"
    path.write_bytes(content.encode("latin-1"))
    result = rehearse([HEADING, GOOD], f"--hierarchy={path}")
    assert result.exit_code == 1
    assert "is no hierarchy" in result.output
