"""`flask backup …`: two parts, each to its own place; rotation; and putting them back.

The secret half of the backup key is never on this machine but for a restore (docs/runbook.md).
"""

from __future__ import annotations

import os
from datetime import timedelta
from pathlib import Path
from typing import BinaryIO

import click
from flask.cli import AppGroup

from app.adapters.vault.boxes import KEY_BYTES, Damaged, key_pair_from_seed, random_key
from app.services.backup import Part, RestoreRefused, header_of, restore_dump, write_dump
from app.web.current import database, now

backup = AppGroup("backup", help="Backups in two parts: data, and the keys apart.")

KEPT = {"keys": timedelta(days=3), "data": timedelta(days=30)}
WHY = {
    "other_part": "this file is the other part",
    "other_revision": "this file is of another version of the database: upgrade to that one first",
    "not_empty": "there are rows already: restore into an empty database only",
    "no_data": "restore the data first, then the keys",
}
TO = click.option(
    "--to", "public_key", envvar="BACKUP_PUBLIC_KEY", required=True,
    help="Public backup key (64 hexadecimal digits), as `flask backup new-key` printed it.",
)  # fmt: skip
FILE = click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
SECRET = click.option(
    "--secret", type=click.Path(exists=True, dir_okay=False, path_type=Path), required=True,
    help="File with the secret backup key.",
)  # fmt: skip


@backup.command("new-key")
@FILE
def new_key(file: Path) -> None:
    """Write a new secret key to FILE and print its public half. Do this on an offline machine."""
    secret = random_key()
    with _new_file(file) as out:
        out.write(secret.hex().encode() + b"\n")
    click.echo(key_pair_from_seed(secret).public.hex())


@backup.command("data")
@FILE
@TO
def data(file: Path, public_key: str) -> None:
    """Dump everything but keys to FILE: ciphertext that opens nothing."""
    _dump("data", file, public_key)


@backup.command("keys")
@FILE
@TO
def keys(file: Path, public_key: str) -> None:
    """Dump the sealed keys to FILE; to another place than the data, for three days."""
    _dump("keys", file, public_key)


@backup.command("rotate")
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
def rotate(folder: Path) -> None:
    """Remove key dumps of three days ago and data dumps of thirty; exit status 1 for trouble."""
    moment, removed, trouble = now(), 0, []
    for file in sorted(one for one in folder.iterdir() if one.is_file()):
        try:
            with file.open("rb") as source:
                header = header_of(source)
        except (Damaged, OSError):
            trouble.append(f"{file.name}: no backup")
            continue
        if header.at > moment:
            trouble.append(f"{file.name}: from a later time than now; look at the clock")
        elif moment - header.at >= KEPT[header.part]:
            file.unlink()
            removed += 1
    click.echo(f"removed: {removed}")
    for line in trouble:
        click.echo(line, err=True)
    if trouble:
        raise SystemExit(1)


@backup.command("restore-data")
@FILE
@SECRET
def restore_data(file: Path, secret: Path) -> None:
    """Put the data of FILE into an empty database of the same version."""
    _restore("data", file, secret)


@backup.command("restore-keys")
@FILE
@SECRET
def restore_keys(file: Path, secret: Path) -> None:
    """Put the keys of FILE onto data that was just restored."""
    _restore("keys", file, secret)


def _dump(part: Part, file: Path, public_key: str) -> None:
    """Whole or not at all: under another name until it is on the disk."""
    key = _hex(public_key, "the public key")
    unfinished = file.with_name(f"{file.name}.unfinished")
    unfinished.unlink(missing_ok=True)
    if file.exists():
        raise click.ClickException(f"{file} exists: a backup is never overwritten")
    try:
        with _new_file(unfinished) as out:
            rows = write_dump(database(), part, out, key, now=now())
            out.flush()
            os.fsync(out.fileno())
        unfinished.rename(file)
    finally:
        unfinished.unlink(missing_ok=True)
    click.echo(f"{rows} rows")


def _restore(part: Part, file: Path, secret: Path) -> None:
    key = _hex(secret.read_text().strip(), "the secret key")
    try:
        with file.open("rb") as source:
            rows = restore_dump(database(), part, source, key_pair_from_seed(key).secret)
    except OSError as error:
        raise click.ClickException(f"{file} cannot be read") from error
    except Damaged:
        raise click.ClickException(
            "nothing was restored: another key, or the file is cut or changed"
        ) from None
    except RestoreRefused as refusal:
        raise click.ClickException(f"nothing was restored: {WHY[refusal.reason]}") from None
    click.echo(f"{rows} rows")


def _hex(said: str, name: str) -> bytes:
    try:
        key = bytes.fromhex(said)
    except ValueError:
        key = b""
    if len(key) != KEY_BYTES:
        raise click.ClickException(f"{name} has 64 hexadecimal digits")
    return key


def _new_file(file: Path) -> BinaryIO:
    try:
        handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except OSError as error:
        raise click.ClickException(f"{file} cannot be made: {error.strerror}") from error
    return os.fdopen(handle, "wb")
