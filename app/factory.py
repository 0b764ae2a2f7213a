"""The composition root: the only module that knows every other. Start reading here.

    settings → create_app → application

It builds what a running application owns (the House, and for background work the Workshop), lays
the shared floor, and opens the doors that `settings.doors` names: in production the public process
contains no staff route.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime

from flask import Blueprint, Flask

from app.adapters import quiet_log
from app.adapters.assets import build_assets
from app.adapters.catalogues import load_catalogues
from app.adapters.database import Database
from app.adapters.keyring import Keyring, load_keyring
from app.adapters.mail import open_mail
from app.adapters.queue import open_queue
from app.adapters.rate_limit import RateLimiter
from app.adapters.reference_data import load_reference_data
from app.adapters.sms import open_sms
from app.adapters.web_push import WebPush
from app.commands.register import register_commands
from app.jobs import registry, tasks
from app.public import shell, start
from app.public.complaint import door as complaint
from app.public.figure_data import door as figure_data
from app.public.figure_files import door as figure_files
from app.public.figures import door as figures
from app.public.follow import door as follow
from app.public.information import door as information
from app.public.listed import door as listed
from app.public.members import door as members
from app.public.navigator import door as navigator
from app.public.own_complaint import door as own_complaint
from app.public.report import door as report
from app.public.training import door as training
from app.services.channels import Channel
from app.services.deliveries import DEVICES
from app.services.mail_channel import MailChannel
from app.services.push_channel import PushChannel
from app.services.workshop import OutsideTask, Periodic, Task, Workshop
from app.settings import PROJECT, Settings, UnsafeSetting
from app.web import floor
from app.web.house import House
from app.web.rates import RATES
from moderation import jobs as desk_jobs
from moderation.desk import door

PUBLIC_PAGES: tuple[Blueprint, ...] = (
    start.blueprint,
    shell.blueprint,
    information.BLUEPRINT,
    figures.BLUEPRINT,
    report.blueprint,
    complaint.BLUEPRINT,
    follow.BLUEPRINT,
    listed.BLUEPRINT,
    members.BLUEPRINT,
    navigator.blueprint,
    own_complaint.BLUEPRINT,
    training.blueprint,
    figure_data.BLUEPRINT,
    figure_files.blueprint,
)
DESK_PAGES: tuple[Blueprint, ...] = (door.BLUEPRINT,)
TASKS: Mapping[str, Task | OutsideTask] = registry.task_table((*tasks.TASKS, *desk_jobs.TASKS))
PERIODIC: tuple[Periodic, ...] = (*tasks.PERIODIC, *desk_jobs.PERIODIC)


def create_app(
    settings: Settings,
    *,
    keyring: Keyring | None = None,
    database: Database | None = None,
    clock: Callable[[], datetime] | None = None,
) -> Flask:
    """A ready application; tests hand in their own keyring, database and clock."""
    quiet_log.install()
    house = build_house(settings, keyring=keyring, database=database, clock=clock)
    app = Flask(
        "house",
        root_path=str(PROJECT / "app"),
        template_folder=str(PROJECT / "templates"),
        static_folder=None,
    )
    floor.install(app, house)
    app.extensions["workshop"] = build_workshop(house)
    if settings.doors in ("all", "public"):
        for page in PUBLIC_PAGES:
            app.register_blueprint(page)
    if settings.doors in ("all", "desk"):
        for page in DESK_PAGES:
            app.register_blueprint(page)
    register_commands(app)
    return app


def build_house(
    settings: Settings,
    *,
    keyring: Keyring | None = None,
    database: Database | None = None,
    clock: Callable[[], datetime] | None = None,
) -> House:
    """What a running application owns; raises `UnsafeSetting`."""
    reference = load_reference_data(PROJECT / "data", settings.protocol_file)
    if settings.is_production and reference.protocol.is_development:
        raise UnsafeSetting("PROTOCOL_FILE", "is the development placeholder, not a protocol")
    return House(
        settings=settings,
        database=database or Database(settings.database_url),
        keyring=keyring or load_keyring(settings),
        reference=reference,
        limiter=RateLimiter(RATES, settings.redis_url),
        queue=open_queue(settings.redis_url, registry.plans_of(TASKS)),
        mail=open_mail(settings.mail_url, development=settings.env == "development"),
        sms=open_sms(
            settings.sms_url, settings.sms_token, development=settings.env == "development"
        ),
        catalogues=load_catalogues(PROJECT / "translations"),
        assets=build_assets(PROJECT / "static", settings.var_dir / "static"),
        clock=clock or _now,
    )


def build_workshop(house: House) -> Workshop:
    """The background side of the same house."""
    channels: list[Channel] = []
    if house.settings.mail_url is not None:
        channels.append(MailChannel(house.mail, house.catalogues))
    key, contact = house.keyring.vapid_key, house.settings.push_contact
    if key is not None and contact is not None:
        push = WebPush(key, contact, house.settings.push_test_origins)
        channels.extend(PushChannel(push, name, house.clock) for name in DEVICES)
    return Workshop(
        settings=house.settings,
        database=house.database,
        keyring=house.keyring,
        files=house.reference,
        catalogues=house.catalogues,
        queue=house.queue,
        mail=house.mail,
        channels={one.name: one for one in channels},
        clock=house.clock,
        tasks=TASKS,
        periodic=PERIODIC,
        in_force=house.in_force,
    )


def _now() -> datetime:
    return datetime.now(UTC)
