"""How an intruder with write access moves the sealed parts of a complaint, by name."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from app.models.complaint import (
    Complaint,
    ComplaintDue,
    ComplaintFile,
    ComplaintKeys,
    ComplaintMessage,
    ComplaintNote,
    ComplaintPaper,
    ComplaintStep,
)
from tests.complaints import FiledComplaint

PART_TABLES = [
    table.__table__
    for table in (
        ComplaintMessage, ComplaintNote, ComplaintStep, ComplaintPaper, ComplaintDue, ComplaintFile,
    )
]  # fmt: skip


@dataclass(frozen=True)
class Two:
    """Hers, and another one; both with everything that a case can have, twice."""

    hers: FiledComplaint
    other: FiledComplaint


Move = Callable[[Session, Two], None]


def between_cases(table: Any, column: str) -> Move:
    """The same field of the other case."""

    def move(session: Session, two: Two) -> None:
        key = table.id if table is Complaint else table.complaint_id
        taken = session.scalars(
            select(getattr(table, column)).where(key == two.other.id, has(table, column))
        ).first()
        assert taken is not None
        session.execute(update(table).where(key == two.hers.id).values({column: taken}))

    return move


def has(table: Any, column: str) -> Any:
    return getattr(table, column).is_not(None)


def between_numbers(table: Any, column: str = "body") -> Move:
    """Two parts of her own case changed places: the number is wrong."""

    def move(session: Session, two: Two) -> None:
        query = select(table).where(table.complaint_id == two.hers.id, has(table, column))
        first, second = session.scalars(query.order_by(table.number)).all()[:2]
        one, other = getattr(first, column), getattr(second, column)
        setattr(first, column, other)
        setattr(second, column, one)

    return move


def between_kinds(to: Any, source: Any, to_column: str = "body", column: str = "body") -> Move:
    """A part of another kind, under the same number of her own case."""

    def move(session: Session, two: Two) -> None:
        row = session.scalars(
            select(to).where(to.complaint_id == two.hers.id, has(to, to_column))
        ).first()
        assert row is not None
        taken = session.scalar(
            select(getattr(source, column)).where(
                source.complaint_id == two.hers.id, source.number == row.number
            )
        )
        if taken is None:  # tasks are counted on behind the days of the steps
            taken = session.scalars(
                select(getattr(source, column)).where(source.complaint_id == two.hers.id)
            ).first()
        setattr(row, to_column, taken)

    return move


def another_author(session: Session, two: Two) -> None:
    session.execute(
        update(ComplaintMessage)
        .where(ComplaintMessage.complaint_id == two.hers.id, ComplaintMessage.number == 1)
        .values(author="desk")
    )


def own_field(column: str, source: str) -> Move:
    def move(session: Session, two: Two) -> None:
        row = session.get_one(Complaint, two.hers.id)
        setattr(row, column, getattr(row, source))

    return move


FOR_BOTH: dict[str, Move] = {
    "body of another": between_cases(Complaint, "body"),
    "consents of another": between_cases(Complaint, "consents"),
    "body is consents": own_field("body", "consents"),
    "consents are contact": own_field("consents", "contact"),
    "message of another": between_cases(ComplaintMessage, "body"),
    "messages changed places": between_numbers(ComplaintMessage),
    "message of another author": another_author,
    "message is a note": between_kinds(ComplaintMessage, ComplaintNote),
    "step of another": between_cases(ComplaintStep, "body"),
    "steps changed places": between_numbers(ComplaintStep),
    "step is a paper": between_kinds(ComplaintStep, ComplaintPaper),
    "paper of another": between_cases(ComplaintPaper, "body"),
    "paper is a step": between_kinds(ComplaintPaper, ComplaintStep),
    "paper is a message": between_kinds(ComplaintPaper, ComplaintMessage),
}
"""What she and the desk both open."""
FOR_THE_DESK: dict[str, Move] = {
    "team key of another": between_cases(ComplaintKeys, "sealed_team"),
    "desk key of another": between_cases(ComplaintKeys, "sealed_desk"),
    "note of another": between_cases(ComplaintNote, "body"),
    "notes changed places": between_numbers(ComplaintNote),
    "note is a message": between_kinds(ComplaintNote, ComplaintMessage),
    "words of a task of another": between_cases(ComplaintDue, "words"),
    "words of a task are a note": between_kinds(ComplaintDue, ComplaintNote, "words"),
    "words of tasks changed places": between_numbers(ComplaintDue, "words"),
    "link of another": between_cases(Complaint, "desk"),
    "link is the summary": own_field("desk", "summary"),
    "file is of another": between_cases(ComplaintFile, "about"),
    "files changed places": between_numbers(ComplaintFile, "about"),
}
"""What only the desk opens."""
