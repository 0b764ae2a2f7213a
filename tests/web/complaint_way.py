"""Walking the complaint without script, as its tests do."""

from __future__ import annotations

import io
from collections.abc import Mapping
from typing import Any

from tests.complaints import COMPLAINT_STORY
from tests.visitor import Page, Visitor
from tests.web.test_report_wizard import step_of

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
