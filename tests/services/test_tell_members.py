"""Who is told of an alert: the members whose choices fit, once each, without content."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select

from app.adapters.database import Database
from app.adapters.keyring import Keyring
from app.domain.states import AlertState, MemberState
from app.jobs.run_task import Outcome, run_task
from app.jobs.telling import TELL_MEMBERS
from app.models.member import Member
from app.models.telling import Notice
from app.services.tell_members import tell_members
from tests.rows import a_member, an_alert
from tests.workbench import NOON, a_workshop, promised, reference

AMSTERDAM, ROTTERDAM = "GM0363", "GM0599"


def told(database: Database) -> set[UUID]:
    with database.reading() as session:
        return set(session.scalars(select(Notice.member_id)))


@pytest.mark.parametrize(
    ("region", "choices", "fits"),
    [
        (AMSTERDAM, {}, True),
        (AMSTERDAM, {"regions": [AMSTERDAM]}, True),
        (AMSTERDAM, {"regions": [ROTTERDAM]}, False),
        (AMSTERDAM, {"regions": [ROTTERDAM, AMSTERDAM]}, True),
        (AMSTERDAM, {"regions": ["amsterdam"]}, True),  # the police unit around it
        (AMSTERDAM, {"regions": ["rotterdam"]}, False),
        ("amsterdam", {"regions": [AMSTERDAM]}, True),
        ("amsterdam", {"regions": [ROTTERDAM]}, False),
        ("unknown", {"regions": [ROTTERDAM]}, True),  # may be anywhere
        (AMSTERDAM, {"regions": ["GM9999"]}, False),  # a municipality that is no more
        (AMSTERDAM, {"kinds": ["bedreiging"]}, True),
        (AMSTERDAM, {"kinds": ["verbaal-emotioneel"]}, True),  # its category
        (AMSTERDAM, {"kinds": ["diefstal"]}, False),
        (AMSTERDAM, {"least": 2}, True),
        (AMSTERDAM, {"least": 3}, False),  # this one is of severity 2
        (AMSTERDAM, {"kinds": ["bedreiging"], "regions": [ROTTERDAM]}, False),
    ],
)
def test_a_member_is_told_when_her_choices_fit(
    database: Database, keyring: Keyring, region: str, choices: dict[str, Any], *, fits: bool
) -> None:
    with database.writing() as session:
        member = a_member(session, keyring, **choices)
        alert = an_alert(session, region=region)
        tell_members(session, alert, keyring=keyring, reference=reference(), now=NOON)
    assert told(database) == ({member} if fits else set())


def test_paused_and_suspended_members_are_not_told(database: Database, keyring: Keyring) -> None:
    with database.writing() as session:
        a_member(session, keyring, MemberState.PAUSED)
        a_member(session, keyring, MemberState.SUSPENDED)
        active = a_member(session, keyring)
        tell_members(session, an_alert(session), keyring=keyring, reference=reference(), now=NOON)
    assert told(database) == {active}


def test_choices_that_cannot_be_read_tell_rather_than_stay_silent(
    database: Database, keyring: Keyring
) -> None:
    with database.writing() as session:
        member = a_member(session, keyring, regions=[ROTTERDAM])
        session.get_one(Member, member).profile = b"damaged"
        tell_members(session, an_alert(session), keyring=keyring, reference=reference(), now=NOON)
    assert told(database) == {member}


def test_telling_twice_leaves_one_notice_and_keeps_that_it_was_seen(
    database: Database, keyring: Keyring
) -> None:
    workshop = a_workshop(database, [TELL_MEMBERS], keyring=keyring)
    with database.writing() as session:
        member, alert = a_member(session, keyring), an_alert(session)
    assert run_task(workshop, promised(database, TELL_MEMBERS.name, alert)) is Outcome.DONE
    with database.writing() as session:
        session.get_one(Notice, (member, alert)).seen = True
    assert run_task(workshop, promised(database, TELL_MEMBERS.name, alert)) is Outcome.DONE
    with database.reading() as session:
        assert [notice.seen for notice in session.scalars(select(Notice))] == [True]


@pytest.mark.parametrize("state", [AlertState.RETRACTED, AlertState.SUSPENDED, AlertState.APPROVED])
def test_an_alert_that_is_not_out_tells_nobody(
    database: Database, keyring: Keyring, state: AlertState
) -> None:
    with database.writing() as session:
        a_member(session, keyring)
        alert = an_alert(session, state=state)
        tell_members(session, alert, keyring=keyring, reference=reference(), now=NOON)
        tell_members(session, uuid4(), keyring=keyring, reference=reference(), now=NOON)
    assert told(database) == set()
