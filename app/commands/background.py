"""`flask jobs …`: the work nobody waits for, by a loop, once, or as a queue hands it out."""

from __future__ import annotations

import click
from flask import current_app
from flask.cli import AppGroup

from app.jobs import loop
from app.jobs.worker import NoRedis, run_worker
from app.services.workshop import Workshop

jobs = AppGroup("jobs", help="Background work.")


@jobs.command("work")
def work() -> None:
    """Do what the rows show as due, in a loop, until it is told to stop."""
    loop.work(_workshop())


@jobs.command("sweep")
@click.option(
    "--confirmed",
    is_flag=True,
    help="Delete also what the purge guard stopped: only after somebody has looked.",
)
def sweep(confirmed: bool) -> None:
    """Do every open task and all periodic work once, now."""
    swept = loop.sweep_once(_workshop(), confirmed=confirmed)
    click.echo(f"done: {swept.done}; failed: {swept.failed}")
    if swept.failed:
        raise SystemExit(1)


@jobs.command("worker")
@click.option("--burst", is_flag=True, help="Stop when the queue is empty.")
def worker(burst: bool) -> None:
    """Do tasks as Redis hands them out; needs REDIS_URL."""
    try:
        run_worker(_workshop(), burst=burst)
    except NoRedis:
        raise click.ClickException("REDIS_URL is not set: `flask jobs work` needs none") from None


def _workshop() -> Workshop:
    workshop: Workshop = current_app.extensions["workshop"]
    return workshop
