"""The series of complaints: quarters from a certain volume on, and years made of their cubes."""

from __future__ import annotations

from sqlalchemy.orm import Session

from app.adapters.highs import solve
from app.adapters.keyring import Keyring
from app.adapters.reference_data import ReferenceData
from app.domain.statistics.code_book import CodeBook
from app.domain.statistics.cube import Cube
from app.domain.statistics.publication import COMPLAINTS, Publication, leaves_published
from app.domain.statistics.quarters import quarters_of, to_date, year_of
from app.domain.statistics.release import ReleaseMaker
from app.domain.statistics.schedule import quarters_covered
from app.domain.statistics.tables import Release
from app.services.figure_book import counted_facts, figure_book
from app.services.figure_cubes import drop_cubes, keep_cube, read_cubes
from app.services.figure_series.base import (
    CodeListsChanged,
    Source,
    Wanted,
    drop_facts_of,
    first_year_of_facts,
    mark_of_facts,
)
from app.services.read_facts import read_facts


class Complaints:
    """ADR 0018 and 0019."""

    name = COMPLAINTS
    quarterly = True

    def first_year(self, session: Session) -> int | None:
        return first_year_of_facts(session, COMPLAINTS)

    def gather(
        self, session: Session, keyring: Keyring, reference: ReferenceData, wanted: Wanted
    ) -> Source:
        """Quarters that are out are read from their cubes, the others from their facts."""
        release, year = wanted.release, year_of(wanted.release)
        book = figure_book(reference, wanted.parameters)
        for one in wanted.this_year:
            _require_same_lists(book, one)
        counted = quarters_of(year) if release == year else to_date(release)
        cubes = read_cubes(session, keyring, COMPLAINTS, counted)
        cube = Cube.empty(book)
        for quarter in sorted(cubes):
            cube.add_json(cubes[quarter])
        left = [quarter for quarter in counted if quarter not in cubes]
        facts = counted_facts(read_facts(session, keyring, left), reference)
        new = cube.beside(facts, wanted.parameters).to_json()
        cube.add_json(new)
        maker = ReleaseMaker(cube.tally, wanted.tier, solve, wanted.parameters)
        draw = maker.year if release == year else maker.quarter
        earlier = {one.id: leaves_published(one) for one in wanted.this_year}

        def make(key: bytes) -> Release:
            return draw(release, key, earlier)

        return Source(
            book=book,
            make=make,
            mark=mark_of_facts(session, keyring, COMPLAINTS, left),
            quarter_cube=None if release == year else new,
        )

    def forget(self, session: Session, keyring: Keyring, release: str, source: Source) -> None:
        if source.quarter_cube is not None:
            keep_cube(session, keyring, COMPLAINTS, release, source.quarter_cube)
        else:
            drop_cubes(session, COMPLAINTS, quarters_of(release))
        drop_facts_of(session, COMPLAINTS, quarters_covered(release))


def _require_same_lists(book: CodeBook, published: Publication) -> None:
    """The quarters of a year have one core: the same kinds and themes, and no subject moved."""
    themes = published.hierarchy["subject->theme"]
    moved = any(book.theme_of.get(code) != theme for code, theme in themes.items())
    core = published.tables[0]
    kinds = {cell[0] for cell in core.cells if cell[0]}
    known = {cell[1] for cell in core.cells if len(cell) > 1 and cell[1]}
    if moved or kinds != set(book.published_types) or (known and known != set(book.themes)):
        raise CodeListsChanged
