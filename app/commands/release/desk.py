"""`flask release draft|audit|approve|export` and `flask facts import`: the desk's own figures."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator
from contextlib import closing
from datetime import date
from pathlib import Path

import click
from click.termui import progressbar

from app.adapters.facts_file import FactsFile, FileRefused, RefusedFile
from app.adapters.release_files import write_codes, write_publication
from app.adapters.release_keys import ReleaseKeys
from app.commands.release.signing import signed_in
from app.commands.release.words import REFUSED, file_words, row_words
from app.domain.statistics.fact_rows import WrongShape
from app.domain.statistics.facts import Fact
from app.domain.statistics.publication import COMPLAINTS
from app.domain.statistics.rounding import ReleaseRefused
from app.domain.statistics.schedule import first_public_day
from app.services import audit
from app.services.audit_releases import audit_publications
from app.services.draft_figures import CodeListsChanged, NotNext, due_release
from app.services.figure_ledger import AlreadyFrozen, first_wrong_line
from app.services.import_facts import AlreadyImported, facts_lists, file_mark, store_facts
from app.services.published_figures import frozen_releases
from app.web.current import database, keyring, now, reference, settings, today
from moderation.decisions.case_rows import NotActive
from moderation.decisions.desk_person import DeskPerson
from moderation.decisions.figures.approve import AuditBlocks, EmbargoRefused, approve_release
from moderation.decisions.figures.draft import (
    FactsChanged,
    NoSuchDraft,
    draft_release,
    find_draft,
)
from moderation.rules.four_eyes import ApprovalVoid, SamePerson
from moderation.rules.roles import NotPermitted

WHY: dict[type[Exception], str] = {
    NotPermitted: "your role may not do this",
    NotActive: "your account is not active",
    NoSuchDraft: "there is no draft of this release",
    SamePerson: "who drafted it cannot approve it: ask a second person",
    ApprovalVoid: "somebody drafted it again meanwhile: look at the new draft first",
    AuditBlocks: "the audit found what could be concluded: this draft is not published",
    FactsChanged: "the facts changed since it was drafted: draft it again",
    CodeListsChanged: "the code lists changed during the year; they change on 1 January only",
    AlreadyFrozen: "it is frozen already",
}
REASONS = tuple(WHY)


def draft(release: str | None, name: str) -> None:
    """Drafts the release that is due, or says which is; raises `click.ClickException`."""
    person = signed_in(name)
    due = _due() if release is None else release
    try:
        draft_release(
            database(), person, due, keyring=keyring(), reference=reference(), keys=release_keys(),
            today=today(), now=now(),
        )  # fmt: skip
    except ReleaseRefused as refusal:
        reason = REFUSED[refusal.reason]
        raise click.ClickException(f"table {refusal.table}: {reason}; there is no draft") from None
    except NotNext as refusal:
        raise _not_next(refusal) from None
    except REASONS as refusal:
        raise click.ClickException(WHY[type(refusal)]) from None
    _say_draft(person, due)


def _due() -> str:
    with database().reading() as session:
        due = due_release(session, COMPLAINTS, today())
    if due is None:
        raise click.ClickException("nothing is due: every quarter that is over is frozen")
    return due


def _say_draft(person: DeskPerson, release: str) -> None:
    with database().reading() as session:
        found = find_draft(session, person, release)
    publication = found.publication
    click.echo(
        f"{release}: tier {publication.tier}, {len(publication.tables)} tables, "
        f"{publication.total} complaints in all (rounded)"
    )
    click.echo(f"audited: {found.checked} counts, {found.findings_in_all} findings")
    for one in found.findings[:20]:
        place = ", ".join(code for _dimension, code in one.where) or "the total"
        click.echo(f"  {one.kind}: {place} of {'+'.join(one.quarters)}, {one.low} to {one.high}")
    click.echo(f"draft {found.mark}")


def approve(release: str, name: str, public_from: date | None, mark: str) -> None:
    """Freezes a draft as its second person; raises `click.ClickException`."""
    person = signed_in(name)
    try:
        frozen = approve_release(
            database(), person, release, mark=mark,
            public_from=public_from or first_public_day(release, today()), keyring=keyring(),
            reference=reference(), keys=release_keys(), today=today(), now=now(),
        )  # fmt: skip
    except EmbargoRefused as refusal:
        raise click.ClickException(
            f"it can become public from {refusal.earliest} to {refusal.latest}"
        ) from None
    except NotNext as refusal:
        raise _not_next(refusal) from None
    except REASONS as refusal:
        raise click.ClickException(WHY[type(refusal)]) from None
    click.echo(f"{release} is frozen: number {frozen.number}, public from {frozen.public_from}")
    click.echo(f"sha256 {frozen.sha256}")


def check_everything() -> None:
    """The ledger line by line, then all that was ever frozen through the audit."""
    with database().reading() as session:
        wrong = first_wrong_line(session)
        frozen = frozen_releases(session, COMPLAINTS)
    if wrong is not None:
        raise click.ClickException(f"the ledger is not whole: release number {wrong} is wrong")
    if not frozen:
        click.echo("nothing is frozen yet")
        return
    report = audit_publications([one.publication for one in frozen])
    if report.blocks:
        raise click.ClickException(f"{len(report.findings)} counts could be concluded")
    click.echo(f"the ledger is whole: {len(frozen)} releases; newest {frozen[-1].sha256}")
    click.echo(f"audited: {report.checked} counts, nothing to conclude")


def export(outdir: Path, wanted: str | None) -> None:
    """Writes frozen releases, all or one, as the files everybody may have."""
    with database().reading() as session:
        frozen = frozen_releases(session, COMPLAINTS)
    chosen = [one for one in frozen if wanted in (None, one.publication.id)]
    if not chosen:
        raise click.ClickException("no such release is frozen")
    if outdir.exists() and any(outdir.iterdir()):
        raise click.ClickException(f"{outdir} is not empty: nothing is overwritten")
    codes: dict[str, dict[str, str]] = {}
    for one in chosen:
        for name, found in one.publication.hierarchy.items():
            codes.setdefault(name, {}).update(found)
        write_publication(outdir, one.publication)
        if one.corrections:
            said = [{"on": str(note.written_on), **note.words} for note in one.corrections]
            path = outdir / one.publication.id / "corrections.txt"
            path.write_text(json.dumps(said, ensure_ascii=False, indent=1) + "\n", "utf-8")
        click.echo(f"{one.publication.id}: {len(one.publication.tables)} tables")
    write_codes(outdir, codes)


def import_facts(file: Path, *, skip_refused: bool) -> None:
    """Takes over a file of facts, whole or not at all; raises `click.ClickException`."""
    with database().reading() as session:
        facts_file = FactsFile(file, facts_lists(session, reference()), today())
    out = file.with_name(f"{file.stem}.refused.csv")
    if out.exists():
        raise click.ClickException(f"{out} is there already: nothing is overwritten")
    try:
        refused = RefusedFile(out, facts_file.heading(), row_words)
        size = file.stat().st_size
        with closing(refused), progressbar(length=size, label="reading", file=sys.stderr) as bar:
            good = sum(1 for _fact in facts_file.facts(refused=refused.add, progress=bar.update))
        if refused.rows and not skip_refused:
            raise click.ClickException(
                f"{refused.rows} of {good + refused.rows} rows are refused, see {out}. Nothing was "
                "taken over: mend them, or say --skip-refused to leave them out"
            )
        stored = _store(file, facts_file.facts(), good)
    except (FileRefused, WrongShape) as refusal:
        raise click.ClickException(f"{file} {file_words(refusal)}") from None
    except AlreadyImported:
        raise click.ClickException("this file was taken over before: nothing was done") from None
    click.echo(f"{stored} facts were taken over, {refused.rows} rows refused")


def _store(file: Path, facts: Iterable[Fact], good: int) -> int:
    mark = file_mark(keyring(), file)
    with database().writing() as session:
        with progressbar(length=good, label="sealing", file=sys.stderr) as bar:
            told = _telling(facts, bar.update)
            stored = store_facts(session, keyring(), told, mark=mark, today=today())
        if stored != good:
            raise click.ClickException("the file changed while it was read: nothing was taken over")
        audit.append(
            session, keyring=keyring(), actor="operator", action="facts_imported",
            data={"stored": stored}, now=now(),
        )  # fmt: skip
    return stored


def _telling(facts: Iterable[Fact], tell: object) -> Iterator[Fact]:
    for number, fact in enumerate(facts, start=1):
        if number % 1000 == 0 and callable(tell):
            tell(1000)
        yield fact


def release_keys() -> ReleaseKeys:
    return ReleaseKeys(settings().release_keys_dir)


def _not_next(refusal: NotNext) -> click.ClickException:
    if refusal.release is None:
        return click.ClickException("nothing is due: every quarter that is over is frozen")
    return click.ClickException(f"{refusal.release} comes first: releases are made in order")
