"""`flask db …`: the database schema."""

from __future__ import annotations

import click
from flask.cli import AppGroup

from app.adapters import schema
from app.web.current import database, settings

database_group = AppGroup("db", help="The database schema.")


@database_group.command("upgrade")
def upgrade() -> None:
    """Bring the database to the newest migration."""
    schema.upgrade(settings().database_url)
    click.echo(f"the database is at {schema.newest_revision()}")


@database_group.command("show")
def show() -> None:
    """Where the database stands and where it should be."""
    with database().engine.connect() as connection:
        present = schema.current_revision(connection)
    click.echo(f"at {present or 'nothing yet'}; newest is {schema.newest_revision()}")
