"""Settings: what production refuses to start with, each refusal naming the setting."""

from __future__ import annotations

from dataclasses import FrozenInstanceError
from pathlib import Path

import pytest

from app.adapters.keyring import create_development_secrets
from app.factory import create_app
from app.settings import PROJECT, Settings, UnsafeSetting

PRODUCTION = {
    "ENV": "production",
    "DOORS": "public",
    "DATABASE_URL": "postgresql+psycopg:///house",
    "REDIS_URL": "unix:///run/redis/house.sock",
    "SECRETS_DIR": "/run/credentials/house",
    "PINS_FILE": "/etc/house/pins.json",
}


def refusal(**changes: str) -> UnsafeSetting:
    with pytest.raises(UnsafeSetting) as refused:
        Settings.from_env({**PRODUCTION, **changes})
    return refused.value


def test_production_starts_with_everything_given() -> None:
    settings = Settings.from_env(PRODUCTION)
    assert settings.is_production
    assert settings.doors == "public"
    assert not settings.debug


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DEBUG", "1"),
        ("FLASK_DEBUG", "true"),
        ("DOORS", "all"),
        ("DOORS", ""),
        ("DATABASE_URL", "sqlite:////var/lib/house/house.sqlite3"),
        ("DATABASE_URL", ""),
        ("REDIS_URL", ""),
        ("SECRETS_DIR", ""),
        ("PINS_FILE", ""),
        ("EXIT_URL", "http://example.org"),
        ("ONION_HOST", "example.org"),
        ("TRUSTED_PROXIES", "all"),
        ("TRUSTED_PROXIES", "-1"),
        ("PUSH_TEST_ORIGINS", "http://127.0.0.1:5005"),
        ("PUSH_CONTACT", "somebody"),
        ("ANCHOR_MAIL", "a@example.org, b@example.org"),
        ("ANCHOR_MAIL", "a@example.org"),  # and no server to send it
        ("PUSH_CONTACT", "http://example.org"),
        ("PUSH_CONTACT", "https://example.org/contact"),
    ],
)
def test_production_refuses_and_names_the_setting(name: str, value: str) -> None:
    refused = refusal(**{name: value})
    assert refused.name == name.removeprefix("FLASK_")
    assert refused.name in str(refused)
    assert refused.reason


def test_a_mistyped_environment_is_not_taken_for_development() -> None:
    """ENV=prod must not quietly mean a house with development keys."""
    assert refusal(ENV="prod").name == "ENV"
    assert refusal(DOORS="publik").name == "DOORS"


@pytest.mark.parametrize("doors", ["public", "desk"])
def test_production_refuses_development_secrets(tmp_path: Path, doors: str) -> None:
    create_development_secrets(tmp_path)
    settings = {**PRODUCTION, "DOORS": doors, "SECRETS_DIR": str(tmp_path)}
    refused = refused_by_app(settings | {"PROTOCOL_FILE": str(protocol_in_force(tmp_path))})
    assert refused.name.startswith("SECRETS_DIR/")
    assert "development" in refused.reason


def test_production_refuses_a_weak_secret(tmp_path: Path) -> None:
    for name in ("pepper_receipt", "salt_receipt", "k_gen", "k_idem", "k_form", "k_alert",
                 "k_idx", "k_field"):  # fmt: skip
        path = tmp_path / name
        path.write_text("ab" * 32)
        path.chmod(0o400)
    settings = {**PRODUCTION, "SECRETS_DIR": str(tmp_path)}
    refused = refused_by_app(settings | {"PROTOCOL_FILE": str(protocol_in_force(tmp_path))})
    assert refused.name.startswith("SECRETS_DIR/")
    assert "weak" in refused.reason


def test_production_refuses_the_placeholder_of_a_protocol() -> None:
    assert refused_by_app(PRODUCTION).name == "PROTOCOL_FILE"


def test_development_needs_nothing_given() -> None:
    settings = Settings.from_env({})
    assert settings.env == "development"
    assert settings.doors == "all"
    assert settings.redis_url is None
    assert settings.database_url == f"sqlite:///{PROJECT / 'var' / 'embedded.sqlite3'}"
    assert settings.secrets_dir == PROJECT / "var" / "secrets"


def test_paths_are_absolute_wherever_one_starts() -> None:
    settings = Settings.from_env({"VAR_DIR": "elsewhere"})
    assert settings.var_dir == Path.cwd() / "elsewhere"
    assert settings.secrets_dir.is_absolute()
    assert settings.pins_file.is_absolute()


def test_settings_do_not_change_while_running() -> None:
    settings = Settings.from_env({})
    with pytest.raises(FrozenInstanceError):
        settings.debug = True  # type: ignore[misc]


def refused_by_app(env: dict[str, str]) -> UnsafeSetting:
    with pytest.raises(UnsafeSetting) as refused:
        create_app(Settings.from_env(env))
    return refused.value


def protocol_in_force(folder: Path) -> Path:
    """The project's protocol file with another status, as if it were licensed."""
    file = folder / "protocol.toml"
    text = (PROJECT / "data" / "protocol.toml").read_text()
    file.write_text(text.replace('status = "development"', 'status = "in_force"'))
    return file
