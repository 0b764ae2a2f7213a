"""The keyring: each door has its own secrets, and production refuses bad ones by name."""

from __future__ import annotations

import json
import os
import random
import stat
from dataclasses import replace
from pathlib import Path

import pytest

from app.adapters.keyring import (
    DESK_SECRETS,
    RECEIPT_SECRETS,
    SHARED_SECRETS,
    Keyring,
    PinnedKey,
    _is_open_to_others,
    create_development_secrets,
    load_keyring,
    secrets_of,
)
from app.adapters.vault.boxes import new_key_pair
from app.adapters.vault.stretching import Cost, Stretcher
from app.settings import Doors, Env, Settings, UnsafeSetting

RANDOM = random.Random(1)  # the same in every process: values here become names of tests
CHEAP = Stretcher(receipt_cost=Cost(8, 1), staff_cost=Cost(8, 1))


def settings_of(folder: Path, env: Env = "development", doors: Doors = "all") -> Settings:
    settings = Settings.from_env({"VAR_DIR": str(folder)})
    return replace(settings, env=env, doors=doors, push_contact=None)


def good_secrets(folder: Path, doors: Doors = "all") -> Path:
    """Random secrets, readable by the owner only."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in secrets_of(doors):
        path = folder / name
        path.write_text(os.urandom(32).hex() + "\n")
        path.chmod(0o400)
    return folder


def refusal(settings: Settings) -> UnsafeSetting:
    with pytest.raises(UnsafeSetting) as refused:
        load_keyring(settings)
    return refused.value


def test_a_laptop_makes_its_secrets_once_and_reads_them(tmp_path: Path) -> None:
    folder = tmp_path / "secrets"
    create_development_secrets(folder)
    first = load_keyring(settings_of(tmp_path))
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    create_development_secrets(folder)
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before
    values = [getattr(first, name) for name in secrets_of("all")]
    assert {len(value) for value in values} == {32}
    assert len(set(values)) == len(values) == len(before) == 12
    assert load_keyring(settings_of(tmp_path)).k_idx == first.k_idx


def test_development_secrets_are_for_the_owner_only(tmp_path: Path) -> None:
    create_development_secrets(tmp_path / "secrets")
    for path in (tmp_path / "secrets").iterdir():
        assert stat.S_IMODE(path.stat().st_mode) == 0o400
        assert path.read_text().startswith("dev-")
    assert stat.S_IMODE((tmp_path / "secrets").stat().st_mode) == 0o700


def test_a_secret_that_is_there_is_not_overwritten(tmp_path: Path) -> None:
    folder = tmp_path / "secrets"
    folder.mkdir()
    own = os.urandom(32).hex()
    (folder / "k_idx").write_text(own)
    create_development_secrets(folder)
    assert (folder / "k_idx").read_text() == own
    assert load_keyring(settings_of(tmp_path)).k_idx == bytes.fromhex(own)


@pytest.mark.parametrize(
    ("doors", "absent"),
    [("public", DESK_SECRETS), ("desk", RECEIPT_SECRETS), ("all", ())],
)
def test_a_door_has_its_secrets_and_never_those_of_the_other(
    tmp_path: Path, doors: Doors, absent: tuple[str, ...]
) -> None:
    """The matrix of security.md 2.10: also where the other door's files lie in the folder."""
    good_secrets(tmp_path / "secrets")
    for env in ("development", "production"):
        keyring = load_keyring(settings_of(tmp_path, env, doors))
        for name in RECEIPT_SECRETS + SHARED_SECRETS + DESK_SECRETS:
            assert (getattr(keyring, name) is None) is (name in absent), name


def test_the_public_door_holds_neither_staff_pepper_nor_audit_key() -> None:
    assert {"pepper_staff", "k_audit", "k_facts", "vapid_key"} == set(DESK_SECRETS)
    assert not set(secrets_of("public")) & set(DESK_SECRETS)
    assert not set(secrets_of("desk")) & {"pepper_receipt", "salt_receipt", "k_gen", "k_idem"}


def test_a_door_starts_without_the_secrets_of_the_other(tmp_path: Path) -> None:
    for doors in ("public", "desk"):
        good_secrets(tmp_path / doors / "secrets", doors)
        load_keyring(settings_of(tmp_path / doors, "production", doors))
        assert refusal(settings_of(tmp_path / doors, "production", "all")).name


@pytest.mark.parametrize("name", secrets_of("all"))
def test_a_missing_secret_is_named(tmp_path: Path, name: str) -> None:
    (good_secrets(tmp_path / "secrets") / name).unlink()
    contact = "mailto:push@example.org" if name == "vapid_key" else None
    for env in ("development", "production"):
        refused = refusal(replace(settings_of(tmp_path, env), push_contact=contact))
        assert (refused.name, refused.reason) == (f"SECRETS_DIR/{name}", "cannot be read as text")


def test_a_house_that_sends_no_push_starts_without_its_key(tmp_path: Path) -> None:
    (good_secrets(tmp_path / "secrets") / "vapid_key").unlink()
    keyring = load_keyring(settings_of(tmp_path, "production", "desk"))
    assert (keyring.vapid_key, keyring.push_public) == (None, None)


def test_production_refuses_a_development_secret_by_its_word(tmp_path: Path) -> None:
    create_development_secrets(tmp_path / "secrets")
    refused = refusal(settings_of(tmp_path, "production"))
    assert refused.reason == "is a development secret"
    assert refused.name.startswith("SECRETS_DIR/")


