"""What a reporter reads of where her report counts: only what everybody may read by then."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

import pytest

from app.domain.consent import Consents
from app.models.figures import FigureRelease
from app.services.change_consents import change_consent
from app.services.follow_report import follow_report
from moderation.decisions.desk_person import DeskPerson
from moderation.decisions.end_report import close_report
from tests.conftest import NOON
from tests.desk_alerts import own_key
from tests.desk_cases import DRAFT, Desk
from tests.workbench import reference

COUNTED = replace(DRAFT, consents=Consents(warn=True, figures=True))


def closed(desk: Desk, person: DeskPerson, consents: Consents) -> UUID:
    report = desk.report(replace(DRAFT, consents=consents))
    desk.claim(person, report)
    with desk.database.writing() as session:
        close_report(
            session, person, report, "no-answer",
            keyring=desk.keyring, reference=reference(), now=NOON,
        )  # fmt: skip
    return report


def release(desk: Desk, name: str, public_from: date, number: int = 1) -> None:
    drafted, approved = desk.person(f"A {name}"), desk.person(f"B {name}")
    with desk.database.writing() as session:
        session.add(
            FigureRelease(
                number=number, series="warnings", release=name, content="{}", audit="{}",
                drafted_by=drafted.staff_id,
                approved_by=approved.staff_id,
                frozen_on=NOON.date(), public_from=public_from, previous="", sha256="",
            )
        )  # fmt: skip


def counted_in(desk: Desk, report: UUID, day: date) -> str:
    now = NOON + (day - NOON.date())
    with desk.database.reading() as session:
        return follow_report(session, own_key(desk, report), now=now).counted_in


def test_she_reads_in_which_figures_her_report_counts_once_they_are_public(
    desk: Desk, noor: DeskPerson
) -> None:
    report = closed(desk, noor, COUNTED.consents)
    day = NOON.date() + timedelta(days=50)
    assert counted_in(desk, report, day) == ""
    release(desk, "2026Q4", day)
    assert counted_in(desk, report, day - timedelta(days=1)) == ""  # under embargo
    assert counted_in(desk, report, day) == "2026Q4"
    release(desk, "2026", day, number=2)
    assert counted_in(desk, report, day) == "2026"  # its year replaces the quarter
    own = own_key(desk, report)
    with desk.database.writing() as session:
        change_consent(
            session, own, "figures", given=False, protocol=reference().protocol, now=NOON
        )
    assert counted_in(desk, report, day) == ""


@pytest.mark.parametrize("figures", [True, False])
def test_who_does_not_count_reads_of_no_figures(
    desk: Desk, noor: DeskPerson, *, figures: bool
) -> None:
    report = (
        desk.report(COUNTED)  # the desk is not done with it
        if figures
        else closed(desk, noor, Consents(warn=True, figures=False))
    )
    release(desk, "2026Q4", NOON.date())
    release(desk, "2026", NOON.date(), number=2)
    assert counted_in(desk, report, NOON.date()) == ""
