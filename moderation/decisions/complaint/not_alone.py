"""Telling her that she is not alone: to every live case of a pattern, when there are enough.

Never by itself and never below the threshold: an institution that files complaints of its own
could otherwise hear whether somebody complained (statistics.md 1, A3). Nobody is told twice.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from app.adapters.keyring import Keyring
from app.domain.complaint_pattern import Pattern
from app.models.complaint import Complaint, ComplaintToken
from app.services.sealed_case import DeskKeys
from app.services.sealed_pattern import PatternEntry, seal_entry
from moderation.decisions.case_rows import NoSuchCase, require_active
from moderation.decisions.complaint.owner import OVER
from moderation.decisions.complaint.patterns import PatternCase, cases_of, match_key
from moderation.decisions.complaint.rows import log_act, work_on
from moderation.decisions.complaint.steps import read_draft
from moderation.decisions.complaint.words import write_to_her
from moderation.decisions.desk_person import DeskPerson

TOLD = "complaint_told_not_alone"


class TooFew(Exception):
    """Fewer cases share this than may be told of."""


def waits_to_hear(case: PatternCase) -> bool:
    """Whether this case is told: it is live, and was not told before."""
    return case.state not in OVER and not case.told


def tell_not_alone(
    session: Session,
    person: DeskPerson,
    token: bytes,
    *,
    least: int,
    messages: Mapping[str, str],
    keyring: Keyring,
    now: datetime,
) -> int:
    """One message to each, in "nl" or "en" as she told it; how many. All or none.

    Raises `TooFew`, `NoSuchCase`, `NoKey`, `NotActive`.
    """
    require_active(session, person)
    k_match = match_key(person)
    locked = _lock(session, person, _enough(session, person, token, least)[1])
    # read anew under the locks: she may have taken her consent back, or a colleague told it
    pattern, cases = _enough(session, person, token, least)
    told = [one for one in cases if one.complaint_id in locked and waits_to_hear(one)]
    for case in told:
        complaint, keys = locked[case.complaint_id]
        language = "nl" if read_draft(complaint, keys).language.startswith("nl") else "en"
        write_to_her(session, complaint, keys.dek, messages[language], now=now)
        row = session.get_one(ComplaintToken, (token, case.complaint_id))
        entry = PatternEntry(pattern, told=True)
        row.about = seal_entry(k_match, case.complaint_id, token, entry)
    for case in told:  # last: the line holds the lock of the log
        log_act(session, person, locked[case.complaint_id][0], TOLD, keyring=keyring, now=now)
    return len(told)


def _enough(
    session: Session, person: DeskPerson, token: bytes, least: int
) -> tuple[Pattern, tuple[PatternCase, ...]]:
    pattern, cases = cases_of(session, person, token)
    if len(cases) < least:
        raise TooFew
    return pattern, cases


def _lock(
    session: Session, person: DeskPerson, cases: tuple[PatternCase, ...]
) -> dict[UUID, tuple[Complaint, DeskKeys]]:
    """Always in the same order: two people who tell at once must not wait for each other."""
    locked = {}
    for complaint_id in sorted(one.complaint_id for one in cases if waits_to_hear(one)):
        try:
            locked[complaint_id] = work_on(session, person, complaint_id)
        except NoSuchCase:
            continue  # withdrawn a moment ago
    return locked
