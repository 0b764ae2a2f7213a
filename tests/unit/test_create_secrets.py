"""The secrets of production: made once, strong, for their owner only, and good for both doors."""

from __future__ import annotations

import stat
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from app.adapters.keyring import PUSH_PUBLIC, load_keyring, secrets_of
from app.adapters.vapid import public_key
from app.commands.create_secrets import create_secrets
from app.settings import Doors, Settings, UnsafeSetting


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
    files = sorted(file for file in folder.iterdir() if file.name != PUSH_PUBLIC)
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
    public = {PUSH_PUBLIC} if "vapid_key" in secrets_of(doors) else set()
    assert {file.name for file in tmp_path.iterdir()} == set(secrets_of(doors)) | public


def test_no_secret_is_printed(tmp_path: Path) -> None:
    printed = run(tmp_path).output
    assert not [file for file in tmp_path.iterdir() if file.read_text().strip() in printed]


def test_the_public_process_gets_the_public_half_only_and_it_follows_its_secret(
    tmp_path: Path,
) -> None:
    run(tmp_path)
    desk = load_keyring(production(tmp_path, "desk"))
    public = load_keyring(production(tmp_path, "public"))
    assert public.vapid_key is None
    assert desk.vapid_key is not None
    assert public.push_public == desk.push_public == public_key(desk.vapid_key)
    (tmp_path / "vapid_key").unlink()
    assert run(tmp_path).output.count("made") == 2
    assert load_keyring(production(tmp_path, "public")).push_public != public.push_public


@pytest.mark.parametrize("text", ["", "zz", "ab" * 65, "04" + "ab" * 64])
def test_a_public_half_that_is_none_stops_the_public_process_that_would_use_it(
    tmp_path: Path, text: str
) -> None:
    run(tmp_path)
    (tmp_path / PUSH_PUBLIC).unlink()
    if text:
        (tmp_path / PUSH_PUBLIC).write_text(text)
    with pytest.raises(UnsafeSetting) as refused:
        load_keyring(production(tmp_path, "public"))
    assert refused.value.name == f"SECRETS_DIR/{PUSH_PUBLIC}"
    assert load_keyring(replace(production(tmp_path, "public"), push_contact=None))