@pytest.mark.parametrize("mode", [0o440, 0o404, 0o444, 0o640, 0o660, 0o666])
def test_production_refuses_a_secret_that_others_may_read(tmp_path: Path, mode: int) -> None:
    path = good_secrets(tmp_path / "secrets") / "k_alert"
    path.chmod(mode)
    if os.geteuid() == 0:
        os.chown(path, -1, 65534)  # root's own group counts as root, see the next test
    refused = refusal(settings_of(tmp_path, "production"))
    assert refused.name == "SECRETS_DIR/k_alert"
    assert "read by others" in refused.reason
    load_keyring(settings_of(tmp_path, "development"))


@pytest.mark.parametrize(
    ("mode", "uid", "gid", "open_to_others"),
    [
        (0o440, 0, 0, False),  # as systemd shows a credential with its access list
        (0o400, 0, 0, False),
        (0o400, 1000, 1000, False),
        (0o440, 1000, 1000, True),
        (0o440, 0, 1000, True),
        (0o444, 0, 0, True),
        (0o460, 0, 0, True),
    ],
)
def test_a_credential_of_systemd_is_not_taken_for_an_open_file(
    monkeypatch: pytest.MonkeyPatch, mode: int, uid: int, gid: int, open_to_others: bool
) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    found = os.stat_result((mode, 0, 0, 0, uid, gid, 0, 0, 0, 0))
    assert _is_open_to_others(found) is open_to_others


@pytest.mark.parametrize(
    "weak",
    [
        b"",
        b"\n",
        b"secret",
        b"00" * 32,
        b"0123456789abcdef" * 4,
        RANDOM.randbytes(31).hex().encode(),
        RANDOM.randbytes(33).hex().encode(),
        RANDOM.randbytes(32),
        b"\xff\xfe" * 16,
        b"changeme" * 8,
        b"ab" * 16 + b"cd" * 16,
    ],
)
@pytest.mark.parametrize("env", ["development", "production"])
def test_a_weak_or_broken_secret_is_refused_by_name_and_not_printed(
    tmp_path: Path, env: Env, weak: bytes
) -> None:
    path = good_secrets(tmp_path / "secrets") / "k_field"
    path.chmod(0o600)
    path.write_bytes(weak)
    refused = refusal(settings_of(tmp_path, env))
    assert refused.name == "SECRETS_DIR/k_field"
    if len(weak) > 1:
        assert weak.decode("latin-1") not in str(refused)


def test_a_keyring_does_not_show_in_print(tmp_path: Path) -> None:
    keyring = load_keyring(settings_of(good_secrets(tmp_path / "secrets").parent))
    assert keyring.k_idx is not None
    for shown in (repr(keyring), str(keyring), f"{keyring}"):
        assert keyring.k_idx.hex() not in shown
        assert repr(keyring.k_idx) not in shown


def test_a_keyring_brings_the_stretcher_of_production_unless_given_another(tmp_path: Path) -> None:
    good_secrets(tmp_path / "secrets")
    assert isinstance(load_keyring(settings_of(tmp_path)).stretcher, Stretcher)
    assert load_keyring(settings_of(tmp_path), CHEAP).stretcher is CHEAP


def pins(keyring: Keyring, content: object) -> None:
    text = content if isinstance(content, str) else json.dumps(content)
    keyring.pins_file.write_text(text)


def test_a_pin_is_read_anew_when_the_operator_changes_it(tmp_path: Path) -> None:
    keyring = Keyring(stretcher=CHEAP, pins_file=tmp_path / "pins.json")
    assert keyring.pinned_team_key("alerts") is None
    one, two = new_key_pair().public, new_key_pair().public
    pins(keyring, {"alerts": {"epoch": 1, "public_key": one.hex()}})
    assert keyring.pinned_team_key("alerts") == PinnedKey("alerts", 1, one)
    assert keyring.pinned_team_key("institutions") is None
    pins(keyring, {"alerts": {"epoch": 2, "public_key": two.hex()}})
    assert keyring.pinned_team_key("alerts") == PinnedKey("alerts", 2, two)
    keyring.pins_file.unlink()
    assert keyring.pinned_team_key("alerts") is None


@pytest.mark.parametrize(
    "content",
    [
        "",
        "{",
        "[]",
        "null",
        "7",
        '"alerts"',
        "\x00",
        {"alerts": None},
        {"alerts": []},
        {"alerts": "x"},
        {"alerts": {}},
        {"alerts": {"epoch": 1}},
        {"alerts": {"public_key": "00" * 32}},
        {"alerts": {"epoch": None, "public_key": "00" * 32}},
        {"alerts": {"epoch": "one", "public_key": "00" * 32}},
        {"alerts": {"epoch": 1, "public_key": "00" * 31}},
        {"alerts": {"epoch": 1, "public_key": "00" * 33}},
        {"alerts": {"epoch": 1, "public_key": "zz" * 32}},
        {"alerts": {"epoch": 1, "public_key": 5}},
        {"alerts": {"epoch": 1, "public_key": None}},
    ],
)
def test_a_pin_that_is_not_whole_is_no_pin(tmp_path: Path, content: object) -> None:
    keyring = Keyring(stretcher=CHEAP, pins_file=tmp_path / "pins.json")
    pins(keyring, content)
    assert keyring.pinned_team_key("alerts") is None


def test_a_pins_file_that_cannot_be_read_is_no_pin(tmp_path: Path) -> None:
    keyring = Keyring(stretcher=CHEAP, pins_file=tmp_path)  # a folder
    assert keyring.pinned_team_key("alerts") is None
    broken = tmp_path / "pins.json"
    broken.write_bytes(b"\xff\xfe{}")
    assert Keyring(stretcher=CHEAP, pins_file=broken).pinned_team_key("alerts") is None
