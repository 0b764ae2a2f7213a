"""The queue: what waits, in which order, with whom, in a number of queries that does not grow."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

import pytest

from app.domain.report_parts import Place
from app.domain.states import ReportState
from app.models.report import Lease, Report, ReportKeys
from moderation.decisions.case_rows import NoKey, NoSuchCase, NotActive
from moderation.decisions.claim_next import claim_next
from moderation.decisions.claim_report import (
    LEASE,
    HeldByOther,
    claim_report,
    release_report,
    work_on,
)
from moderation.decisions.desk_person import DeskPerson
from moderation.decisions.end_report import reject_burst
from moderation.decisions.read_queue import Queue, QueueFilter, read_queue
from moderation.decisions.suspend_staff import suspend_staff
from tests.desk_cases import DRAFT, Desk, counted_queries
from tests.workbench import NOON, reference

EVERYTHING = QueueFilter()


def queue_of(
    desk: Desk, person: DeskPerson, wanted: QueueFilter = EVERYTHING, page: int = 1
) -> Queue:
    with desk.database.reading() as session:
        return read_queue(session, person, wanted, page=page, covers=covers, now=NOON)


def covers(region: str, place: str) -> bool:
    data = reference()
    return data.has_region(place) and region in data.regions_of(place)


URGENT = replace(DRAFT, still_active="yes")


def test_urgent_comes_first_and_then_the_oldest(desk: Desk) -> None:
    noor = desk.person("Noor")
    young = desk.report()
    old = desk.report(now=NOON - timedelta(days=4))
    urgent = desk.report(URGENT)
    queue = queue_of(desk, noor)
    assert [row.report_id for row in queue.rows] == [urgent, old, young]
    assert (queue.waiting, queue.urgent, queue.mine) == (3, 1, 0)
    assert queue.oldest_on == (NOON - timedelta(days=4)).date()
    summary = queue.rows[0].summary
    assert summary is not None
    assert summary.kinds == ("bedreiging",)
    assert summary.region == "GM0363"


def test_a_filter_looks_inside_what_is_sealed(desk: Desk) -> None:
    noor = desk.person("Noor")
    here = desk.report()
    there = desk.report(replace(DRAFT, kinds=("stealthing",), place=Place("GM0599", "hotel")))
    flood = desk.report(burst="aa11")
    assert reference().incidents["stealthing"].severity > 2

    def found(**wanted: object) -> set[object]:
        return {row.report_id for row in queue_of(desk, noor, QueueFilter(**wanted)).rows}  # type: ignore[arg-type]

    assert found(kind="stealthing") == {there}
    assert found(region="GM0599") == {there}
    assert found(region=reference().region("GM0363").police_unit) == {here, flood}
    assert found(burst="aa11") == {flood}
    assert found(severity=4) == {
        one.report_id
        for one in queue_of(desk, noor).rows
        if one.summary and one.summary.severity == 4
    }
    assert found(state=ReportState.CLOSED) == set()


def test_the_number_of_queries_does_not_grow_with_the_rows(desk: Desk) -> None:
    noor = desk.person("Noor")
    desk.report()
    alert_report = desk.report()
    desk.claim(noor, alert_report)
    desk.propose(noor, alert_report)
    with counted_queries(desk.database) as few:
        queue_of(desk, noor, QueueFilter(kind="bedreiging"))
    for _ in range(40):
        desk.report()
    with counted_queries(desk.database) as many:
        queue = queue_of(desk, noor, QueueFilter(kind="bedreiging"))
    assert len(many) == len(few) <= 6
    assert (len(queue.rows), queue.pages, queue.total) == (25, 2, 42)
    assert len(queue_of(desk, noor, page=2).rows) == 17
    assert queue_of(desk, noor, page=99).page == 2


def test_a_row_that_does_not_open_does_not_take_the_queue_down(desk: Desk) -> None:
    noor = desk.person("Noor")
    damaged, whole = desk.report(now=NOON - timedelta(days=1)), desk.report()
    with desk.database.writing() as session:
        keys = session.get_one(ReportKeys, damaged)
        other = session.get_one(ReportKeys, whole)
        keys.sealed_desk = other.sealed_desk
    queue = queue_of(desk, noor)
    assert [row.summary is None for row in queue.rows] == [True, False]
    assert queue.unreadable == 1


def test_without_the_key_nothing_opens(desk: Desk) -> None:
    report = desk.report()
    keyless = replace(desk.person("Noor"), keys=())
    assert [row.summary for row in queue_of(desk, keyless).rows] == [None]
    with desk.database.writing() as session, pytest.raises(NoKey):
        claim_report(session, keyless, report, keyring=desk.keyring, now=NOON)


def test_a_lease_returns_by_itself_and_grows_with_the_work(desk: Desk) -> None:
    noor, iris = desk.person("Noor"), desk.person("Iris")
    report = desk.report()
    desk.claim(noor, report)
    assert desk.report_row(report).state is ReportState.IN_REVIEW
    with desk.database.writing() as session, pytest.raises(HeldByOther) as held:
        claim_report(
            session, iris, report, keyring=desk.keyring, now=NOON + LEASE - timedelta(seconds=1)
        )
    assert held.value.name == "Noor"
    with desk.database.writing() as session:
        work_on(session, noor, report, now=NOON + timedelta(minutes=20))
    with desk.database.writing() as session, pytest.raises(HeldByOther):
        work_on(session, iris, report, now=NOON + timedelta(minutes=49))
    desk.claim(iris, report, NOON + timedelta(minutes=51))
    with desk.database.reading() as session:
        assert session.get_one(Lease, report).staff_id == iris.staff_id


def test_what_is_put_back_is_free_for_a_colleague(desk: Desk) -> None:
    noor, iris = desk.person("Noor"), desk.person("Iris")
    report = desk.report()
    desk.claim(noor, report)
    with desk.database.writing() as session:
        release_report(session, iris, report, keyring=desk.keyring, now=NOON)  # not hers: nothing
    with desk.database.writing() as session, pytest.raises(HeldByOther):
        claim_report(session, iris, report, keyring=desk.keyring, now=NOON)
    with desk.database.writing() as session:
        release_report(session, noor, report, keyring=desk.keyring, now=NOON)
    desk.claim(iris, report)


def next_one(desk: Desk, person: DeskPerson, now: datetime = NOON) -> UUID | None:
    with desk.database.writing() as session:
        taken = claim_next(session, person, keyring=desk.keyring, now=now)
    return None if taken is None else taken.report_id


def test_next_is_the_first_that_nobody_works_on(desk: Desk) -> None:
    noor, iris = desk.person("Noor"), desk.person("Iris")
    first, second = desk.report(now=NOON - timedelta(days=1)), desk.report()
    assert next_one(desk, noor) == first
    assert next_one(desk, iris) == second
    assert next_one(desk, iris) is None
    assert next_one(desk, iris, NOON + LEASE + LEASE) == first


def test_next_goes_past_what_does_not_open(desk: Desk) -> None:
    noor = desk.person("Noor")
    words, keys, whole = [desk.report(now=NOON - timedelta(days=days)) for days in (3, 2, 1)]
    with desk.database.writing() as session:
        row = session.get_one(Report, words)
        row.body = session.get_one(Report, whole).body
        session.get_one(ReportKeys, keys).sealed_desk = session.get_one(
            ReportKeys, whole
        ).sealed_desk
    assert next_one(desk, noor) == whole
    assert next_one(desk, noor) is None
    assert desk.report_row(words).state is ReportState.RECEIVED
    with desk.database.reading() as session:
        assert session.get(Lease, words) is None


def test_next_goes_past_what_this_person_has_no_key_for(desk: Desk) -> None:
    noor = desk.person("Noor")
    report = desk.report()
    assert next_one(desk, replace(noor, keys=())) is None
    assert next_one(desk, noor) == report


def test_two_people_who_press_next_at_once_each_get_one(desk: Desk) -> None:
    people = [desk.person(name) for name in ("Noor", "Iris", "Lot")]
    reports = {desk.report() for _ in people}
    start = threading.Barrier(len(people))

    def press(person: DeskPerson) -> UUID | None:
        start.wait()
        return next_one(desk, person)

    with ThreadPoolExecutor(len(people)) as pool:
        taken = list(pool.map(press, people))
    assert set(taken) == reports


def test_another_team_does_not_see_or_take_it(desk: Desk) -> None:
    report = desk.report()
    other = replace(desk.person("Lot", "lead"), team="institutions")
    assert queue_of(desk, other).rows == ()
    with desk.database.writing() as session, pytest.raises((NoSuchCase, NotActive)):
        claim_report(session, other, report, keyring=desk.keyring, now=NOON)


def test_somebody_suspended_takes_nothing_with_an_old_session(desk: Desk) -> None:
    noor = desk.person("Noor")
    report = desk.report()
    with desk.database.writing() as session:
        suspend_staff(session, "Noor", even_if_last=True, keyring=desk.keyring, now=NOON)
    with desk.database.writing() as session, pytest.raises(NotActive):
        claim_report(session, noor, report, keyring=desk.keyring, now=NOON)


def test_a_burst_goes_in_one_act_but_not_what_a_colleague_reads(desk: Desk) -> None:
    noor, iris = desk.person("Noor"), desk.person("Iris")
    flood = [desk.report(burst="b1") for _ in range(5)]
    bystander = desk.report()
    desk.claim(iris, flood[0])
    with desk.database.writing() as session:
        count = reject_burst(
            session, noor, "b1", keyring=desk.keyring, reference=reference(), now=NOON
        )
    assert count == 4
    states = [desk.report_row(one).state for one in flood]
    assert states == [ReportState.IN_REVIEW] + [ReportState.REJECTED] * 4
    assert desk.report_row(bystander).state is ReportState.RECEIVED
    assert desk.report_row(flood[1]).closed_on == NOON.date()
