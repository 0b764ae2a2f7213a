"""T1 for one story at two desks: nothing stored says which report and which complaint are one."""

from __future__ import annotations

import re

import pytest
from flask import Flask
from sqlalchemy import select

from app.adapters.database import Database
from app.adapters.keyring import Keyring
from app.models.complaint import Complaint
from app.models.report import Report
from tests.security.stolen_bytes import binary_values, dump_of, lines_of
from tests.servers import Postgres
from tests.visitor import Visitor
from tests.web.both_desks_way import (
    TO_COMPLAINT,
    choose,
    complaint_done,
    complaint_from,
    knows,
    opened,
    report_done,
)

pytestmark = pytest.mark.usefixtures("institutions_team", "alerts_team")

LEAST_BYTES = 16  # a look-up, a mark or a key; anything shorter is a day or a number
OF = {
    "report": ("report", "report_keys", "message", "attachment"),
    "complaint": ("complaint", "complaint_keys", "complaint_message", "complaint_file"),
}


def test_a_thief_finds_no_value_on_both_sides_even_when_both_desks_know(
    app: Flask, database: Database, keyring: Keyring, stolen: Postgres | None
) -> None:
    visit = Visitor(app)
    words = report_done(visit)
    choose(visit, TO_COMPLAINT, "when", "where", "story", both=True)
    second = opened(complaint_from(visit), database, keyring)
    assert knows(opened(words, database, keyring), database) == (True, False)
    assert knows(second, database) == (False, True)
    complaint_done(Visitor(app, address="198.51.100.8"))  # somebody else, to hide among
    dump = dump_of(database, stolen)
    values = {kind: values_of(dump, tables) for kind, tables in OF.items()}
    assert all(len(found) > LEAST_BYTES for found in values.values())
    assert not values["report"] & values["complaint"]
    with database.reading() as session:
        report = session.scalars(select(Report.id)).one().hex.encode()
        complaints = [one.hex.encode() for one in session.scalars(select(Complaint.id))]
    lines = [re.sub(rb"(?<=[0-9a-f])-(?=[0-9a-f])", b"", line) for line in dump.splitlines()]
    assert [line for line in lines if report in line]
    assert not [line for line in lines if report in line and any(one in line for one in complaints)]


def values_of(dump: bytes, tables: tuple[str, ...]) -> set[bytes]:
    """Every binary value of these tables, in whole and cut into look-ups and keys."""
    found: set[bytes] = set()
    for table in tables:
        for value in binary_values(b"\n".join(lines_of(dump, table))):
            found |= {value[at : at + LEAST_BYTES] for at in range(0, len(value), LEAST_BYTES)}
    return {value for value in found if len(value) == LEAST_BYTES}
