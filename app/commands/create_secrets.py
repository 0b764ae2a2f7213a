"""`python -m app.commands.create_secrets FOLDER`: the server's secrets, made once for production.

It stands apart from `flask …`, since no application can start before its secrets exist. Shared
secrets must be the same for both doors: make all of them in one place, and hand each process only
its own (docs/runbook.md).
"""

from __future__ import annotations

import os
import secrets
from pathlib import Path
from typing import cast, get_args

import click

from app.adapters.keyring import PUSH_PUBLIC, SECRET_BYTES, secrets_of
from app.adapters.vapid import public_key
from app.settings import Doors


@click.command()
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False))
@click.option("--doors", type=click.Choice(get_args(Doors)), default="all", show_default=True)
def create_secrets(folder: Path, doors: str) -> None:
    """Write a random secret for every name that has no file in FOLDER; overwrite nothing."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    for name in secrets_of(cast("Doors", doors)):
        made = write_secret(folder / name)
        click.echo(f"{'made' if made else 'kept'}  {name:<16}{_doors_of(name)}")
    if (folder / "vapid_key").exists():
        made = write_push_public(folder)
        click.echo(f"{'made' if made else 'kept'}  {PUSH_PUBLIC:<16}public, no secret")


def write_push_public(folder: Path) -> bool:
    """The public half of `vapid_key` beside it; False when it was there already."""
    path = folder / PUSH_PUBLIC
    text = public_key(bytes.fromhex((folder / "vapid_key").read_text().strip())).hex() + "\n"
    if path.exists() and path.read_text() == text:
        return False
    path.unlink(missing_ok=True)
    path.write_text(text)
    path.chmod(0o444)
    return True


def write_secret(path: Path) -> bool:
    """A new secret in `path`, for its owner's eyes only; False when there is a file already."""
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o400)
    except FileExistsError:
        return False
    with os.fdopen(handle, "w") as file:
        file.write(f"{secrets.token_hex(SECRET_BYTES)}\n")
        file.flush()
        os.fsync(file.fileno())
    return True


def _doors_of(name: str) -> str:
    doors: tuple[Doors, ...] = ("public", "desk")
    return " and ".join(one for one in doors if name in secrets_of(one))


if __name__ == "__main__":
    create_secrets()
