"""Filing a complaint, as a report is filed: sealed first, stored once, then acknowledged.

See `file_report` for why there are two steps.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.adapters.keyring import Keyring
from app.adapters.vault.boxes import random_key
from app.domain.case_number import RANDOM_BYTES, case_number
from app.domain.code import Code
from app.domain.retention import complaint_expires_on
from app.domain.states import ComplaintState
from app.models.complaint import Complaint, ComplaintDue, ComplaintFile, ComplaintKeys
from app.models.decision import Decision
from app.services import store_once
from app.services.file_report import DeskClosed
from app.services.outbox import promise
from app.services.receipt import Receipt, code_of_form, stretch
from app.services.sealed_case import DeskKeys
from app.services.sealed_complaint import COMPLAINT, seal_complaint_keys
from app.services.store_once import Filed

TEAM = "institutions"
MOST_DRAWS = 5  # of a case number
OBJECTION_DUE = "objection"
"""The reason of her last day to object (a code of `due_reason`)."""


@dataclass(frozen=True)
class SentFile:
    """A file that goes with it: cleaned JPEG or a PDF as it is; `about` is its kind and name."""

    content: bytes
    about: Mapping[str, Any]


@dataclass(frozen=True)
class ComplaintFiling:
    """What is filed: JSON-ready parts and files; `objection_on` is her last day to object."""

    institution_kind: str
    body: Mapping[str, Any]
    summary: Mapping[str, Any]
    consents: Mapping[str, Any]
    contact: Mapping[str, Any] | None
    urgent: bool
    files: tuple[SentFile, ...]
    objection_on: date | None = None


@dataclass(frozen=True)
class PreparedComplaint:
    """Rows that wait for their transaction, and the receipt they are sealed to."""

    receipt: Receipt
    complaint: Complaint
    keys: ComplaintKeys
    files: tuple[ComplaintFile, ...]
    due: ComplaintDue | None
    content_hash: bytes


def prepare_complaint(
    filing: ComplaintFiling, *, raw_token: bytes, keyring: Keyring, now: datetime
) -> PreparedComplaint:
    """Seals everything; raises `DeskClosed` without a pin and `Busy` when too many stretch."""
    pinned = keyring.pinned_team_key(TEAM)
    if pinned is None:
        raise DeskClosed
    receipt = stretch(code_of_form(raw_token, keyring), keyring)
    complaint_id = uuid4()
    keys = DeskKeys(dek=random_key(), desk_key=random_key())
    parts = [filing.body, filing.consents, filing.contact]
    content = store_once.content_hash(parts, [one.content for one in filing.files])
    row = _row(filing, complaint_id, keys, epoch=pinned.epoch, now=now)
    row.lookup = receipt.lookup
    row.idem = store_once.mark_of_form(raw_token, keyring)
    row.repeat_sealed = store_once.seal_repeat("complaint", receipt, now, content)
    return PreparedComplaint(
        receipt=receipt,
        complaint=row,
        keys=seal_complaint_keys(
            complaint_id,
            keys,
            receipt_public=receipt.keys.public,
            team_public=pinned.public_key,
            epoch=pinned.epoch,
        ),
        files=tuple(
            seal_complaint_file(keys.dek, complaint_id, number, one)
            for number, one in enumerate(filing.files, start=1)
        ),
        due=_due(filing, complaint_id),
        content_hash=content,
    )


def file_complaint(session: Session, prepared: PreparedComplaint, *, now: datetime) -> Filed:
    """Stores it, or finds that this form was stored before; raises `AlreadyReceived`.

    Another case may have drawn the same number (of 24 million a year): then it draws again.
    """
    for draw in range(MOST_DRAWS):
        if draw:
            prepared.complaint.case_number = new_number(now.date())
        try:
            known = store_once.store_once(
                session, lambda: _find(session, prepared), lambda: _insert(session, prepared, now)
            )
            break
        except IntegrityError:
            if draw == MOST_DRAWS - 1:
                raise
    return store_once.filed(
        "complaint", prepared.complaint, known, prepared.receipt,
        content=prepared.content_hash, now=now,
    )  # fmt: skip


def recall_complaint_receipt(
    session: Session, raw_token: bytes, *, keyring: Keyring, now: datetime
) -> Receipt:
    """What opens a form that was filed less than ten minutes ago; raises `AlreadyReceived`."""
    return store_once.recall(session, "complaint", Complaint, raw_token, keyring=keyring, now=now)


def recall_complaint_code(
    session: Session, raw_token: bytes, *, keyring: Keyring, now: datetime
) -> Code:
    """The code alone, to show it again. Raises as `recall_complaint_receipt`."""
    return recall_complaint_receipt(session, raw_token, keyring=keyring, now=now).code


def number_of_case(session: Session, complaint_id: UUID) -> str:
    """The case number of what was filed just now, for somebody who gets no code."""
    return session.scalars(select(Complaint.case_number).where(Complaint.id == complaint_id)).one()


def seal_complaint_file(
    dek: bytes, complaint_id: UUID, number: int, sent: SentFile
) -> ComplaintFile:
    """The row of a file; its name and kind are sealed too."""
    return ComplaintFile(
        complaint_id=complaint_id,
        number=number,
        about=COMPLAINT.seal_part(dek, complaint_id, "file", number, sent.about),
        stream=COMPLAINT.seal_file(dek, complaint_id, number, sent.content),
    )


def _insert(session: Session, prepared: PreparedComplaint, now: datetime) -> None:
    session.add(prepared.complaint)
    session.flush()  # children name the complaint in a foreign key
    session.add(prepared.keys)
    session.add_all(prepared.files)
    if prepared.due is not None:
        session.add(prepared.due)
    session.add(
        Decision(
            subject_kind="complaint",
            subject_id=prepared.complaint.id,
            actor="reporter",
            from_state=None,
            to_state=ComplaintState.SUBMITTED,
            on_day=now.date(),
        )
    )
    promise(session, "notify_desk", prepared.complaint.id, now=now)


def _due(filing: ComplaintFiling, complaint_id: UUID) -> ComplaintDue | None:
    """Six hard weeks are watched from the first day, not from when somebody takes the case."""
    if filing.objection_on is None:
        return None
    return ComplaintDue(
        complaint_id=complaint_id, number=1, reason=OBJECTION_DUE, due_on=filing.objection_on
    )


def new_number(day: date) -> str:
    """A case number drawn by chance; whether it is taken, the table tells."""
    return case_number(day, secrets.token_bytes(RANDOM_BYTES))


def _row(
    filing: ComplaintFiling, complaint_id: UUID, keys: DeskKeys, *, epoch: int, now: datetime
) -> Complaint:
    return Complaint(
        id=complaint_id,
        case_number=new_number(now.date()),
        state=ComplaintState.SUBMITTED,
        institution_kind=filing.institution_kind,
        arrived_on=now.date(),
        epoch=epoch,
        expires_on=complaint_expires_on(now.date(), None),
        urgent=filing.urgent,
        body=COMPLAINT.seal_body(keys.dek, complaint_id, filing.body),
        summary=COMPLAINT.seal_summary(keys.desk_key, complaint_id, filing.summary),
        consents=COMPLAINT.seal_consents(keys.dek, complaint_id, filing.consents),
        contact=None
        if filing.contact is None
        else COMPLAINT.seal_contact(keys.dek, complaint_id, filing.contact),
    )


def _find(session: Session, prepared: PreparedComplaint) -> Complaint | None:
    """By form within a day, by code after it: the same form always has the same code."""
    return session.scalar(
        select(Complaint).where(
            (Complaint.idem == prepared.complaint.idem)
            | (Complaint.lookup == prepared.complaint.lookup)
        )
    )
