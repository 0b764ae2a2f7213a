"""A report about a client: its JSON is exact, and nothing else is taken for one."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.consent import Consents
from app.domain.report import MAX_KINDS, MAX_STORY_CHARS, ReportDraft
from app.domain.report_parts import Client, Contact, Photo, Place, Profile, WhenKnown
from app.domain.strict_json import Malformed
from tests.reports import FULL

words = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=60)
codes = st.text("abcdefghij-_0123456789", max_size=30)
some = st.lists(words, max_size=10).map(tuple)
drafts = st.builds(
    ReportDraft,
    kinds=st.lists(codes, max_size=MAX_KINDS).map(tuple),
    when=st.builds(WhenKnown, codes, st.none() | st.dates()),
    place=st.builds(Place, codes, codes),
    culprit_role=codes,
    client=st.builds(
        Client,
        phones=some,
        emails=some,
        profiles=st.lists(st.builds(Profile, words, words), max_size=10).map(tuple),
        plates=some,
        car_colour=codes,
        car_type=codes,
        nickname=words,
        number_country=words,
        accent=words,
        appearance=st.lists(codes, max_size=40).map(tuple),
    ),
    story=words,
    language=codes,
    photos=st.lists(
        st.builds(Photo, codes, codes, words, *[st.integers(0, 9999)] * 3), max_size=5
    ).map(tuple),
    still_active=codes,
    consents=st.builds(Consents, *[st.booleans()] * 4),
    publish_at_once=st.booleans(),
    contact=st.none() | st.builds(Contact, codes, words, st.lists(codes, max_size=10).map(tuple)),
    do_not_show_back=st.booleans(),
    on_behalf=st.booleans(),
    points_to_me=words,
)


@given(drafts)
def test_a_draft_survives_its_json(draft: ReportDraft) -> None:
    assert ReportDraft.from_json(json.loads(json.dumps(draft.to_json()))) == draft


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner),
    max_leaves=20,
)


@given(json_values)
def test_any_other_json_is_refused_by_name(value: Any) -> None:
    with pytest.raises(Malformed):
        ReportDraft.from_json(value)


@given(st.sampled_from(sorted(FULL.to_json())), json_values)
def test_a_field_of_another_shape_is_refused_or_reads_as_itself(name: str, value: Any) -> None:
    crafted = {**FULL.to_json(), name: value}
    try:
        draft = ReportDraft.from_json(crafted)
    except Malformed:
        return
    assert ReportDraft.from_json(draft.to_json()) == draft


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("admin",), True),
        (("client", "name"), "x"),
        (("consents", "everything"), True),
        (("consents", "warn"), 1),
        (("consents", "warn"), "true"),
        (("when", "day"), "2026-02-30"),
        (("when", "day"), "20261123"),
        (("when", "day"), 20261123),
        (("story",), "x" * (MAX_STORY_CHARS + 1)),
        (("story",), "half \ud800"),
        (("story",), "nul \x00"),
        (("story",), None),
        (("kinds",), "verkrachting"),
        (("kinds",), ["x"] * (MAX_KINDS + 1)),
        (("client", "phones"), ["0"] * 11),
        (("client", "phones"), ["0" * 121]),
        (("client", "phones"), [612345678]),
        (("client", "profiles"), ["jan"]),
        (("photos",), [{"row_id": "x", "path": "/etc"}]),
        (("photos",), [{"row_id": "x", "key": "k", "width": -1}]),
        (("photos",), [{"row_id": "x", "key": "k", "width": True}]),
        (("contact", "safe_times"), ["evening"] * 11),
        (("shape",), 2),
        (("shape",), True),
        (("shape",), None),
    ],
)
def test_a_crafted_draft_is_refused(path: tuple[str, ...], value: object) -> None:
    crafted = FULL.to_json()
    inner = crafted
    for name in path[:-1]:
        inner = inner[name]
    inner[path[-1]] = value
    with pytest.raises(Malformed):
        ReportDraft.from_json(crafted)


def test_a_draft_of_an_older_form_lacks_fields_and_still_opens() -> None:
    assert ReportDraft.from_json({"shape": 1, "kinds": ["schelden"]}) == ReportDraft(
        kinds=("schelden",)
    )


def test_nothing_is_on_by_default() -> None:
    draft = ReportDraft()
    assert draft.consents.given == ()
    assert not draft.publish_at_once
    assert draft.contact is None


def test_nothing_she_typed_is_in_the_representation() -> None:
    shown = repr(FULL)
    for secret in ("0687654321", "06 12", "jan_1980", "Wat er gebeurde", "rode deur", "k" * 43):
        assert secret not in shown


def test_the_body_holds_nothing_that_is_sealed_on_its_own() -> None:
    body = json.dumps(FULL.body_json())
    assert "0687654321" not in body
    assert "k" * 43 not in body
    again = ReportDraft.from_json(json.loads(body))
    assert again.consents == Consents()
    assert again.story == FULL.story
