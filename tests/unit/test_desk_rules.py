"""Reasons and roles of the desk stand in tables, and the tables agree with the data."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.adapters.reference_data import load_reference_data
from moderation.rules.outcomes import (
    REASONS,
    TOLD_TO_REPORTER,
    Outcome,
    ReasonNotAllowed,
    require_reason,
)
from moderation.rules.roles import (
    MATRIX,
    NotPermitted,
    Permission,
    Role,
    confirms_for,
    may,
    require,
    roles_with,
)

REFERENCE = load_reference_data(Path(__file__).resolve().parents[2] / "data")

# security.md 3.13, read from the table: who may do what (M L C A D U)
EXPECTED = {
    "read_alerts": "ML",
    "read_reports": "ML",
    "read_complaints": "C",
    "reveal_contact": "MLC",
    "propose_alert": "ML",
    "publish_alert": "ML",
    "retract_alert": "ML",
    "admit_members": "ML",
    "suspend_members": "L",
    "manage_organisations": "L",
    "manage_trainings": "C",  # ours: the complaints desk announces them (product.md)
    "answer_subjects": "ML",  # ours (ADR 0023); who had to do with the warning is left out by rule
    "read_evaluation": "LU",  # ours: counts of a year, nobody in them
    "propose_protocol": "LD",  # ours (ADR 0024): stricter numbers only, and never alone
    "confirm_protocol": "L",
    "read_deletions": "LDU",  # ours: numbers of what is gone
    "propose_deletion": "MLC",
    "confirm_deletion": "LC",
    "propose_export": "MLC",
    "confirm_export": "LC",
    "grant_team_key": "LC",
    "manage_accounts": "D",
    "audit_own": "MD",
    "audit_team": "LC",
    "audit_all": "U",
    "build_figures": "A",
    "approve_figures": "ALC",  # ours: as second person, since a desk seldom has two analysts
}
LETTERS = dict(zip("MLCADU", Role, strict=True))


def test_every_outcome_has_exactly_the_reasons_of_the_data() -> None:
    assert set(REASONS) == set(Outcome)
    for outcome, reasons in REASONS.items():
        assert reasons == {entry.code for entry in REFERENCE.codes(outcome.value)}


def test_what_she_is_told_has_a_sentence() -> None:
    for outcome in TOLD_TO_REPORTER | {Outcome.SUSPEND_MEMBER, Outcome.REFUSE_APPLICATION}:
        for reason in REASONS[outcome]:
            assert REFERENCE.text(outcome.value, reason, "nl")
            assert REFERENCE.text(outcome.value, reason, "en")


def test_a_reason_of_another_outcome_is_refused() -> None:
    assert require_reason(Outcome.MERGE, "same-person") == "same-person"
    for reason in ("", "not-a-crime", "same-person "):
        with pytest.raises(ReasonNotAllowed):
            require_reason(Outcome.MERGE, reason)


def test_the_matrix_is_exactly_that_of_the_threat_model() -> None:
    assert {permission.value for permission in MATRIX} == set(EXPECTED)
    for permission, letters in EXPECTED.items():
        assert MATRIX[Permission(permission)] == {LETTERS[letter] for letter in letters}


def test_every_role_is_called_something() -> None:
    assert {entry.code for entry in REFERENCE.codes("staff_role")} == {role.value for role in Role}


@pytest.mark.parametrize("role", ["administrator", "auditor", "analyst", "caseworker"])
def test_nobody_but_the_alerts_desk_reads_reports(role: str) -> None:
    assert not may(role, Permission.READ_REPORTS)
    with pytest.raises(NotPermitted):
        require(role, Permission.READ_REPORTS)


@pytest.mark.parametrize("role", ["", "member", "reporter", "MODERATOR", "anyone"])
def test_who_has_no_role_of_the_desk_may_nothing(role: str) -> None:
    assert not any(may(role, permission) for permission in Permission)


def test_nobody_confirms_their_own_proposal() -> None:
    assert not confirms_for("anna", "anna", "lead", Permission.CONFIRM_DELETION)
    assert confirms_for("bo", "anna", "lead", Permission.CONFIRM_DELETION)
    assert not confirms_for("bo", "anna", "moderator", Permission.CONFIRM_DELETION)


def test_a_view_can_declare_the_roles_of_a_permission() -> None:
    assert roles_with(Permission.PROPOSE_ALERT) == {"moderator", "lead"}
