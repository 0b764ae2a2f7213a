"""`python -m app.commands.make_escrow FILE`: the escrow key, on a machine without a network.

It stands apart from `flask …`: no database and no secret of the server belongs on that machine. The
public half goes into FILE, the private half onto three people's paper and nowhere else.
"""

from __future__ import annotations

import os
import secrets
from pathlib import Path

import click

from app.adapters.vault.boxes import fingerprint, new_key_pair
from app.domain.code import six_words
from app.domain.escrow import split, to_words

IN_A_ROW = 5


@click.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--language", type=click.Choice(["nl", "en"]), default="nl", show_default=True)
def make_escrow(file: Path, language: str) -> None:
    """Print six halves, two for each of A, B and C; write the public key to FILE."""
    pair = new_key_pair()
    try:
        handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o444)
    except FileExistsError:
        raise click.ClickException(f"{file} is there already: a second key is a new file") from None
    with os.fdopen(handle, "w") as written:
        written.write(f"{pair.public.hex()}\n")
    halves = split(pair.secret, secrets.token_bytes)
    for person in "ABC":
        click.echo(f"\n=== for {person} alone: write it on paper, twice ===")
        for half in (one for one in halves if one.person == person):
            click.echo(f"\npair {half.pair}, half of {person}")
            words = to_words(half, language)
            for at in range(0, len(words), IN_A_ROW):
                row = words[at : at + IN_A_ROW]
                click.echo(
                    "  " + "  ".join(f"{at + n + 1:>2} {word}" for n, word in enumerate(row))
                )
    click.echo(f"\npublic key in {file}: {' '.join(six_words(fingerprint(pair.public), language))}")
    click.echo("Any two of A, B and C together open every report. Wipe this machine's memory.")


if __name__ == "__main__":
    make_escrow()
