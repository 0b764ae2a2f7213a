"""An order of the authorities to give data: that it came, who judged it by law, what came of it.

Codes only, in the ledger that nobody edits. What was ordered and about whom is no business of this
house: that lies with whoever judged it (privacy.md 3.12).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.adapters.keyring import Keyring
from app.adapters.reference_data import ReferenceData
from app.domain.statistics.quarters import quarter_of
from app.models.police import DEMAND, INFORMATION, PoliceLedger
from app.services import audit
from moderation.decisions.case_rows import require_active
from moderation.decisions.desk_person import DeskPerson, is_fresh
from moderation.decisions.show_parts import NotFresh

CHECKS, OUTCOMES = "order_check", "order_outcome"


class OrderIncomplete(Exception):
    """Carries the fields that are not filled in with a code of their list."""

    def __init__(self, fields: tuple[str, ...]) -> None:
        super().__init__(*fields)
        self.fields = fields


@dataclass(frozen=True)
class WrittenOrder:
    """Codes as chosen: unit of the police, who judged it by law, what came of it."""

    unit: str
    check: str
    outcome: str


def record_order(
    session: Session, person: DeskPerson, written: WrittenOrder, *, keyring: Keyring,
    reference: ReferenceData, now: datetime,
) -> None:  # fmt: skip
    """Adds a row for this quarter. Raises NotFresh, NotActive, OrderIncomplete."""
    if not is_fresh(person, now):
        raise NotFresh
    require_active(session, person)
    right = {
        "unit": any(one.code == written.unit for one in reference.police_units),
        "check": reference.has(CHECKS, written.check),
        "outcome": reference.has(OUTCOMES, written.outcome),
    }
    wrong = tuple(name for name, fits in right.items() if not fits)
    if wrong:
        raise OrderIncomplete(wrong)
    session.add(
        PoliceLedger(
            id=uuid4(), quarter=quarter_of(now.date()), kind=DEMAND, unit=written.unit,
            legal_check=written.check, outcome=written.outcome,
        )
    )  # fmt: skip
    session.flush()
    audit.append(
        session, keyring=keyring, actor=person.staff_id, action="police_order_recorded", now=now
    )


def read_ledger(session: Session) -> Mapping[str, tuple[int, int]]:
    """Quarter → (times information was given, orders), newest first. One query."""
    rows = session.execute(select(PoliceLedger.quarter, PoliceLedger.kind)).all()
    counted = Counter((quarter, kind) for quarter, kind in rows)
    quarters = sorted({quarter for quarter, _kind in counted}, reverse=True)
    return {one: (counted[one, INFORMATION], counted[one, DEMAND]) for one in quarters}
