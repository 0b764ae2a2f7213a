"""What the running request may reach: settings, database, keys, reference data, clock.

Only doors and this floor may import it; services get what they need as arguments.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, time, timedelta
from typing import NoReturn, cast
from zoneinfo import ZoneInfo

from flask import current_app, g, has_request_context, request

from app.adapters.assets import Assets
from app.adapters.catalogues import DEFAULT_LANGUAGE, Catalogues
from app.adapters.database import Database
from app.adapters.keyring import Keyring
from app.adapters.mail import Mail
from app.adapters.queue import Queue
from app.adapters.rate_limit import RateLimiter
from app.adapters.reference_data import ReferenceData
from app.adapters.sms import Sms
from app.settings import Settings
from app.web.house import House
from app.web.refusals import FormTooOld

HERE = ZoneInfo("Europe/Amsterdam")


def house() -> House:
    """The one House of this application."""
    return cast("House", current_app.extensions["house"])


def settings() -> Settings:
    return house().settings


def database() -> Database:
    """The database; it refuses to write for a form whose token was not good."""
    if has_request_context() and g.get("form_expired", False):
        return _OnlyReading(house().database)
    return house().database


def keyring() -> Keyring:
    return house().keyring


def reference() -> ReferenceData:
    """With the protocol in force, which the desk may have made stricter than its file."""
    return house().in_force.over(house().reference, house().database)


def limiter() -> RateLimiter:
    return house().limiter


def mail() -> Mail:
    return house().mail


def sms() -> Sms:
    return house().sms


def queue() -> Queue:
    return house().queue


def catalogues() -> Catalogues:
    return house().catalogues


def assets() -> Assets:
    return house().assets


def now() -> datetime:
    """The present moment in UTC, with its zone. Tests set the house's clock."""
    return house().clock().astimezone(UTC)


def today() -> date:
    """The day on her clock: after midnight here it is not yet a new day in UTC."""
    return now().astimezone(HERE).date()


def seconds_left_today(moment: datetime) -> int:
    """Until midnight here, at least one."""
    here = moment.astimezone(HERE)
    midnight = datetime.combine(here.date() + timedelta(days=1), time(), HERE)
    return max(1, int((midnight - here).total_seconds()))


def locale() -> str:
    """The language of this answer: the path's, else the browser's wish, else Dutch.

    Error pages and `/x` have no language in their route, so the path is read by hand.
    """
    if not has_request_context():
        return DEFAULT_LANGUAGE
    if "language" not in g:
        g.language = _language_of_visitor(catalogues().languages)
    return cast("str", g.language)


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """What is said inside is said in this language, whatever that of the answer is."""
    own = locale()
    g.language = language
    try:
        yield
    finally:
        g.language = own


def home(language: str | None = None) -> str:
    """Where this process begins: the start page, or the queue where only the desk's door is."""
    start = f"/{language or locale()}/"
    return f"{start}desk/" if settings().doors == "desk" else start


class _OnlyReading(Database):
    """The same engine without writing, for a page that only shows her text again."""

    def __init__(self, inside: Database) -> None:
        self.url = inside.url
        self.is_sqlite = inside.is_sqlite
        self.engine = inside.engine

    def writing(self) -> NoReturn:
        raise FormTooOld


def _language_of_visitor(languages: tuple[str, ...]) -> str:
    first = request.path.lstrip("/").split("/", 1)[0]
    if first in languages:
        return first
    return request.accept_languages.best_match(languages, DEFAULT_LANGUAGE) or DEFAULT_LANGUAGE
