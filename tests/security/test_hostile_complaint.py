"""What she or a colleague typed is text on every page of a complaint, whatever it looks like (T15).

And whatever anybody sends to a page of the complaints desk, or to hers, it is answered (T40).
"""

from __future__ import annotations

import io
import itertools
from dataclasses import replace
from typing import Any

import pytest
from flask import Flask

from app.adapters.database import Database
from app.adapters.keyring import Keyring
from app.domain.complaint_parts import About, ComplaintConsents
from app.domain.report_parts import Contact, Photo
from app.services.file_complaint import SentFile
from moderation.decisions.complaint.ending import close_complaint
from tests.complaint_desk import plan
from tests.complaint_rooms import BOARD, ComplaintRooms, furnish, opened, page_of, search_on
from tests.complaints import A_COMPLAINT, FULL_COMPLAINT, SOME_FACTS, FiledComplaint
from tests.conftest import Clock
from tests.security.test_hostile_text import MARK, PAYLOADS, Tags, judge
from tests.visitor import Visitor
from tests.web.complaint_way import PDF

MORE = [
    f'#read("/etc/passwd") #image("/etc/{MARK}")',
    f"$ {MARK} $ @{MARK} \\u{{1F600}} <w:p/> ]]> &#x41;",
    f"a{chr(0x301) * 200}{MARK}",
    f"../../{MARK}.html%00.pdf",
    f'=HYPERLINK("//{MARK}")\t+1\t-1',
]
EVERYTHING = "\n".join([*PAYLOADS, *MORE])
# what is shown as text is the pages' doing, whichever engine keeps it
on_one_engine = pytest.mark.parametrize("engine_url", ["sqlite"], indirect=True)
ADDRESSES = itertools.cycle(range(20, 250))
LONG_LINE = f"{MARK}{'y' * 7990}"


@pytest.fixture
def rooms(app: Flask, database: Database, keyring: Keyring, clock: Clock) -> ComplaintRooms:
    return furnish(app, database, keyring, clock)


@pytest.fixture
def kim(rooms: ComplaintRooms) -> Visitor:
    return rooms.sign_in(rooms.kim)


def hostile_case(rooms: ComplaintRooms, payload: str, story: str) -> FiledComplaint:
    draft = replace(
        A_COMPLAINT,
        about=(About("overig", "", payload[:120]),),
        subjects=("anders",),
        story=story,
        files=(Photo("row", "key", payload[:100], 1, 1, 1),),
        contact=Contact("other", payload[:200]),
        consents=ComplaintConsents(own_words=True),
        way="desk_files",
    )
    sent = SentFile(PDF, {"kind": "pdf", "name": payload[:100]})
    return rooms.complaint(draft, files=(sent,))


def no_tags(visitor: Visitor) -> None:
    page = visitor.response.get_data(as_text=True)
    assert not Tags(page).suspicious
    assert "49" + MARK not in page


def enter(rooms: ComplaintRooms, case: FiledComplaint) -> Visitor:
    hers = Visitor(rooms.app, address=f"198.51.100.{next(ADDRESSES)}")  # each its own limits
    hers.get("/nl/c")
    hers.submit({"code": case.words})
    hers.follow()
    return hers


@on_one_engine
def test_long_texts_are_shown_as_text_at_the_desk_and_on_her_page(
    rooms: ComplaintRooms, kim: Visitor
) -> None:
    case = hostile_case(rooms, PAYLOADS[0], EVERYTHING)
    opened(kim, case)
    judge(kim, EVERYTHING)
    kim.submit({"note": EVERYTHING}, form="/write", button=("go", "note"))
    kim.submit({"message": EVERYTHING}, form="/write", button=("go", "answer"))
    opened(kim, case)
    judge(kim, EVERYTHING)
    words = EVERYTHING[:400] + EVERYTHING[-90:]
    half = {"task_words": words, "note": EVERYTHING, "message": LONG_LINE, "task_day": "x"}
    kim.submit(half, form="/write", button=("go", "task"), status=422)
    no_tags(kim)
    task = {"task_words": words, "task_reason": "call_her", "task_day": rooms.today.isoformat()}
    kim.submit({**half, **task, "note": "", "message": ""}, form="/write", button=("go", "task"))
    opened(kim, case)
    judge(kim, words)
    hers = enter(rooms, case)
    no_tags(hers)
    hers.submit({"text": LONG_LINE}, form="/z/m")
    for path in ("/nl/z/s", "/nl/z/t"):
        hers.get(path)
        no_tags(hers)
    opened(kim, case)
    judge(kim, LONG_LINE)


@on_one_engine
def test_short_fields_are_shown_as_text_everywhere_they_come_back(
    rooms: ComplaintRooms, kim: Visitor
) -> None:
    for payload in [*PAYLOADS, *MORE]:
        walk_through(rooms, kim, payload)


def walk_through(rooms: ComplaintRooms, kim: Visitor, payload: str) -> None:
    """Names, files, search words, her signature, and what she thought of it."""
    case = hostile_case(rooms, payload, payload)
    hers = enter(rooms, case)
    hers.get("/nl/z/v")
    hers.submit({"name": payload[:120], "how": "screen"}, form="/z/v")
    hers.get("/nl/z/v")
    no_tags(hers)
    upload = (io.BytesIO(PDF), f"x{payload}.pdf".replace('"', "'"))
    hers.get("/nl/z/s")
    hers.submit({"photo": upload}, form="/z/d")
    hers.follow()
    no_tags(hers)
    opened(kim, case)
    judge(kim, payload)
    kim.submit({"number": payload}, form="/link", status=422)
    no_tags(kim)
    kim.get(BOARD)
    no_tags(kim)
    kim.submit({"find": payload}, form=search_on(kim.last), status=200)
    no_tags(kim)
    with rooms.database.writing() as session:
        close_complaint(
            session, rooms.kim.person, case.id, "gegrond", facts=SOME_FACTS, keyring=rooms.keyring,
            now=rooms.clock.now,
        )  # fmt: skip
    hers.get("/nl/z/e")
    hers.submit({"stars": "1", "words": payload}, form="/z/e")
    kim.get(page_of(case))
    judge(kim, payload)


