"""Members hear that a warning changed or no longer counts: who could see it, without content."""

from __future__ import annotations

from datetime import date
from uuid import UUID, uuid4

import pytest
from sqlalchemy import func, select

from app.adapters.database import Database
from app.adapters.keyring import Keyring
from app.domain.states import AlertState, MemberState
from app.jobs.run_task import Outcome, run_task
from app.jobs.tasks import TASKS
from app.models.outbox import OutboxTask
from app.models.telling import AlertChange, ChangeNotice, Notice
from app.services import tidy
from app.services.reporter_requests import VETO, leave_request
from app.services.tell_changes import see_changes, tell_change, unread_changes
from moderation.decisions.desk_person import DeskPerson
from moderation.decisions.retract_alert import retract_alert
from tests.desk_alerts import correct, proposed, published, sweep
from tests.desk_cases import Desk
from tests.listed import answer, filed
from tests.rows import a_member, an_alert, days
from tests.workbench import NOON, a_workshop, reference

ROTTERDAM = "GM0599"
GONE = ("retracted",)
OTHER = "Betaalde niet en dreigde met een mes."


def member(desk: Desk, state: MemberState = MemberState.ACTIVE, *regions: str) -> UUID:
    with desk.database.writing() as session:
        return a_member(session, desk.keyring, state, regions=list(regions))


def keep_promises(desk: Desk) -> None:
    """What the loop does with the rows of the outbox."""
    workshop = a_workshop(desk.database, [*TASKS], keyring=desk.keyring)
    with desk.database.reading() as session:
        rows = session.execute(
            select(OutboxTask.id).where(
                OutboxTask.done_on.is_(None), OutboxTask.task.like("tell_%")
            )
        )
        waiting = [row.id for row in rows]
    for task_id in waiting:
        assert run_task(workshop, task_id) is Outcome.DONE


def heard(desk: Desk, who: UUID) -> list[tuple[str, ...]]:
    """What happened and to which parts of it, newest first."""
    with desk.database.reading() as session:
        found = unread_changes(session, who, today=NOON.date())
        return [(one.change, *one.parts) for one in found]


def read_all(desk: Desk, who: UUID) -> None:
    """She presses "I have read it" under everything that the page shows."""
    with desk.database.writing() as session:
        shown = [one.change_id for one in unread_changes(session, who, today=NOON.date())]
        see_changes(session, who, shown)


def told(desk: Desk) -> set[UUID]:
    with desk.database.reading() as session:
        return set(session.scalars(select(Notice.member_id)))


def retract(desk: Desk, person: DeskPerson, alert: UUID) -> None:
    with desk.database.writing() as session:
        retract_alert(
            session, person, alert, "not-right",
            keyring=desk.keyring, protocol=reference().protocol, now=NOON,
        )  # fmt: skip


def test_who_was_told_hears_that_it_no_longer_counts_and_nobody_else(
    desk: Desk, noor: DeskPerson, iris: DeskPerson
) -> None:
    near, far = member(desk), member(desk, MemberState.ACTIVE, ROTTERDAM)
    _report, alert = published(desk, noor, iris)
    keep_promises(desk)
    later = member(desk)  # whose choices fit, but who was never told
    retract(desk, noor, alert)
    keep_promises(desk)
    assert (heard(desk, near), heard(desk, far), heard(desk, later)) == ([GONE], [], [])
    with desk.database.writing() as session:
        assert session.scalar(select(func.count()).select_from(Notice)) == 0
    read_all(desk, near)
    assert heard(desk, near) == []


@pytest.mark.parametrize("state", [MemberState.PAUSED, MemberState.SUSPENDED, MemberState.ACTIVE])
def test_who_was_told_hears_it_whatever_she_chose_or_became_since(
    desk: Desk, noor: DeskPerson, iris: DeskPerson, state: MemberState
) -> None:
    moved = member(desk, state, ROTTERDAM)
    _report, alert = published(desk, noor, iris)
    with desk.database.writing() as session:
        session.add(Notice(member_id=moved, alert_id=alert, on_day=days(0), seen=True))
    retract(desk, noor, alert)
    keep_promises(desk)
    assert heard(desk, moved) == [GONE]


