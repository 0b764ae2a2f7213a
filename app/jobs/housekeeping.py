"""The hourly housekeeping: small harmless steps, then the guarded purge (decisions 17, T38)."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy.orm import Session

from app.adapters.quiet_log import Word
from app.services import tidy
from app.services.import_complaints import forget_imported
from app.services.purge import Purged, purge
from app.services.raise_alarm import raise_alarm
from app.services.settle_counts import settle_counts
from app.services.workshop import Periodic, Workshop

log = logging.getLogger(__name__)

Step = Callable[[Session, Workshop, datetime], int]

STEPS: dict[str, Step] = {
    "repeats": lambda session, _, now: tidy.forget_repeats(session, now=now),
    "parked_photos": lambda session, workshop, now: tidy.drop_parked_photos(
        session, workshop.keyring, now=now
    ),
    "sessions": lambda session, _, now: tidy.drop_sessions(session, now=now),
    "leases": lambda session, _, now: tidy.return_leases(session, now=now),
    "promises": lambda session, workshop, now: tidy.drop_kept_promises(
        session, workshop.reference.keeping.kept_promise, now=now
    ),
    "quota": lambda session, workshop, now: tidy.drop_old_quota(
        session, workshop.reference.keeping.check_quota, now=now
    ),
    "changes": lambda session, workshop, now: tidy.drop_old_changes(
        session, workshop.reference.keeping.change_notice, now=now
    ),
    "deliveries": lambda session, _, now: tidy.drop_sent_deliveries(session, now=now),
    "counts": lambda session, _, now: settle_counts(session, now=now),
    "imported": lambda session, _, now: forget_imported(session, now=now),
}


@dataclass
class Kept:
    """What one housekeeping did: rows by step, and alarm codes of what it would not do."""

    counts: dict[str, int] = field(default_factory=dict)
    stopped: tuple[str, ...] = ()


def keep_house(workshop: Workshop, *, confirmed: bool = False) -> Kept:
    """Every step in its own unit of work: one that fails stops no other.

    `confirmed`: a person has looked at what the purge guard stopped.
    """
    done = Kept()
    now = workshop.clock()
    for name, step in STEPS.items():
        try:
            with workshop.database.writing() as session:
                done.counts[name] = step(session, workshop, now)
        except Exception as error:  # noqa: BLE001 - the other steps must go on
            _failed(workshop, name, error)
    try:
        purged = _purge(workshop, now, confirmed=confirmed)
    except Exception as error:  # noqa: BLE001 - same
        _failed(workshop, "purge", error)
        return done
    done.counts |= purged.counts
    done.stopped = purged.stopped
    return done


def _purge(workshop: Workshop, now: datetime, *, confirmed: bool) -> Purged:
    with workshop.database.writing() as session:
        purged = purge(
            session,
            # as licensed, not as made stricter since: it bounds when her warning may have come out
            report_max_days=workshop.files.protocol.report_max_days,
            keeping=workshop.reference.keeping,
            keyring=workshop.keyring,
            now=now,
            confirmed=confirmed,
        )
    for code in purged.stopped:
        log.warning("the purge stopped and waits for a person: %s", Word(code))
    return purged


def _failed(workshop: Workshop, name: str, error: Exception) -> None:
    log.warning("housekeeping %s failed", Word(name), exc_info=error)
    with workshop.database.writing() as session:
        raise_alarm(session, "housekeeping_failed", now=workshop.clock())


def _run(workshop: Workshop) -> None:
    keep_house(workshop)


HOUSEKEEPING = Periodic("housekeeping", _run, every_seconds=3600)
