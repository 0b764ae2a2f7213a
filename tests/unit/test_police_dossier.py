"""What her dossier for the police may hold: the parts she chose, and never a way to reach her."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import date

import pytest

from app.domain.consent import Consents
from app.domain.police_dossier import AT_FIRST, PARTS, STORY, only, told_parts
from app.domain.report import ReportDraft
from app.domain.report_parts import Client, Contact, Photo, Place, Profile, WhenKnown

WHOLE = ReportDraft(
    kinds=("bedreiging",),
    when=WhenKnown("this_month", date(2026, 11, 3)),
    place=Place("GM0363", "hotel"),
    culprit_role="klant",
    client=Client(
        phones=("0612345678",), emails=("a@b.example",), profiles=(Profile("x", "site"),),
        plates=("AB-12-C",), car_colour="white", car_type="van", nickname="Bas",
        number_country="België", accent="zacht", appearance=("hair-dark",),
    ),
    story="Hij werd boos.",
    language="ro",
    photos=(Photo("1", "key", "foto.jpg"),),
    still_active="yes",
    consents=Consents(True, True, True, True),
    publish_at_once=True,
    contact=Contact("phone", "0687654321"),
    do_not_show_back=True,
    on_behalf=True,
    points_to_me="mijn hond",
    from_complaint=True,
)  # fmt: skip
NEVER = {
    "contact", "points_to_me", "photos", "consents", "publish_at_once", "on_behalf",
    "from_complaint", "do_not_show_back",
}  # fmt: skip


def test_every_part_together_holds_all_but_what_never_goes_in() -> None:
    picked, nothing = only(WHOLE, PARTS), ReportDraft()
    for one in fields(ReportDraft):
        expected = nothing if one.name in NEVER else WHOLE
        assert getattr(picked, one.name) == getattr(expected, one.name), one.name


@pytest.mark.parametrize("part", PARTS)
def test_a_part_that_is_ticked_off_is_not_in_it(part: str) -> None:
    rest = only(WHOLE, [one for one in PARTS if one != part])
    alone = only(WHOLE, [part])
    assert alone != ReportDraft()
    assert told_parts(rest) == tuple(one for one in PARTS if one != part)
    assert told_parts(alone) == (part,)


def test_what_is_no_part_chooses_nothing() -> None:
    assert only(WHOLE, ["contact", "points_to_me", "photos", ""]) == ReportDraft()


def test_only_what_she_told_can_be_chosen() -> None:
    assert told_parts(ReportDraft()) == ()
    assert told_parts(replace(ReportDraft(), language="ro")) == ()
    assert told_parts(WHOLE) == PARTS
    assert STORY in AT_FIRST
    assert set(PARTS) > AT_FIRST
