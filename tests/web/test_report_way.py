"""Her way through the report: what she gave is never lost, and every refusal shows where to go."""

from __future__ import annotations

from sqlalchemy import select

from app.adapters.database import Database
from app.adapters.keyring import Keyring
from app.domain.code import parse
from app.models.report import Report, ReportKeys
from app.services.receipt import stretch
from app.services.sealed_report import open_body, open_for_receipt
from tests.visitor import Visitor
from tests.web.test_report_wizard import (
    code_on,
    press,
    step_of,
    walk_to_review,
)


def test_for_whom_it_is_is_read_back_and_can_be_changed(
    visit: Visitor, database: Database, keyring: Keyring
) -> None:
    page = walk_to_review(visit)
    assert "Voor wie Voor mezelf" in page.text
    page = press(visit, "change:start")
    assert step_of(page) == "start"
    page = press(visit, "next", {"on_behalf": "y"})
    assert step_of(page) == "review"
    assert "Voor iemand anders, die de code krijgt" in page.text
    receipt = stretch(parse(code_on(press(visit, "send"), visit)), keyring)
    with database.reading() as session:
        report = session.scalars(select(Report)).one()
        keys = session.get_one(ReportKeys, report.id)
        assert report.body is not None
        body = open_body(open_for_receipt(keys, receipt.keys.secret), report.id, report.body)
    assert body["on_behalf"] is True
