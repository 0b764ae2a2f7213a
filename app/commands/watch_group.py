"""`flask alarm …` and `flask canary …`: what a person must look at, and what nobody should touch.

docs/runbook.md says what each alarm means and what to do.
"""

from __future__ import annotations

import click
from flask.cli import AppGroup

from app.services.plant_canary import NothingToPlant, plant_canary
from app.services.settle_alarms import settle_alarms, standing_alarms
from app.web.current import database, keyring, now

alarm = AppGroup("alarm", help="What a person must look at.")
canary = AppGroup("canary", help="Identifiers that nobody has, to notice who sweeps numbers.")


@alarm.command("list")
def list_alarms() -> None:
    """Codes of the alarms that stand; exit status 1 when there are any, for a timer."""
    with database().reading() as session:
        codes = sorted(standing_alarms(session))
    for code in codes:
        click.echo(code)
    if codes:
        raise SystemExit(1)


@alarm.command("settle")
@click.argument("code")
def settle(code: str) -> None:
    """Say that the cause of CODE was looked at and put right."""
    with database().writing() as session:
        if code not in standing_alarms(session):
            raise click.ClickException(f"no alarm stands with the code {code}")
        settle_alarms(session, [code], now=now())


@canary.command("plant")
@click.option("--text", prompt="A number, address or plate that nobody has", hide_input=True)
def plant(text: str) -> None:
    """Plant one identifier; whoever checks it raises the alarm check_canary_touched."""
    try:
        with database().writing() as session:
            tokens = plant_canary(session, text, keyring=keyring())
    except NothingToPlant:
        raise click.ClickException("this is no number, address, plate or name") from None
    click.echo(f"planted ({tokens} tokens); it is kept as a token only, so write it down yourself")
