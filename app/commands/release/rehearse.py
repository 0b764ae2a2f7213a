"""`flask release rehearse FACTS.csv OUTDIR`: every release of a history, with no database at all.

For whoever wants to see what the figures would say, and for whoever wants to attack them.
"""

from __future__ import annotations

import hmac
import json
import secrets
import sys
from collections.abc import Iterator
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Any

import click
from click.termui import progressbar

from app.adapters.facts_file import FactsFile, FileRefused, RefusedFile
from app.adapters.highs import solve
from app.adapters.release_files import write_codes, write_publication
from app.commands.release.words import REFUSED, file_words, row_words
from app.domain.statistics.code_book import CodeBook, code_book
from app.domain.statistics.fact_rows import Lists, WrongShape, lists_of_hierarchy
from app.domain.statistics.facts import bounded
from app.domain.statistics.noise import KEY_BYTES
from app.domain.statistics.parameters import PARAMETERS, tier_after
from app.domain.statistics.publication import COMPLAINTS, published_of
from app.domain.statistics.quarters import releases_until, year_of
from app.domain.statistics.release import WITH_QUARTERS, ReleaseMaker, leaves_of
from app.domain.statistics.rounding import ReleaseRefused
from app.domain.statistics.tables import Counts, Release
from app.domain.statistics.tally import Tally
from app.services.audit_releases import audit_releases


def rehearse(
    facts: Path, out: Path, *, lists: Lists, named: frozenset[str], tier: str,
    seed: str | None, today: date,
) -> None:  # fmt: skip
    """Makes, checks and writes every release in order; raises `click.ClickException`."""
    if out.exists() and any(out.iterdir()):
        raise click.ClickException(f"{out} is not empty: nothing is overwritten")
    try:
        book, tally = _count(FactsFile(facts, lists, today), out, named)
    except (FileRefused, WrongShape) as refusal:
        raise click.ClickException(f"{facts} {file_words(refusal)}") from None
    write_codes(out, book.hierarchy())
    try:
        made: list[Release] = []
        for release in _releases(tally, tier, seed, today):
            # no table links two years, so a new release can only tell more about its own
            _audit([*(one for one in made if one.id[:4] == release.id[:4]), release], book)
            write_publication(out, published_of(COMPLAINTS, release, book, PARAMETERS))
            made.append(release)
            click.echo(f"{release.id}: tier {release.tier}, {len(release.tables)} tables")
        checked = _audit(made, book)
        click.echo(f"audited: {checked} counts over {len(made)} releases, nothing to conclude")
    except ReleaseRefused as refusal:
        cell = f" ({'/'.join(refusal.cell)})" if refusal.cell else ""
        reason = REFUSED[refusal.reason]
        raise click.ClickException(f"table {refusal.table}{cell}: {reason}; stopped") from None


def _count(file: FactsFile, out: Path, named: frozenset[str]) -> tuple[CodeBook, Tally]:
    """The code lists first, since what is published as what depends on them, then the counts."""
    size = file.path.stat().st_size
    refused = RefusedFile(out.with_name(f"{out.name}.refused.csv"), file.heading(), row_words)
    with closing(refused), _bar(2 * size, "reading") as bar:
        for _fact in file.facts(refused=refused.add, progress=bar.update):
            pass
        given = bool(file.lists.closed)
        book = code_book(
            theme_of=file.lists.theme_of,
            type_of=file.lists.type_of,
            province_of=file.lists.province_of,
            types=file.lists.types,
            provinces=file.lists.provinces,
            outcomes=file.lists.outcomes,
            named=named,
            lists_are_public=given,
            types_min=PARAMETERS.types_min,
        )
        tally = Tally(book, bounded(file.facts(progress=bar.update), PARAMETERS))
    if refused.rows:
        click.echo(f"{refused.rows} rows were refused; see {refused.path}", err=True)
    return book, tally


def _audit(releases: list[Release], book: CodeBook) -> int:
    """How many counts were looked at; raises `click.ClickException` when one tells too much."""
    report = audit_releases(releases, book, PARAMETERS)
    if report.blocks:
        found = report.findings[0]
        place = ", ".join(code for _dimension, code in found.cell.coordinates) or "the total"
        raise click.ClickException(
            f"the audit stops {releases[-1].id}: {place} of {'+'.join(found.cell.quarters)} is "
            f"{found.kind} (from {found.low} to {found.high}); {len(report.findings)} findings"
        )
    return report.checked


def _releases(tally: Tally, tier: str, seed: str | None, today: date) -> Iterator[Release]:
    last_total: int | None = None
    ids = list(releases_until(tally.years(), today))
    with _bar(len(ids), "releases") as bar:
        maker: ReleaseMaker | None = None
        earlier: dict[str, Counts] = {}
        for name in ids:
            year = year_of(name)
            if maker is None or name.endswith("Q1"):
                level = tier_after(last_total) if tier == "auto" else int(tier)
                maker, earlier = ReleaseMaker(tally, level, solve, PARAMETERS), {}
            bar.update(1)
            key = _key(seed, name)
            if name == year:
                release = maker.year(year, key, earlier)
                last_total = release.total
            elif maker.tier in WITH_QUARTERS:
                release = maker.quarter(name, key, earlier)
                earlier[name] = leaves_of(release)
            else:
                continue
            yield release


def _key(seed: str | None, release: str) -> bytes:
    """A new key each time, unless a run has to be repeated."""
    if seed is None:
        return secrets.token_bytes(KEY_BYTES)
    return hmac.digest(seed.encode(), release.encode(), "sha256")


def _bar(length: int, label: str) -> Any:
    return progressbar(length=length, label=label, file=sys.stderr)


def read_hierarchy(path: Path | None) -> Lists:
    """Lists out of a JSON file; raises `click.ClickException` for anything else."""
    if path is None:
        return Lists()
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
        if not isinstance(found, dict) or not all(
            isinstance(part, dict)
            and all(isinstance(one, str) and isinstance(code, str) for code, one in part.items())
            for part in found.values()
        ):
            raise ValueError
    except (OSError, ValueError):
        raise click.ClickException(f"{path} is no hierarchy") from None
    return lists_of_hierarchy(found)


def read_named(path: Path | None) -> frozenset[str]:
    """One institution a line."""
    if path is None:
        return frozenset()
    return frozenset(line.strip() for line in path.read_text("utf-8").splitlines() if line.strip())
