"""`flask release …`: the figures that are published (docs/runbook.md)."""

from __future__ import annotations

from pathlib import Path

import click
from flask.cli import AppGroup

from app.commands.release import rehearse as rehearsal
from app.web.current import now

release = AppGroup("release", help="Figures that may be published.")

READABLE = click.Path(exists=True, dir_okay=False, readable=True, path_type=Path)


@release.command("rehearse")
@click.argument("facts", type=READABLE)
@click.argument("outdir", type=click.Path(file_okay=False, path_type=Path))
@click.option("--hierarchy", type=READABLE, help="JSON: which code falls under which.")
@click.option("--named", type=READABLE, help="Institutions that may be named, one a line.")
@click.option("--tier", type=click.Choice(["1", "2", "3", "auto"]), default="auto")
@click.option("--seed", help="Makes a run repeatable; without it nobody can repeat it.")
def rehearse(
    facts: Path, outdir: Path, *, hierarchy: Path | None, named: Path | None, tier: str,
    seed: str | None,
) -> None:  # fmt: skip
    """Make every release of the history in FACTS and write them to OUTDIR; touches no database."""
    rehearsal.rehearse(
        facts,
        outdir,
        lists=rehearsal.read_hierarchy(hierarchy),
        named=rehearsal.read_named(named),
        tier=tier,
        seed=seed,
        today=now().date(),
    )
