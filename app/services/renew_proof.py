"""Her proof is gone after a week; with her code she gives another and keeps her place.

Kind and safe: waiting long is not her fault, so she loses no day of it, and a paper or an advert
never lies here for as long as the desk is behind (privacy.md 3.11, docs/adr/0027).
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.adapters.keyring import Keyring
from app.adapters.vault.boxes import random_key
from app.domain.membership import proof_stands
from app.domain.states import ApplicationState
from app.models.member import Application
from app.services.file_report import TEAM, DeskClosed
from app.services.member_code import MemberCode, sign_of_code
from app.services.outbox import promise
from app.services.sealed_member import Proof, seal_proof, seal_proof_key
from app.services.sign_in_member import CodeUnknown


def renew_proof(
    session: Session,
    member_code: MemberCode,
    *,
    way: str,
    words: str,
    keyring: Keyring,
    now: datetime,
) -> None:
    """Seals it to the team; sent twice is sent once, the first stands.

    Raises `CodeUnknown` for whatever does not wait, and `DeskClosed` without a pin.
    """
    pinned = keyring.pinned_team_key(TEAM)
    if pinned is None:
        raise DeskClosed
    row = session.scalar(
        select(Application)
        .where(
            Application.lookup == member_code.lookup,
            Application.state == ApplicationState.WAITING,
        )
        .with_for_update()
    )
    if row is None:
        raise CodeUnknown
    if row.proof is not None and proof_stands(row.proof_on, now.date()):
        return
    key = random_key()
    proof = Proof(way, words, sign_of_code(member_code.code, keyring))
    row.proof = seal_proof(key, row.id, proof)
    row.sealed_team = seal_proof_key(pinned.public_key, row.id, pinned.epoch, key)
    row.epoch, row.proof_on = pinned.epoch, now.date()
    session.flush()  # a refused row leaves no promise
    promise(session, "notify_desk", row.id, now=now)
