"""Terms: protocol, retention, release and quota, all as functions of dates."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.adapters.protocol_file import load_protocol
from app.domain.months import first_of_month, last_of_month, months_before
from app.domain.quota import check_quota, forgotten_before
from app.domain.release import may_release, release_at, veto_until
from app.domain.retention import (
    NoTermForSeverity,
    alert_expires_on,
    draft_expires_on,
    report_body_expires_on,
    report_stub_expires_on,
    unpublished_expires_on,
)

PROTOCOL = load_protocol(Path(__file__).resolve().parents[2] / "data" / "protocol.toml")
TODAY = date(2026, 11, 23)
NOW = datetime(2026, 11, 23, 14, 5, tzinfo=UTC)


def test_the_protocol_holds_on_its_first_and_last_day() -> None:
    assert PROTOCOL.valid_on(PROTOCOL.valid_from)
    assert PROTOCOL.valid_on(PROTOCOL.valid_until)
    assert not PROTOCOL.valid_on(PROTOCOL.valid_until + timedelta(days=1))
    assert not PROTOCOL.valid_on(PROTOCOL.valid_from - timedelta(days=1))


def test_a_new_licence_is_asked_for_twelve_months_before_the_end() -> None:
    protocol = replace(PROTOCOL, valid_until=date(2028, 2, 29))
    assert not protocol.warning_due(date(2027, 2, 27))
    assert protocol.warning_due(date(2027, 2, 28))
    assert protocol.warning_due(date(2030, 1, 1))


def test_the_placeholder_says_that_it_is_one() -> None:
    assert PROTOCOL.is_development
    assert not replace(PROTOCOL, status="in_force").is_development


@given(st.dates(min_value=date(1900, 1, 1)), st.integers(0, 600))
def test_months_before_lands_in_the_right_month(day: date, months: int) -> None:
    earlier = months_before(day, months)
    assert (day.year * 12 + day.month) - (earlier.year * 12 + earlier.month) == months
    assert earlier.day == min(day.day, last_of_month(earlier).day)
    assert first_of_month(day) <= day <= last_of_month(day)


@pytest.mark.parametrize(("severity", "days"), [(2, 365), (3, 1095), (4, 1825)])
def test_an_alert_lives_by_severity_from_the_end_of_its_month(severity: int, days: int) -> None:
    assert alert_expires_on(severity, date(2026, 2, 1), PROTOCOL) == date(2026, 2, 28) + timedelta(
        days=days
    )


@pytest.mark.parametrize("severity", [0, 1, 5])
def test_nuisance_has_no_term_because_it_has_no_alert(severity: int) -> None:
    with pytest.raises(NoTermForSeverity):
        alert_expires_on(severity, TODAY, PROTOCOL)


def test_the_body_of_a_report_goes_90_days_after_closing() -> None:
    assert report_body_expires_on(TODAY, TODAY, PROTOCOL) == TODAY + timedelta(days=90)


@given(st.none() | st.integers(0, 3000))
def test_the_body_of_a_report_never_outlives_540_days(closed_after: int | None) -> None:
    closed_on = None if closed_after is None else TODAY + timedelta(days=closed_after)
    gone = report_body_expires_on(TODAY, closed_on, PROTOCOL)
    assert gone <= TODAY + timedelta(days=540)


def test_the_stub_lives_as_long_as_the_alert() -> None:
    later = TODAY + timedelta(days=1825)
    assert report_stub_expires_on(TODAY, later) == later
    assert report_stub_expires_on(later, TODAY) == later
    assert report_stub_expires_on(TODAY, None) == TODAY


def test_what_is_never_published_goes_soon() -> None:
    assert draft_expires_on(TODAY, PROTOCOL) == TODAY + timedelta(days=30)
    assert unpublished_expires_on(TODAY, PROTOCOL) == TODAY + timedelta(days=90)


def test_at_once_means_as_soon_as_it_is_approved() -> None:
    due = release_at(NOW, at_once=True, extra_hours=17.5, protocol=PROTOCOL)
    assert due == NOW
    assert may_release(NOW, due, PROTOCOL)


@given(st.floats(0, 24))
def test_otherwise_she_has_48_hours_and_nobody_can_count_back(extra: float) -> None:
    due = release_at(NOW, at_once=False, extra_hours=extra, protocol=PROTOCOL)
    assert timedelta(hours=48) <= due - NOW <= timedelta(hours=72)
    assert due >= veto_until(NOW, at_once=False, protocol=PROTOCOL) == NOW + timedelta(hours=48)
    assert not may_release(due - timedelta(seconds=1), due, PROTOCOL)


@pytest.mark.parametrize("extra", [-0.1, 24.1, float("nan")])
def test_a_delay_outside_the_protocol_is_refused(extra: float) -> None:
    with pytest.raises(ValueError, match="extra_hours"):
        release_at(NOW, at_once=False, extra_hours=extra, protocol=PROTOCOL)


def test_nothing_goes_out_after_the_licence_has_ended() -> None:
    ended = replace(PROTOCOL, valid_until=date(2026, 11, 22))
    assert not may_release(NOW, NOW, ended)


def test_the_31st_check_of_a_day_is_refused_until_tomorrow() -> None:
    assert check_quota({TODAY: 29}, TODAY, PROTOCOL).left == 1
    refused = check_quota({TODAY: 30}, TODAY, PROTOCOL)
    assert not refused.allowed
    assert refused.free_on == TODAY + timedelta(days=1)


def test_the_301st_check_in_30_days_waits_until_old_ones_fall_out() -> None:
    used = {TODAY - timedelta(days=n): 30 for n in range(1, 11)}
    refused = check_quota(used, TODAY, PROTOCOL)
    assert not refused.allowed
    assert refused.free_on == TODAY + timedelta(days=20)
    assert check_quota(used, TODAY + timedelta(days=20), PROTOCOL).left == 30
    assert not check_quota(used, TODAY + timedelta(days=19), PROTOCOL).allowed


def test_a_clock_that_goes_back_gives_no_more_checks() -> None:
    assert not check_quota({TODAY + timedelta(days=3): 30}, TODAY, PROTOCOL).allowed


@given(st.dictionaries(st.integers(-60, 0), st.integers(0, 40)))
def test_a_member_is_free_on_the_day_she_was_told(used: dict[int, int]) -> None:
    by_day = {TODAY + timedelta(days=n): count for n, count in used.items()}
    verdict = check_quota(by_day, TODAY, PROTOCOL)
    if verdict.allowed:
        assert verdict.left <= 30
        assert sum(by_day.values()) + verdict.left <= 300 or any(
            day < forgotten_before(TODAY) for day in by_day
        )
        return
    assert verdict.free_on is not None
    assert check_quota(by_day, verdict.free_on, PROTOCOL).allowed
    assert not check_quota(by_day, verdict.free_on - timedelta(days=1), PROTOCOL).allowed


@given(st.dictionaries(st.integers(-60, 0), st.integers(0, 40)))
def test_forgetting_old_days_changes_no_verdict(used: dict[int, int]) -> None:
    by_day = {TODAY + timedelta(days=n): count for n, count in used.items()}
    kept = {day: count for day, count in by_day.items() if day >= forgotten_before(TODAY)}
    assert check_quota(by_day, TODAY, PROTOCOL) == check_quota(kept, TODAY, PROTOCOL)
