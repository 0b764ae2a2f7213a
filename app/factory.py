"""The composition root: the only module that knows every other. Start reading here.

    settings → create_app → application

It builds what a running application owns (the House), lays the shared floor, and opens the doors
that `settings.doors` names: in production the public process contains no staff route.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

from flask import Flask

from app import commands
from app.adapters import quiet_log
from app.adapters.assets import build_assets
from app.adapters.catalogues import load_catalogues
from app.adapters.database import Database
from app.adapters.keyring import Keyring, load_keyring
from app.adapters.mail import open_mail
from app.adapters.queue import open_queue
from app.adapters.rate_limit import RateLimiter
from app.adapters.reference_data import load_reference_data
from app.jobs import tasks as public_tasks
from app.jobs.registry import plans_of, task_table
from app.services.workshop import Workshop
from app.public import information
from app.settings import PROJECT, Settings
from app.web import floor
from app.web.house import House
from app.web.rates import RATES


def create_app(
    settings: Settings,
    *,
    keyring: Keyring | None = None,
    database: Database | None = None,
    clock: Callable[[], datetime] | None = None,
) -> Flask:
    """A ready application; tests hand in their own keyring, database and clock."""
    quiet_log.install()
    tasks = task_table(public_tasks.TASKS)
    house = House(
        settings=settings,
        database=database or Database(settings.database_url),
        keyring=keyring or load_keyring(settings),
        reference=load_reference_data(PROJECT / "data"),
        limiter=RateLimiter(RATES, settings.redis_url),
        queue=open_queue(settings.redis_url, plans_of(tasks)),
        catalogues=load_catalogues(PROJECT / "translations"),
        assets=build_assets(PROJECT / "static", settings.var_dir / "static"),
        clock=clock or _now,
    )
    app = Flask(
        "house",
        root_path=str(PROJECT / "app"),
        template_folder=str(PROJECT / "templates"),
        static_folder=None,
    )
    floor.install(app, house)
    app.extensions["workshop"] = Workshop(
        settings=settings,
        database=house.database,
        keyring=house.keyring,
        reference=house.reference,
        catalogues=house.catalogues,
        queue=house.queue,
        mail=open_mail(settings.mail_url),
        clock=house.clock,
        tasks=tasks,
        periodic=public_tasks.PERIODIC,
    )
    if settings.doors in ("all", "public"):
        _open_public_door(app)
    if settings.doors in ("all", "desk"):
        _open_desk_door(app)
    commands.register(app)
    return app


def _open_public_door(app: Flask) -> None:
    for blueprint in (information.blueprint,):
        app.register_blueprint(blueprint)


def _open_desk_door(app: Flask) -> None:
    for blueprint in ():
        app.register_blueprint(blueprint)


def _now() -> datetime:
    return datetime.now(UTC)
