"""The harmless steps of the housekeeping, each with a row that goes and one that stays."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.adapters.database import Database
from app.adapters.keyring import Keyring
from app.domain.states import ApplicationState
from app.models.base import Base
from app.models.member import Application, CheckQuota
from app.models.outbox import OutboxTask
from app.models.report import Lease, ParkedPhoto, Report
from app.models.telling import Delivery
from app.models.web_session import StoredSession
from app.services import tidy
from app.services.parked_file import KEPT_FOR, park_file
from tests.rows import a_delivery, a_member, a_report, days
from tests.workbench import NOON


def count(session: Session, model: type[Base]) -> int:
    return session.scalar(select(func.count()).select_from(model)) or 0


def test_a_repeated_form_is_known_for_a_full_day_and_then_forgotten(database: Database) -> None:
    with database.writing() as session:
        old = a_report(session, expires_on=days(100), arrived_on=days(-2))
        # filed one minute before midnight: its form is still valid today
        yesterday = a_report(session, expires_on=days(100), arrived_on=days(-1))
        assert tidy.forget_repeats(session, now=NOON) == 1
        assert tidy.forget_repeats(session, now=NOON) == 0
    with database.reading() as session:
        gone, kept = session.get_one(Report, old), session.get_one(Report, yesterday)
        assert (gone.idem, gone.repeat_sealed, gone.body) == (None, None, b"body")
        assert kept.idem is not None
        assert kept.repeat_sealed is not None


def test_the_form_of_an_application_is_forgotten_too(database: Database) -> None:
    with database.writing() as session:
        for day in (days(-2), days(-1)):
            session.add(
                Application(
                    id=uuid4(),
                    lookup=uuid4().bytes,
                    idem=uuid4().bytes,
                    state=ApplicationState.WAITING,
                    applied_on=day,
                    proof_on=day,
                    epoch=1,
                    profile=b"p",
                )
            )
        assert tidy.forget_repeats(session, now=NOON) == 1


def test_a_parked_photo_goes_at_its_sealed_moment(database: Database, keyring: Keyring) -> None:
    with database.writing() as session:
        for age in (KEPT_FOR, KEPT_FOR - timedelta(seconds=1)):
            park_file(session, b"jpeg", keyring=keyring, now=NOON - age)
        assert tidy.drop_parked_photos(session, keyring, now=NOON) == 1
        assert count(session, ParkedPhoto) == 1


def test_a_parked_photo_with_an_unreadable_moment_does_not_stay_for_ever(
    database: Database, keyring: Keyring
) -> None:
    with database.writing() as session:
        session.add(ParkedPhoto(id=uuid4(), stream=b"s", expiry_sealed=b"damaged"))
        assert tidy.drop_parked_photos(session, keyring, now=NOON) == 1


def test_a_process_without_the_key_leaves_parked_photos_alone(
    database: Database, keyring: Keyring
) -> None:
    keyless = Keyring(stretcher=keyring.stretcher, pins_file=keyring.pins_file)
    with database.writing() as session:
        park_file(session, b"jpeg", keyring=keyring, now=NOON - KEPT_FOR)
        assert tidy.drop_parked_photos(session, keyless, now=NOON) == 0


def test_sessions_go_after_their_last_day(database: Database) -> None:
    with database.writing() as session:
        for day in (days(-1), days(0)):
            session.add(StoredSession(id=uuid4().bytes, kind="reporter", sealed=b"s", purge_on=day))
        assert tidy.drop_sessions(session, now=NOON) == 1
        assert count(session, StoredSession) == 1


def test_a_lease_left_lying_returns(database: Database) -> None:
    with database.writing() as session:
        left = a_report(session, expires_on=days(100))
        a_report(session, expires_on=days(100))
        session.get_one(Lease, left).until = NOON
        assert tidy.return_leases(session, now=NOON) == 1
        assert count(session, Lease) == 1
        assert count(session, Report) == 2


def test_kept_promises_go_after_a_week_and_open_ones_never(database: Database) -> None:
    with database.writing() as session:
        for done_on in (days(-8), days(-7), None):
            session.add(
                OutboxTask(
                    id=uuid4(), task="t", object_id=uuid4(), on_day=days(-90), done_on=done_on
                )
            )
        assert tidy.drop_kept_promises(session, 7, now=NOON) == 1
        assert count(session, OutboxTask) == 2


def test_quota_counts_go_when_no_quota_looks_at_them(database: Database, keyring: Keyring) -> None:
    with database.writing() as session:
        member = a_member(session, keyring)
        for day in (days(-32), days(-31), days(0)):
            session.add(CheckQuota(member_id=member, on_day=day, used=3))
        assert tidy.drop_old_quota(session, 31, now=NOON) == 1
        assert count(session, CheckQuota) == 2


def test_a_sent_message_goes_the_day_after_tomorrow_and_a_waiting_one_stays(
    database: Database, keyring: Keyring
) -> None:
    with database.writing() as session:
        for sent, day in ((True, -2), (True, -1), (False, -9)):
            a_delivery(session, keyring, sent=sent, on_day=days(day))
        assert tidy.drop_sent_deliveries(session, now=NOON) == 1
        assert count(session, Delivery) == 2
