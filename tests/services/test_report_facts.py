"""A report is counted once, when the desk ends it, and only as long as she wants it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.adapters.database import Database
from app.adapters.keyring import Keyring
from app.adapters.vault.boxes import Damaged
from app.domain.consent import Consents
from app.domain.report import ReportDraft
from app.domain.report_facts import ReportFact
from app.domain.report_parts import Contact
from app.domain.states import AlertState, ReportState
from app.domain.strict_json import Malformed
from app.models.facts import CountedFact
from app.models.report import Report
from app.services.add_to_report import add_message
from app.services.change_consents import change_consent
from app.services.change_contact import change_contact
from app.services.own_report import OwnKey
from app.services.purge_reports import purge_reports
from app.services.read_facts import read_facts, read_report_facts
from app.services.withdraw_report import withdraw_report
from moderation.decisions.desk_person import DeskPerson
from moderation.decisions.end_report import (
    close_report,
    reject_burst,
    reject_report,
    reopen_report,
)
from moderation.decisions.merge_report import Merging, merge_report
from moderation.decisions.settle_reports import settle_reports
from tests.conftest import NOON
from tests.desk_alerts import own_key
from tests.desk_cases import DRAFT, Desk, a_text, at_once
from tests.keys import TeamKeys
from tests.workbench import reference

COUNTED = replace(DRAFT, consents=Consents(warn=True, figures=True))
NOT_COUNTED = DRAFT
IN_DECEMBER = NOON + timedelta(days=9)
NEXT_QUARTER = NOON + timedelta(days=60)


class Counting(Desk):
    """The desk, and what is counted of what it does."""

    def ended(
        self, person: DeskPerson, how: str, reason: str, draft: ReportDraft = COUNTED,
        now: datetime = NOON,
    ) -> UUID:  # fmt: skip
        report = self.report(draft)
        self.claim(person, report, now)
        self.end(person, report, how, reason, now)
        return report

    def end(
        self, person: DeskPerson, report: UUID, how: str, reason: str, now: datetime = NOON
    ) -> None:
        act = {"reject": reject_report, "close": close_report, "reopen": reopen_report}[how]
        with self.database.writing() as session:
            act(
                session, person, report, reason,
                keyring=self.keyring, reference=reference(), now=now,
            )  # fmt: skip

    def settled(self, person: DeskPerson, now: datetime) -> None:
        with self.database.writing() as session:
            settle_reports(session, person, keyring=self.keyring, reference=reference(), now=now)

    def facts(self, *quarters: str) -> list[ReportFact]:
        with self.database.reading() as session:
            return read_report_facts(session, self.keyring, quarters or ("2026Q4",))


@pytest.fixture
def desk(database: Database, keyring: Keyring, alerts_team: TeamKeys) -> Counting:
    return Counting(database, keyring, alerts_team)


@pytest.fixture
def noor(desk: Counting) -> DeskPerson:
    return desk.person("Noor")


def test_a_rejected_and_a_closed_report_are_counted_with_their_reason(
    desk: Counting, noor: DeskPerson
) -> None:
    desk.ended(noor, "reject", "too-long-ago")
    desk.ended(noor, "close", "no-answer", now=IN_DECEMBER)
    found = sorted(desk.facts(), key=lambda one: one.decision)
    assert [(one.decision, one.reason, one.decided_within) for one in found] == [
        ("closed", "no-answer", "two_weeks"), ("rejected", "too-long-ago", "three_days"),
    ]  # fmt: skip
    assert {(one.kind, one.severity, one.province) for one in found} == {
        ("bedreiging", "3", "noord-holland")
    }


def test_a_warning_that_went_out_is_counted_as_the_desk_decided_it(
    desk: Counting, noor: DeskPerson
) -> None:
    report = desk.report(at_once(COUNTED))
    desk.claim(noor, report)
    written = a_text(severity=4, severity_reason="weapon-or-group", region="GM0599")
    alert = desk.propose(noor, report, written)
    assert desk.approve(desk.person("Iris"), alert) is AlertState.PUBLISHED
    assert desk.facts() == []  # her report follows at the next act of somebody with a key
    desk.settled(noor, NEXT_QUARTER)
    # the day of the warning says how long it took; the quarter is one that cannot be out yet
    assert desk.facts() == []
    assert desk.facts("2027Q1") == [
        ReportFact(
            "2027Q1", "bedreiging", "3", "zuid-holland", "no", "none", "published", "",
            "three_days",
        )
    ]  # fmt: skip
    desk.settled(noor, NEXT_QUARTER)
    assert len(desk.facts("2026Q4", "2027Q1")) == 1


def test_closing_what_was_out_is_no_second_decision(desk: Counting, noor: DeskPerson) -> None:
    report = desk.report(at_once(COUNTED))
    desk.claim(noor, report)
    desk.approve(desk.person("Iris"), desk.propose(noor, report))
    desk.settled(noor, NOON)
    desk.end(noor, report, "close", "alert-ended", NEXT_QUARTER)
    assert [one.decision for one in desk.facts("2026Q4", "2027Q1")] == ["published"]


def test_a_merged_report_is_counted_as_its_own(desk: Counting, noor: DeskPerson) -> None:
    first = desk.report(at_once(NOT_COUNTED))
    desk.claim(noor, first)
    alert = desk.propose(noor, first)
    desk.approve(desk.person("Iris"), alert)
    second = desk.report(replace(COUNTED, kinds=("schelden",)))
    desk.claim(noor, second)
    with desk.database.writing() as session:
        merge_report(
            session, noor, second, alert, Merging("same-person", independent=True),
            keyring=desk.keyring, reference=reference(), now=NOON,
        )  # fmt: skip
    (found,) = desk.facts()
    assert (found.decision, found.reason, found.kind) == ("merged", "same-person", "schelden")
    desk.end(noor, second, "close", "done", NEXT_QUARTER)
    assert desk.facts("2027Q1") == []


def test_without_her_consent_she_is_not_counted_and_it_cannot_be_seen(
    desk: Counting, noor: DeskPerson
) -> None:
    reports = [
        desk.ended(noor, "reject", "too-long-ago"),
        desk.ended(noor, "reject", "too-long-ago", NOT_COUNTED),
        desk.ended(noor, "reject", "misuse"),
        desk.ended(noor, "close", "double"),
    ]
    assert len(desk.facts()) == 1
    sizes = {len(desk.report_row(one).fact_link or b"") for one in reports}
    assert len(sizes) == 1
    assert sizes != {0}


def test_a_flood_moves_no_number(desk: Counting, noor: DeskPerson) -> None:
    flood = [desk.report(COUNTED, burst="b1") for _ in range(3)]
    with desk.database.writing() as session:
        assert (
            reject_burst(session, noor, "b1", keyring=desk.keyring, reference=reference(), now=NOON)
            == 3
        )
    assert desk.facts() == []
    assert all(desk.report_row(one).fact_link for one in flood)


def test_opening_again_takes_the_fact_and_the_next_end_counts_in_its_own_quarter(
    desk: Counting, noor: DeskPerson
) -> None:
    report = desk.ended(noor, "reject", "too-long-ago")
    desk.end(noor, report, "reopen", "mistake")
    assert desk.facts() == []
    desk.end(noor, report, "close", "done", NEXT_QUARTER)
    assert desk.facts() == []
    assert [one.decided_within for one in desk.facts("2027Q1")] == ["three_months"]


Change = Callable[[Session, OwnKey], None]


def _figures(session: Session, own: OwnKey) -> None:
    change_consent(session, own, "figures", given=False, protocol=reference().protocol, now=NOON)


def _writes(session: Session, own: OwnKey) -> None:
    add_message(session, own, "Nog iets.", protocol=reference().protocol, now=NOON)


def _reachable(session: Session, own: OwnKey) -> None:
    contact = Contact("phone", "0612345678")
    change_contact(session, own, contact, protocol=reference().protocol, now=NOON)


def _withdraws(session: Session, own: OwnKey) -> None:
    withdraw_report(session, own, now=NOON)


@pytest.mark.parametrize("change", [_figures, _writes, _reachable, _withdraws])
def test_what_she_does_takes_her_fact_at_once_and_nobody_elses(
    desk: Counting, noor: DeskPerson, change: Change
) -> None:
    report = desk.ended(noor, "reject", "too-long-ago")
    desk.ended(noor, "close", "done")
    with desk.database.writing() as session:
        change(session, own_key(desk, report))
    assert [one.decision for one in desk.facts()] == ["closed"]


def test_her_words_take_no_fact_of_a_warning_that_is_out(desk: Counting, noor: DeskPerson) -> None:
    report = desk.report(at_once(COUNTED))
    desk.claim(noor, report)
    desk.approve(desk.person("Iris"), desk.propose(noor, report))
    desk.settled(noor, NOON)
    with desk.database.writing() as session:
        _writes(session, own_key(desk, report))
    assert desk.report_row(report).state is ReportState.PUBLISHED
    assert len(desk.facts()) == 1


def test_the_end_of_its_term_leaves_the_fact_and_takes_the_link(
    desk: Counting, noor: DeskPerson
) -> None:
    report = desk.ended(noor, "reject", "too-long-ago")
    with desk.database.writing() as session:
        assert purge_reports(session, report_max_days=540, now=NOON + timedelta(days=91)) == 1
        assert session.get(Report, report) is None
    assert len(desk.facts()) == 1


def test_a_fact_of_one_series_never_opens_as_one_of_another(
    desk: Counting, noor: DeskPerson
) -> None:
    desk.ended(noor, "reject", "too-long-ago")
    with desk.database.writing() as session:
        row = session.scalars(select(CountedFact)).one()
        row.series = "complaints"
    with pytest.raises((Damaged, Malformed)) as refused, desk.database.reading() as session:
        read_facts(session, desk.keyring, ["2026Q4"])
    assert refused.type is Damaged


def test_a_link_moved_to_another_report_takes_nothing_of_it(
    desk: Counting, noor: DeskPerson
) -> None:
    one, other = (desk.ended(noor, "reject", "too-long-ago") for _ in range(2))
    with desk.database.writing() as session:
        session.get_one(Report, one).fact_link = session.get_one(Report, other).fact_link
    with pytest.raises(Damaged), desk.database.writing() as session:
        _figures(session, own_key(desk, one))
    assert len(desk.facts()) == 2
    with desk.database.writing() as session:
        _withdraws(session, own_key(desk, one))  # damage never keeps her from going
    assert len(desk.facts()) == 2
