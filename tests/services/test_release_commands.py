"""`flask facts import` and `flask release …`: the history of a desk becomes its figures."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import Result
from flask import Flask
from sqlalchemy import func, select

from app.adapters.database import Database
from app.adapters.keyring import Keyring
from app.adapters.published_tables import audit_directory
from app.commands.demo.figures import made_up_facts
from app.domain.statistics.publication import COMPLAINTS
from app.factory import create_app
from app.models.complaint import ComplaintFact
from app.models.figures import FigureCube, FigureDraft
from app.services.published_figures import frozen_releases
from app.settings import Settings
from tests.conftest import Clock
from tests.desk_people import EnrolledPerson, enrol
from tests.figures import a_real_book

HEADING = (
    "date", "institution_type", "institution", "theme", "subject", "province", "municipality",
    "outcome", "complainant",
)  # fmt: skip
OUTCOMES = {
    "resolved": "opgelost", "not_upheld": "ongegrond", "ended": "ingetrokken",
    "recorded": "doorverwezen", "unknown": "",
}  # fmt: skip
GOOD = ("2025-03-01", "bank", "ing", "zakelijk", "", "", "Utrecht", "opgelost", "")
START = datetime(2026, 11, 2, 12, 0, tzinfo=UTC)


class Desk:
    """Two analysts and a caseworker who type commands, each with the code of the minute."""

    def __init__(self, app: Flask, people: dict[str, EnrolledPerson], clock: Clock) -> None:
        self.app, self.people, self.clock = app, people, clock

    def run(self, *command: str, by: str = "", code: str = "") -> Result:
        if not by:
            return self.app.test_cli_runner().invoke(args=list(command))
        self.clock.now += timedelta(minutes=1)  # a code works once
        person = self.people[by]
        typed = f"{person.passphrase}\n{code or person.code(self.clock.now)}\n"
        args = [*command, "--as", person.name]
        return self.app.test_cli_runner().invoke(args=args, input=typed)

    def draft(self, by: str = "ana", *release: str) -> str:
        """The mark that the draft was printed with."""
        done = self.run("release", "draft", *release, by=by)
        assert done.exit_code == 0, done.output
        return done.output.rsplit("draft ", 1)[1].strip()

    def freeze(self) -> str:
        """Drafts and approves whatever is due; its id, or nothing."""
        done = self.run("release", "draft", by="ana")
        if "nothing is due" in done.output:
            return ""
        assert done.exit_code == 0, done.output
        release = done.output.split(": tier", 1)[0].splitlines()[-1]
        mark = done.output.rsplit("draft ", 1)[1].strip()
        approved = self.run("release", "approve", release, "--draft", mark, by="bea")
        assert approved.exit_code == 0, approved.output
        return release


@pytest.fixture
def desk(database: Database, engine_url: str, keyring: Keyring, tmp_path: Path) -> Iterator[Desk]:
    clock = Clock(START)
    settings = replace(
        Settings.from_env({"VAR_DIR": str(tmp_path / "var")}), env="test", database_url=engine_url
    )
    app = create_app(settings, keyring=keyring, clock=clock)
    people = {
        name: enrol(database, keyring, name, role, now=START)
        for name, role in (("ana", "analyst"), ("bea", "analyst"), ("max", "administrator"))
    }
    yield Desk(app, people, clock)
    app.extensions["house"].database.dispose()


def a_file(path: Path, rows: Sequence[Sequence[str]]) -> str:
    with path.open("w", newline="", encoding="utf-8") as text:
        csv.writer(text).writerows([HEADING, *rows])
    return str(path)


def history(count: int, *years: int) -> list[tuple[str, ...]]:
    return [
        (
            one.closed_on.isoformat(), one.institution_type, one.institution, one.theme,
            one.subject, one.province, "", OUTCOMES[one.outcome], "",
        )
        for year in years
        for one in made_up_facts(a_real_book(), year, count)
    ]  # fmt: skip


def counted(database: Database, table: type = ComplaintFact) -> int:
    with database.reading() as session:
        return session.scalar(select(func.count()).select_from(table)) or 0


def test_a_history_comes_in_and_goes_out_as_figures(
    desk: Desk, database: Database, tmp_path: Path
) -> None:
    file = a_file(tmp_path / "facts.csv", history(550, 2024, 2025))
    assert "1100 facts were taken over, 0 rows refused" in desk.run("facts", "import", file).output
    made = []
    while release := desk.freeze():
        made.append(release)
    # the first year says the least; the next is as large as the total of the first allows
    assert made == [
        "2024", "2025Q1", "2025Q2", "2025Q3", "2025Q4", "2025", "2026Q1", "2026Q2", "2026Q3",
    ]  # fmt: skip
    with database.reading() as session:
        frozen = frozen_releases(session, COMPLAINTS)
    assert [one.publication.tier for one in frozen] == [1, *[3] * 8]
    assert abs(frozen[0].publication.total - 550) <= 9
    assert abs(frozen[5].publication.total - 550) <= 9
    assert frozen[5].publication.total == sum(one.publication.total for one in frozen[1:5])
    # nothing of the truth is left, and no key that could tell noise from counts
    assert (counted(database), counted(database, FigureDraft)) == (0, 0)
    with database.reading() as session:
        cubes = session.scalars(select(FigureCube.quarter).order_by(FigureCube.quarter)).all()
    assert cubes == ["2026Q1", "2026Q2", "2026Q3"]
    assert list((tmp_path / "var" / "release-keys").iterdir()) == []
    whole = desk.run("release", "audit")
    assert "the ledger is whole: 9 releases" in whole.output
    assert desk.run("release", "export", str(tmp_path / "out")).exit_code == 0
    report = audit_directory(tmp_path / "out")
    assert report.findings == ()
    assert (tmp_path / "out" / "2025Q2" / "institution_type_theme_to_date.csv").is_file()


def test_the_first_person_cannot_approve(desk: Desk, tmp_path: Path, database: Database) -> None:
    desk.run("facts", "import", a_file(tmp_path / "facts.csv", history(60, 2025)))
    mark = desk.draft("ana")
    own = desk.run("release", "approve", "2025", "--draft", mark, by="ana")
    assert own.exit_code == 1
    assert "ask a second person" in own.output
    assert counted(database, FigureDraft) == 1
    other = desk.run("release", "approve", "2025", "--draft", mark, by="bea")
    assert "2025 is frozen: number 1, public from 2026-11-02" in other.output


def test_what_was_drafted_again_is_looked_at_again(
    desk: Desk, tmp_path: Path, database: Database
) -> None:
    desk.run("facts", "import", a_file(tmp_path / "facts.csv", history(60, 2025)))
    seen = desk.draft("ana")
    # the same facts under the same key are the same draft
    assert desk.draft("ana") == seen
    with database.writing() as session:
        row = session.scalars(select(ComplaintFact).limit(1)).one()
        session.delete(row)
    late = desk.run("release", "approve", "2025", "--draft", seen, by="bea")
    assert "the facts changed since it was drafted" in late.output
    desk.draft("ana")
    void = desk.run("release", "approve", "2025", "--draft", "0" * 64, by="bea")
    assert "look at the new draft first" in void.output
    with database.reading() as session:
        assert frozen_releases(session, COMPLAINTS) == ()


def test_nobody_without_the_role_or_the_right_code_makes_figures(
    desk: Desk, tmp_path: Path, database: Database
) -> None:
    desk.run("facts", "import", a_file(tmp_path / "facts.csv", history(30, 2025)))
    assert "your role may not do this" in desk.run("release", "draft", by="max").output
    wrong = desk.run("release", "draft", by="ana", code="000000")
    assert "name, passphrase or code is not right" in wrong.output
    assert counted(database, FigureDraft) == 0


def test_releases_are_made_in_order_and_not_before_their_time(desk: Desk, tmp_path: Path) -> None:
    desk.run("facts", "import", a_file(tmp_path / "facts.csv", history(40, 2024, 2025)))
    assert "2024 comes first" in desk.run("release", "draft", "2025", by="ana").output
    assert "2024 comes first" in desk.run("release", "draft", "2026", by="ana").output
    assert desk.freeze() == "2024"
    assert desk.freeze() == "2025"  # forty are no reason for quarters
    assert desk.freeze() == ""


def test_an_embargo_is_kept_within_its_days(desk: Desk, tmp_path: Path) -> None:
    desk.run("facts", "import", a_file(tmp_path / "facts.csv", history(40, 2025)))
    mark = desk.draft("ana")
    approve = ("release", "approve", "2025", "--draft", mark, "--public-from")
    assert "from 2026-11-02 to 2027-11-03" in desk.run(*approve, "2026-11-01", by="bea").output
    assert "from 2026-11-02 to 2027-11-03" in desk.run(*approve, "2027-11-04", by="bea").output
    assert "public from 2026-12-01" in desk.run(*approve, "2026-12-01", by="bea").output


REFUSALS = [
    ({0: "2026-11-03"}, "date lies in the future"),
    ({1: "=bank"}, "institution_type begins like a formula"),
    ({1: "bakker"}, "institution_type is not in the code list"),
    ({2: "ing-bank"}, "institution is not in the code list"),
    ({1: "politie"}, "institution falls under something else than the row says"),
    ({4: "nothing"}, "subject is not in the code list"),
    ({6: "Appingedam"}, "municipality is no municipality any more; it may be Eemsdelta now"),
    ({6: "Nergenshuizen"}, "municipality is not in the code list"),
    ({7: "geslaagd"}, "outcome is not in the code list"),
]


def test_a_row_that_is_no_fact_stops_the_whole_file(
    desk: Desk, tmp_path: Path, database: Database
) -> None:
    subject = next(code for code, up in a_real_book().theme_of.items() if up == "zakelijk")
    good = (*GOOD[:4], subject, *GOOD[5:])
    rows = [
        [changes.get(place, cell) for place, cell in enumerate(good)] for changes, _ in REFUSALS
    ]
    file = a_file(tmp_path / "facts.csv", [good, *rows])
    done = desk.run("facts", "import", file)
    assert done.exit_code == 1
    assert "9 of 10 rows are refused" in done.output
    assert counted(database) == 0
    with (tmp_path / "facts.refused.csv").open(encoding="utf-8", newline="") as text:
        reasons = [row[1] for row in csv.reader(text)][1:]
    assert reasons == [reason for _changes, reason in REFUSALS]
    (tmp_path / "facts.refused.csv").unlink()
    some = desk.run("facts", "import", file, "--skip-refused")
    assert "1 facts were taken over, 9 rows refused" in some.output
    (tmp_path / "facts.refused.csv").unlink()
    again = desk.run("facts", "import", file, "--skip-refused")
    assert "taken over before" in again.output
    assert counted(database) == 1


def test_a_published_quarter_takes_nothing_more(desk: Desk, tmp_path: Path) -> None:
    desk.run("facts", "import", a_file(tmp_path / "facts.csv", history(40, 2025)))
    assert desk.freeze() == "2025"
    late = desk.run("facts", "import", a_file(tmp_path / "late.csv", history(1, 2025)))
    assert "1 of 1 rows are refused" in late.output
    assert "was published: it counts no more" in (tmp_path / "late.refused.csv").read_text()


def test_a_complainant_counts_once_for_an_institution_in_a_quarter(
    desk: Desk, tmp_path: Path, database: Database
) -> None:
    subject = next(code for code, up in a_real_book().theme_of.items() if up == "zakelijk")
    row = (*GOOD[:4], subject, *GOOD[5:8], "somebody")
    desk.run("facts", "import", a_file(tmp_path / "facts.csv", [row] * 400))
    assert desk.freeze() == "2025"
    with database.reading() as session:
        (frozen,) = frozen_releases(session, COMPLAINTS)
    assert frozen.publication.total <= 10  # one, and at most nine beside it
    assert frozen.frozen_on == date(2026, 11, 2)
