"""The documents keep up with the code: links lead somewhere, every alarm has its advice."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
DOCUMENTS = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
LINK = re.compile(r"!?\[[^]]*\]\(([^)#]+)(?:#[^)]*)?\)")
SOURCES = [path for room in ("app", "moderation") for path in sorted((ROOT / room).rglob("*.py"))]


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda one: str(one.relative_to(ROOT)))
def test_every_link_to_a_file_leads_somewhere(document: Path) -> None:
    dead = [
        target
        for target in LINK.findall(document.read_text())
        if "://" not in target and not (document.parent / target).exists()
    ]
    assert not dead


def test_the_runbook_knows_every_alarm() -> None:
    advice = (ROOT / "docs" / "runbook.md").read_text()
    assert not sorted(code for code in alarm_codes() if f"`{code}`" not in advice)


def test_decisions_are_numbered_without_gaps_and_say_date_and_status() -> None:
    files = sorted((ROOT / "docs" / "adr").glob("[0-9]*.md"))
    assert [file.name[:4] for file in files] == [f"{n:04d}" for n in range(1, len(files) + 1)]
    for file in files:
        lines = file.read_text().splitlines()
        assert lines[0].startswith(f"# {file.name[:4]} "), file.name
        assert re.fullmatch(r"\d{4}-\d\d-\d\d · (accepted|replaced by \d{4})", lines[2]), file.name


def test_every_path_that_the_tour_and_the_flows_name_exists() -> None:
    wrong = []
    for name in ("tour.md", "flows.md", "threat-model.md"):
        for path in re.findall(r"`((?:app|moderation|tests|data|static|content)/[^`\s]*)`",
                               (ROOT / "docs" / name).read_text()):  # fmt: skip
            if "*" in path or "<" in path:
                continue
            if not any((ROOT / f"{path}{end}").exists() for end in ("", ".py")):
                wrong.append(f"{name}: {path}")
    assert not wrong


def alarm_codes() -> set[str]:
    """What `raise_alarm` is called with: texts, and names of constants that hold one."""
    trees = [ast.parse(path.read_text()) for path in SOURCES]
    constants = {
        target.id: node.value.value
        for tree in trees
        for node in tree.body
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant)
        for target in node.targets
        if isinstance(target, ast.Name) and isinstance(node.value.value, str)
    }
    found = set()
    for tree in trees:
        own = constants | {
            target.id: node.value.value
            for node in tree.body
            if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant)
            for target in node.targets
            if isinstance(target, ast.Name) and isinstance(node.value.value, str)
        }
        for node in ast.walk(tree):
            if not (isinstance(node, ast.Call) and getattr(node.func, "id", "") == "raise_alarm"):
                continue
            code = node.args[1]
            if isinstance(code, ast.Constant):
                found.add(str(code.value))
            elif isinstance(code, ast.Name) and code.id in own:
                found.add(own[code.id])
    return found
