"""Housekeeping that cannot hurt: what has served its purpose goes, whatever the clock says.

Each function does one thing in the caller's unit of work and says how many rows it touched. Days
are whole: a row of yesterday evening is never touched before a full 24 hours have passed.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import cast

from sqlalchemy import CursorResult, Delete, Update, and_, delete, exists, or_, select, update
from sqlalchemy.orm import Session

from app.adapters.keyring import Keyring
from app.adapters.vault.boxes import Damaged, open_json
from app.models.complaint import Complaint
from app.models.member import Application, CheckQuota
from app.models.outbox import OutboxTask
from app.models.report import Lease, ParkedPhoto, Report
from app.models.subject_request import SubjectRequestRow
from app.models.telling import AlertChange, Delivery
from app.models.web_session import StoredSession


def forget_repeats(session: Session, *, now: datetime) -> int:
    """A form sent twice is known for 24 hours, as long as its token is valid (decisions 7).

    `arrived_on` is a day: only the day before yesterday's rows are surely that old.
    """
    full_day_ago = _before(now, 1)
    cases = [
        update(case)
        .where(
            case.arrived_on < full_day_ago,
            or_(case.idem.is_not(None), case.repeat_sealed.is_not(None)),
        )
        .values(idem=None, repeat_sealed=None)
        for case in (Report, Complaint, SubjectRequestRow)
    ]
    applications = update(Application).where(
        Application.applied_on < full_day_ago, Application.idem.is_not(None)
    )
    return sum(_rows(session, one) for one in (*cases, applications.values(idem=None)))


def drop_parked_photos(session: Session, keyring: Keyring, *, now: datetime) -> int:
    """Photos of forms that were never sent, past the moment that is sealed with them.

    A moment that cannot be read counts as past: nobody else would ever throw the photo away.
    """
    rows = session.execute(select(ParkedPhoto.id, ParkedPhoto.expiry_sealed)).all()
    over = [
        row.id
        for row in rows
        if _expiry(keyring, str(row.id), cast("bytes", row.expiry_sealed), now) <= now
    ]
    return _rows(session, delete(ParkedPhoto).where(ParkedPhoto.id.in_(over))) if over else 0


def drop_sessions(session: Session, *, now: datetime) -> int:
    """Sessions whose last possible day is over."""
    return _rows(session, delete(StoredSession).where(StoredSession.purge_on < now.date()))


def return_leases(session: Session, *, now: datetime) -> int:
    """Reports that somebody claimed and left lying are anybody's again."""
    return _rows(session, delete(Lease).where(Lease.until <= now))


def drop_kept_promises(session: Session, days: int, *, now: datetime) -> int:
    """Done tasks of more than `days` ago; open ones stay, however old."""
    return _rows(session, delete(OutboxTask).where(OutboxTask.done_on < _before(now, days)))


def drop_old_quota(session: Session, days: int, *, now: datetime) -> int:
    """Counts of checks that no quota looks at any more."""
    return _rows(session, delete(CheckQuota).where(CheckQuota.on_day < _before(now, days)))


def drop_old_changes(session: Session, days: int, *, now: datetime) -> int:
    """What changed so long ago that it helps nobody who has not looked since."""
    old = AlertChange.on_day < _before(now, days)
    return _rows(session, delete(AlertChange).where(old))


def drop_sent_deliveries(session: Session, *, now: datetime) -> int:
    """Messages that went out before yesterday; until then their row keeps them from going twice,
    and as long as the task that made them is not done."""
    open_still = exists().where(
        OutboxTask.object_id == Delivery.about, OutboxTask.done_on.is_(None)
    )
    old = and_(Delivery.sent, Delivery.on_day < _before(now, 1), ~open_still)
    return _rows(session, delete(Delivery).where(old))


def _expiry(keyring: Keyring, photo_id: str, sealed: bytes, now: datetime) -> datetime:
    if keyring.k_field is None:
        return now + timedelta(days=1)  # this process may not look: another one will
    try:
        sealed_moment = open_json(keyring.k_field, sealed, "parked", photo_id, "expiry")
        return datetime.fromtimestamp(sealed_moment["until"], UTC)
    except (Damaged, KeyError, TypeError, ValueError):
        return now


def _before(now: datetime, days: int) -> date:
    return now.date() - timedelta(days=days)


def _rows(session: Session, statement: Delete | Update) -> int:
    result = session.execute(statement.execution_options(synchronize_session=False))
    return cast("CursorResult[object]", result).rowcount
