"""The desk's own numbers of this moment: exact, and only for those who may see the cases anyway.

They never leave the desk: what is published is made by `decisions/figures`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import extract, func, select
from sqlalchemy.orm import Session

from app.domain.complaint_facts import HANDLING_TIMES, handling_time
from app.domain.months import months_before
from app.domain.states import ComplaintState
from app.models.complaint import Complaint
from app.models.staff import Staff
from moderation.decisions.complaint.owner import OVER
from moderation.decisions.complaint.rows import visible_to
from moderation.decisions.desk_person import DeskPerson
from moderation.rules.roles import Permission, require

MONTHS = 12


@dataclass(frozen=True)
class Overview:
    """Live cases by what stands in the clear; `ages` by class of time since they came in.

    `arrived`: the first of a month → cases that came in then and are still there.
    """

    live: int
    states: Mapping[ComplaintState, int]
    kinds: Mapping[str, int]
    owners: Mapping[str, int]
    ages: Mapping[str, int]
    arrived: Mapping[date, int]


def read_overview(session: Session, person: DeskPerson, *, today: date) -> Overview:
    """Two queries. Raises NotPermitted."""
    require(person.role, Permission.READ_COMPLAINTS)
    rows = session.execute(
        select(
            Complaint.state, Complaint.institution_kind, Complaint.arrived_on, Staff.name,
            func.count(),
        )
        .outerjoin(Staff, Staff.id == Complaint.owner_id)
        .where(Complaint.state.not_in(OVER), Complaint.body.is_not(None), visible_to(person))
        .group_by(Complaint.state, Complaint.institution_kind, Complaint.arrived_on, Staff.name)
    ).all()  # fmt: skip
    states, kinds, owners, ages = (
        Counter[ComplaintState](),
        Counter[str](),
        Counter[str](),
        (Counter[str]()),
    )
    for state, kind, arrived_on, owner, count in rows:
        states[state] += count
        kinds[kind] += count
        owners[owner or ""] += count
        ages[handling_time(arrived_on, today)] += count
    return Overview(
        live=sum(states.values()),
        states={state: states[state] for state in ComplaintState if states[state]},
        kinds=dict(kinds.most_common()),
        owners=dict(owners.most_common()),
        ages={code: ages[code] for code in HANDLING_TIMES if ages[code]},
        arrived=_arrived(session, person, today),
    )


def _arrived(session: Session, person: DeskPerson, today: date) -> dict[date, int]:
    """By month, the newest first; months without any too."""
    first = today.replace(day=1)
    months = [months_before(first, number) for number in range(MONTHS)]
    year, month = (extract(part, Complaint.arrived_on) for part in ("year", "month"))
    rows = session.execute(
        select(year, month, func.count())
        .where(Complaint.arrived_on >= months[-1], visible_to(person))
        .group_by(year, month)
    )
    found = {date(int(y), int(m), 1): count for y, m, count in rows}
    return {one: found.get(one, 0) for one in months}
