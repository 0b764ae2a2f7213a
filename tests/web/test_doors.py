"""Two processes, two doors: what each has, what it lacks, and no way on that leads nowhere."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from flask import Flask

from app.adapters.database import Database
from app.adapters.keyring import (
    DESK_SECRETS,
    RECEIPT_SECRETS,
    create_development_secrets,
    load_keyring,
)
from app.adapters.vault.stretching import Stretcher
from app.factory import create_app
from app.settings import Doors, Settings
from tests.conftest import Clock
from tests.desk_rooms import furnish
from tests.visitor import Visitor

pytestmark = pytest.mark.parametrize("engine_url", ["sqlite"], indirect=True)

HERS = ("report", "follow", "members", "start", "information")


@dataclass(frozen=True)
class TwoDoors:
    """One database and one folder of secrets, from which each process reads its own."""

    settings: Settings
    database: Database
    stretcher: Stretcher
    clock: Clock

    def open(self, doors: Doors) -> Flask:
        settings = replace(self.settings, doors=doors)
        app = create_app(
            settings,
            keyring=load_keyring(settings, self.stretcher),
            database=self.database,
            clock=self.clock,
        )
        app.testing = False
        return app


@pytest.fixture
def house(
    settings: Settings,
    database: Database,
    cheap_insecure_stretcher: Stretcher,
    clock: Clock,
    tmp_path: Path,
) -> TwoDoors:
    settings = replace(settings, secrets_dir=tmp_path / "secrets")
    create_development_secrets(settings.secrets_dir)
    return TwoDoors(settings, database, cheap_insecure_stretcher, clock)


def blueprints_of(app: Flask) -> set[str]:
    return {rule.endpoint.split(".")[0] for rule in app.url_map.iter_rules()}


def dead_ends(visitor: Visitor, paths: list[str]) -> dict[str, int]:
    """Links on these pages, one step on, that do not answer."""
    found: dict[str, int] = {}
    seen = {"/x"}
    for path in paths:
        for link in visitor.get(path).links:
            address = urlsplit(link)
            if address.netloc or not address.path.startswith("/") or address.path in seen:
                continue
            seen.add(address.path)
            status = visitor.client.get(link).status_code
            if status >= 400:
                found[link] = status
    return found


@pytest.mark.usefixtures("alerts_team", "institutions_team")
def test_the_public_door_has_no_page_and_no_secret_of_the_desk(house: TwoDoors) -> None:
    app = house.open("public")
    assert set(HERS) <= blueprints_of(app)
    assert not [rule.rule for rule in app.url_map.iter_rules() if "/desk" in rule.rule]
    keyring = app.extensions["house"].keyring
    assert [name for name in DESK_SECRETS if getattr(keyring, name) is not None] == []
    visitor = Visitor(app)
    for path in ("/nl/desk/", "/nl/desk/sign-in", "/en/desk/enrol"):
        visitor.get(path, status=404)
    visitor.get("/", status=303)
    assert visitor.follow().path == "/nl/"
    assert "/desk" not in "".join(visitor.last.links)
    assert dead_ends(visitor, ["/nl/", "/en/help", "/nl/c"]) == {}


def test_the_desks_door_has_no_page_and_no_receipt_secret_of_hers(house: TwoDoors) -> None:
    app = house.open("desk")
    assert not set(HERS) & blueprints_of(app)
    keyring = app.extensions["house"].keyring
    assert [name for name in RECEIPT_SECRETS if getattr(keyring, name) is not None] == []
    visitor = Visitor(app)
    for path in ("/nl/", "/nl/report", "/nl/c", "/nl/m", "/nl/m/a", "/nl/help", "/nl/info/data"):
        visitor.get(path, status=404)
        assert "/nl/help" not in visitor.last.links


@pytest.mark.parametrize("wish", ["nl", "en"])
def test_every_way_on_from_the_desks_door_leads_somewhere(house: TwoDoors, wish: str) -> None:
    app = house.open("desk")
    visitor = Visitor(app)
    visitor.get("/", status=303, headers={"Accept-Language": wish})
    assert visitor.response.headers["Location"] == f"/{wish}/desk/"
    lost = visitor.get(f"/{wish}/nothing", status=404)
    assert f"/{wish}/desk/" in lost.links
    assert dead_ends(visitor, [f"/{wish}/desk/sign-in"]) == {}
    rooms = furnish(app, house.database, app.extensions["house"].keyring, house.clock)
    iris = rooms.sign_in(rooms.iris)
    pages = [f"/{wish}/desk/{one}" for one in ("", "alerts", "members", "team", "account", "log")]
    assert dead_ends(iris, pages) == {}
