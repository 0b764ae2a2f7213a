"""Settings: read once from the environment, frozen, and refusing to start when unsafe.

Every setting has one name in the environment (upper case of the field). In production nothing has
a default that would be unsafe, and `UnsafeSetting` names the setting that is wrong (decisions 1).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, cast, get_args
from urllib.parse import urlsplit

Env = Literal["development", "test", "production"]
Doors = Literal["all", "public", "desk"]

ADDRESS = re.compile(r"[\w.+-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+")
PUSH_CONTACT = re.compile(r"(mailto:[\w.+-]+@|https://)[a-z0-9-]+(\.[a-z0-9-]+)*")
PROJECT = Path(__file__).resolve().parent.parent


class UnsafeSetting(Exception):
    """A setting with which we do not start; carries its name and why."""

    def __init__(self, name: str, reason: str) -> None:
        super().__init__(f"{name}: {reason}")
        self.name = name
        self.reason = reason


@dataclass(frozen=True)
class Settings:
    """Everything that differs between machines; paths are absolute."""

    env: Env
    database_url: str
    redis_url: str | None
    doors: Doors
    secrets_dir: Path
    pins_file: Path
    var_dir: Path
    release_keys_dir: Path
    protocol_file: Path
    onion_host: str | None
    trusted_proxies: int
    exit_url: str
    mail_url: str | None
    desk_mail: str | None
    anchor_mail: tuple[str, ...]
    sms_url: str | None
    sms_token: str | None = field(repr=False)
    push_contact: str | None
    push_test_origins: tuple[str, ...]
    desk_origin: str | None
    escrow_file: Path | None
    debug: bool = False

    @property
    def is_production(self) -> bool:
        return self.env == "production"

    @classmethod
    def from_env(cls, env: Mapping[str, str]) -> Settings:
        """Settings out of environment variables; raises `UnsafeSetting` naming the wrong one."""
        name = _one_of(env, "ENV", "development", get_args(Env))
        production = name == "production"
        var_dir = Path(env.get("VAR_DIR") or PROJECT / "var").resolve()
        database_url = env.get("DATABASE_URL") or _default(
            production, "DATABASE_URL", f"sqlite:///{var_dir / 'embedded.sqlite3'}"
        )
        secrets = env.get("SECRETS_DIR") or _default(
            production, "SECRETS_DIR", str(var_dir / "secrets")
        )
        settings = cls(
            env=cast("Env", name),
            database_url=database_url,
            redis_url=env.get("REDIS_URL") or None,
            doors=cast("Doors", _one_of(env, "DOORS", "all", get_args(Doors))),
            secrets_dir=Path(secrets).resolve(),
            pins_file=Path(env.get("PINS_FILE") or var_dir / "pins.json").resolve(),
            var_dir=var_dir,
            release_keys_dir=Path(
                env.get("RELEASE_KEYS_DIR") or var_dir / "release-keys"
            ).resolve(),
            protocol_file=Path(
                env.get("PROTOCOL_FILE") or PROJECT / "data" / "protocol.toml"
            ).resolve(),
            onion_host=env.get("ONION_HOST") or None,
            trusted_proxies=_count(env, "TRUSTED_PROXIES"),
            exit_url=env.get("EXIT_URL") or "https://www.knmi.nl/nederland-nu/weer/verwachtingen",
            mail_url=env.get("MAIL_URL") or None,
            desk_mail=env.get("DESK_MAIL") or None,
            anchor_mail=tuple((env.get("ANCHOR_MAIL") or "").split()),
            sms_url=env.get("SMS_URL") or None,
            sms_token=env.get("SMS_TOKEN") or None,
            push_contact=env.get("PUSH_CONTACT")
            or (None if production else "mailto:push@localhost"),
            push_test_origins=tuple((env.get("PUSH_TEST_ORIGINS") or "").split()),
            desk_origin=env.get("DESK_ORIGIN") or None,
            escrow_file=Path(env["ESCROW_FILE"]).resolve() if env.get("ESCROW_FILE") else None,
            debug=_switch(env, "DEBUG") or _switch(env, "FLASK_DEBUG"),
        )
        settings._refuse_what_is_unsafe(env)
        return settings

    def _is_desk_origin(self, text: str) -> bool:
        """Passkeys are bound to a name: exactly as a browser writes it, never an IP address."""
        found = urlsplit(text)
        schemes = ("https",) if self.is_production else ("https", "http")
        named = re.fullmatch(r"[a-z0-9-]+(\.[a-z0-9-]+)*(:\d{1,5})?", found.netloc) is not None
        numbers = (found.hostname or "").rpartition(".")[2].isdecimal()
        return (
            found.scheme in schemes
            and named
            and not numbers
            and text == f"{found.scheme}://{found.netloc}"
        )

    def _refuse_addresses(self) -> None:
        if self.push_contact is not None and not PUSH_CONTACT.fullmatch(self.push_contact):
            raise UnsafeSetting("PUSH_CONTACT", "must be mailto:name@host or https://host")
        if not all(ADDRESS.fullmatch(one) for one in self.anchor_mail):
            raise UnsafeSetting("ANCHOR_MAIL", "must be mail addresses with a space between them")
        if self.anchor_mail and self.mail_url is None and self.is_production:
            raise UnsafeSetting("ANCHOR_MAIL", "needs MAIL_URL")

    def _refuse_what_is_unsafe(self, env: Mapping[str, str]) -> None:
        if not self.exit_url.startswith("https://"):
            raise UnsafeSetting("EXIT_URL", "must be an https address")
        if self.onion_host is not None and not self.onion_host.endswith(".onion"):
            raise UnsafeSetting("ONION_HOST", "must end in .onion")
        if self.desk_origin is not None and not self._is_desk_origin(self.desk_origin):
            raise UnsafeSetting(
                "DESK_ORIGIN", "must be https:// and a host name, nothing behind it"
            )
        self._refuse_addresses()
        if not self.is_production:
            return
        if self.push_test_origins:
            raise UnsafeSetting("PUSH_TEST_ORIGINS", "is for tests: it lets messages go anywhere")
        if self.debug:
            raise UnsafeSetting("DEBUG", "must be off in production")
        if self.doors == "all":
            raise UnsafeSetting("DOORS", "production runs two processes: public and desk")
        if not self.database_url.startswith("postgresql"):
            raise UnsafeSetting("DATABASE_URL", "production needs PostgreSQL")
        if self.redis_url is None:
            raise UnsafeSetting("REDIS_URL", "production needs Redis")
        if not env.get("PINS_FILE"):
            raise UnsafeSetting("PINS_FILE", "must be given: a file that only the operator writes")


def _default(production: bool, name: str, value: str) -> str:
    if production:
        raise UnsafeSetting(name, "must be given in production")
    return value


def _one_of(env: Mapping[str, str], name: str, default: str, allowed: tuple[str, ...]) -> str:
    value = env.get(name) or default
    if value not in allowed:
        raise UnsafeSetting(name, f"must be one of {', '.join(allowed)}")
    return value


def _count(env: Mapping[str, str], name: str) -> int:
    value = env.get(name) or "0"
    if not value.isdecimal() or int(value) > 5:
        raise UnsafeSetting(name, "must be a whole number from 0 to 5")
    return int(value)


def _switch(env: Mapping[str, str], name: str) -> bool:
    return (env.get(name) or "0").lower() not in ("0", "false", "no", "off")
