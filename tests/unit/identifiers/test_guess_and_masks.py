from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.identifiers.guess import guess
from app.domain.identifiers.kinds import KINDS, NotAnIdentifier
from app.domain.identifiers.masking import mask
from app.domain.identifiers.matching import normalise, tokens_of

pytestmark = pytest.mark.timeout(20)


@pytest.mark.parametrize(
    ("kind", "typed", "shown"),
    [
        ("phone", "0612345678", "06 •••• ••78"),
        ("phone", "020 1234567", "0•• ••• ••67"),
        ("phone", "+40721234567", "+40 •••• ••67"),
        ("email", "jan.klant@example.com", "j•••@•••"),
        ("plate", "G-289-BX", "G-•••-•X"),
        ("plate", "GB-289-X", "G•-•••-X"),
        ("plate", "9-GBX-28", "9-•••-•8"),
        ("plate", "B-AB 1234", "B•••4"),
        ("profile", "@anna99", "a•••"),
    ],
)
def test_a_mask_warns_and_does_not_identify(kind: str, typed: str, shown: str) -> None:
    assert mask(normalise(kind, typed)) == shown


@pytest.mark.parametrize(
    ("typed", "readings"),
    [
        ("06 12345678", [("phone", "+31612345678")]),
        ("+40 721 234 567", [("phone", "+40721234567")]),
        ("https://wa.me/31612345678", [("phone", "+31612345678")]),
        ("https://t.me/+31612345678", [("phone", "+31612345678")]),
        ("Jan@Example.com", [("email", "jan@example.com")]),
        ("@sexy_jan", [("profile", "sexy_jan")]),
        ("https://instagram.com/sexy_jan", [("profile", "sexy_jan")]),
        ("Roxy", [("profile", "roxy")]),
        ("GB-289-X", [("plate", "GB289X"), ("profile", "gb-289-x")]),
        ("gb289x", [("plate", "GB289X"), ("profile", "gb289x")]),
        ("jan2024", [("profile", "jan2024"), ("plate", "JAN2024")]),
        ("112", []),
        ("06 1234 567", []),
        ("", []),
        ("🙂", []),
        ("x" * 201, []),
    ],
)
def test_the_one_box_reads_the_likeliest_first(typed: str, readings: list[tuple[str, str]]) -> None:
    assert [(found.kind, found.value) for found in guess(typed)] == readings


def test_an_unknown_kind_is_refused() -> None:
    with pytest.raises(NotAnIdentifier) as refused:
        normalise("name", "Jan")
    assert refused.value.reason == "kind"


@settings(max_examples=200, deadline=None)
@given(st.sampled_from(KINDS), st.text(max_size=220))
def test_no_text_ever_raises_anything_but_the_refusal(kind: str, text: str) -> None:
    guess(text)
    try:
        identifier = normalise(kind, text)
    except NotAnIdentifier:
        return
    tokens = tokens_of(identifier)
    assert tokens[0] == ("exact", identifier.value)
    assert all(token.value for token in tokens)
    shown = mask(identifier)
    assert "•" in shown
    assert identifier.value not in shown


@settings(max_examples=100, deadline=None)
@given(st.sampled_from(KINDS), st.text(alphabet=st.characters(categories=["Cs", "Co", "Cn"])))
def test_broken_unicode_is_refused_quietly(kind: str, text: str) -> None:
    with pytest.raises(NotAnIdentifier):
        normalise(kind, text)
