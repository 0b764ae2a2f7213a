"""The desk may be stricter than the licensed protocol, never wider (ADR 0024)."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.domain.protocol_limits import (
    LIMITS,
    OutOfBounds,
    narrowed,
    range_of,
    require_within,
    shortened,
    value_of,
    values_of,
)
from tests.workbench import reference

FILE = reference().protocol


@pytest.mark.parametrize("code", [one.code for one in LIMITS])
def test_no_number_goes_past_the_licence(code: str) -> None:
    limit = next(one for one in LIMITS if one.code == code)
    least, most = range_of(FILE, code)
    assert value_of(FILE, code) == (most if limit.shorter else least)
    require_within(FILE, {code: least})
    require_within(FILE, {code: most})
    for beyond in (least - 1, most + 1):
        with pytest.raises(OutOfBounds) as refused:
            require_within(FILE, {code: beyond})
        assert (refused.value.code, refused.value.least, refused.value.most) == (code, least, most)


@pytest.mark.parametrize("code", [one.code for one in LIMITS])
def test_every_number_of_the_desk_holds(code: str) -> None:
    least, most = range_of(FILE, code)
    stricter = least if value_of(FILE, code) == most else most
    changed = narrowed(FILE, {code: stricter})
    assert values_of(changed) == values_of(FILE) | {code: stricter}


def test_a_newer_licence_that_is_stricter_outranks_an_older_change_of_the_desk() -> None:
    stricter = replace(FILE, report_max_days=200, veto_hours=72)
    found = narrowed(stricter, {"report_max_days": 400, "veto_hours": 60, "gone_code": 1})
    assert (found.report_max_days, found.veto_hours) == (200, 72)


def test_only_terms_of_keeping_count_as_shortened() -> None:
    after = narrowed(FILE, {"alert_days_3": 900, "quota_per_day": 5, "veto_hours": 100})
    assert shortened(FILE, after) == ("alert_days_3",)
    assert shortened(after, FILE) == ()


def test_what_the_licence_alone_says_cannot_be_named() -> None:
    changed = narrowed(FILE, {"valid_until": 99, "allowed_fields": 1, "controller": 3})
    assert changed == FILE
