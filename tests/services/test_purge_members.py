"""Members who do not renew go half a year later, behind the guard; who renews stays (ADR 0033)."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select, update

from app.adapters.database import Database
from app.adapters.keyring import Keyring
from app.domain.membership import lapses_on
from app.domain.states import AppealState, MemberState
from app.models.alert_answer import AlertAnswer
from app.models.deletion import Deletion
from app.models.member import Member, Suspension
from app.models.outbox import Alarm
from app.models.web_session import StoredSession
from app.services.answer_alert import answer_alert
from app.services.member_settings import renew_member
from app.services.purge import Purged, purge
from app.services.purge_members import purge_members
from tests.members import make_member, publish, sign_in
from tests.rows import a_staff_member, days
from tests.visitor import Visitor
from tests.workbench import NOON, reference

TERM = reference().keeping.lapsed_member


def purged(database: Database, keyring: Keyring, *, confirmed: bool = False) -> Purged:
    with database.writing() as session:
        return purge(
            session,
            report_max_days=540,
            keeping=reference().keeping,
            keyring=keyring,
            now=NOON,
            confirmed=confirmed,
        )


def year_ended(database: Database, member_id: UUID, days_ago: int) -> None:
    with database.writing() as session:
        session.execute(
            update(Member).where(Member.id == member_id).values(renew_by=days(-days_ago))
        )


def left(database: Database) -> set[UUID]:
    with database.reading() as session:
        return set(session.scalars(select(Member.id)))


def test_on_the_day_that_she_was_told_and_not_a_day_before(
    database: Database, keyring: Keyring
) -> None:
    gone, stays, renewed = (make_member(database, keyring)[0] for _ in range(3))
    year_ended(database, gone, TERM)
    year_ended(database, stays, TERM - 1)
    assert lapses_on(days(-TERM), TERM) == NOON.date()
    assert purged(database, keyring).counts["members"] == 1
    assert left(database) == {stays, renewed}
    with database.reading() as session:
        found = [(one.kind, one.rule, one.rows) for one in session.scalars(select(Deletion))]
    assert found == [("members", "lapsed_member", 1)]


@pytest.mark.parametrize("state", [MemberState.PAUSED, MemberState.SUSPENDED])
def test_who_paused_or_was_shut_out_goes_too(
    database: Database, keyring: Keyring, state: MemberState
) -> None:
    member_id, _code = make_member(database, keyring, state=state)
    year_ended(database, member_id, TERM)
    purged(database, keyring)
    assert left(database) == set()


def test_what_she_says_against_being_shut_out_is_read_first(
    database: Database, keyring: Keyring
) -> None:
    member_id, _code = make_member(database, keyring, state=MemberState.SUSPENDED)
    year_ended(database, member_id, TERM)
    with database.writing() as session:
        staff = a_staff_member(session)
        session.add(
            Suspension(
                id=uuid4(), member_id=member_id, by_staff=staff, on_day=days(-3),
                state=AppealState.WAITING, reason=b"r", epoch=1, appeal=b"a", sealed_team=b"s",
            )
        )  # fmt: skip
    assert purged(database, keyring).counts["members"] == 0
    with database.writing() as session:
        session.execute(update(Suspension).values(state=AppealState.REFUSED))
    assert purged(database, keyring).counts["members"] == 1


def test_who_renews_at_this_moment_stays(database: Database, keyring: Keyring) -> None:
    member_id, _code = make_member(database, keyring)
    year_ended(database, member_id, TERM)

    def goes() -> int:
        with database.writing() as session:
            return purge_members(session, keyring=keyring, days=TERM, now=NOON)

    with ThreadPoolExecutor(1) as pool:
        with database.writing() as session:
            renew_member(session, member_id, keyring=keyring, now=NOON)
            session.flush()
            going = pool.submit(goes)
            time.sleep(0.5)  # it waits for this unit of work
            assert not going.done()
        assert going.result() == 0
    assert left(database) == {member_id}


def test_nothing_of_hers_is_left(database: Database, keyring: Keyring, visit: Visitor) -> None:
    member_id, code = make_member(database, keyring)
    alert = publish(database, keyring, ("phone", "0612345678"))
    sign_in(visit, code)
    with database.writing() as session:
        answer_alert(session, member_id, alert, "helpful", keyring=keyring, now=NOON)
    year_ended(database, member_id, TERM)
    purged(database, keyring)
    with database.reading() as session:
        assert session.scalars(select(AlertAnswer)).all() == []
        assert session.scalars(select(StoredSession)).all() == []
    visit.get("/nl/m")
    visit.submit({"code": str(code)}, form="/m", status=422)


def test_a_wrong_clock_does_not_empty_the_list_of_members(
    database: Database, keyring: Keyring
) -> None:
    for member_id in [make_member(database, keyring)[0] for _ in range(7)][1:]:
        year_ended(database, member_id, TERM)
    stopped = purged(database, keyring)
    assert stopped.stopped == ("purge_members",)
    assert len(left(database)) == 7
    with database.reading() as session:
        assert session.scalars(select(Alarm.code)).all() == ["purge_members"]
    assert purged(database, keyring, confirmed=True).counts["members"] == 6


def test_her_own_page_says_the_day_and_renewing_takes_it_away(
    database: Database, keyring: Keyring, visit: Visitor
) -> None:
    member_id, code = make_member(database, keyring)
    year_ended(database, member_id, 30)
    sign_in(visit, code)
    day = NOON.date() - timedelta(30) + timedelta(TERM)
    page = visit.get("/nl/m/settings")
    assert f"wissen we op {day.day} " in page.text
    assert str(day.year) in page.text
    visit.submit({}, button=("go", "renew"), form="/m/settings")
    assert "wissen we op" not in visit.get("/nl/m/settings").text
    assert purged(database, keyring).counts["members"] == 0
