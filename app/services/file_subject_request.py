"""Filing the request of a listed person, whose control of the identifier has just been proven.

Sealed first, then stored once; in the same transaction the warnings that hold the identifier rest
(GDPR 18; decisions 18). It is stored whether or not a warning holds it: so nobody learns by asking
whether he is listed, a person of the desk answers (ADR 0023).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import uuid4

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from app.adapters.keyring import Keyring
from app.adapters.vault.boxes import random_key
from app.domain.code import Code
from app.domain.identifiers.kinds import Identifier
from app.domain.states import CAME_OUT, SubjectState
from app.domain.subject_request import (
    SubjectRequest,
    answer_due,
    request_expires_on,
    suspends,
)
from app.models.alert import Alert, AlertToken
from app.models.decision import Decision
from app.models.subject_request import (
    SubjectRequestAlert,
    SubjectRequestKeys,
    SubjectRequestRow,
)
from app.services import store_once
from app.services.file_report import DeskClosed
from app.services.outbox import promise
from app.services.receipt import Receipt, code_of_form, stretch
from app.services.sealed_alert import tokens_for
from app.services.sealed_case import DeskKeys
from app.services.sealed_subject import SUBJECT, mark_of_subject, seal_subject_keys
from app.services.store_once import Filed
from app.services.suspend_alert import locked_alert, suspend_alert

TEAM = "alerts"
REASON = "objection"
"""Why a warning rests (a code of `suspend_reason`)."""


@dataclass(frozen=True)
class PreparedSubjectRequest:
    """Rows that wait for their transaction; `tokens` find the warnings with the identifier."""

    receipt: Receipt
    row: SubjectRequestRow
    keys: SubjectRequestKeys
    tokens: tuple[bytes, ...]
    content_hash: bytes


def prepare_subject_request(
    asked: SubjectRequest,
    identifier: Identifier,
    *,
    raw_token: bytes,
    keyring: Keyring,
    now: datetime,
) -> PreparedSubjectRequest:
    """Seals everything; raises `DeskClosed` without a pin and `Busy` when too many stretch."""
    pinned = keyring.pinned_team_key(TEAM)
    if pinned is None:
        raise DeskClosed
    assert keyring.k_idx is not None
    receipt = stretch(code_of_form(raw_token, keyring), keyring)
    request_id = uuid4()
    keys = DeskKeys(dek=random_key(), desk_key=random_key())
    content = store_once.content_hash([asked.to_json()], [])
    today = now.date()
    row = SubjectRequestRow(
        id=request_id,
        lookup=receipt.lookup,
        idem=store_once.mark_of_form(raw_token, keyring),
        repeat_sealed=store_once.seal_repeat("subject", receipt, now, content),
        state=SubjectState.RECEIVED,
        subject_right=asked.right,
        arrived_on=today,
        due_on=answer_due(today),
        expires_on=request_expires_on(today, None),
        epoch=pinned.epoch,
        mark=mark_of_subject(keyring.k_idx, identifier, asked.ground),
        body=SUBJECT.seal_body(keys.dek, request_id, asked.to_json()),
    )
    tokens = tokens_for(keyring.k_idx, [identifier])
    return PreparedSubjectRequest(
        receipt=receipt,
        row=row,
        keys=seal_subject_keys(
            request_id,
            keys,
            receipt_public=receipt.keys.public,
            team_public=pinned.public_key,
            epoch=pinned.epoch,
        ),
        tokens=tuple(one.token for one in tokens if one.kind == "exact"),
        content_hash=content,
    )


def file_subject_request(
    session: Session, prepared: PreparedSubjectRequest, *, now: datetime
) -> Filed:
    """Stores it and lets the warnings rest, or finds that this form was stored before.

    Raises `AlreadyReceived`.
    """
    known = store_once.store_once(
        session, lambda: _find(session, prepared), lambda: _insert(session, prepared, now)
    )
    return store_once.filed(
        "subject", prepared.row, known, prepared.receipt, content=prepared.content_hash, now=now
    )


def recall_subject_code(
    session: Session, raw_token: bytes, *, keyring: Keyring, now: datetime
) -> Code:
    """The code of a form that was filed less than ten minutes ago; raises `AlreadyReceived`."""
    return store_once.recall(
        session, "subject", SubjectRequestRow, raw_token, keyring=keyring, now=now
    ).code


def _find(session: Session, prepared: PreparedSubjectRequest) -> SubjectRequestRow | None:
    return session.scalar(
        select(SubjectRequestRow).where(
            (SubjectRequestRow.idem == prepared.row.idem)
            | (SubjectRequestRow.lookup == prepared.row.lookup)
        )
    )


def _insert(session: Session, prepared: PreparedSubjectRequest, now: datetime) -> None:
    row = prepared.row
    found = _alerts_with(session, prepared.tokens)
    may_rest = suspends(row.subject_right)
    rests = may_rest and not _asked_before(session, row.mark)
    if not (found and may_rest):
        row.mark = random_key()[:16]  # nothing rested: this ground is not used up
    session.add(row)
    session.flush()  # children name it in a foreign key
    session.add(prepared.keys)
    session.add(
        Decision(
            subject_kind="subject",
            subject_id=row.id,
            actor="subject",
            from_state=None,
            to_state=SubjectState.RECEIVED,
            on_day=row.arrived_on,
        )
    )
    for alert in found:
        suspended = rests and suspend_alert(
            session, alert, REASON, actor="subject", by=None, now=now
        )
        session.add(SubjectRequestAlert(request_id=row.id, alert_id=alert.id, suspended=suspended))
    promise(session, "notify_desk", row.id, now=now)
    session.flush()


def _asked_before(session: Session, mark: bytes) -> bool:
    """The same identifier on the same ground makes a warning rest once, or it never stands."""
    asked = exists().where(SubjectRequestRow.mark == mark)
    return bool(session.scalar(select(asked)))


def _alerts_with(session: Session, tokens: tuple[bytes, ...]) -> list[Alert]:
    """The warnings that are out or rest, locked; in one order, so that nobody waits crosswise."""
    ids = session.scalars(
        select(AlertToken.alert_id)
        .join(Alert, Alert.id == AlertToken.alert_id)
        .where(AlertToken.token.in_(tokens), Alert.state.in_(CAME_OUT))
        .distinct()
        .order_by(AlertToken.alert_id)
    ).all()
    locked = [locked_alert(session, one) for one in ids]
    return [one for one in locked if one is not None and one.state in CAME_OUT]
