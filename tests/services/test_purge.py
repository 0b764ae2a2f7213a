"""The purge: reports and alerts past their term go, and a jump or a flood stops it (T38)."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from uuid import uuid4

import pytest
from sqlalchemy import func, select

from app.adapters.database import Database
from app.adapters.keyring import Keyring
from app.domain.states import AlertState, ApplicationState
from app.jobs.housekeeping import HOUSEKEEPING, keep_house
from app.jobs.loop import sweep_once
from app.models.alert import Alert, AlertToken
from app.models.base import Base
from app.models.decision import Decision
from app.models.deletion import Deletion
from app.models.member import Application
from app.models.outbox import Alarm
from app.models.report import (
    Attachment,
    CaseToken,
    Lease,
    Message,
    Note,
    Report,
    ReportKeys,
)
from app.models.telling import Notice
from app.services.purge import RULES, Purged, purge
from moderation.desk.deletions import KINDS
from moderation.desk.deletions import RULES as SAID
from tests.rows import TODAY, a_member, a_report, an_alert, days
from tests.workbench import NO_KEYS, NOON, a_workshop, reference

PARTS: Sequence[type[Base]] = (Message, Attachment, Note, CaseToken, Lease)


def purged(database: Database, now: datetime = NOON, *, confirmed: bool = False) -> Purged:
    with database.writing() as session:
        return purge(
            session,
            report_max_days=540,
            keeping=reference().keeping,
            keyring=NO_KEYS,
            now=now,
            confirmed=confirmed,
        )


def rows(database: Database, model: type[Base]) -> int:
    with database.reading() as session:
        return session.scalar(select(func.count()).select_from(model)) or 0


def alarms(database: Database) -> list[str]:
    with database.reading() as session:
        return list(session.scalars(select(Alarm.code).order_by(Alarm.code)))


def test_a_report_past_its_term_goes_with_its_keys_and_everything(database: Database) -> None:
    with database.writing() as session:
        a_report(session, expires_on=days(0))
        stays = a_report(session, expires_on=days(1))
    assert purged(database).counts["reports"] == 1
    with database.reading() as session:
        assert list(session.scalars(select(Report.id))) == [stays]
    assert rows(database, ReportKeys) == 1
    assert [rows(database, part) for part in PARTS] == [1] * 5


def test_a_stub_stays_as_long_as_an_alert_that_can_be_hers(database: Database) -> None:
    with database.writing() as session:
        report = a_report(session, expires_on=days(-1), alert_ref=b"sealed alert id")
        an_alert(session, expires_on=days(40))
        an_alert(session, expires_on=days(200))
        an_alert(session, expires_on=days(900), state=AlertState.RETRACTED)
        # published after her report can have had a body: not hers
        an_alert(session, expires_on=days(1500), published_on=days(-100 + 541))
    purged(database)
    with database.reading() as session:
        stub = session.get_one(Report, report)
        assert [stub.body, stub.summary, stub.contact, stub.idem, stub.repeat_sealed] == [None] * 5
        assert (stub.consents, stub.alert_ref) == (b"consents", b"sealed alert id")
        assert stub.lookup is not None
        assert stub.expires_on == days(200)
        assert session.get(ReportKeys, report) is not None
    assert [rows(database, part) for part in PARTS] == [0] * 5


def test_a_stub_goes_when_the_last_such_alert_has_ended(database: Database) -> None:
    with database.writing() as session:
        a_report(session, expires_on=days(0), alert_ref=b"sealed", body=None)
        a_report(session, expires_on=days(0), alert_ref=b"sealed")
        an_alert(session, expires_on=days(0))
    purged(database)
    assert rows(database, Report) == 0
    assert rows(database, ReportKeys) == 0


def test_a_stub_outlives_an_alert_that_was_extended(database: Database) -> None:
    with database.writing() as session:
        stub = a_report(session, expires_on=days(0), alert_ref=b"sealed", body=None)
        an_alert(session, expires_on=days(365))
    purged(database)
    with database.reading() as session:
        assert session.get_one(Report, stub).expires_on == days(365)


def test_a_stub_waits_for_an_alert_that_is_not_released_yet(database: Database) -> None:
    with database.writing() as session:
        stub = a_report(session, expires_on=days(0), alert_ref=b"sealed")
        an_alert(session, state=AlertState.APPROVED, published_on=None, expires_on=None)
    purged(database)
    with database.reading() as session:
        assert session.get_one(Report, stub).expires_on == days(30)


@pytest.mark.parametrize(
    "state", [AlertState.PUBLISHED, AlertState.SUSPENDED, AlertState.APPROVED, AlertState.VETOED]
)
def test_an_alert_past_its_term_ends_and_keeps_no_word(
    database: Database, keyring: Keyring, state: AlertState
) -> None:
    with database.writing() as session:
        alert = an_alert(session, state=state, expires_on=days(0))
        stays = an_alert(session, expires_on=days(1))
        for one in (alert, stays):
            session.add(
                Notice(member_id=a_member(session, keyring), alert_id=one, on_day=days(-40))
            )
    assert purged(database).counts["alerts"] == 1
    with database.reading() as session:
        row = session.get_one(Alert, alert)
        assert row.state is AlertState.EXPIRED
        assert [row.text, row.identifiers, row.tokens_sealed, row.text_mac] == [None] * 4
        move = session.scalars(select(Decision)).one()
        assert (move.subject_id, move.from_state, move.to_state) == (alert, state, "expired")
        assert (move.actor, move.staff_id, move.on_day) == ("system", None, TODAY)
        assert list(session.scalars(select(AlertToken.alert_id))) == [stays]
        assert list(session.scalars(select(Notice.alert_id))) == [stays]
        assert session.get_one(Alert, stays).text == b"text"
    assert purged(database).counts["alerts"] == 0


def test_a_retracted_alert_loses_its_words_without_another_move(database: Database) -> None:
    with database.writing() as session:
        alert = an_alert(session, state=AlertState.RETRACTED, expires_on=days(-1))
    purged(database)
    with database.reading() as session:
        row = session.get_one(Alert, alert)
        assert (row.state, row.text) == (AlertState.RETRACTED, None)
        assert session.scalar(select(Decision)) is None


def test_decided_applications_go_after_a_week(database: Database) -> None:
    with database.writing() as session:
        for state, day in (("refused", -8), ("admitted", -8), ("refused", -7), ("waiting", None)):
            session.add(
                Application(
                    id=uuid4(),
                    lookup=uuid4().bytes,
                    state=ApplicationState(state),
                    applied_on=days(-90),
                    proof_on=days(-1),
                    epoch=1,
                    profile=b"p",
                    decided_on=None if day is None else days(day),
                )
            )
    assert purged(database).counts["applications"] == 2
    assert rows(database, Application) == 2


@pytest.mark.parametrize(("due", "live", "stopped"), [(5, 5, False), (6, 6, True), (6, 120, False)])
def test_more_than_five_percent_at_once_waits_for_a_person(
    database: Database, due: int, live: int, *, stopped: bool
) -> None:
    with database.writing() as session:
        for number in range(live):
            a_report(session, expires_on=days(0 if number < due else 10))
    assert purged(database).stopped == (("purge_reports",) if stopped else ())
    assert rows(database, Report) == (live if stopped else live - due)
    assert alarms(database) == (["purge_reports"] if stopped else [])
    purged(database, confirmed=True)
    assert rows(database, Report) == live - due


def test_too_many_alerts_at_once_wait_for_a_person_too(database: Database) -> None:
    with database.writing() as session:
        for _ in range(6):
            an_alert(session, expires_on=days(0))
    assert purged(database).stopped == ("purge_alerts",)
    assert rows(database, AlertToken) == 6


@pytest.mark.parametrize("jump", [timedelta(days=365), timedelta(hours=37), timedelta(days=-3)])
def test_a_clock_that_jumped_deletes_nothing(database: Database, jump: timedelta) -> None:
    with database.writing() as session:
        a_report(session, expires_on=days(1))
    assert purged(database).stopped == ()
    assert purged(database, NOON + jump).stopped == ("purge_clock",)
    assert purged(database, NOON + jump).stopped == ("purge_clock",)  # and stays so
    assert rows(database, Report) == 1
    assert alarms(database) == ["purge_clock"]  # one alarm, not one an hour
    assert purged(database, NOON + timedelta(hours=1)).stopped == ()  # the clock was put right


def test_a_person_who_confirms_lets_the_purge_go_on(database: Database) -> None:
    purged(database)
    later = NOON + timedelta(days=3)
    assert purged(database, later, confirmed=True).stopped == ()
    assert purged(database, later + timedelta(hours=1)).stopped == ()


def test_two_purges_at_once_delete_once(database: Database) -> None:
    with database.writing() as session:
        for number in range(10):
            a_report(session, expires_on=days(0 if number < 4 else 10))
    with ThreadPoolExecutor(4) as pool:
        done = [future.result() for future in [pool.submit(purged, database) for _ in range(4)]]
    assert sum(one.counts["reports"] for one in done) == 4
    assert rows(database, Report) == 6


def test_an_old_proof_goes_alone_and_stands_in_the_register(database: Database) -> None:
    with database.writing() as session:
        for day in (-7, -6):
            session.add(
                Application(
                    id=uuid4(), lookup=uuid4().bytes, state=ApplicationState.WAITING,
                    applied_on=days(day), proof_on=days(day), epoch=1, profile=b"p",
                    proof=b"x", sealed_team=b"s",
                )
            )  # fmt: skip
    assert purged(database).counts["proofs"] == 1
    with database.reading() as session:
        left = session.scalars(select(Application).order_by(Application.proof_on)).all()
        gone = session.scalars(select(Deletion)).all()
    assert [one.proof for one in left] == [None, b"x"]
    assert [(one.kind, one.rule, one.rows) for one in gone] == [("proofs", "proof", 1)]


def test_every_kind_of_the_register_has_words_for_what_went_and_why() -> None:
    assert set(KINDS) == set(RULES)
    known = {"proof", *SAID, *vars(reference().keeping)}
    assert set(RULES.values()) <= known


def test_the_sweep_keeps_house_and_a_broken_step_stops_no_other(
    database: Database, keyring: Keyring, monkeypatch: pytest.MonkeyPatch
) -> None:
    with database.writing() as session:
        a_report(session, expires_on=days(0))
    workshop = a_workshop(database, keyring=keyring, periodic=(HOUSEKEEPING,))
    sweep_once(workshop)
    assert rows(database, Report) == 0
    monkeypatch.setattr("app.services.tidy.drop_sessions", lambda *_, **__: 1 // 0)
    kept = keep_house(workshop)
    assert set(kept.counts) == {
        "repeats", "parked_photos", "leases", "promises", "quota", "deliveries", "changes",
        "counts", "proofs", "applications", "alerts", "reports", "complaints", "subjects",
        "members", "imported", "alarms", "invitations", "audit", "moves",
    }  # fmt: skip
    assert alarms(database) == ["housekeeping_failed"]


def test_a_sweep_that_a_person_confirmed_deletes_what_was_held_back(
    database: Database, keyring: Keyring
) -> None:
    with database.writing() as session:
        for _ in range(7):
            a_report(session, expires_on=days(0))
    workshop = a_workshop(database, keyring=keyring, periodic=(HOUSEKEEPING,))
    sweep_once(workshop)
    assert rows(database, Report) == 7
    sweep_once(workshop, confirmed=True)
    assert rows(database, Report) == 0
