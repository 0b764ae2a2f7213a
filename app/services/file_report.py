"""Filing a report: sealed before the transaction, stored once, acknowledged after the commit.

Two steps, since stretching takes 155 ms and SQLite has one writer: `prepare_report` does all
cryptography without the database, `file_report` inserts (security.md 2.3, 4.2 "Write path").
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.adapters.keyring import Keyring
from app.adapters.vault.boxes import random_key
from app.domain.code import Code
from app.domain.states import ReportState
from app.models.decision import Decision
from app.models.report import Attachment, Report, ReportKeys
from app.services import sealed_report, store_once
from app.services.outbox import promise
from app.services.receipt import Receipt, code_of_form, stretch
from app.services.store_once import Filed

TEAM = "alerts"


class DeskClosed(Exception):
    """No pinned team key: nobody could read the report, so the form is closed (security.md 2.5)."""


@dataclass(frozen=True)
class Filing:
    """What is filed: JSON-ready parts, and cleaned photos as JPEG bytes."""

    body: Mapping[str, Any]
    summary: Mapping[str, Any]
    consents: Mapping[str, Any]
    contact: Mapping[str, Any] | None
    urgent: bool
    needs_second: bool
    photos: tuple[bytes, ...]


@dataclass(frozen=True)
class PreparedReport:
    """Rows that wait for their transaction, and the receipt they are sealed to."""

    receipt: Receipt
    report: Report
    keys: ReportKeys
    attachments: tuple[Attachment, ...]
    content_hash: bytes


def prepare_report(
    filing: Filing, *, raw_token: bytes, keyring: Keyring, expires_on: date, now: datetime
) -> PreparedReport:
    """Seals everything; raises `DeskClosed` without a pin and `Busy` when too many stretch."""
    pinned = keyring.pinned_team_key(TEAM)
    if pinned is None:
        raise DeskClosed
    receipt = stretch(code_of_form(raw_token, keyring), keyring)
    report_id = uuid4()
    keys = sealed_report.DeskKeys(dek=random_key(), desk_key=random_key())
    parts = [filing.body, filing.consents, filing.contact]
    content_hash = store_once.content_hash(parts, filing.photos)
    report = _row(filing, report_id, keys, epoch=pinned.epoch, expires_on=expires_on, now=now)
    report.lookup = receipt.lookup
    report.idem = store_once.mark_of_form(raw_token, keyring)
    report.repeat_sealed = store_once.seal_repeat("report", receipt, now, content_hash)
    return PreparedReport(
        receipt=receipt,
        report=report,
        keys=sealed_report.seal_keys(
            report_id,
            keys,
            receipt_public=receipt.keys.public,
            team_public=pinned.public_key,
            epoch=pinned.epoch,
        ),
        attachments=tuple(
            Attachment(
                report_id=report_id,
                number=number,
                stream=sealed_report.seal_photo(keys.dek, report_id, number, jpeg),
            )
            for number, jpeg in enumerate(filing.photos, start=1)
        ),
        content_hash=content_hash,
    )


def file_report(session: Session, prepared: PreparedReport, *, now: datetime) -> Filed:
    """Stores the report, or finds that this form was stored before.

    Raises `AlreadyReceived` for a repeat after ten minutes or with other content: then the code
    is not shown, so that somebody who presses Back on her phone learns nothing.
    """
    known = store_once.store_once(
        session, lambda: _find(session, prepared), lambda: _insert(session, prepared, now)
    )
    return store_once.filed(
        "report", prepared.report, known, prepared.receipt, content=prepared.content_hash, now=now
    )


def recall_receipt(
    session: Session, raw_token: bytes, *, keyring: Keyring, now: datetime
) -> Receipt:
    """What opens a form that was filed less than ten minutes ago.

    Raises `AlreadyReceived` later, and for a form that was never filed; `Busy`.
    """
    return store_once.recall(session, "report", Report, raw_token, keyring=keyring, now=now)


def recall_code(session: Session, raw_token: bytes, *, keyring: Keyring, now: datetime) -> Code:
    """The code alone, to show it again. Raises as `recall_receipt`."""
    return recall_receipt(session, raw_token, keyring=keyring, now=now).code


def _insert(session: Session, prepared: PreparedReport, now: datetime) -> None:
    session.add(prepared.report)
    session.flush()  # children name the report in a foreign key
    session.add(prepared.keys)
    session.add_all(prepared.attachments)
    session.add(
        Decision(
            subject_kind="report",
            subject_id=prepared.report.id,
            actor="reporter",
            from_state=None,
            to_state=ReportState.RECEIVED,
            on_day=now.date(),
        )
    )
    promise(session, "notify_desk", prepared.report.id, now=now)


def _row(
    filing: Filing,
    report_id: UUID,
    keys: sealed_report.DeskKeys,
    *,
    epoch: int,
    expires_on: date,
    now: datetime,
) -> Report:
    return Report(
        id=report_id,
        team=TEAM,
        state=ReportState.RECEIVED,
        arrived_on=now.date(),
        epoch=epoch,
        expires_on=expires_on,
        urgent=filing.urgent,
        needs_second=filing.needs_second,
        body=sealed_report.seal_body(keys.dek, report_id, filing.body),
        summary=sealed_report.seal_summary(keys.desk_key, report_id, filing.summary),
        consents=sealed_report.seal_consents(keys.dek, report_id, filing.consents),
        contact=None
        if filing.contact is None
        else sealed_report.seal_contact(keys.dek, report_id, filing.contact),
    )


def _find(session: Session, prepared: PreparedReport) -> Report | None:
    """By form within a day, by code after it: the same form always has the same code."""
    return session.scalar(
        select(Report).where(
            (Report.idem == prepared.report.idem) | (Report.lookup == prepared.report.lookup)
        )
    )
