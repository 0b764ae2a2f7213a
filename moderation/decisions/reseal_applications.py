"""Waiting applications and appeals move to the team's next key too (security.md 2.7)."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.adapters.vault.boxes import Damaged, key_pair_from_seed
from app.models.member import Application, Suspension
from app.services.raise_alarm import raise_alarm
from app.services.sealed_appeal import open_appeal_key, seal_appeal_key
from app.services.sealed_member import open_proof_key, seal_proof_key
from moderation.decisions.desk_person import DeskPerson, TeamKey
from moderation.rules.teams import ALERTS

APPLICATION_DAMAGED = "application_damaged"
APPEAL_DAMAGED = "appeal_damaged"


def reseal_applications(
    session: Session, person: DeskPerson, key: TeamKey, *, now: datetime
) -> None:
    """Seals each key anew, of proofs and of appeals: closing the older epoch would lose them."""
    if key.team != ALERTS:
        return
    public = key_pair_from_seed(key.secret).public  # ours, whatever the database says
    query = (
        select(Application)
        .where(Application.epoch < key.epoch, Application.sealed_team.is_not(None))
        .with_for_update()
    )
    for row in session.scalars(query):
        old = person.key(row.epoch)
        if old is None or row.sealed_team is None:
            continue
        try:
            proof_key = open_proof_key(old.secret, row.id, row.epoch, row.sealed_team)
        except Damaged:
            raise_alarm(session, APPLICATION_DAMAGED, now=now)
            continue
        row.sealed_team = seal_proof_key(public, row.id, key.epoch, proof_key)
        row.epoch = key.epoch
    _reseal_appeals(session, person, key, public, now=now)
    session.flush()  # closing epochs comes after it


def _reseal_appeals(
    session: Session, person: DeskPerson, key: TeamKey, public: bytes, *, now: datetime
) -> None:
    query = select(Suspension).where(Suspension.epoch < key.epoch).with_for_update()
    for row in session.scalars(query):
        if row.epoch is None or row.sealed_team is None:
            continue
        old = person.key(row.epoch)
        if old is None:
            continue
        try:
            appeal_key = open_appeal_key(old.secret, row.id, row.epoch, row.sealed_team)
        except Damaged:
            raise_alarm(session, APPEAL_DAMAGED, now=now)
            continue
        row.sealed_team = seal_appeal_key(public, row.id, key.epoch, appeal_key)
        row.epoch = key.epoch
