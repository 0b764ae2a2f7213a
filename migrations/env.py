"""Alembic's environment: called with a connection by `app.adapters.schema`, never from a shell.

On SQLite foreign keys are off while a table is rebuilt: with them on, a batch migration silently
empties every CASCADE child (architecture.md, trap 3). `PRAGMA foreign_key_check` comes after.
"""

from __future__ import annotations

from alembic import context

config = context.config
connection = config.attributes["connection"]

context.configure(
    connection=connection,
    target_metadata=config.attributes.get("target_metadata"),
    render_as_batch=True,
    compare_type=True,
)
with context.begin_transaction():
    context.run_migrations()
