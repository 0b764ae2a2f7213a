"""Cases that belong together: a link lies sealed in both, so that each leads to the other.

Only the desk knows of it (under desk_key), and a dump does not say which cases share a story.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.adapters.keyring import Keyring
from app.domain.states import ComplaintState
from app.domain.strict_json import StrictObject, is_readable
from app.models.complaint import Complaint
from app.services.sealed_case import DeskKeys
from app.services.sealed_complaint import COMPLAINT
from moderation.decisions.case_rows import NoSuchCase
from moderation.decisions.complaint.rows import log_act, visible_to, work_on
from moderation.decisions.desk_person import DeskPerson

PART = "desk"
ONLY = 0  # a case has one such record
MOST_LINKS = 10
ID_CHARACTERS = 36


class LinkRefused(Exception):
    """`reason`: no_such_case, itself, too_many."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True)
class LinkedCase:
    """A case that this one is linked with."""

    complaint_id: UUID
    case_number: str
    state: ComplaintState


def linked_cases(
    session: Session, person: DeskPerson, complaint: Complaint, keys: DeskKeys
) -> tuple[LinkedCase, ...]:
    """Those that are still there and that this person may open, by number. Raises `Damaged`."""
    ids = _read(complaint, keys)
    if not ids:
        return ()
    rows = session.execute(
        select(Complaint.id, Complaint.case_number, Complaint.state)
        .where(Complaint.id.in_(ids), Complaint.body.is_not(None), visible_to(person))
        .order_by(Complaint.case_number)
    )
    return tuple(LinkedCase(*row) for row in rows)


def link_cases(
    session: Session,
    person: DeskPerson,
    complaint_id: UUID,
    case_number: str,
    *,
    keyring: Keyring,
    now: datetime,
) -> None:
    """Links two cases, both ways; twice is the same as once. Raises `LinkRefused`, as work_on."""
    if not is_readable(case_number):  # no database is asked about what it cannot hold
        raise LinkRefused("no_such_case")
    other_id = session.scalar(
        select(Complaint.id).where(
            Complaint.case_number == case_number.strip().upper(),
            Complaint.body.is_not(None),
            visible_to(person),
        )
    )
    if other_id is None:
        raise LinkRefused("no_such_case")
    if other_id == complaint_id:
        raise LinkRefused("itself")
    both = _both(session, person, complaint_id, other_id)
    (one, own_keys), (other, other_keys) = both
    if other.id in _read(one, own_keys) and one.id in _read(other, other_keys):
        return
    for (case, keys), new in ((both[0], other.id), (both[1], one.id)):
        ids = _still_there(session, _read(case, keys))
        if len(ids) >= MOST_LINKS and new not in ids:
            raise LinkRefused("too_many")
        _write(case, keys, dict.fromkeys([*ids, new]))
        log_act(session, person, case, "complaint_linked", keyring=keyring, now=now)


def unlink_cases(
    session: Session,
    person: DeskPerson,
    complaint_id: UUID,
    other_id: UUID,
    *,
    keyring: Keyring,
    now: datetime,
) -> None:
    """Takes a link away on both sides; harmless when there is none. Raises as work_on."""
    both = _both(session, person, complaint_id, other_id)
    for (case, keys), gone in ((both[0], other_id), (both[1], complaint_id)):
        ids = _read(case, keys)
        if gone in ids:
            _write(case, keys, [one for one in ids if one != gone])
            log_act(session, person, case, "complaint_unlinked", keyring=keyring, now=now)


def _both(
    session: Session, person: DeskPerson, one_id: UUID, other_id: UUID
) -> tuple[tuple[Complaint, DeskKeys], tuple[Complaint, DeskKeys]]:
    """Both under their locks, always taken in the same order: two links at once must not wait for
    each other for ever."""
    if one_id == other_id:
        raise NoSuchCase
    locked = {each: work_on(session, person, each) for each in sorted((one_id, other_id))}
    return locked[one_id], locked[other_id]


def _read(complaint: Complaint, keys: DeskKeys) -> tuple[UUID, ...]:
    if complaint.desk is None:
        return ()
    content = COMPLAINT.open_part(keys.desk_key, complaint.id, PART, ONLY, complaint.desk)
    fields = StrictObject(content, PART, frozenset({"linked"}))
    texts = fields.texts("linked", most=MOST_LINKS, max_chars=ID_CHARACTERS)
    return tuple(UUID(text) for text in texts)


def _write(complaint: Complaint, keys: DeskKeys, ids: Sequence[UUID] | dict[UUID, None]) -> None:
    content = {"linked": [str(one) for one in ids]}
    complaint.desk = COMPLAINT.seal_part(keys.desk_key, complaint.id, PART, ONLY, content)


def _still_there(session: Session, ids: Sequence[UUID]) -> list[UUID]:
    """Without cases that the housekeeping has erased: they must not fill the list."""
    there = set(
        session.scalars(
            select(Complaint.id).where(Complaint.id.in_(ids), Complaint.body.is_not(None))
        )
    )
    return [one for one in ids if one in there]
