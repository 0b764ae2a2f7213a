"""Every series of figures is drafted by one, frozen by another, and what was counted goes."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import func, select

from app.adapters.database import Database
from app.adapters.keyring import Keyring
from app.adapters.release_keys import ReleaseKeys
from app.commands.demo.other_figures import made_up_reports
from app.domain.states import AlertState
from app.domain.statistics.publication import (
    CHECKS,
    COMPLAINTS,
    MODERATION,
    WARNINGS,
    Frozen,
)
from app.models.decision import Decision
from app.models.facts import CountedFact
from app.models.member import CheckCount
from app.services.draft_figures import DRAFTED, NotNext
from app.services.published_figures import frozen_releases
from app.services.sealed_fact import seal_fact
from moderation.decisions.desk_person import DeskPerson
from moderation.decisions.figures.approve import approve_release, destroy_old_keys
from moderation.decisions.figures.draft import draft_release, figures_desk, find_draft
from moderation.rules.four_eyes import SamePerson
from tests.desk_people import enrol
from tests.workbench import reference

NOW = datetime(2026, 11, 2, 12, 0, tzinfo=UTC)
TODAY = NOW.date()
REPORTS, CHECKED, ACTS = 130, 80, 40


class Two:
    """Ana drafts, Bea approves."""

    def __init__(self, database: Database, keyring: Keyring, folder: Path) -> None:
        self.database, self.keyring, self.keys = database, keyring, ReleaseKeys(folder)
        self.ana = enrol(database, keyring, "Ana", "analyst", NOW).person
        self.bea = enrol(database, keyring, "Bea", "analyst", NOW).person

    def draft(self, series: str, release: str = "2025") -> str:
        draft_release(
            self.database, self.ana, series, release, keyring=self.keyring, reference=reference(),
            keys=self.keys, today=TODAY, now=NOW,
        )  # fmt: skip
        with self.database.reading() as session:
            found = find_draft(session, self.bea, series, release)
        assert not found.blocks
        return found.mark

    def approve(self, series: str, mark: str, by: DeskPerson | None = None) -> Frozen:
        return approve_release(
            self.database, by or self.bea, series, "2025", mark=mark, public_from=TODAY,
            keyring=self.keyring, reference=reference(), keys=self.keys, today=TODAY, now=NOW,
        )  # fmt: skip

    def left(self) -> dict[str, int]:
        """How much of what is counted lies in the database still."""
        with self.database.reading() as session:
            facts = dict(
                session.execute(
                    select(CountedFact.series, func.count()).group_by(CountedFact.series)
                ).all()
            )
            checks = session.scalar(select(func.sum(CheckCount.members))) or 0
        return {**facts, CHECKS: checks}


@pytest.fixture
def two(database: Database, keyring: Keyring, tmp_path: Path) -> Two:
    """A year of reports and checks, and of what was done with warnings; one more report of now."""
    assert keyring.k_facts is not None
    people = Two(database, keyring, tmp_path / "keys")
    facts = [*made_up_reports(2025, REPORTS, reference()), *made_up_reports(2026, 1, reference())]
    with database.writing() as session:
        for fact in facts:
            fact_id = uuid4()
            sealed = seal_fact(keyring.k_facts, fact_id, fact)
            session.add(
                CountedFact(id=fact_id, series=fact.SERIES, quarter=fact.quarter, sealed=sealed)
            )
        for number in range(1, 5):
            session.add(CheckCount(quarter=f"2025Q{number}", members=CHECKED // 4, hits=number))
        session.add(CheckCount(quarter="2026Q4", members=1, hits=1))
        session.add_all(
            Decision(
                subject_kind="alert", subject_id=uuid4(), actor="staff",
                staff_id=people.ana.staff_id, from_state=AlertState.PUBLISHED.value,
                to_state=AlertState.RETRACTED.value, reason="mistake", on_day=date(2025, 3, 1),
            )
            for _ in range(ACTS)
        )  # fmt: skip
    return people


@pytest.mark.parametrize(
    ("series", "counted", "left"),
    [
        (WARNINGS, REPORTS, {WARNINGS: 1, CHECKS: CHECKED + 1}),
        (CHECKS, CHECKED, {WARNINGS: REPORTS + 1, CHECKS: 1}),
        (MODERATION, ACTS, {WARNINGS: REPORTS + 1, CHECKS: CHECKED + 1}),
    ],
)
def test_a_year_is_frozen_by_two_and_what_was_counted_goes(
    two: Two, series: str, counted: int, left: dict[str, int]
) -> None:
    mark = two.draft(series)
    with pytest.raises(SamePerson):
        two.approve(series, mark, by=two.ana)
    frozen = two.approve(series, mark)
    assert (frozen.publication.series, frozen.publication.id) == (series, "2025")
    assert abs(frozen.publication.total - counted) <= 9
    assert two.left() == left
    assert two.keys.present() == ()
    with two.database.reading() as session:
        desk = figures_desk(session, two.ana, today=TODAY)
        assert desk.due[series] is None  # 2026 is not over
        assert desk.frozen == (frozen,)
        assert frozen_releases(session, COMPLAINTS) == ()
    with pytest.raises(NotNext):
        two.draft(series, "2026")


def test_every_series_is_in_one_ledger(two: Two) -> None:
    for number, series in enumerate((WARNINGS, MODERATION, CHECKS), start=1):
        frozen = two.approve(series, two.draft(series))
        assert frozen.number == number
    assert set(DRAFTED) == {COMPLAINTS, WARNINGS, MODERATION, CHECKS}


def test_a_key_that_a_crash_left_is_destroyed_with_the_next_look(two: Two) -> None:
    two.approve(CHECKS, two.draft(CHECKS))
    two.keys.key(CHECKS, "2025")
    two.keys.key(WARNINGS, "2025")  # of a draft that is not frozen
    assert destroy_old_keys(two.database, two.keys) == 1
    assert two.keys.present() == ((WARNINGS, "2025"),)
