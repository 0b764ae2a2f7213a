"""What the operator types: `flask --app wsgi …`. With the factory it may know everything."""

from __future__ import annotations

from flask import Flask

from app.commands import background, backup_group, complaints_group, schema_group, watch_group
from app.commands.demo import group as demo
from app.commands.release import group as release_group
from moderation.desk import commands as desk

GROUPS = (
    schema_group.database_group,
    background.jobs,
    backup_group.backup,
    complaints_group.complaints,
    watch_group.alarm,
    watch_group.canary,
    release_group.release,
    release_group.facts,
    *desk.GROUPS,
)


def register_commands(app: Flask) -> None:
    """Adds every group of commands; the demo's only where there is something to try."""
    for group in GROUPS:
        app.cli.add_command(group)
    if app.extensions["house"].settings.env == "development":
        app.cli.add_command(demo.demo)
