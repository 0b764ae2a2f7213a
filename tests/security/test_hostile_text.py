"""What a reporter typed is text at the desk, whatever it looks like (T15 in the small).

Every field carries every payload; the pages of the desk show it literally, make hidden signs
visible, and no sign of it becomes a tag, an attribute, an address or a template.
"""

from __future__ import annotations

import html
import re
from dataclasses import replace
from html.parser import HTMLParser
from uuid import UUID

import pytest
from flask import Flask

from app.adapters.database import Database
from app.adapters.keyring import Keyring
from app.domain.report import ReportDraft
from app.domain.report_parts import Client, Contact, Photo, Profile
from tests.conftest import Clock
from tests.desk_cases import DRAFT
from tests.desk_rooms import DESK, Rooms, a_form, claimed, furnish
from tests.visitor import Visitor

MARK = "zqx"
PAYLOADS = [
    f"<script>alert('{MARK}')</script>",
    f'"><img src=x onerror={MARK}>',
    f"<svg/onload={MARK}>",
    f"</textarea></pre><iframe src=javascript:{MARK}>",
    f"javascript:{MARK}()",
    f"https://evil.example/{MARK}",
    "{{7*7}}" + MARK,
    "{% include 'desk/base.html' %}" + MARK,
    f"%(n)s %s {MARK}",
    f"<style>*{{background:url(//{MARK})}}</style>",
    f"&lt;b&gt;{MARK}&lt;/b&gt;",
    f"=cmd|' /C calc'!{MARK}",
    f"' OR '1'='1 -- {MARK}",
    f"\u202e{MARK}\u202c\u200b\u2066",
    f"<!-- {MARK} --><base href=//{MARK}>",
    f"<a href='//{MARK}' style='x' onclick='x'>x</a>",
]


class Tags(HTMLParser):
    """Everything that became more than text."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.suspicious: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in ("svg", "iframe", "style", "base", "b", "object"):
            self.suspicious.append(tag)
        for name, value in attrs:
            typed = (tag, name) in (("input", "value"), ("mark", "title"))
            if name.startswith("on") or name == "style" or (MARK in (value or "") and not typed):
                self.suspicious.append(f"{tag} {name}={value}")


@pytest.fixture
def rooms(app: Flask, database: Database, keyring: Keyring, clock: Clock) -> Rooms:
    return furnish(app, database, keyring, clock)


def hostile(payload: str) -> ReportDraft:
    """A report with the payload wherever she can type."""
    return replace(
        DRAFT,
        client=Client(
            phones=(payload, "06 38 12 47 56"),
            emails=(payload,),
            profiles=(Profile(payload, payload),),
            plates=(payload,),
            nickname=payload,
            number_country=payload,
            accent=payload,
        ),
        story=f"{payload}\n{payload}",
        points_to_me=payload,
        photos=(Photo("a" * 36, "k" * 43, payload, 1, 1, 1),),
        contact=Contact("phone", payload, ()),
    )


def judge(visitor: Visitor, payload: str, *, shown: bool = True) -> None:
    page = visitor.response.get_data(as_text=True)
    assert not Tags(page).suspicious
    assert "49" + MARK not in page
    if not shown:
        return
    visible = re.sub("[\u202c\u202e\u200b\u2066]", lambda m: f"⟦U+{ord(m[0]):04X}⟧", payload)
    without_marks = re.sub(r"</?mark[^>]*>|<span class=\"vh\">[^<]*</span>", "", page)
    assert visible in html.unescape(without_marks)
    assert not set(page) & set("\u202c\u202e\u200b\u2066")


def test_hostile_text_is_shown_as_text_on_every_page_of_the_desk(rooms: Rooms) -> None:
    noor = rooms.sign_in(rooms.noor)
    for payload in PAYLOADS:
        walk_through(rooms, noor, payload)


def walk_through(rooms: Rooms, noor: Visitor, payload: str) -> None:
    """Case, warning, note, message and contact of one report."""
    report = claimed(rooms, noor, hostile(payload))
    judge(noor, payload)
    assert payload not in noor.last.links
    noor.get(f"{DESK}/case/{report}/alert")
    judge(noor, payload)
    noor.submit(a_form(text=payload, go="check"), form="/alert", status=200)
    judge(noor, payload, shown=False)
    noor.submit(a_form(text=payload), form="/alert", status=422)
    judge(noor, payload, shown=False)
    noor.get(f"{DESK}/case/{report}")
    noor.submit({"note": payload}, form="/write", button=("go", "note"))
    noor.follow()
    noor.submit({"message": payload}, form="/write", button=("go", "answer"))
    noor.follow()
    judge(noor, payload)
    noor.get(f"{DESK}/case/{report}/contact")
    noor.submit({"reason": "danger"}, form="/contact")
    noor.follow()
    judge(noor, payload)
    noor.get(f"{DESK}/")
    judge(noor, payload, shown=False)


STRANGE = [
    "",
    "\x00",
    "x" * 9000,
    "{{7*7}}",
    "-1",
    "2026-02-30",
    "\u202e",
    "９" * 30,
    "%(n)s",
    "a,b",
]
FIELDS = [
    "text", "message", "note", "kinds", "severity", "severity_reason", "region", "month",
    "identifiers", "appearance", "car_type", "car_colour", "inform", "review_on", "marks",
    "reason", "go", "seen", "burst", "criterion-concrete", "identifier", "template",
]  # fmt: skip


def test_strange_values_in_every_field_of_the_desk_get_an_answer(rooms: Rooms) -> None:
    noor = rooms.sign_in(rooms.noor)
    report = claimed(rooms, noor)
    token = next(form for form in noor.last.forms if form.method == "post").fields["csrf_token"][0]
    for value in STRANGE:
        try_everywhere(noor, report, token, value)


def try_everywhere(noor: Visitor, report: UUID, token: str, value: str) -> None:
    """Every form of the desk with this in every field, and every filter."""
    data = dict.fromkeys(FIELDS, value) | {"csrf_token": token}
    paths = [
        "next", "flood", f"case/{report}/write", f"case/{report}/alert",
        f"case/{report}/end/reject", f"case/{report}/end/close", f"case/{report}/contact",
        f"case/{report}/merge/{report}", f"alerts/{report}/approve", f"alerts/{report}/return",
        f"alerts/{report}/retract", f"alerts/{report}/correct", f"case/{report}/release",
    ]  # fmt: skip
    for path in paths:
        for extra in ({}, {"go": "propose"}, {"go": "ask"}, {"go": "note"}, {"go": "template"}):
            answer = noor.client.post(
                f"{DESK}/{path}", data=data | extra, headers={"Sec-Fetch-Site": "same-origin"}
            )
            assert answer.status_code < 500, path
    for path in ("", "alerts", f"case/{report}"):
        answer = noor.client.get(
            f"{DESK}/{path}", query_string=dict.fromkeys((*FIELDS, "state", "page", "kind"), value)
        )
        assert answer.status_code < 500, path
