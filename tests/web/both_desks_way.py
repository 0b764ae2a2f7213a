"""The way of somebody who tells both desks, for tests."""

from __future__ import annotations

from app.adapters.database import Database
from app.adapters.keyring import Keyring
from app.domain.code import parse
from app.models.complaint import Complaint
from app.models.report import Report
from app.services.both_desks import Own
from app.services.open_report import open_by_code
from app.services.own_complaint import OwnComplaint
from app.services.own_report import OwnKey
from app.services.receipt import stretch
from app.services.sealed_complaint import COMPLAINT
from app.services.sealed_report import BOTH_DESKS, open_body, open_consents
from tests.visitor import Page, Visitor
from tests.web import complaint_way
from tests.web.complaint_way import walk_to
from tests.web.test_report_wizard import code_on, press, step_of, walk_to_review

TO_COMPLAINT, TO_REPORT = "/k/along", "/f/along"


def report_done(visit: Visitor) -> str:
    """Files a report and comes to the page after its code; the code."""
    walk_to_review(visit)
    press(visit, "send")
    words = code_on(visit.last, visit)
    press(visit, "done")
    return words


def complaint_done(visit: Visitor) -> str:
    walk_to(visit, "review")
    complaint_way.press(visit, "send")
    words = code_on(visit.last, visit)
    complaint_way.press(visit, "done")
    return words


def choose(visit: Visitor, way: str, *parts: str, both: bool = False) -> Page:
    """From the page after the code, or from her own page, to the first page of the other form."""
    if "first" not in visit.last.forms[-1].fields:
        visit.submit(form=way, status=200)
    changes = {"parts": list(parts), "go": "next", **({"both": "y"} if both else {})}
    return visit.submit(changes, form=way, status=200)


def complaint_from(visit: Visitor) -> str:
    """On from its first page to the code."""
    page = visit.last
    while step_of(page) != "review":
        needed = {k: v for k, v in complaint_way.PRESSED.items() if k not in ("when", "story")}
        page = complaint_way.press(visit, "next", needed.get(step_of(page), {}))
    complaint_way.press(visit, "send")
    return code_on(visit.last, visit)


def report_from(visit: Visitor) -> str:
    page = visit.last
    while step_of(page) != "review":
        page = press(visit, "next", {"kinds": ["stalking"]} if step_of(page) == "kinds" else {})
    press(visit, "send")
    return code_on(visit.last, visit)


def opened(words: str, database: Database, keyring: Keyring) -> Own:
    with database.reading() as session:
        found = open_by_code(session, stretch(parse(words), keyring))
    assert isinstance(found, OwnKey | OwnComplaint)
    return found


def knows(own: Own, database: Database) -> tuple[bool, bool]:
    """Whether this desk knows of the other: by the wishes, by what came in with it."""
    with database.reading() as session:
        if isinstance(own, OwnKey):
            report = session.get_one(Report, own.report_id)
            wishes = open_consents(own.dek, report.id, report.consents)
            assert report.body is not None
            body = open_body(own.dek, report.id, report.body)
            return wishes.get(BOTH_DESKS, False), body["from_complaint"]
        row = session.get_one(Complaint, own.complaint_id)
        consents = COMPLAINT.open_consents(own.dek, row.id, row.consents)
        assert row.body is not None
        body = COMPLAINT.open_body(own.dek, row.id, row.body)
        return consents.get("both_desks", False), body["from_report"]


def sign_in(visit: Visitor, words: str) -> None:
    visit.get("/nl/c")
    visit.submit({"code": words}, form="/c")
    visit.follow()
