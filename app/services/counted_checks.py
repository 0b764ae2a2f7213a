"""How many members checked in a quarter, and how many of their first checks met a warning.

Two counters a quarter, and no row that says who or what. A member counts once a quarter: that she
did stands in her own row, as a keyed mark of herself and the quarter, which is random before.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from uuid import UUID

from sqlalchemy import Select, case, delete, select, update
from sqlalchemy.orm import Session

from app.adapters.insert import insert_missing
from app.adapters.keyring import Keyring
from app.adapters.vault.boxes import equal, mac
from app.domain.statistics.house import HIT, NO_HIT
from app.domain.statistics.quarters import quarter_of
from app.domain.statistics.tally import Cell
from app.models.member import CheckCount, Member


def count_first_check(
    session: Session, member: Member, matched: Select[UUID], *, is_readable: bool,
    keyring: Keyring, today: date,
) -> None:  # fmt: skip
    """Counts her first readable check of the quarter; any other one writes the same and adds
    nothing. `matched`: ids of the warnings it met. The caller holds the lock of the member."""
    quarter = quarter_of(today)
    mark = _mark(keyring, member.id, quarter)
    is_first = is_readable and not equal(mark, member.counted_mark)
    session.execute(
        update(Member)
        .where(Member.id == member.id)
        .values(counted_mark=mark if is_first else member.counted_mark)
        .execution_options(synchronize_session=False)
    )
    insert_missing(session, CheckCount, [{"quarter": quarter, "members": 0, "hits": 0}])
    first = 1 if is_first else 0
    session.execute(
        update(CheckCount)
        .where(CheckCount.quarter == quarter)
        .values(
            members=CheckCount.members + first,
            hits=CheckCount.hits + case((matched.exists(), first), else_=0),
        )
        .execution_options(synchronize_session=False)
    )


def read_checks(session: Session, quarters: Collection[str]) -> dict[Cell, int]:
    """(quarter, result) → members, for quarters in which somebody checked."""
    rows = session.execute(
        select(CheckCount.quarter, CheckCount.members, CheckCount.hits).where(
            CheckCount.quarter.in_(quarters)
        )
    )
    found: dict[Cell, int] = {}
    for quarter, members, hits in rows:
        found[quarter, HIT], found[quarter, NO_HIT] = hits, members - hits
    return found


def drop_checks(session: Session, quarters: Collection[str]) -> None:
    """The true counts go when their year is frozen, as facts do (decisions 21)."""
    session.execute(
        delete(CheckCount)
        .where(CheckCount.quarter.in_(quarters))
        .execution_options(synchronize_session=False)
    )


def _mark(keyring: Keyring, member_id: UUID, quarter: str) -> bytes:
    assert keyring.k_field is not None
    return mac(keyring.k_field, "counted check", str(member_id), quarter)
