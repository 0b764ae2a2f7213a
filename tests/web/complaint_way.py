"""Walking the complaint without script, as its tests do."""

from __future__ import annotations

import io
from collections.abc import Mapping
from typing import Any

from sqlalchemy import func, select

from app.adapters.database import Database
from app.adapters.keyring import Keyring
from app.domain.code import parse
from app.domain.complaint import ComplaintDraft
from app.models.complaint import Complaint
from app.services.own_complaint import OwnComplaint, find_by_receipt
from app.services.receipt import stretch
from app.services.sealed_complaint import COMPLAINT
from tests.complaints import COMPLAINT_STORY
from tests.visitor import Page, Visitor
from tests.web.test_report_wizard import code_on, step_of

PDF = b"%PDF-1.7\n1 0 obj << /Author (Jantje) >> endobj\n%%EOF\n"
PRESSED: Mapping[str, Mapping[str, Any]] = {
    "letter": {"got": "no"},
    "kind": {"kind": "politie"},
    "which": {"name": "Rotterdam"},
    "subject": {"subjects": ["aangifte-geweigerd"]},
    "unequal": {"discrimination": "yes", "grounds": ["geslacht", "beroep"]},
    "when": {"day": "5-11-2026"},
    "story": {"story": COMPLAINT_STORY},
    "wishes": {"wishes": ["excuses"], "way": "desk_files"},
    "allow": {"consents": ["figures"], "way": "phone", "value": "0687654321"},
}


def press(visit: Visitor, go: str, changes: Mapping[str, Any] | None = None) -> Page:
    """Presses a button of the complaint."""
    return visit.submit({"go": go, **(changes or {})}, form="/k", status=200)


def walk_to(visit: Visitor, step: str, language: str = "nl", **answers: Mapping[str, Any]) -> Page:
    """From the first page to a step, each before it answered."""
    page = visit.get(f"/{language}/k")
    while (before := step_of(page)) != step:
        page = press(visit, "next", {**PRESSED, **answers}.get(before, {}))
        assert step_of(page) != before, page.text
    return page


def pdf_file(content: bytes = PDF, name: str = "brief.pdf") -> tuple[io.BytesIO, str]:
    return io.BytesIO(content), name


def filed(
    visit: Visitor, database: Database, keyring: Keyring
) -> tuple[OwnComplaint, ComplaintDraft]:
    """What the code on the page opens."""
    receipt = stretch(parse(code_on(visit.last, visit)), keyring)
    with database.reading() as session:
        own = find_by_receipt(session, receipt)
        assert own is not None
        row = session.get_one(Complaint, own.complaint_id)
        assert row.body is not None
        body = COMPLAINT.open_body(own.dek, row.id, row.body)
    return own, ComplaintDraft.from_json(body)


def count(database: Database, table: type) -> int:
    with database.reading() as session:
        return session.scalar(select(func.count()).select_from(table)) or 0
