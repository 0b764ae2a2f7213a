"""`flask release …`: the figures that are published (docs/runbook.md)."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click
from flask.cli import AppGroup

from app.commands.release import desk
from app.commands.release import rehearse as rehearsal
from app.web.current import now

release = AppGroup("release", help="Figures that may be published.")
facts = AppGroup("facts", help="What is counted.")

AS = click.option("--as", "name", required=True, help="Who you are at the desk.")
DAY = click.DateTime(["%Y-%m-%d"])
READABLE = click.Path(exists=True, dir_okay=False, readable=True, path_type=Path)


@release.command("draft")
@click.argument("name_of_release", metavar="[RELEASE]", required=False)
@AS
def draft(name_of_release: str | None, name: str) -> None:
    """Make the release that is due (2026Q1, 2026) and audit it against all before it."""
    desk.draft(name_of_release, name)


@release.command("approve")
@click.argument("name_of_release", metavar="RELEASE")
@AS
@click.option("--draft", "mark", required=True, help="The draft you looked at, as it was printed.")
@click.option("--public-from", type=DAY, help="First day it may be read (2026-07-01).")
def approve(name_of_release: str, name: str, mark: str, public_from: datetime | None) -> None:
    """Freeze a draft for ever, as second person."""
    desk.approve(name_of_release, name, public_from.date() if public_from else None, mark)


@release.command("audit")
def audit() -> None:
    """Check the ledger, and what could be concluded from everything in it."""
    desk.check_everything()


@release.command("export")
@click.argument("outdir", type=click.Path(file_okay=False, path_type=Path))
@click.option("--release", "wanted", help="Only this one; otherwise all that are frozen.")
def export(outdir: Path, wanted: str | None) -> None:
    """Write frozen releases to OUTDIR: a CSV a table, what protects it, and the code lists."""
    desk.export(outdir, wanted)


@facts.command("import")
@click.argument("file", type=READABLE)
@click.option("--skip-refused", is_flag=True, help="Leave refused rows out instead of stopping.")
def import_facts(file: Path, *, skip_refused: bool) -> None:
    """Take over the facts in FILE (CSV), all of them or none."""
    desk.import_facts(file, skip_refused=skip_refused)


@release.command("rehearse")
@click.argument("facts_file", metavar="FACTS", type=READABLE)
@click.argument("outdir", type=click.Path(file_okay=False, path_type=Path))
@click.option("--hierarchy", type=READABLE, help="JSON: which code falls under which.")
@click.option("--named", type=READABLE, help="Institutions that may be named, one a line.")
@click.option("--tier", type=click.Choice(["1", "2", "3", "auto"]), default="auto")
@click.option("--seed", help="Makes a run repeatable; without it nobody can repeat it.")
def rehearse(
    facts_file: Path, outdir: Path, *, hierarchy: Path | None, named: Path | None, tier: str,
    seed: str | None,
) -> None:  # fmt: skip
    """Make every release of the history in FACTS and write them to OUTDIR; touches no database."""
    rehearsal.rehearse(
        facts_file,
        outdir,
        lists=rehearsal.read_hierarchy(hierarchy),
        named=rehearsal.read_named(named),
        tier=tier,
        seed=seed,
        today=now().date(),
    )
