"""The secrets of production: made once, strong, for their owner only, and good for both doors."""

from __future__ import annotations

import stat
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from app.adapters.keyring import load_keyring, secrets_of
from app.commands.create_secrets import create_secrets
from app.settings import Doors, Settings


def run(folder: Path, *options: str) -> Result:
    return CliRunner().invoke(create_secrets, [str(folder), *options])


def production(folder: Path, doors: Doors) -> Settings:
    settings = Settings.from_env({"VAR_DIR": str(folder), "SECRETS_DIR": str(folder)})
    return replace(settings, env="production", doors=doors)


def test_both_doors_of_production_start_with_them_and_share_what_they_must(tmp_path: Path) -> None:
    folder = tmp_path / "secrets"
    assert run(folder).exit_code == 0
    public = load_keyring(production(folder, "public"))
    desk = load_keyring(production(folder, "desk"))
    assert public.k_idx == desk.k_idx
    assert public.k_audit is None
    assert desk.pepper_receipt is None


def test_they_are_for_their_owner_only_and_all_different(tmp_path: Path) -> None:
    folder = tmp_path / "secrets"
    run(folder)
    files = sorted(folder.iterdir())
    assert [file.name for file in files] == sorted(secrets_of("all"))
    assert {stat.S_IMODE(file.stat().st_mode) for file in files} == {0o400}
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert len({file.read_text() for file in files}) == len(files)


def test_a_second_run_overwrites_nothing_and_adds_what_is_missing(tmp_path: Path) -> None:
    folder = tmp_path / "secrets"
    run(folder)
    before = {file.name: file.read_text() for file in folder.iterdir()}
    (folder / "k_form").unlink()
    again = run(folder)
    after = {file.name: file.read_text() for file in folder.iterdir()}
    assert after.pop("k_form") != before.pop("k_form")
    assert after == before
    assert again.output.count("made") == 1
    assert again.output.count("kept") == len(before)


@pytest.mark.parametrize("doors", ["public", "desk"])
def test_one_door_gets_its_own_only(tmp_path: Path, doors: Doors) -> None:
    run(tmp_path, "--doors", doors)
    assert sorted(file.name for file in tmp_path.iterdir()) == sorted(secrets_of(doors))


def test_no_secret_is_printed(tmp_path: Path) -> None:
    printed = run(tmp_path).output
    assert not [file for file in tmp_path.iterdir() if file.read_text().strip() in printed]
