"""What complaints have in common: an institution by code or by a folded name, and a subject."""

from __future__ import annotations

from dataclasses import replace
from uuid import uuid4

import pytest

from app.adapters.vault.boxes import Damaged, random_key
from app.domain.complaint_parts import About
from app.domain.complaint_pattern import Pattern, patterns_of
from app.services.sealed_pattern import PatternEntry, open_entry, pattern_token, seal_entry
from tests.complaints import A_COMPLAINT, FULL_COMPLAINT
from tests.workbench import reference


def keys(*about: About, subjects: tuple[str, ...] = ("vergunning",)) -> set[str]:
    draft = replace(A_COMPLAINT, about=about, subjects=subjects)
    return {one.key for one in patterns_of(draft, reference())}


def test_each_institution_with_each_subject_is_a_pattern() -> None:
    assert len(patterns_of(FULL_COMPLAINT, reference())) == 9


def test_the_same_institution_is_the_same_however_it_was_told() -> None:
    known = keys(About("gemeente", "GM0599"))
    assert known == keys(About("gemeente", "", "gemeente ROTTERDAM"))
    assert known == keys(About("gemeente-toezicht", "GM0599"))
    assert keys(About("bank", "", "De Zúid-Bank")) == keys(About("bank", "", "de zuidbank"))


def test_another_kind_institution_or_subject_is_another_pattern() -> None:
    ways = [
        keys(About("bank", "", "Zuid")), keys(About("huisarts", "", "Zuid")),
        keys(About("bank", "", "Noord")),
        keys(About("bank", "", "Zuid"), subjects=("registratie",)),
        keys(About("gemeente", "GM0599")), keys(About("gemeente", "GM0363")),
    ]  # fmt: skip
    assert len(set.union(*ways)) == len(ways)


@pytest.mark.parametrize("name", ["", "  ", "…"])
def test_who_named_no_institution_is_in_no_pattern(name: str) -> None:
    assert keys(About("politie", "", name)) == set()


def test_an_entry_opens_in_its_place_alone_and_all_are_of_one_size() -> None:
    key, one, other = random_key(), uuid4(), uuid4()
    short, long = (
        Pattern(About("bank", "", name), "rekening-geweigerd") for name in ("Z", "Ż" * 120)
    )
    token = pattern_token(key, short)
    sealed = seal_entry(key, one, token, PatternEntry(short))
    assert open_entry(key, one, token, sealed) == PatternEntry(short, told=False)
    told = seal_entry(key, one, token, PatternEntry(long, told=True))
    assert len(told) == len(sealed)
    for where in (
        (random_key(), one, token), (key, other, token), (key, one, pattern_token(key, long)),
    ):  # fmt: skip
        with pytest.raises(Damaged):
            open_entry(*where, sealed)


def test_a_token_cannot_be_made_without_the_key_of_the_team() -> None:
    pattern = Pattern(About("bank", "", "Zuid"), "rekening-geweigerd")
    assert pattern_token(random_key(), pattern) != pattern_token(random_key(), pattern)
