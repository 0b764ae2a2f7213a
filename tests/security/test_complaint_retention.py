"""T38 and T6 for complaints: what is past its term goes whole, under the guard; what she took back
opens for nobody, not with a copy of the tables either.
"""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import func, select, update

from app.adapters.database import Database
from app.adapters.keyring import Keyring
from app.domain.complaint_papers import attorney_of
from app.domain.states import ComplaintState
from app.jobs.run_task import run_task
from app.models.complaint import Complaint, ComplaintKeys
from app.models.outbox import Alarm, OutboxTask
from app.services.add_to_complaint import add_complaint_message
from app.services.complaint_papers import sign_attorney
from app.services.file_complaint import SentFile
from app.services.purge import Purged, purge
from app.services.purge_complaints import PARTS
from app.services.withdraw_complaint import withdraw_complaint
from moderation.decisions.case_rows import NoSuchCase
from moderation.decisions.complaint.dues import add_task
from moderation.decisions.complaint.link import link_cases
from moderation.decisions.complaint.owner import recuse
from moderation.decisions.complaint.remind import remind_once
from moderation.decisions.complaint.words import write_complaint_note
from moderation.decisions.desk_person import DeskPerson
from moderation.jobs import TASKS, work_requests
from tests.complaint_desk import a_caseworker, a_colleague, look, plan
from tests.complaints import FiledComplaint, file_a_complaint
from tests.conftest import NOON
from tests.workbench import NO_KEYS, a_workshop, reference

PDF = SentFile(b"%PDF-1.7", {"kind": "pdf", "name": "brief.pdf"})
LIVE_FOR = timedelta(days=730)


class Unsent:
    """A mail box that nothing may reach."""

    works = True

    def send(self, *_message: str, **_more: str | None) -> None:
        raise AssertionError("a mail about a case that is gone")


@pytest.fixture
def kim(database: Database, keyring: Keyring) -> DeskPerson:
    return a_caseworker(database, keyring)


def a_whole_case(database: Database, keyring: Keyring, kim: DeskPerson) -> FiledComplaint:
    """With one of everything that can hang on it."""
    case = file_a_complaint(database, keyring, files=(PDF,))
    plan(database, keyring, kim, case, "politie-klacht:1")
    lena = a_colleague(database, keyring, kim, f"Lena {case.id.hex[:6]}")
    signed = attorney_of(
        "Ana", NOON.date(), how="screen", words="Zo staat het er.", today=NOON.date()
    )
    with database.writing() as session:
        add_complaint_message(session, case.own, "Nog iets.", now=NOON)
        write_complaint_note(session, kim, case.id, "Eerst bellen.", keyring=keyring, now=NOON)
        add_task(
            session, kim, case.id, reason="call_her", due_on=NOON.date(), words="Bel haar.",
            keyring=keyring, now=NOON,
        )  # fmt: skip
        sign_attorney(session, case.own, signed, now=NOON)
        recuse(session, lena, case.id, keyring=keyring, now=NOON)
        remind_once(session, case.id, now=NOON)
    return case


def ends_on(database: Database, case: FiledComplaint, days: int) -> None:
    with database.writing() as session:
        session.execute(
            update(Complaint)
            .where(Complaint.id == case.id)
            .values(expires_on=NOON.date() + timedelta(days=days))
        )


def purged(
    database: Database, later: timedelta = timedelta(0), *, confirmed: bool = False
) -> Purged:
    with database.writing() as session:
        return purge(
            session,
            report_max_days=540,
            keeping=reference().keeping,
            keyring=NO_KEYS,
            now=NOON + later,
            confirmed=confirmed,
        )


def left_of(database: Database, case: FiledComplaint) -> dict[str, int]:
    with database.reading() as session:
        return {
            part.__tablename__: session.scalar(
                select(func.count()).where(part.complaint_id == case.id)
            )
            or 0
            for part in (*PARTS, ComplaintKeys)
        }


def test_a_case_past_its_term_goes_with_every_part_and_nobody_is_mailed_about_it(
    database: Database, keyring: Keyring, kim: DeskPerson
) -> None:
    goes, stays = (a_whole_case(database, keyring, kim) for _ in range(2))
    with database.writing() as session:
        number = session.get_one(Complaint, goes.id).case_number
        link_cases(session, kim, stays.id, number, keyring=keyring, now=NOON)
    full = left_of(database, goes)
    assert {name for name, rows in full.items() if not rows} <= {"complaint_token"}
    ends_on(database, goes, 0)
    assert purged(database).counts["complaints"] == 1
    assert set(left_of(database, goes).values()) == {0}
    assert left_of(database, stays) == full
    assert look(database, keyring, kim, stays.id).links == ()
    workshop = a_workshop(
        database, TASKS, keyring=keyring, mail=Unsent(), desk_mail="balie@example.com"
    )
    with database.reading() as session:
        promised = session.scalars(
            select(OutboxTask.id).where(
                OutboxTask.object_id == goes.id, OutboxTask.task == "remind_desk"
            )
        ).all()
    assert promised
    for task in promised:
        run_task(workshop, task)
    with database.reading() as session:
        done = select(OutboxTask.done_on).where(OutboxTask.id.in_(promised))
        assert set(session.scalars(done)) == {NOON.date()}


@pytest.mark.parametrize(("due", "stopped"), [(5, False), (6, True)])
def test_more_than_a_few_complaints_at_once_wait_for_a_person(
    database: Database, keyring: Keyring, kim: DeskPerson, due: int, *, stopped: bool
) -> None:
    for number in range(7):
        case = file_a_complaint(database, keyring)
        ends_on(database, case, 0 if number < due else 10)
    assert purged(database).stopped == (("purge_complaints",) if stopped else ())
    with database.reading() as session:
        assert session.scalar(select(func.count()).select_from(Complaint)) == (7 if stopped else 2)
        assert session.scalars(select(Alarm.code)).all() == (["purge_complaints"] * stopped)
    purged(database, confirmed=True)
    with database.reading() as session:
        assert session.scalar(select(func.count()).select_from(Complaint)) == 7 - due


@pytest.mark.parametrize("jump", [timedelta(days=800), timedelta(hours=37), timedelta(days=-3)])
def test_a_clock_that_jumped_erases_no_complaint(
    database: Database, keyring: Keyring, kim: DeskPerson, jump: timedelta
) -> None:
    case = a_whole_case(database, keyring, kim)
    before = left_of(database, case)
    assert purged(database).stopped == ()
    assert purged(database, jump).stopped == ("purge_clock",)
    assert left_of(database, case) == before
    assert look(database, keyring, kim, case.id).draft.story


def test_a_copy_of_the_tables_opens_nothing_of_what_she_took_back(
    database: Database, keyring: Keyring, kim: DeskPerson
) -> None:
    """The keys go at once; a copy of keys is kept for three days only (security.md 2.12)."""
    case = a_whole_case(database, keyring, kim)
    with database.reading() as session:
        body = session.get_one(Complaint, case.id).body
    with database.writing() as session:
        withdraw_complaint(session, case.own, now=NOON)
    work_requests(a_workshop(database, keyring=keyring))
    assert set(left_of(database, case).values()) == {0}
    with database.writing() as session:  # a thief puts the words of his copy back
        row = session.get_one(Complaint, case.id)
        assert (row.state, row.closed_on) == (ComplaintState.WITHDRAWN, NOON.date())
        assert row.expires_on <= NOON.date() + LIVE_FOR
        row.body, row.state = body, ComplaintState.IN_PROGRESS
    with pytest.raises(NoSuchCase):
        look(database, keyring, kim, case.id)
