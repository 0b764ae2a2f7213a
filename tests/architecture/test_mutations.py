"""Every removal patch still fits the house and names a test that exists (`make mutations`)."""

from __future__ import annotations

import ast

import pytest

from tests.mutations.patches import FOLDER, PROJECT, Mutation, all_mutations

MUTATIONS = all_mutations()
NEEDED = (
    *(f"T{number}" for number in (1, 2, 3, 4, 5, 8, 9, 10, 11, 12, 14, 16, 19, 20)),
    *(f"T{number}" for number in (25, 26, 27, 31, 32, 33)),
)
HOUSE = ("app/", "moderation/", "migrations/", "templates/", "static/", "gunicorn.conf.py")


@pytest.mark.parametrize("mutation", MUTATIONS, ids=lambda one: one.name)
def test_a_removal_patch_still_fits_the_house(mutation: Mutation) -> None:
    assert mutation.apply(PROJECT, "--check") == ""
    assert all(name.startswith(HOUSE) for name in mutation.changed_files)
    assert mutation.changed_files


@pytest.mark.parametrize("mutation", MUTATIONS, ids=lambda one: one.name)
def test_a_removal_patch_names_tests_that_exist(mutation: Mutation) -> None:
    for test in mutation.tests:
        path, _, name = test.partition("::")
        tree = ast.parse((PROJECT / path).read_text())
        names = {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}
        assert name.partition("[")[0] in names, test


def test_every_attack_that_we_promise_to_test_has_its_removal_patch() -> None:
    covered = {attack for mutation in MUTATIONS for attack in mutation.attacks}
    assert not sorted(set(NEEDED) - covered)


def test_nothing_else_lies_in_the_folder_of_patches() -> None:
    assert {path.suffix for path in FOLDER.iterdir() if path.is_file()} <= {".patch", ".py"}
