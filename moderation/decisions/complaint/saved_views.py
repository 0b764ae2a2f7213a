"""Choices of the board that one person keeps for another day: codes only (see `SavedView`)."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.domain.states import ComplaintState
from app.models.saved_view import SavedView
from app.models.staff import Staff
from moderation.decisions.case_rows import require_active
from moderation.decisions.complaint.board import BoardFilter
from moderation.decisions.desk_person import DeskPerson

MOST_VIEWS = 8


class TooManyViews(Exception):
    """So many that nobody finds the right one; one has to go first."""


@dataclass(frozen=True)
class KeptView:
    """One kept choice and its number."""

    number: int
    wanted: BoardFilter


def read_views(session: Session, person: DeskPerson) -> tuple[KeptView, ...]:
    """This person's views, oldest first; a state that has left the list means any."""
    rows = session.scalars(
        select(SavedView).where(SavedView.staff_id == person.staff_id).order_by(SavedView.number)
    )
    states = {state.value: state for state in ComplaintState}
    return tuple(
        KeptView(row.number, BoardFilter(states.get(row.state), row.kind, row.owner, row.due))
        for row in rows
    )


def keep_view(session: Session, person: DeskPerson, wanted: BoardFilter) -> None:
    """Keeps a choice, without its search word; twice is the same as once, all is nothing to keep.

    Raises `TooManyViews`, `NotActive`.
    """
    require_active(session, person)
    # the lock of their own row: two presses at once must not take one number
    session.execute(select(Staff.id).where(Staff.id == person.staff_id).with_for_update())
    plain = BoardFilter(wanted.state, wanted.kind, wanted.owner, wanted.due)
    kept = read_views(session, person)
    if plain == BoardFilter() or any(one.wanted == plain for one in kept):
        return
    if len(kept) >= MOST_VIEWS:
        raise TooManyViews
    session.add(
        SavedView(
            staff_id=person.staff_id,
            number=max((one.number for one in kept), default=0) + 1,
            state=plain.state.value if plain.state else "",
            kind=plain.kind,
            owner=plain.owner,
            due=plain.due,
        )
    )
    session.flush()


def drop_view(session: Session, person: DeskPerson, number: int) -> bool:
    """Forgets one of their own; False when it is not there."""
    require_active(session, person)
    row = session.get(SavedView, (person.staff_id, number))
    if row is None:
        return False
    session.delete(row)
    return True
