"""Signing, and saying how it was: papers of a case, written with nothing but her code."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from app.domain.complaint_papers import (
    ATTORNEY,
    OUTCOME,
    SATISFACTION,
    Attorney,
    CaseOutcome,
    Satisfaction,
)
from app.domain.letter import LETTER, Letter
from app.domain.reporter_moves import may_be_unhappy
from app.models.complaint import ComplaintPaper
from app.services.next_number import insert_next
from app.services.outbox import promise
from app.services.own_complaint import OwnComplaint, own_complaint, she_spoke, tell_desk
from app.services.sealed_complaint import COMPLAINT

PAPER = "paper"


class NotNow(Exception):
    """The case is not closed, or longer ago than 14 days."""


def read_papers(session: Session, complaint_id: UUID, dek: bytes) -> dict[int, dict[str, Any]]:
    """Every paper of a case by its number, in order. Raises `Damaged`."""
    rows = session.scalars(
        select(ComplaintPaper)
        .where(ComplaintPaper.complaint_id == complaint_id)
        .order_by(ComplaintPaper.number)
    )
    return {
        row.number: COMPLAINT.open_part(dek, complaint_id, PAPER, row.number, row.body)
        for row in rows
    }


def attorney_among(papers: Mapping[int, Mapping[str, Any]]) -> Attorney | None:
    """The power of attorney that holds now, or None."""
    signed = [one for one in papers.values() if one.get("kind") == ATTORNEY]
    return Attorney.from_json(signed[-1]) if signed else None


def satisfaction_among(papers: Mapping[int, Mapping[str, Any]]) -> Satisfaction | None:
    """What she said last of how it was, or None."""
    said = [one for one in papers.values() if one.get("kind") == SATISFACTION]
    return Satisfaction.from_json(said[-1]) if said else None


def outcomes_among(papers: Mapping[int, Mapping[str, Any]]) -> tuple[str, ...]:
    """What came of each closing of the case, in order: codes of the list `outcome`."""
    found = [one for one in papers.values() if one.get("kind") == OUTCOME]
    return tuple(CaseOutcome.from_json(one).code for one in found)


def letters_among(papers: Mapping[int, Mapping[str, Any]]) -> dict[int, Letter]:
    """The letter of each step of the case, by the number of the step. Raises `Malformed`."""
    found = [Letter.from_json(one) for one in papers.values() if one.get("kind") == LETTER]
    return {letter.step: letter for letter in found}


def sign_attorney(
    session: Session, own: OwnComplaint, attorney: Attorney, *, now: datetime
) -> None:
    """From here on the desk may write in her name. Raises `ReportGone`."""
    complaint = own_complaint(session, own, for_change=True)
    drop_papers(session, own, ATTORNEY)
    add_paper(session, own, attorney.to_json())
    tell_desk(session, complaint, now=now)


def take_back_attorney(session: Session, own: OwnComplaint, *, now: datetime) -> None:
    """The desk may no longer write in her name; what was sent stays sent. Raises `ReportGone`."""
    complaint = own_complaint(session, own, for_change=True)
    if drop_papers(session, own, ATTORNEY):
        tell_desk(session, complaint, now=now)


def say_how_it_was(
    session: Session, own: OwnComplaint, said: Satisfaction, *, now: datetime
) -> None:
    """Only of a closed case. Raises `NotNow`, `ReportGone`."""
    complaint = own_complaint(session, own, for_change=True)
    if complaint.closed_on is None:
        raise NotNow
    drop_papers(session, own, SATISFACTION)
    add_paper(session, own, said.to_json())
    promise(session, "notify_desk", complaint.id, now=now)


def not_happy(session: Session, own: OwnComplaint, *, now: datetime) -> None:
    """Opens a case again within 14 days after closing. Raises `NotNow`, `ReportGone`."""
    complaint = own_complaint(session, own, for_change=True)
    if not may_be_unhappy(complaint.state, complaint.closed_on, now.date()):
        raise NotNow
    she_spoke(session, complaint, own.dek, now=now)


def add_paper(session: Session, own: OwnComplaint, content: Mapping[str, Any]) -> int:
    """Seals one more paper; its number. The caller holds the lock of the case."""

    def row(number: int) -> ComplaintPaper:
        return ComplaintPaper(
            complaint_id=own.complaint_id,
            number=number,
            body=COMPLAINT.seal_part(own.dek, own.complaint_id, PAPER, number, content),
        )

    of_case = ComplaintPaper.complaint_id == own.complaint_id
    return insert_next(session, ComplaintPaper, of_case, row)


def drop_papers(session: Session, own: OwnComplaint, kind: str, *, step: int | None = None) -> bool:
    """Takes earlier papers of this kind away, or those of one step; whether there were any."""
    numbers = [
        number
        for number, one in read_papers(session, own.complaint_id, own.dek).items()
        if one.get("kind") == kind and (step is None or one.get("step") == step)
    ]
    if numbers:
        session.execute(
            delete(ComplaintPaper).where(
                ComplaintPaper.complaint_id == own.complaint_id,
                ComplaintPaper.number.in_(numbers),
            )
        )
    return bool(numbers)
