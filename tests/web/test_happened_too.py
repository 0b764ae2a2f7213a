""" "This happened to me too": from the steps against an institution to a short complaint."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from app.adapters.database import Database
from app.adapters.keyring import Keyring
from app.domain.complaint import JUST_COUNT
from app.domain.complaint_parts import About
from app.models.complaint import Complaint
from app.public.complaint.steps import SHORT_STEPS
from app.services.sealed_complaint import COMPLAINT
from tests.visitor import Page, Visitor
from tests.web.complaint_way import count, filed, press
from tests.web.test_page_weight import style_bytes, weigh
from tests.web.test_report_wizard import step_of

__all__ = ["style_bytes"]
pytestmark = pytest.mark.usefixtures("institutions_team")

WORDS = "Zij zeiden dat ik weg moest."
ANSWERS: Mapping[str, Mapping[str, Any]] = {
    "subject": {"subjects": ["bejegening-politie"]},
    "briefly": {"about": "this_month", "story": WORDS},
    "together": {"consents": ["pattern"]},
}


def walk(visit: Visitor, path: str) -> Page:
    page = visit.get(path)
    while (before := step_of(page)) != "review":
        page = press(visit, "next", ANSWERS.get(before, {}))
        assert step_of(page) != before, page.text
    return page


@pytest.mark.parametrize("language", ["nl", "en"])
def test_from_the_navigator_to_the_code_in_four_questions(
    visit: Visitor, database: Database, keyring: Keyring, language: str
) -> None:
    page = visit.get(f"/{language}/route/politie?at=rotterdam")
    start = f"/{language}/k/too/politie?at=rotterdam"
    assert start in page.links
    page = walk(visit, start)
    assert "Politie-eenheid Rotterdam" in page.text
    assert WORDS in page.text
    assert "from_report" not in visit.response.text
    press(visit, "send")
    assert "Set-Cookie" not in visit.response.headers
    own, draft = filed(visit, database, keyring)
    assert draft.about == (About("politie", "rotterdam"),)
    assert (draft.subjects, draft.when.about) == (("bejegening-politie",), "this_month")
    assert (draft.story, draft.way, draft.language) == (WORDS, JUST_COUNT, language)
    with database.reading() as session:
        row = session.get_one(Complaint, own.complaint_id)
        consents = COMPLAINT.open_consents(own.dek, row.id, row.consents)
    assert (consents["pattern"], consents["figures"], consents["own_words"]) == (True, False, False)
    assert row.contact is None


def test_nothing_is_ticked_for_her_and_she_may_leave_all_but_the_subject_open(
    visit: Visitor, database: Database, keyring: Keyring
) -> None:
    page = visit.get("/nl/k/too/bank?at=ing")
    while step_of(page) != "review":
        assert "consents" not in page.forms[-1].fields
        page = press(visit, "next", {"subjects": ["anders"]} if step_of(page) == "subject" else {})
    press(visit, "send")
    own, draft = filed(visit, database, keyring)
    assert (draft.about, draft.subjects) == ((About("bank", "ing"),), ("anders",))
    with database.reading() as session:
        row = session.get_one(Complaint, own.complaint_id)
        assert not any(COMPLAINT.open_consents(own.dek, row.id, row.consents).values())


def test_only_pattern_and_figures_are_asked_and_nothing_else_is_taken(visit: Visitor) -> None:
    page = visit.get("/nl/k/too/bank?at=ing")
    press(visit, "next")
    press(visit, "next", {"subjects": ["anders"]})
    page = press(visit, "next")
    assert page.forms[-1].ticks["consents"] == ["pattern", "figures"]
    page = press(visit, "next", {"consents": ["own_words"]})
    assert step_of(page) == "together"


@pytest.mark.parametrize(
    ("path", "about"),
    [
        ("bank", About("bank")),
        ("bank?at=rotterdam", About("bank")),  # an institution of another kind
        ("bank?at=nergens", About("bank")),
        ("gemeente?at=GM0599", About("gemeente", "GM0599")),
    ],
)
def test_the_institution_is_the_one_of_the_page_or_left_open(
    visit: Visitor, database: Database, keyring: Keyring, path: str, about: About
) -> None:
    walk(visit, f"/nl/k/too/{path}")
    press(visit, "send")
    assert filed(visit, database, keyring)[1].about == (about,)


def test_every_kind_opens_with_a_light_page_and_an_unknown_one_is_not_there(
    visit: Visitor, style_bytes: int
) -> None:
    visit.get("/nl/k/too/niets", status=404)
    for kind in sorted(visit.app.extensions["house"].reference.institution_types):
        visit.get(f"/nl/k/too/{kind}")
        assert weigh(visit, style_bytes, kind) is None


def test_every_page_of_the_short_way_is_light(visit: Visitor, style_bytes: int) -> None:
    page, heavy = visit.get("/nl/k/too/politie?at=rotterdam"), []
    while step_of(page) != "review":
        page = press(visit, "next", ANSWERS.get(step_of(page), {}))
        heavy.append(weigh(visit, style_bytes, step_of(page)))
    for go in ("send", "done"):
        press(visit, go)
        heavy.append(weigh(visit, style_bytes, go))
    assert not [one for one in heavy if one]


def test_back_change_and_another_language_stay_on_the_short_way(visit: Visitor) -> None:
    walk(visit, "/nl/k/too/politie?at=rotterdam")
    for step in ("too", "subject", "briefly", "together"):
        page = press(visit, f"change:{step}")
        assert step_of(page) == step
        page = press(visit, "next")
        assert step_of(page) == "review"
    page = visit.post("/en/k", {**visit.last.forms[-1].fields, "go": "stay"}, status=200)
    assert (page.lang, step_of(page)) == ("en", "review")
    for expected in reversed(SHORT_STEPS.names[:-1]):
        page = visit.post("/nl/k", {**visit.last.forms[-1].fields, "go": "back"}, status=200)
        assert step_of(page) == expected


def test_two_visitors_never_share_a_form(visit: Visitor, database: Database) -> None:
    for _each in range(2):
        walk(visit, "/nl/k/too/bank?at=ing")
        press(visit, "send")
    assert count(database, Complaint) == 2
