"""`flask demo …`: the demo of development, loaded once and shown again."""

from __future__ import annotations

import os

import click
from flask import current_app
from flask.cli import AppGroup

from app.commands.demo.load import demo_card, load_demo
from app.web.current import now, settings

demo = AppGroup("demo", help="The demo (development only).")


@demo.command("load")
def load() -> None:
    """Load the demo into an empty database."""
    if not load_demo(current_app.extensions["house"]):
        raise click.ClickException("there are people at the desk already; nothing was loaded")
    click.echo("made a demo")


@demo.command("show")
def show() -> None:
    """Where to go and the demo's codes, fresh ones for the phones."""
    address = f"http://127.0.0.1:{os.environ.get('PORT') or 8000}"
    click.echo(demo_card(settings(), address, now()))
