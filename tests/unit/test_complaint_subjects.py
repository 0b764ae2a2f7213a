"""Subjects that fit an institution come first; every subject stays possible."""

from __future__ import annotations

import pytest

from app.domain.complaint_subjects import fits, fitting
from tests.workbench import reference

DATA = reference()
SUBJECTS = DATA.codes("subject")


@pytest.mark.parametrize("kind", DATA.institution_types)
def test_each_kind_has_subjects_of_its_own_and_something_else(kind: str) -> None:
    found = [one.code for one in fitting(SUBJECTS, [DATA.institution_type(kind)])]
    assert found[-1] == "anders"
    assert len(found) > (0 if kind == "overig" else 1)
    assert found == [one.code for one in SUBJECTS if one.code in found]  # in the order of the list


def test_what_no_list_names_gets_the_subjects_of_its_theme() -> None:
    pharmacy = DATA.institution_type("apotheek")
    codes = {one.code for one in fitting(SUBJECTS, [pharmacy])}
    assert "bejegening-zorg" in codes
    assert "aangifte-geweigerd" not in codes


def test_of_two_institutions_the_subjects_of_both_come_first() -> None:
    kinds = [DATA.institution_type("politie"), DATA.institution_type("bank")]
    codes = {one.code for one in fitting(SUBJECTS, kinds)}
    assert {"aangifte-geweigerd", "rekening-geweigerd"} <= codes


def test_something_else_fits_everybody() -> None:
    anything = DATA.entry("subject", "anders")
    assert all(fits(anything, kind) for kind in DATA.institution_types.values())
    police = DATA.entry("subject", "aangifte-geweigerd")
    assert fits(police, DATA.institution_type("politie"))
    assert not fits(police, DATA.institution_type("bank"))
