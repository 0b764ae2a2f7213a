"""The house in processes of their own, talking as much as it can, with everything going wrong.

gunicorn tests.security.canary_house:application     pages that fail, all loggers at debug level
python -m tests.security.canary_house loop DATABASE  one round of the loop with a failing task
python -m tests.security.canary_house work DATABASE REDIS  an RQ worker with the same task
"""

from __future__ import annotations

import logging
import os
import sys
import threading
from datetime import date, datetime
from uuid import UUID

from flask import Blueprint, Flask, request
from sqlalchemy import text
from sqlalchemy.orm import Session

from app.adapters import quiet_log
from app.adapters.database import Database
from app.adapters.queue import RetryPlan
from app.adapters.vault.stretching import Busy
from app.factory import create_app
from app.jobs.loop import Rounds
from app.jobs.worker import run_worker
from app.services.workshop import Task, Workshop
from app.settings import Settings
from app.web import csrf
from app.web.current import database
from app.web.roles import open_to
from tests.web import demo_pages
from tests.workbench import MARK, a_workshop

MARKER = "zq7kanarie-log"
blueprint = Blueprint("canary", __name__, url_prefix="/<lang>/k")


@blueprint.route("/<kind>", methods=["GET", "POST"])
@open_to("anyone")
@csrf.anonymous_form
def go_wrong(kind: str) -> str:
    """Fails with what the visitor sent in its hands."""
    words = request.form.get("story", kind)
    logging.getLogger("app.public").debug("a line of ours about %s", words)
    logging.getLogger("somelibrary").debug("GET %s with %s", request.full_path, words)
    match kind:
        case "sql":
            with database().writing() as session:
                add = text("INSERT INTO alarm (id, code, on_day) VALUES (:id, :code, :day)")
                session.execute(add, {"id": None, "code": words, "day": date(2026, 11, 23)})
        case "busy":
            raise Busy(words)
        case "thread":
            thread = threading.Thread(target=_fail, args=(words,))
            thread.start()
            thread.join()
        case "chain":
            try:
                _fail(words)
            except ValueError as error:
                raise KeyError(words) from error
    return "done"


def _fail(words: str) -> None:
    raise ValueError(f"could not read {words}")


def build() -> Flask:
    """As `wsgi.py` does it, with pages that fail, and nothing kept back."""
    app = create_app(Settings.from_env(os.environ))
    app.register_blueprint(demo_pages.blueprint)
    app.register_blueprint(blueprint)
    talk()
    return app


def talk() -> None:
    """Every logger at debug level, also those that we keep quiet."""
    quiet_log.install(logging.DEBUG)
    for name in list(logging.root.manager.loggerDict):
        logging.getLogger(name).setLevel(logging.DEBUG)
    for name in ("sqlalchemy.engine", "sqlalchemy.pool", "werkzeug", "rq.worker", "PIL"):
        logging.getLogger(name).setLevel(logging.DEBUG)


def failing_task(_session: Session, _object_id: UUID, _workshop: Workshop, _now: datetime) -> None:
    _fail(MARKER)


def main(what: str, database_url: str, *rest: str) -> None:
    talk()
    tasks = [Task(MARK.name, failing_task, RetryPlan((1,)))]
    if what == "loop":
        Rounds(a_workshop(Database(database_url), tasks), jitter_seconds=0).once()
    else:
        run_worker(a_workshop(Database(database_url), tasks, redis_url=rest[0]))


if __name__ == "__main__":
    main(*sys.argv[1:])
elif "CANARY" in os.environ:
    application = build()
