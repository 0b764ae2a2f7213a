"""The guarded part of the housekeeping: what cannot be brought back (security.md 3.14, T38)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from app.adapters.insert import insert_missing
from app.domain.purge_guard import clock_moved, largest_purge
from app.domain.states import ApplicationState
from app.models.member import Application
from app.models.sweep_run import SweepRun
from app.services.expire_alerts import due_alerts, expire_alerts, live_alerts
from app.services.purge_complaints import due_complaints, live_complaints, purge_complaints
from app.services.purge_reports import due_reports, live_reports, purge_reports
from app.services.purge_subjects import due_subjects, live_subjects, purge_subjects
from app.services.raise_alarm import raise_alarm

DECIDED_DAYS = 7
ONLY_ROW = 1


@dataclass(frozen=True)
class Purged:
    """How many rows went, by kind; `stopped` holds the codes of the alarms that were raised."""

    counts: Mapping[str, int]
    stopped: tuple[str, ...] = ()


def purge(
    session: Session, *, report_max_days: int, now: datetime, confirmed: bool = False
) -> Purged:
    """Deletes what is past its term, or raises an alarm instead.

    `confirmed` is a person who has looked at the clock and the numbers. Two purges at once wait
    for each other; the second finds nothing left.
    """
    run = _locked_run(session)
    if clock_moved(run.at, now) and not confirmed:
        raise_alarm(session, "purge_clock", now=now)
        return Purged({}, ("purge_clock",))
    run.at = now
    counts = {"applications": _drop_decided(session, now)}
    stopped = []
    # alerts first: a stub whose alert ends today ends with it
    for kind, code, due, live, drop in (
        ("alerts", "purge_alerts", due_alerts, live_alerts, expire_alerts),
        ("reports", "purge_reports", due_reports, live_reports,
         partial(purge_reports, report_max_days=report_max_days)),
        ("complaints", "purge_complaints", due_complaints, live_complaints, purge_complaints),
        ("subjects", "purge_subjects", due_subjects, live_subjects, purge_subjects),
    ):  # fmt: skip
        if confirmed or due(session, now=now) <= largest_purge(live(session)):
            counts[kind] = drop(session, now=now)
        else:
            stopped.append(code)
    for code in stopped:
        raise_alarm(session, code, now=now)
    return Purged(counts, tuple(stopped))


def _locked_run(session: Session) -> SweepRun:
    insert_missing(session, SweepRun, [{"id": ONLY_ROW, "at": None}])
    return session.scalars(select(SweepRun).where(SweepRun.id == ONLY_ROW).with_for_update()).one()


def _drop_decided(session: Session, now: datetime) -> int:
    """Applications decided more than a week ago; their proof went at the decision."""
    last = now.date() - timedelta(days=DECIDED_DAYS)
    decided = session.scalars(
        select(Application.id).where(
            Application.state != ApplicationState.WAITING, Application.decided_on < last
        )
    ).all()
    if decided:
        session.execute(delete(Application).where(Application.id.in_(decided)))
    return len(decided)
