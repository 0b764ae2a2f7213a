"""Acts around alerts for tests: as the desk, the jobs and the follow page do them."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select

from app.domain.identifiers.matching import normalise
from app.domain.states import AlertState
from app.models.alert import AlertToken
from app.models.outbox import Alarm
from app.models.report import Report, ReportKeys
from app.services.own_report import OwnKey
from app.services.sealed_alert import tokens_for
from app.services.sealed_report import open_for_team, seal_consents
from moderation.decisions.correct_alert import propose_correction
from moderation.decisions.desk_person import DeskPerson
from moderation.decisions.merge_report import Merging, merge_report
from moderation.decisions.settle_reports import settle_reports
from moderation.jobs import PERIODIC
from tests.desk_cases import DICTIONARY, PHONE, Desk, a_text, at_once
from tests.workbench import NOON, a_workshop, reference

LATER = NOON + timedelta(hours=73)


def proposed(desk: Desk, person: DeskPerson, **changes: object) -> tuple[UUID, UUID]:
    report = desk.report()
    desk.claim(person, report)
    return report, desk.propose(person, report, a_text(**changes))


def published(desk: Desk, writer: DeskPerson, second: DeskPerson) -> tuple[UUID, UUID]:
    report = desk.report(at_once())
    desk.claim(writer, report)
    alert = desk.propose(writer, report)
    assert desk.approve(second, alert) is AlertState.PUBLISHED
    return report, alert


def settle(desk: Desk, person: DeskPerson) -> None:
    with desk.database.writing() as session:
        settle_reports(session, person, keyring=desk.keyring, reference=reference(), now=LATER)


def hits(desk: Desk, phone: str = PHONE) -> set[UUID]:
    """Which alerts the checker's index has for this number."""
    assert desk.keyring.k_idx is not None
    wanted = [one.token for one in tokens_for(desk.keyring.k_idx, [normalise("phone", phone)])]
    with desk.database.reading() as session:
        return set(session.scalars(select(AlertToken.alert_id).where(AlertToken.token.in_(wanted))))


def sweep(desk: Desk, now: object = LATER) -> None:
    workshop = a_workshop(desk.database, keyring=desk.keyring, clock=lambda: now)  # type: ignore[arg-type,return-value]
    for periodic in PERIODIC:
        periodic.run(workshop)


def merge(
    desk: Desk,
    person: DeskPerson,
    report: UUID,
    alert: UUID,
    identifiers: tuple[str, ...] = (),
    *,
    reason: str = "same-person",
    independent: bool = True,
    longer: bool = False,
    now: datetime = NOON,
) -> None:
    merging = Merging(reason, independent, identifiers, longer)
    with desk.database.writing() as session:
        merge_report(
            session, person, report, alert, merging,
            keyring=desk.keyring, reference=reference(), now=now,
        )  # fmt: skip


def correct(desk: Desk, person: DeskPerson, alert: UUID, **changes: object) -> UUID:
    with desk.database.writing() as session:
        return propose_correction(
            session, person, alert, a_text(**changes), "fact-wrong",
            keyring=desk.keyring, reference=reference(), dictionary=DICTIONARY, now=NOON,
        )  # fmt: skip


def revoke(desk: Desk, report: UUID) -> None:
    """She takes her consent back, as the follow page does it."""
    with desk.database.writing() as session:
        row, keys = session.get_one(Report, report), session.get_one(ReportKeys, report)
        opened = open_for_team(keys, team_secret=desk.team.secret, epoch=1)
        row.consents = seal_consents(opened.dek, report, {"warn": False})


def own_key(desk: Desk, report: UUID) -> OwnKey:
    """What her code would open."""
    with desk.database.reading() as session:
        keys = session.get_one(ReportKeys, report)
    return OwnKey(report, open_for_team(keys, team_secret=desk.team.secret, epoch=1).dek)


def alarms(desk: Desk) -> set[str]:
    with desk.database.reading() as session:
        return set(session.scalars(select(Alarm.code).where(Alarm.seen_on.is_(None))))
