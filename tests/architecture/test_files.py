"""Tests about the code itself: sizes, names, texts outside catalogues, paths of machines."""

from __future__ import annotations

import ast
import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
DRAWERS = {"utils", "util", "common", "helpers", "helper", "misc", "constants", "forms_all"}
EMPTY_ROOMS = ("app", "moderation")
TRACKED = subprocess.run(
    ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
    cwd=ROOT,
    check=True,
    capture_output=True,
    text=True,
).stdout.split()
CODE = [ROOT / name for name in TRACKED if name.endswith(".py") and (ROOT / name).exists()]


def test_no_file_of_code_is_longer_than_300_lines() -> None:
    long = {
        str(path.relative_to(ROOT)): lines
        for path in CODE
        if (lines := len(path.read_text().splitlines())) > 300
    }
    assert not long


def test_no_module_is_a_drawer_for_everything() -> None:
    assert not [path for path in CODE if path.stem in DRAWERS]


def test_a_package_init_owns_nothing() -> None:
    """An __init__ that owns things is what ties a code base into one cycle."""
    full = [
        path
        for path in CODE
        if path.name == "__init__.py"
        and path.relative_to(ROOT).parts[0] in EMPTY_ROOMS
        and ast.parse(path.read_text()).body
    ]
    assert not full


def test_every_module_says_what_it_is_for() -> None:
    silent = [
        str(path.relative_to(ROOT))
        for path in CODE
        if path.name != "__init__.py"
        and path.relative_to(ROOT).parts[0] in ("app", "moderation", "bench")
        and not ast.get_docstring(ast.parse(path.read_text()))
    ]
    assert not silent


def test_nothing_is_imported_inside_a_function() -> None:
    found = []
    for path in CODE:
        if path.relative_to(ROOT).parts[0] not in ("app", "moderation"):
            continue
        found += [
            f"{path.relative_to(ROOT)}: {node.name}"
            for node in ast.walk(ast.parse(path.read_text()))
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
            and any(isinstance(inner, ast.Import | ast.ImportFrom) for inner in ast.walk(node))
        ]
    assert not found


@pytest.mark.parametrize("room", ["app/domain", "app/services", "moderation/decisions"])
def test_the_lower_floors_hold_no_clock(room: str) -> None:
    """`now` is an argument, so that a rule can be tested on any day."""
    clock = re.compile(r"datetime\.now|date\.today|time\.time\(|utcnow")
    found = [
        str(path.relative_to(ROOT))
        for path in CODE
        if str(path.relative_to(ROOT)).startswith(room) and clock.search(path.read_text())
    ]
    assert not found


def test_nobody_but_the_doors_commits() -> None:
    found = [
        str(path.relative_to(ROOT))
        for path in CODE
        if path.relative_to(ROOT).parts[0] in ("app", "moderation")
        and "app/adapters/" not in str(path)
        and ".commit()" in path.read_text()
    ]
    assert not found


def test_no_tracked_file_names_a_registry_or_a_path_of_a_machine() -> None:
    pattern = re.compile(
        rb"https?://[^\s\"']*(pypi|pythonhosted|npmjs|debian\.org/debian)|/root/|/work/"
    )
    found = [
        name
        for name in TRACKED
        if (ROOT / name).is_file()
        and name != "tests/architecture/test_files.py"
        and pattern.search((ROOT / name).read_bytes())
    ]
    assert not found


def test_two_migrations_cannot_both_be_the_newest() -> None:
    numbers = sorted(path.name[:4] for path in (ROOT / "migrations/versions").glob("*.py"))
    assert numbers == [f"{n:04d}" for n in range(1, len(numbers) + 1)]
    assert (ROOT / "migrations/.current-head").read_text().strip() == numbers[-1]


def test_migrations_never_import_the_models() -> None:
    """A migration describes the past; the models move on."""
    found = [
        path.name
        for path in (ROOT / "migrations").rglob("*.py")
        if re.search(r"^\s*(from|import) (app|moderation)", path.read_text(), re.MULTILINE)
    ]
    assert not found
