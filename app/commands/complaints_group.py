"""`flask complaints …`: taking over the lists the complaints desk kept before.

It needs no secret of a team: cases are sealed to the pinned key. It prints numbers and our own
sentences, never a cell of a list.
"""

from __future__ import annotations

from pathlib import Path

import click
from flask.cli import AppGroup

from app.adapters.list_files import read_list_path
from app.domain.complaint_import.plan import ImportPlan, plan_import
from app.domain.complaint_import.profile import Profile, ProfileRefused, guessed
from app.domain.complaint_import.refused import refused_file
from app.domain.complaint_import.table import ListTable, WrongShape
from app.services import audit
from app.services.file_report import DeskClosed
from app.services.import_complaints import (
    Compared,
    ImportedMeanwhile,
    compare,
    prepare_import,
    store_import,
)
from app.services.import_profiles import find_profile, read_profiles
from app.web.current import database, keyring, now, reference
from app.web.import_words import columns_words, problem_words, shape_words
from app.web.texts import gettext as _

complaints = AppGroup("complaints", help="Older lists of the complaints desk.")

SOME_REFUSED = 2


@complaints.command("profiles")
def profiles() -> None:
    """Names of the kept profiles; they are made at the desk."""
    with database().reading() as session:
        for one in read_profiles(session, keyring=keyring()):
            click.echo(one.name)


@complaints.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--profile", "name", default="", help="Columns and words, as kept at the desk.")
@click.option("--dry-run", is_flag=True, help="Look at every row and store nothing.")
@click.option(
    "--refused", "out", type=click.Path(dir_okay=False, path_type=Path), default=None,
    help="Where to write the rows that are not taken over, with why.",
)  # fmt: skip
def import_file(file: Path, name: str, out: Path | None, *, dry_run: bool) -> None:
    """Take over the cases in FILE (CSV or XLSX): all rows that can be, in one go.

    Exit status: 0 when every row is in, 2 when some were refused, 1 when nothing was done.
    """
    table = _read(file)
    _say(f"{len(table.rows)} rows")
    profile = _profile(name, table)
    try:
        plan = plan_import(table, profile, reference().vocabulary, today=now().date())
    except ProfileRefused as refused:
        raise click.ClickException(columns_words(refused)) from None
    with database().reading() as session:
        found = compare(session, table, plan, keyring=keyring())
    if out is not None and found.refused:
        _write(out, table, found)
    stored = 0 if dry_run else _store(found)
    _report(found, plan, stored, dry_run=dry_run)
    if found.refused:
        raise SystemExit(SOME_REFUSED)


def _read(file: Path) -> ListTable:
    try:
        return read_list_path(file)
    except WrongShape as wrong:
        raise click.ClickException(shape_words(wrong)) from None
    except OSError as error:
        raise click.ClickException(f"the file cannot be read: {error.strerror}") from None


def _profile(name: str, table: ListTable) -> Profile:
    if not name:
        return guessed(table.headings)
    with database().reading() as session:
        found = find_profile(session, name, keyring=keyring())
    if found is None:
        raise click.ClickException("no profile has this name; `flask complaints profiles`")
    return found


def _store(found: Compared) -> int:
    data = reference()
    try:
        prepared = []
        for one in prepare_import(
            found.new,
            keyring=keyring(),
            name_of=lambda code: data.institution(code).name,
            today=now().date(),
        ):
            prepared.append(one)
            if len(prepared) % 1000 == 0:
                _say(f"{len(prepared)} sealed")
        with database().writing() as session:
            stored = store_import(session, prepared)
            audit.append(
                session, keyring=keyring(), actor="operator", action="complaints_imported",
                data={"stored": stored, "known": found.known, "refused": len(found.refused)},
                now=now(),
            )  # fmt: skip
    except DeskClosed:
        raise click.ClickException("the key of the complaints team is not pinned") from None
    except ImportedMeanwhile:
        raise click.ClickException(
            "somebody took over one of these rows at the same moment. Nothing was stored; try again"
        ) from None
    return stored


def _write(out: Path, table: ListTable, found: Compared) -> None:
    content = refused_file(
        table.headings, found.refused, title=_("Why not taken over"), words=problem_words
    )
    try:
        out.touch(mode=0o600)  # rows of cases: for its owner's eyes only
        out.chmod(0o600)
        out.write_bytes(content)
    except OSError as error:
        raise click.ClickException(
            f"the refused rows cannot be written: {error.strerror}"
        ) from None


def _report(found: Compared, plan: ImportPlan, stored: int, *, dry_run: bool) -> None:
    click.echo(
        f"{len(found.new) if dry_run else stored} {'would be ' if dry_run else ''}taken over"
    )
    click.echo(f"{found.known} were there already")
    click.echo(f"{len(found.refused)} refused")
    for code, number in found.reasons.items():
        click.echo(f"  {number} × {code}")
    for of_field, words in plan.words.items():
        click.echo(f"  {len(words)} unknown words under {of_field}: map them at the desk")


def _say(text: str) -> None:
    click.echo(text, err=True)
