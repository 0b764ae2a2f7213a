"""Every table has something that ends its rows, and what the list says of it is so (3.8)."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path

import pytest

from app.adapters.reference_rows import BadReferenceData
from app.adapters.retention_file import load_keeping
from app.domain.protocol import Protocol
from app.models.registry import all_tables
from app.services.purge import RULES
from app.settings import PROJECT
from moderation.desk.deletions import KINDS
from tests.workbench import reference

FILE = PROJECT / "data" / "retention.toml"
TABLES = reference().keeping.tables


def test_every_table_has_a_term() -> None:
    assert set(all_tables().tables) == set(TABLES)


def test_what_goes_with_another_row_goes_with_it_in_the_database() -> None:
    for name, (rule, about) in TABLES.items():
        if rule != "with":
            continue
        parents = {
            key.column.table.name: key.ondelete for key in all_tables().tables[name].foreign_keys
        }
        assert parents.get(about) == "CASCADE", name


def test_a_term_of_the_protocol_is_one() -> None:
    known = {one.name for one in fields(Protocol)}
    for name, (rule, about) in TABLES.items():
        assert rule != "protocol" or about in known, name


def test_every_kind_of_the_register_has_a_name() -> None:

    assert set(RULES) == set(KINDS)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("audit = 730 ", "audit = 0 "),
        ("audit = 730 ", "audit = true "),
        ("audit = 730 ", "odit = 730 "),
        ('alert_change = "days change_notice"', 'alert_change = "days whatever"'),
        ('alert_change = "days change_notice"', 'alert_change = "sometimes soon"'),
        ('alert_change = "days change_notice"', 'alert_change = "until"'),
    ],
)
def test_a_file_with_a_slip_is_refused(tmp_path: Path, before: str, after: str) -> None:
    text = FILE.read_text()
    assert before in text
    wrong = tmp_path / "retention.toml"
    wrong.write_text(text.replace(before, after))
    with pytest.raises(BadReferenceData):
        load_keeping(wrong)
