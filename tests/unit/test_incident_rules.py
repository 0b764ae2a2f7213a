"""What follows from what happened."""

from __future__ import annotations

import pytest

from app.domain.incidents import (
    Incident,
    UnknownKind,
    as_severity,
    highest_severity,
    is_alertable,
    is_possibly_criminal,
    offers_complaint,
)

INCIDENTS = {
    "late": Incident("late", "nuisance", 1, "nee"),
    "insult": Incident("insult", "verbal", 2, "soms"),
    "knife": Incident("knife", "physical", 4, "ja"),
}


def test_the_highest_default_severity_counts() -> None:
    assert highest_severity(("late", "knife", "insult"), INCIDENTS) == 4
    assert highest_severity((), INCIDENTS) == 0


def test_an_unknown_kind_is_not_counted_as_harmless() -> None:
    with pytest.raises(UnknownKind):
        highest_severity(("late", "other"), INCIDENTS)


@pytest.mark.parametrize(("severity", "may"), [(0, False), (1, False), (2, True), (4, True)])
def test_nuisance_never_becomes_an_alert(severity: int, may: bool) -> None:
    assert is_alertable(severity) is may


def test_one_kind_that_is_no_crime_is_one_too_many() -> None:
    assert is_possibly_criminal(("insult", "knife"), INCIDENTS)
    assert not is_possibly_criminal(("late", "knife"), INCIDENTS)


@pytest.mark.parametrize(
    ("role", "complaint"),
    [("instantie", True), ("exploitant", True), ("klant", False), ("", False)],
)
def test_officials_and_operators_are_complained_about(role: str, complaint: bool) -> None:
    assert offers_complaint(role) is complaint


@pytest.mark.parametrize("value", [0, 5, -1])
def test_a_severity_is_one_to_four(value: int) -> None:
    with pytest.raises(ValueError, match="severity"):
        as_severity(value)
