"""The guarded part of the housekeeping: what cannot be brought back (security.md 3.14, T38)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
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
from app.services.purge_reports import due_reports, live_reports, purge_reports
from app.services.purge_subjects import due_subjects, live_subjects, purge_subjects
from app.services.raise_alarm import raise_alarm

ONLY_ROW = 1
RULES = {
    "reports": "report_term", "alerts": "alert_term", "complaints": "complaint_term",
    "applications": "decided_application", "audit": "audit", "moves": "decision",
    "alarms": "settled_alarm", "invitations": "invitation", "subjects": "subject_term",
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
    if confirmed or due_alerts(session, now=now) <= largest_purge(live_alerts(session)):
        counts["alerts"] = expire_alerts(session, now=now)
    else:
        stopped.append("purge_alerts")
    if confirmed or due_reports(session, now=now) <= largest_purge(live_reports(session)):
        counts["reports"] = purge_reports(session, report_max_days=report_max_days, now=now)
    else:
        stopped.append("purge_reports")
    if confirmed or due_complaints(session, now=now) <= largest_purge(live_complaints(session)):
        counts["complaints"] = purge_complaints(session, now=now)
    else:
        stopped.append("purge_complaints")
    if confirmed or due_subjects(session, now=now) <= largest_purge(live_subjects(session)):
        counts["subjects"] = purge_subjects(session, now=now)
    else:
        stopped.append("purge_subjects")
    if keyring.k_audit is not None:  # the log cannot be cut without its key
        cut, held = _cut_histories(session, keeping, keyring, now=now, confirmed=confirmed)
        counts |= cut
        stopped += held
    _register(session, counts, now)
    for code in stopped:
        raise_alarm(session, code, now=now)
    return Purged(counts, tuple(stopped))


def _locked_run(session: Session) -> SweepRun:
    insert_missing(session, SweepRun, [{"id": ONLY_ROW, "at": None}])
    return session.scalars(select(SweepRun).where(SweepRun.id == ONLY_ROW).with_for_update()).one()


def _cut_histories(
    session: Session, keeping: Keeping, keyring: Keyring, *, now: datetime, confirmed: bool
) -> tuple[dict[str, int], list[str]]:
    """(lines and moves that went, codes of alarms of what was too much for one run)."""
    counts, stopped = {}, []
    lines, moves = keeping.audit, keeping.decision
    due, live = due_lines(session, days=lines, now=now), live_lines(session)
    if confirmed or due <= largest_purge(live):
        counts["audit"] = cut_lines(session, keyring=keyring, days=lines, now=now)
    else:
        stopped.append("purge_audit")
    due, live = due_moves(session, days=moves, now=now), live_moves(session)
    if confirmed or due <= largest_purge(live):
        counts["moves"] = cut_moves(session, keyring=keyring, days=moves, now=now)
    else:
        stopped.append("purge_moves")
    return counts, stopped


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
