"""What may be read today of a series: its frozen releases, and which belongs beside which."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from app.domain.statistics.findings import newest
from app.domain.statistics.publication import Correction, Frozen, Publication
from app.domain.statistics.quarters import quarters_of
from app.domain.statistics.reading import year_before
from app.services.published_figures import LedgerLine, public_lines, public_releases
from app.web.current import database, today


@dataclass(frozen=True)
class Shelf:
    """The public releases of one series, in the order in which they were frozen."""

    series: str
    releases: tuple[Frozen, ...]

    @property
    def publications(self) -> list[Publication]:
        return [one.publication for one in self.releases]

    @property
    def newest(self) -> Frozen | None:
        """The newest year, or the newest quarter while there is no year."""
        found = newest(self.publications)
        return None if found is None else self.find(found.id)

    def find(self, release: str) -> Frozen | None:
        return next((one for one in self.releases if one.publication.id == release), None)

    def before(self, release: Frozen) -> Publication | None:
        """The same period of the year before."""
        return year_before(release.publication, self.publications)

    def quarters(self, year: str) -> dict[str, Publication]:
        """The published quarters of a year, in order."""
        known = {one.id: one for one in self.publications}
        return {name: known[name] for name in quarters_of(year) if name in known}

    def corrections(self, release: Frozen) -> Iterator[tuple[str, Correction]]:
        """Words about this release, about the quarters in it and about the year before."""
        before = self.before(release)
        names = {release.publication.id, *release.publication.covers}
        if before is not None:
            names |= {before.id}
        for one in self.releases:
            if one.publication.id in names:
                yield from ((one.publication.id, words) for words in one.corrections)


def shelf_of(series: str) -> Shelf:
    """What is public today."""
    with database().reading() as session:
        return Shelf(series, public_releases(session, series, today()))


def public_ledger() -> tuple[LedgerLine, ...]:
    """The ledger over all series as far as it is public today."""
    with database().reading() as session:
        return public_lines(session, today())