def test_what_its_reporter_takes_back_no_longer_counts_either(
    desk: Desk, noor: DeskPerson, iris: DeskPerson
) -> None:
    near = member(desk)
    _report, alert = published(desk, noor, iris)
    keep_promises(desk)
    with desk.database.writing() as session:
        leave_request(session, VETO, alert, now=NOON)
    sweep(desk)
    keep_promises(desk)
    assert heard(desk, near) == [GONE]


def test_a_correction_says_what_is_different_to_who_had_the_old_text_only(
    desk: Desk, noor: DeskPerson, iris: DeskPerson
) -> None:
    near = member(desk)
    alert = published(desk, noor, iris)[1]
    keep_promises(desk)
    later = member(desk)
    desk.approve(
        iris,
        correct(desk, noor, alert, identifiers=("1-phone-0",), text=OTHER, month=date(2026, 10, 1)),
    )
    keep_promises(desk)
    keep_promises(desk)  # those whom only the new text concerns
    assert heard(desk, near) == [("corrected", "month", "summary")]
    assert heard(desk, later) == []
    with desk.database.reading() as session:
        assert set(session.scalars(select(Notice.member_id))) == {near, later}
        assert unread_changes(session, near, today=NOON.date())[0].alert_id == alert
    retract(desk, noor, alert)
    keep_promises(desk)
    assert heard(desk, near) == [GONE, ("corrected", "month", "summary")]


def test_what_came_to_rest_before_the_worker_looked_is_told_when_it_is_out_again(
    desk: Desk, noor: DeskPerson, iris: DeskPerson, vera: DeskPerson
) -> None:
    near = member(desk)
    published(desk, noor, iris)
    request, _receipt = filed(desk)
    keep_promises(desk)
    assert told(desk) == set()
    answer(desk, vera, request, "stands")
    keep_promises(desk)
    keep_promises(desk)  # what the change promised
    assert told(desk) == {near}


def test_a_run_that_begins_again_does_not_tell_what_she_has_read(
    desk: Desk, noor: DeskPerson, iris: DeskPerson
) -> None:
    near = member(desk)
    alert = published(desk, noor, iris)[1]
    keep_promises(desk)
    desk.approve(iris, correct(desk, noor, alert, identifiers=("1-phone-0",), text=OTHER))
    with desk.database.reading() as session:
        change = session.scalars(select(AlertChange.id)).one()

    def run() -> None:
        with desk.database.writing() as session:
            tell_change(session, change, keyring=desk.keyring, now=NOON)

    run()
    read_all(desk, near)
    run()  # the first worker was killed before it could say that it was done
    assert heard(desk, near) == []


def test_what_comes_while_she_reads_stays_unread(
    desk: Desk, noor: DeskPerson, iris: DeskPerson
) -> None:
    near = member(desk)
    alert = published(desk, noor, iris)[1]
    keep_promises(desk)
    desk.approve(iris, correct(desk, noor, alert, identifiers=("1-phone-0",), text=OTHER))
    keep_promises(desk)
    with desk.database.reading() as session:
        page = [one.change_id for one in unread_changes(session, near, today=NOON.date())]
    retract(desk, noor, alert)
    keep_promises(desk)
    with desk.database.writing() as session:
        see_changes(session, near, page)
    assert heard(desk, near) == [GONE]


def test_what_no_member_ever_saw_tells_nobody(desk: Desk, noor: DeskPerson) -> None:
    near = member(desk)
    _report, alert = proposed(desk, noor)
    retract(desk, noor, alert)
    keep_promises(desk)
    assert desk.alert(alert).state is AlertState.RETRACTED
    assert heard(desk, near) == []


def test_what_changed_more_than_a_year_ago_is_forgotten(
    database: Database, keyring: Keyring
) -> None:
    with database.writing() as session:
        who = a_member(session, keyring)
        for day in (days(-366), days(-365)):
            change = AlertChange(
                id=uuid4(), alert_id=an_alert(session), change="retracted", parts="", on_day=day
            )
            session.add(change)
            session.flush()
            session.add(ChangeNotice(member_id=who, change_id=change.id))
        session.flush()
        assert tidy.drop_old_changes(session, 365, now=NOON) == 1
        assert session.scalar(select(func.count()).select_from(ChangeNotice)) == 1
