"""Every column belongs to one part of a backup, and no key lies with the data (2.12)."""

from __future__ import annotations

from app.models.registry import all_tables
from app.services.backup_parts import DATA, KEYS, LEFT_OUT, columns_of

KEY_COLUMNS = {
    "salt", "auth", "wrapped_secret", "totp_sealed", "invite_mac", "sealed_team", "sealed_desk",
    "sealed_receipt",
}  # fmt: skip


def test_every_column_is_in_one_part_or_its_table_is_left_out_with_a_reason() -> None:
    for table in all_tables().sorted_tables:
        data, keys = columns_of(DATA, table.name), columns_of(KEYS, table.name)
        if table.name in LEFT_OUT:
            assert not data + keys
            assert LEFT_OUT[table.name]
            continue
        assert sorted(data + keys) == sorted(one.name for one in table.columns), table.name


def test_no_table_is_named_that_is_not_there() -> None:
    assert {*DATA, *KEYS, *LEFT_OUT} == set(all_tables().tables)


def test_no_key_lies_with_the_data() -> None:
    assert not KEY_COLUMNS & {one for name in DATA for one in columns_of(DATA, name)}
    assert not {"report_keys", "complaint_keys", "team_grant"} & set(DATA)


def test_what_the_data_part_leaves_empty_may_be_empty() -> None:
    for name in set(DATA) & set(KEYS):
        for column in columns_of(KEYS, name):
            assert all_tables().tables[name].c[column].nullable, f"{name}.{column}"
