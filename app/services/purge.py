"""The guarded part of the housekeeping: what cannot be brought back (security.md 3.14, T38)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import cast

from sqlalchemy import CursorResult, Delete, delete, select
from sqlalchemy.orm import Session

from app.adapters.insert import insert_missing
from app.adapters.keyring import Keyring
from app.domain.keeping import Keeping
from app.domain.purge_guard import clock_moved, largest_purge
from app.domain.states import ApplicationState
from app.models.deletion import Deletion
from app.models.member import Application, Invitation
from app.models.outbox import Alarm
from app.models.sweep_run import SweepRun
from app.services.count_waits import drop_old_waits
from app.services.cut_history import (
    cut_lines,
    cut_moves,
    due_lines,
    due_moves,
    live_lines,
    live_moves,
)
from app.services.drop_proofs import drop_proofs, drop_unproven
from app.services.expire_alerts import due_alerts, expire_alerts, live_alerts
from app.services.purge_complaints import due_complaints, live_complaints, purge_complaints
from app.services.purge_members import due_members, live_members, purge_members
from app.services.purge_reports import due_reports, live_reports, purge_reports
from app.services.purge_subjects import due_subjects, live_subjects, purge_subjects
from app.services.raise_alarm import raise_alarm

_Kind = tuple[str, Callable[..., int], Callable[[Session], int], Callable[..., int]]
"""Kind, how many are due, how many there are, and what deletes those that are due."""

ONLY_ROW = 1
RULES = {
    "proofs": "proof", "applications": "decided_application", "invitations": "invitation",
    "alarms": "settled_alarm", "alerts": "alert_term", "reports": "report_term",
    "complaints": "complaint_term", "subjects": "subject_term", "members": "lapsed_member",
    "audit": "audit", "moves": "decision",
}  # fmt: skip
"""Kind of the register of deletions → the rule by which it goes."""


@dataclass(frozen=True)
class Purged:
    """How many rows went, by kind; `stopped` holds the codes of the alarms that were raised."""

    counts: Mapping[str, int]
    stopped: tuple[str, ...] = ()


def purge(
    session: Session,
    *,
    report_max_days: int,
    keeping: Keeping,
    keyring: Keyring,
    now: datetime,
    confirmed: bool = False,
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
    counts = {
        "proofs": drop_proofs(session, now=now),
        "applications": _drop_decided(session, keeping, now) + drop_unproven(session, now=now),
        "alarms": _drop_settled(session, keeping, now),
        "invitations": _drop_ended(session, keeping, now),
    }
    drop_old_waits(session, now=now)
    stopped = []
    # alerts first: a stub whose alert ends today ends with it
    kinds: Sequence[_Kind] = (
        ("alerts", due_alerts, live_alerts, expire_alerts),
        ("reports", due_reports, live_reports,
         partial(purge_reports, report_max_days=report_max_days)),
        ("complaints", due_complaints, live_complaints, purge_complaints),
        ("subjects", due_subjects, live_subjects, purge_subjects),
        ("members", partial(due_members, days=keeping.lapsed_member), live_members,
         partial(purge_members, keyring=keyring, days=keeping.lapsed_member)),
        *_histories(keeping, keyring),
    )  # fmt: skip
    for kind, due, live, drop in kinds:
        if confirmed or due(session, now=now) <= largest_purge(live(session)):
            counts[kind] = drop(session, now=now)
        else:
            stopped.append(f"purge_{kind}")
    _register(session, counts, now)
    for code in stopped:
        raise_alarm(session, code, now=now)
    return Purged(counts, tuple(stopped))


def _locked_run(session: Session) -> SweepRun:
    insert_missing(session, SweepRun, [{"id": ONLY_ROW, "at": None}])
    return session.scalars(select(SweepRun).where(SweepRun.id == ONLY_ROW).with_for_update()).one()


def _histories(keeping: Keeping, keyring: Keyring) -> Sequence[_Kind]:
    """The log and the moves of cases; neither is cut without the key of the log's chain."""
    if keyring.k_audit is None:
        return ()
    lines, moves = keeping.audit, keeping.decision
    return (
        ("audit", partial(due_lines, days=lines), live_lines,
         partial(cut_lines, keyring=keyring, days=lines)),
        ("moves", partial(due_moves, days=moves), live_moves,
         partial(cut_moves, keyring=keyring, days=moves)),
    )  # fmt: skip


def _register(session: Session, counts: Mapping[str, int], now: datetime) -> None:
    """Day, kind, rule and how many; of nobody in particular."""
    session.add_all(
        Deletion(on_day=now.date(), kind=kind, rule=RULES[kind], rows=rows)
        for kind, rows in sorted(counts.items())
        if rows
    )


def _drop_settled(session: Session, keeping: Keeping, now: datetime) -> int:
    """Alarms that somebody dealt with long ago."""
    last = now.date() - timedelta(days=keeping.settled_alarm)
    return _dropped(session, delete(Alarm).where(Alarm.seen_on < last))


def _drop_ended(session: Session, keeping: Keeping, now: datetime) -> int:
    """Invitations that can no longer be used."""
    last = now.date() - timedelta(days=keeping.invitation)
    return _dropped(session, delete(Invitation).where(Invitation.expires_on < last))


def _dropped(session: Session, statement: Delete) -> int:
    result = session.execute(statement.execution_options(synchronize_session=False))
    return cast("CursorResult[object]", result).rowcount


def _drop_decided(session: Session, keeping: Keeping, now: datetime) -> int:
    """Applications decided more than a week ago; their proof went at the decision."""
    last = now.date() - timedelta(days=keeping.decided_application)
    decided = session.scalars(
        select(Application.id).where(
            Application.state != ApplicationState.WAITING, Application.decided_on < last
        )
    ).all()
    if decided:
        session.execute(delete(Application).where(Application.id.in_(decided)))
    return len(decided)
