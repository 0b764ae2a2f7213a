"""The demo's trainings, announced as the desk announces them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from app.adapters.keyring import Keyring
from app.adapters.reference_data import ReferenceData
from app.domain.training import Training
from moderation.decisions.desk_person import DeskPerson
from moderation.decisions.trainings import add_training, cancel_training


def announce_demo_trainings(
    session: Session,
    rows: Iterable[Mapping[str, Any]],
    person: DeskPerson,
    *,
    reference: ReferenceData,
    keyring: Keyring,
    now: datetime,
) -> None:
    """`in_days` and `lasts_days` of the file count from today; the rest is a Training's own."""
    for row in rows:
        first = (now + timedelta(days=row["in_days"])).date()
        last = first + timedelta(days=row.get("lasts_days", 1) - 1)
        words = {
            name: value
            for name, value in row.items()
            if name not in ("in_days", "lasts_days", "cancelled")
        }
        training = Training(first_on=first, last_on=last, **words)
        added = add_training(session, person, training, has=reference.has, keyring=keyring, now=now)
        if row.get("cancelled", False):
            cancel_training(session, person, added, cancelled=True, keyring=keyring, now=now)
    session.flush()
