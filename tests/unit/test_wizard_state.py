"""What travels in a form opens in that form and that wizard, and comes out as it went in."""

from __future__ import annotations

import pytest

from app.domain.complaint import ComplaintDraft
from app.domain.complaint_parts import About
from app.public.complaint.telling import Telling
from app.public.wizard.state import MAX_SEALED_CHARS, StateUnreadable, open_state, seal_state
from app.public.wizard.state import WizardState as State
from tests.complaints import FULL_COMPLAINT

KEY, TOKEN = b"\x01" * 32, b"\x02" * 16


def test_a_telling_comes_out_as_it_went_in() -> None:
    state = State(Telling(FULL_COMPLAINT, at=2), reviewing=True)
    text = seal_state(state, "complaint", KEY, TOKEN)
    assert open_state(text, "complaint", Telling.from_json, KEY, TOKEN) == state


def test_a_state_opens_in_its_own_wizard_and_form_only() -> None:
    text = seal_state(State(Telling(FULL_COMPLAINT)), "complaint", KEY, TOKEN)
    for wizard, key, token in (
        ("wizard", KEY, TOKEN),
        ("complaint", bytes(32), TOKEN),
        ("complaint", KEY, bytes(16)),
    ):
        with pytest.raises(StateUnreadable):
            open_state(text, wizard, Telling.from_json, key, token)


@pytest.mark.parametrize("text", ["", "é", "====", "AAAA", "x" * (MAX_SEALED_CHARS + 1)])
def test_what_we_did_not_seal_is_unreadable(text: str) -> None:
    with pytest.raises(StateUnreadable):
        open_state(text, "complaint", Telling.from_json, KEY, TOKEN)


def test_the_largest_complaint_still_fits_its_own_form() -> None:
    """A story in a script of three bytes a sign, which hardly packs."""
    story = "".join(chr(0x4E00 + (number * 7919) % 20000) for number in range(8000))
    state = State(Telling(ComplaintDraft(story=story)))
    text = seal_state(state, "complaint", KEY, TOKEN)
    assert len(text) < MAX_SEALED_CHARS
    assert open_state(text, "complaint", Telling.from_json, KEY, TOKEN) == state


def test_which_institution_she_answers_about_stays_within_the_list() -> None:
    bank = About("bank", "", "Een bank")
    one = Telling().with_one(bank)
    assert one.draft.about == (bank,)
    assert Telling(one.draft, at=1).with_one(About("kvk")).draft.about == (bank, About("kvk"))
    assert one.without(0).draft.about == ()
    assert one.without(3) == one
    assert Telling.from_json({**one.to_json(), "at": 3}).at == 1
