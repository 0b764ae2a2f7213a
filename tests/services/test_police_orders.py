"""An order of the authorities: only with a legal check, only codes, only by who just proved it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import select

from app.models.police import PoliceLedger
from moderation.decisions.police_orders import (
    OrderIncomplete,
    WrittenOrder,
    read_ledger,
    record_order,
)
from moderation.decisions.show_parts import NotFresh
from tests.desk_cases import Desk
from tests.workbench import NOON, reference

GOOD = WrittenOrder("rotterdam", "lawyer", "nothing")


def record(desk: Desk, written: WrittenOrder, *, minutes_ago: int = 0) -> None:
    lead = replace(
        desk.person(f"Iris {uuid4()}", "lead"), fresh_at=NOON - timedelta(minutes=minutes_ago)
    )
    with desk.database.writing() as session:
        record_order(session, lead, written, keyring=desk.keyring, reference=reference(), now=NOON)


def test_an_order_is_a_row_of_codes(desk: Desk) -> None:
    record(desk, GOOD)
    with desk.database.reading() as session:
        row = session.scalars(select(PoliceLedger)).one()
        assert read_ledger(session) == {"2026Q4": (0, 1)}
    assert (row.quarter, row.kind, row.unit, row.legal_check, row.outcome) == (
        "2026Q4", "demand", "rotterdam", "lawyer", "nothing",
    )  # fmt: skip


@pytest.mark.parametrize("field", ["unit", "check", "outcome"])
def test_without_a_code_of_its_list_nothing_is_written(desk: Desk, field: str) -> None:
    for wrong in ("", "nobody"):
        with pytest.raises(OrderIncomplete) as refused:
            record(desk, replace(GOOD, **{field: wrong}))
        assert refused.value.fields == (field,)
    with desk.database.reading() as session:
        assert read_ledger(session) == {}


def test_an_order_asks_for_a_fresh_proof(desk: Desk) -> None:
    with pytest.raises(NotFresh):
        record(desk, GOOD, minutes_ago=6)
