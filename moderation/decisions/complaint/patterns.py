"""Cases in which the same was told about the same institution, for the desk alone.

A case is entered when somebody of the desk opens it and she allows it (consent `pattern`). What
somebody may not open is not counted for her either: for who stands aside the case does not exist.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.adapters.insert import insert_missing
from app.adapters.vault.boxes import Damaged
from app.domain.complaint_facts import Known
from app.domain.complaint_parts import ComplaintConsents
from app.domain.complaint_pattern import Pattern, patterns_of
from app.domain.states import ComplaintState
from app.domain.strict_json import Malformed
from app.models.complaint import Complaint, ComplaintToken
from app.services.sealed_complaint import COMPLAINT
from app.services.sealed_pattern import PatternEntry, open_entry, pattern_token, seal_entry
from moderation.decisions.case_rows import NoKey, NoSuchCase
from moderation.decisions.complaint.rows import visible_to, work_on
from moderation.decisions.complaint.steps import read_draft
from moderation.decisions.desk_person import DeskPerson

MOST_SHOWN = 100
FEWEST = 2  # one case is no pattern


@dataclass(frozen=True)
class FoundPattern:
    """A pattern of several cases; `token` names it in an address and tells nothing by itself."""

    token: bytes
    pattern: Pattern = field(repr=False)
    cases: int


@dataclass(frozen=True)
class PatternCase:
    """One case of a pattern; `told`: she heard that she is not alone."""

    complaint_id: UUID
    case_number: str
    state: ComplaintState
    told: bool = False


@dataclass(frozen=True)
class SharedPattern:
    """A pattern of one case, with the other cases that have it too, by number."""

    token: bytes
    pattern: Pattern = field(repr=False)
    others: tuple[PatternCase, ...]


def enter_patterns(
    session: Session, person: DeskPerson, complaint_id: UUID, *, known: Known
) -> None:
    """Puts a case into the index if she allows it; what is there stays. Raises as work_on."""
    complaint, keys = work_on(session, person, complaint_id)
    sealed = COMPLAINT.open_consents(keys.dek, complaint.id, complaint.consents)
    if not ComplaintConsents.from_json(sealed).pattern:
        return
    k_match = match_key(person)
    rows = []
    for pattern in patterns_of(read_draft(complaint, keys), known):
        token = pattern_token(k_match, pattern)
        about = seal_entry(k_match, complaint.id, token, PatternEntry(pattern))
        rows.append({"token": token, "complaint_id": complaint.id, "about": about})
    insert_missing(session, ComplaintToken, rows)


def read_patterns(session: Session, person: DeskPerson) -> tuple[FoundPattern, ...]:
    """What two cases or more share, the largest first. One query; raises `NoKey`."""
    k_match = match_key(person)
    same, first = ComplaintToken.token, ComplaintToken.complaint_id
    ranked = (
        select(
            ComplaintToken.token,
            ComplaintToken.complaint_id,
            ComplaintToken.about,
            func.count().over(partition_by=same).label("cases"),
            func.row_number().over(partition_by=same, order_by=first).label("place"),
        )
        .join(Complaint, Complaint.id == ComplaintToken.complaint_id)
        .where(Complaint.body.is_not(None), visible_to(person))
        .subquery()
    )
    rows = session.execute(
        select(ranked.c.token, ranked.c.complaint_id, ranked.c.about, ranked.c.cases)
        .where(ranked.c.place == 1, ranked.c.cases >= FEWEST)
        .order_by(ranked.c.cases.desc(), ranked.c.token)
        .limit(MOST_SHOWN)
    )
    found = []
    for token, complaint_id, about, cases in rows:
        entry = _opened(k_match, complaint_id, token, about)
        if entry is not None:
            found.append(FoundPattern(bytes(token), entry.pattern, cases))
    return tuple(found)


def shared_patterns(
    session: Session, person: DeskPerson, complaint_id: UUID
) -> tuple[SharedPattern, ...]:
    """What other cases have in common with this one. Two queries; raises `NoKey`."""
    k_match = match_key(person)
    own = {
        bytes(token): about
        for token, about in session.execute(
            select(ComplaintToken.token, ComplaintToken.about).where(
                ComplaintToken.complaint_id == complaint_id
            )
        )
    }
    others: dict[bytes, list[PatternCase]] = {token: [] for token in own}
    rows = session.execute(
        select(ComplaintToken.token, Complaint.id, Complaint.case_number, Complaint.state)
        .join(Complaint, Complaint.id == ComplaintToken.complaint_id)
        .where(
            ComplaintToken.token.in_(list(own)),
            Complaint.id != complaint_id,
            Complaint.body.is_not(None),
            visible_to(person),
        )
        .order_by(Complaint.case_number)
    )
    for token, other_id, number, state in rows:
        others[bytes(token)].append(PatternCase(other_id, number, state))
    found = [
        SharedPattern(token, entry.pattern, tuple(others[token]))
        for token, about in own.items()
        if others[token] and (entry := _opened(k_match, complaint_id, token, about)) is not None
    ]
    return tuple(sorted(found, key=lambda one: (-len(one.others), one.token)))


def cases_of(
    session: Session, person: DeskPerson, token: bytes
) -> tuple[Pattern, tuple[PatternCase, ...]]:
    """A pattern and its cases by number. One query; raises `NoSuchCase`, `NoKey`."""
    k_match = match_key(person)
    rows = session.execute(
        select(Complaint.id, Complaint.case_number, Complaint.state, ComplaintToken.about)
        .join(ComplaintToken, ComplaintToken.complaint_id == Complaint.id)
        .where(ComplaintToken.token == token, Complaint.body.is_not(None), visible_to(person))
        .order_by(Complaint.case_number)
    )
    found: list[PatternCase] = []
    pattern = None
    for complaint_id, number, state, about in rows:
        entry = _opened(k_match, complaint_id, token, about)
        if entry is not None:
            pattern = entry.pattern
            found.append(PatternCase(complaint_id, number, state, entry.told))
    if pattern is None:
        raise NoSuchCase
    return pattern, tuple(found)


def match_key(person: DeskPerson) -> bytes:
    """K_match, the same in every epoch of the team; raises `NoKey`."""
    held = person.newest_key
    if held is None:
        raise NoKey
    return held.k_match


def _opened(k_match: bytes, complaint_id: UUID, token: bytes, about: bytes) -> PatternEntry | None:
    """None for an entry of a key that is gone: it must not take the page down."""
    try:
        return open_entry(k_match, complaint_id, bytes(token), about)
    except (Damaged, Malformed, KeyError, TypeError):
        return None
