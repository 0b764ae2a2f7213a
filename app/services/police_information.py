"""The text for the police about her report: how it lies sealed, and her own yes or no to it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy.orm import Session

from app.adapters.vault.boxes import open_json, seal_json
from app.domain.police_information import (
    HERS_TO_READ,
    Information,
    NotAgreed,
    Stage,
)
from app.models.police import PoliceInformation
from app.services.follow_report import consents_of
from app.services.outbox import promise
from app.services.own_report import OwnKey, own_report
from app.services.sealed_report import open_consents

STEP_BYTES = 2048  # a short text and a long one look much alike


@dataclass(frozen=True, repr=False)
class OwnInformation:
    """What she reads; `allowed`: her standing consent is there. `unit` is a code, once it went."""

    text: str
    seen: str
    stage: Stage
    allowed: bool
    unit: str
    given_on: date | None


def seal_information(dek: bytes, report_id: UUID, information: Information) -> bytes:
    return seal_json(
        dek, information.to_json(), "report", str(report_id), "police", step=STEP_BYTES
    )


def open_information(dek: bytes, row: PoliceInformation) -> Information:
    """Raises `Damaged`, `Malformed`."""
    return Information.from_json(open_json(dek, row.sealed, "report", str(row.report_id), "police"))


def own_information(session: Session, own: OwnKey) -> OwnInformation | None:
    """The text, exactly; None until a second person at the desk agreed to it.

    Raises `ReportGone`, `Damaged`.
    """
    report = own_report(session, own)
    consents = consents_of(open_consents(own.dek, report.id, report.consents))
    row = session.get(PoliceInformation, report.id)
    if row is None or row.approved_by is None:
        return None
    found = open_information(own.dek, row)
    if found.stage not in HERS_TO_READ:
        return None
    return OwnInformation(
        text=found.text,
        seen=found.fingerprint,
        stage=found.stage,
        allowed=consents.police_anonymous,
        unit=found.unit,
        given_on=found.given_on,
    )


def answer_information(
    session: Session, own: OwnKey, answer: str, seen: str, *, now: datetime
) -> None:
    """Her yes or no to the words of the page; the last one counts, until they were handed over.

    Raises `ReportGone`, `Damaged`, `NoConsent`, `NotAgreed`, `TextChanged`, `AlreadyHandedOver`.
    """
    report = own_report(session, own, for_change=True)
    row = session.get(PoliceInformation, report.id, populate_existing=True)
    if row is None or row.approved_by is None:
        raise NotAgreed
    consents = consents_of(open_consents(own.dek, report.id, report.consents))
    found = open_information(own.dek, row)
    row.sealed = seal_information(own.dek, report.id, found.answer_with(answer, seen, consents))
    promise(session, "notify_desk", report.id, now=now)


def forget_answer(session: Session, report_id: UUID, dek: bytes) -> None:
    """With her consent goes her yes: to allow it again later is no yes to this text."""
    row = session.get(PoliceInformation, report_id, populate_existing=True)
    if row is not None:
        row.sealed = seal_information(dek, report_id, open_information(dek, row).without_answer())
