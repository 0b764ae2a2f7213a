"""Several reports grow one alert: how many people told it, when members read that, its term."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy import select

from app.domain.impact import shows_from
from app.domain.report import ReportDraft
from app.domain.report_parts import WhenKnown
from app.domain.states import AlertState
from app.models.alert import Alert
from app.models.decision import Decision
from app.models.telling import AlertChange
from app.services.reporter_requests import VETO, leave_request
from app.services.settle_counts import settle_counts
from moderation.decisions.desk_person import DeskPerson
from moderation.decisions.judge_alert import NotReady
from moderation.decisions.merge_report import NOT_NEW
from moderation.decisions.rest_alert import let_out_again, rest_alert
from tests.desk_alerts import merge, published, revoke, settle, sweep
from tests.desk_cases import DRAFT, Desk
from tests.workbench import NOON, reference

PROTOCOL = reference().protocol
SHOWN = datetime.combine(shows_from(NOON.date(), PROTOCOL), NOON.timetz())
DAY = timedelta(days=1)


@pytest.fixture
def alert(desk: Desk, noor: DeskPerson, iris: DeskPerson) -> UUID:
    return published(desk, noor, iris)[1]


def one_more(
    desk: Desk, person: DeskPerson, alert: UUID, draft: ReportDraft = DRAFT, **decided: object
) -> UUID:
    report = desk.report(draft)
    desk.claim(person, report)
    merge(desk, person, report, alert, **decided)  # type: ignore[arg-type]
    return report


def take_back(desk: Desk, person: DeskPerson, report: UUID, alert: UUID) -> None:
    """She takes hers back; the jobs hear of it and the next act at the desk settles it."""
    revoke(desk, report)
    with desk.database.writing() as session:
        leave_request(session, VETO, alert, now=NOON)
    sweep(desk, NOON)
    settle(desk, person)


def counts(desk: Desk, alert: UUID) -> tuple[int, int, int]:
    """Reports behind it, people as the desk judged, people as members read it."""
    row = desk.alert(alert)
    return row.source_count, row.independent, row.shown_reports


def settled(desk: Desk, now: datetime) -> None:
    with desk.database.writing() as session:
        settle_counts(session, now=now)


def changes(desk: Desk) -> list[str]:
    with desk.database.reading() as session:
        return sorted(session.scalars(select(AlertChange.change)))


def test_one_who_reports_twice_does_not_count_twice(
    desk: Desk, noor: DeskPerson, alert: UUID
) -> None:
    one_more(desk, noor, alert, independent=False)
    one_more(desk, noor, alert, independent=True)
    assert counts(desk, alert) == (3, 2, 1)
    settled(desk, SHOWN)
    assert counts(desk, alert) == (3, 2, 2)


def test_members_read_it_on_its_monday_and_those_who_had_it_are_told_once(
    desk: Desk, noor: DeskPerson, alert: UUID
) -> None:
    one_more(desk, noor, alert)
    settled(desk, NOON)
    settled(desk, SHOWN - DAY)
    assert counts(desk, alert) == (2, 2, 1)
    assert changes(desk) == []
    settled(desk, SHOWN)
    settled(desk, SHOWN + DAY)
    assert counts(desk, alert) == (2, 2, 2)
    assert changes(desk) == ["merged"]


def test_who_takes_hers_back_counts_no_more_and_nobody_is_counted_too_many(
    desk: Desk, noor: DeskPerson, alert: UUID
) -> None:
    twice = one_more(desk, noor, alert, independent=False)
    other = one_more(desk, noor, alert, independent=True)
    settled(desk, SHOWN)
    take_back(desk, noor, other, alert)
    assert counts(desk, alert) == (2, 1, 1)
    take_back(desk, noor, twice, alert)
    assert counts(desk, alert) == (1, 1, 1)


def test_what_rests_is_told_when_it_is_out_again(
    desk: Desk, noor: DeskPerson, iris: DeskPerson, alert: UUID
) -> None:
    one_more(desk, noor, alert)
    with desk.database.writing() as session:
        rest_alert(session, noor, alert, "doubt", keyring=desk.keyring, now=NOON)
    settled(desk, SHOWN)
    assert counts(desk, alert) == (2, 2, 1)
    with desk.database.writing() as session:
        let_out_again(session, iris, alert, keyring=desk.keyring, now=NOON)
    settled(desk, SHOWN + DAY)
    assert counts(desk, alert) == (2, 2, 2)


def test_the_steps_of_the_week_move_once_in_it(desk: Desk, alert: UUID) -> None:
    def steps(told: int, hits: int, now: datetime) -> tuple[int, int]:
        with desk.database.writing() as session:
            row = session.get_one(Alert, alert)
            row.told, row.hits = told, hits
        settled(desk, now)
        row = desk.alert(alert)
        return row.told_step, row.hits_step

    monday = NOON - NOON.weekday() * DAY
    assert steps(12, 0, monday) == (10, 0)
    with desk.database.writing() as session:  # one more report looks in between
        session.get_one(Alert, alert).shows_on = (monday + 5 * DAY).date()
    assert steps(60, 11, monday + 6 * DAY) == (10, 0)
    assert steps(60, 11, monday + 7 * DAY) == (50, 10)
    assert steps(60, 49, monday + 14 * DAY) == (50, 10)


def a_draft(month: date) -> ReportDraft:
    return replace(DRAFT, when=WhenKnown("this_month", month.replace(day=3)))


def test_a_new_incident_makes_it_stay_by_the_protocol_and_changes_nothing_else(
    desk: Desk, noor: DeskPerson, alert: UUID
) -> None:
    with desk.database.writing() as session:  # published of an older incident
        row = session.get_one(Alert, alert)
        row.expires_on = NOON.date() + 30 * DAY
    before = desk.alert(alert)
    one_more(desk, noor, alert, a_draft(NOON.date()), longer=True)
    after = desk.alert(alert)
    days = PROTOCOL.alert_days[before.severity]
    assert after.expires_on == date(2026, 11, 30) + timedelta(days=days)
    assert (after.severity, after.month, after.text_mac) == (
        before.severity, before.month, before.text_mac,
    )  # fmt: skip
    with desk.database.reading() as session:
        reasons = session.scalars(select(Decision.reason).where(Decision.subject_id == alert))
        assert [one for one in reasons if one] == ["new-incident"]
    assert changes(desk) == []  # nothing about when somebody reported


@pytest.mark.parametrize(
    ("reason", "draft", "code"),
    [
        ("same-incident", DRAFT, NOT_NEW),
        ("same-person", DRAFT, "extension_not_longer"),  # it counts from this month anyway
        ("same-person", replace(DRAFT, when=WhenKnown("")), "extension_not_longer"),
    ],
)
def test_no_longer_without_a_newer_incident(
    desk: Desk, noor: DeskPerson, alert: UUID, *, reason: str, draft: ReportDraft, code: str
) -> None:
    with pytest.raises(NotReady) as refused:
        one_more(desk, noor, alert, draft, reason=reason, longer=True)
    assert refused.value.codes == (code,)
    assert counts(desk, alert) == (1, 1, 1)
    assert desk.alert(alert).state is AlertState.PUBLISHED
