"""Announcing trainings, and what the desk may do with a request: on both engines."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from app.adapters.database import Database
from app.adapters.keyring import Keyring
from app.domain.complaint import ComplaintDraft
from app.domain.retention import complaint_expires_on
from app.domain.states import ComplaintState, StaffState
from app.models.audit import AuditLine
from app.models.complaint import Complaint, ComplaintMessage
from app.models.decision import Decision
from app.models.staff import Staff
from app.models.training import TrainingRow
from app.services.trainings import coming_trainings
from moderation.decisions.case_rows import NoSuchCase, NotActive
from moderation.decisions.complaint.ending import close_complaint, reopen_complaint
from moderation.decisions.complaint.steps import StepNotPossible
from moderation.decisions.complaint.training import close_training
from moderation.decisions.complaint.words import NobodyReads, answer_complainant
from moderation.decisions.trainings import (
    NoSuchTraining,
    TrainingRefused,
    add_training,
    cancel_training,
    change_training,
    list_trainings,
)
from moderation.rules.roles import NotPermitted
from moderation.rules.workflow import MoveNotAllowed
from tests.complaint_desk import a_caseworker, plan
from tests.complaints import file_a_complaint
from tests.conftest import NOON
from tests.desk_people import enrol
from tests.trainings import (
    A_TRAINING,
    ASKED_BY_A_WORKER,
    ASKED_BY_AN_INSTITUTION,
    FOR_INSTITUTIONS,
    SOON,
    TODAY,
    announce,
)
from tests.workbench import reference

HAS = reference().has


def actions(database: Database) -> list[str]:
    with database.reading() as session:
        lines = session.scalars(select(AuditLine.action).order_by(AuditLine.seq))
        return [line for line in lines if line.startswith("training")]


def test_it_is_announced_changed_cancelled_and_takes_place_after_all(
    database: Database, keyring: Keyring
) -> None:
    kim = a_caseworker(database, keyring)
    later = announce(database, keyring, kim, FOR_INSTITUTIONS)
    one = announce(database, keyring, kim)
    moved = replace(A_TRAINING, first_on=SOON + timedelta(days=9), last_on=SOON + timedelta(days=9))
    with database.reading() as session:
        coming = coming_trainings(session, TODAY)
        assert [(row.training_id, row.training) for row in coming] == [
            (one, A_TRAINING), (later, FOR_INSTITUTIONS),
        ]  # fmt: skip
    with database.writing() as session:
        change_training(session, kim, one, moved, has=HAS, keyring=keyring, now=NOON)
    with database.writing() as session:
        for _twice in range(2):
            cancel_training(session, kim, one, cancelled=True, keyring=keyring, now=NOON)
    with database.reading() as session:
        assert [(row.training, row.cancelled) for row in coming_trainings(session, TODAY)] == [
            (FOR_INSTITUTIONS, False), (moved, True),
        ]  # fmt: skip
    with database.writing() as session:
        cancel_training(session, kim, one, cancelled=False, keyring=keyring, now=NOON)
        with pytest.raises(NoSuchTraining):
            cancel_training(session, kim, kim.staff_id, cancelled=True, keyring=keyring, now=NOON)
    assert actions(database) == [
        "training_added", "training_added", "training_changed", "training_cancelled",
        "training_restored",
    ]  # fmt: skip


def test_past_ones_leave_the_list_by_themselves_and_the_desk_still_finds_them(
    database: Database, keyring: Keyring
) -> None:
    kim = a_caseworker(database, keyring)
    announce(database, keyring, kim)
    two_days = announce(database, keyring, kim, FOR_INSTITUTIONS)
    with database.reading() as session:
        assert len(coming_trainings(session, SOON)) == 2
        assert len(coming_trainings(session, FOR_INSTITUTIONS.last_on)) == 1
        day = FOR_INSTITUTIONS.last_on + timedelta(days=1)
        assert coming_trainings(session, day) == ()
        found = list_trainings(session, kim, today=day)
        assert found.coming == ()
        assert found.past[0].training_id == two_days
        assert len(found.past) == 2


def test_what_is_not_complete_is_not_announced(database: Database, keyring: Keyring) -> None:
    kim = a_caseworker(database, keyring)
    wrong = replace(A_TRAINING, title_nl="", place="")
    with pytest.raises(TrainingRefused) as refused, database.writing() as session:
        add_training(session, kim, wrong, has=HAS, keyring=keyring, now=NOON)
    assert [one.field for one in refused.value.problems] == ["title_nl", "place"]
    with database.reading() as session:
        assert session.scalar(select(func.count()).select_from(TrainingRow)) == 0


@pytest.mark.parametrize("role", ["moderator", "lead", "analyst", "administrator", "auditor"])
def test_nobody_but_the_complaints_desk_announces(
    database: Database, keyring: Keyring, role: str
) -> None:
    somebody = enrol(database, keyring, "Sam", role, NOON).person
    with database.writing() as session:
        with pytest.raises(NotPermitted):
            add_training(session, somebody, A_TRAINING, has=HAS, keyring=keyring, now=NOON)
        with pytest.raises(NotPermitted):
            list_trainings(session, somebody, today=TODAY)


def test_somebody_who_left_announces_nothing(database: Database, keyring: Keyring) -> None:
    kim = a_caseworker(database, keyring)
    with database.writing() as session:
        session.get_one(Staff, kim.staff_id).state = StaffState.SUSPENDED
    with pytest.raises(NotActive), database.writing() as session:
        add_training(session, kim, A_TRAINING, has=HAS, keyring=keyring, now=NOON)


@pytest.mark.parametrize("draft", [ASKED_BY_A_WORKER, ASKED_BY_AN_INSTITUTION])
def test_a_request_has_no_steps_and_no_outcome_and_is_closed_as_handled(
    database: Database, keyring: Keyring, draft: ComplaintDraft
) -> None:
    kim = a_caseworker(database, keyring)
    case = file_a_complaint(database, keyring, draft)
    with pytest.raises(StepNotPossible):
        plan(database, keyring, kim, case, "politie-klacht:1")
    with pytest.raises(NoSuchCase), database.writing() as session:
        close_complaint(session, kim, case.id, "gegrond", keyring=keyring, now=NOON)
    with database.writing() as session:
        close_training(session, kim, case.id, keyring=keyring, now=NOON)
    with database.reading() as session:
        row = session.get_one(Complaint, case.id)
        assert (row.state, row.closed_on) == (ComplaintState.CLOSED, TODAY)
        assert row.expires_on == complaint_expires_on(TODAY, TODAY)
        last = session.scalars(select(Decision).order_by(Decision.number.desc()).limit(1)).one()
        assert (last.to_state, last.reason) == (ComplaintState.CLOSED.value, None)
    with pytest.raises(MoveNotAllowed), database.writing() as session:
        close_training(session, kim, case.id, keyring=keyring, now=NOON)
    with database.writing() as session:
        reopen_complaint(session, kim, case.id, keyring=keyring, now=NOON)


def test_a_complaint_is_never_closed_without_what_came_of_it(
    database: Database, keyring: Keyring
) -> None:
    kim = a_caseworker(database, keyring)
    case = file_a_complaint(database, keyring)
    with pytest.raises(NoSuchCase), database.writing() as session:
        close_training(session, kim, case.id, keyring=keyring, now=NOON)


def test_no_message_is_written_that_nobody_can_read(database: Database, keyring: Keyring) -> None:
    kim = a_caseworker(database, keyring)
    of_an_institution = file_a_complaint(database, keyring, ASKED_BY_AN_INSTITUTION)
    with pytest.raises(NobodyReads), database.writing() as session:
        answer_complainant(
            session, kim, of_an_institution.id, "Dat kan.", asks=True, keyring=keyring, now=NOON
        )
    hers = file_a_complaint(database, keyring, ASKED_BY_A_WORKER)
    with database.writing() as session:
        answer_complainant(session, kim, hers.id, "Dat kan.", asks=False, keyring=keyring, now=NOON)
    with database.reading() as session:
        assert session.scalars(select(ComplaintMessage.complaint_id)).all() == [hers.id]
