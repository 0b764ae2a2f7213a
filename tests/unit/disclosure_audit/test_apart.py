"""The audit shares nothing with what it audits: what it imports is its own, or plain Python."""

from __future__ import annotations

import ast
import sys
from pathlib import Path

import pytest

from app.settings import PROJECT

AUDIT = "app.domain.disclosure_audit"
FILES = (
    *sorted((PROJECT / "app/domain/disclosure_audit").glob("*.py")),
    PROJECT / "app/adapters/audit_solver.py",
    PROJECT / "app/adapters/published_tables.py",
)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_the_audit_stands_apart(path: Path) -> None:
    tree = ast.parse(path.read_text())
    names = {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    names |= {a.name for node in ast.walk(tree) if isinstance(node, ast.Import) for a in node.names}
    others = {
        name
        for name in names
        if name and not name.startswith(AUDIT) and name.split(".")[0] not in sys.stdlib_module_names
    }
    in_domain = path.parent.name == "disclosure_audit"
    assert others <= (set() if in_domain else {"highspy", "app.adapters.audit_solver"})