@on_one_engine
def test_her_words_in_a_letter_show_what_hides_in_them(rooms: ComplaintRooms, kim: Visitor) -> None:
    for payload in (EVERYTHING, LONG_LINE):
        case = hostile_case(rooms, payload, payload)
        plan_a_step(rooms, case)
        kim.get(page_of(case, "/step/1/letter"))
        judge(kim, payload.replace("\n\n", "\n"))
        kim.submit(form="/letter", button=("go", "pdf"), status=422)
        no_tags(kim)


def plan_a_step(rooms: ComplaintRooms, case: FiledComplaint) -> None:
    plan(rooms.database, rooms.keyring, rooms.kim.person, case, "awb-klacht:1")


HUGE = ("0", "2147483648", "9223372036854775808", "9" * 40)


def test_numbers_that_no_table_can_hold_name_nothing(rooms: ComplaintRooms, kim: Visitor) -> None:
    case = hostile_case(rooms, "x", "x")
    token = opened(kim, case).forms[-1].fields["csrf_token"][0]
    for number in HUGE:
        for path in (f"/step/{number}", f"/step/{number}/letter", f"/file/{number}"):
            answer = kim.client.get(page_of(case, path))
            assert answer.status_code == 404, path
        posts = [page_of(case, f"/task/{number}/done"), f"{BOARD}/views/{number}/forget"]
        posts += [page_of(case, f"/step/{number}/{act}") for act in ("drop", "terms")]
        for path in posts:
            answer = kim.client.post(
                path, data={"csrf_token": token}, headers={"Sec-Fetch-Site": "same-origin"}
            )
            assert answer.status_code == 404, path
    for page in HUGE:
        kim.get(f"{BOARD}?page={page}")


STRANGE = ["", "a\x00b", "x" * 9000, "-1", "9999-12-31", "\u202e", "９" * 30, "1" * 400, "\ufeff"]
DESK_FIELDS = (
    "message", "note", "task_reason", "task_day", "task_words", "template", "number", "to", "find",
    "state", "kind", "owner", "due", "page", "about", "key", "day", "condition", "extended",
    "received", "answered", "ruling", "result", "outcome", "sure", "reason", "sender", "addressee",
    "place", "subject", "salutation", "body", "closing", "name", "enclosures",
)  # fmt: skip
RIGHT: dict[str, dict[str, str]] = {
    "write": {"go": "task", "task_reason": "call_her"},
    "step/1/letter": {"go": "docx", "body": "Brief."},
    "step/1/answer": {"ruling": "gegrond"},
    "take": {}, "hand-over": {}, "link": {}, "plan": {"about": "0"}, "contact": {},
    "step/1/sent": {}, "step/1/terms": {}, "close": {}, "reopen": {}, "recuse": {},
}  # fmt: skip
"""An act on a case, and with which right answers beside the strange ones it goes furthest."""
HER_FIELDS = ("text", "change", "name", "how", "stars", "words", "go", "code", "photo")


def strange_answers(
    visitor: Visitor, right: dict[str, dict[str, str]], fields: tuple[str, ...]
) -> list[str]:
    """What is no answer, of every address with every strange value in every field."""
    wrong = []
    token = next(one for one in visitor.last.forms if one.method == "post").fields["csrf_token"][0]
    for value in STRANGE:
        for path, known in right.items():
            data: dict[str, Any] = dict.fromkeys(fields, value) | known | {"csrf_token": token}
            answer = visitor.client.post(path, data=data, headers={"Sec-Fetch-Site": "same-origin"})
            if answer.status_code >= 500:
                wrong.append(f"{path} {value[:12]!r}: {answer.status_code}")
    return wrong


@pytest.mark.timeout(120)
def test_strange_values_in_every_form_of_a_case_get_an_answer(
    rooms: ComplaintRooms, kim: Visitor
) -> None:
    case = rooms.complaint(replace(FULL_COMPLAINT, files=()))
    plan_a_step(rooms, case)
    opened(kim, case)
    right = {page_of(case, f"/{act}"): known for act, known in RIGHT.items()}
    right |= {BOARD: {}, f"{BOARD}/views": {}}
    assert strange_answers(kim, right, DESK_FIELDS) == []
    opened(kim, case)  # and it still opens: nothing was kept that cannot be read again


@pytest.mark.timeout(120)
@on_one_engine
def test_strange_values_in_every_form_of_her_page_get_an_answer(
    rooms: ComplaintRooms, kim: Visitor
) -> None:
    case = rooms.complaint()
    with rooms.database.writing() as session:
        close_complaint(
            session, rooms.kim.person, case.id, "gegrond", facts=SOME_FACTS, keyring=rooms.keyring,
            now=rooms.clock.now,
        )  # fmt: skip
    hers = enter(rooms, case)
    right = {f"/nl/z/{letter}": {"how": "paper", "stars": "3"} for letter in "mdkve"}
    assert strange_answers(hers, right, HER_FIELDS) == []
    hers.get("/nl/z/s")
    opened(kim, case)
