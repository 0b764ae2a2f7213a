"""Figures of the demo: invented years through the real engine into the ledger, and one quarter due.

The history has many small cells and a few large ones, as that of a real desk has.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from random import Random
from secrets import token_bytes

from sqlalchemy.orm import Session

from app.adapters.highs import solve
from app.adapters.keyring import Keyring
from app.adapters.reference_data import ReferenceData
from app.domain.complaint_facts import HANDLING_TIMES
from app.domain.statistics.code_book import CodeBook
from app.domain.statistics.cube import Cube
from app.domain.statistics.facts import Fact
from app.domain.statistics.noise import KEY_BYTES
from app.domain.statistics.parameters import PARAMETERS
from app.domain.statistics.publication import COMPLAINTS, leaves_published, published_of
from app.domain.statistics.quarters import ended_on, quarters_of
from app.domain.statistics.release import ReleaseMaker
from app.domain.statistics.schedule import first_public_day
from app.domain.statistics.tables import Counts, Release
from app.services.figure_book import figure_book
from app.services.figure_cubes import drop_cubes, keep_cube
from app.services.figure_ledger import append_to_ledger
from app.services.import_facts import store_facts
from moderation.decisions.desk_person import DeskPerson

A_YEAR = (420, 610, 700)
"""Complaints in the year before last, last year and this year: the first says the least."""

KINDS = ("politie", "bank", "gemeente", "media", "huisarts", "gemeente-toezicht", "ziekenhuis")
OUTCOMES = ("gegrond", "ongegrond", "doorverwezen", "geen-reactie-instantie")


def publish_demo_figures(
    session: Session, people: Sequence[DeskPerson], *, reference: ReferenceData, keyring: Keyring,
    today: date,
) -> None:  # fmt: skip
    """Releases until the last one that may be read today; what came after it waits to be drafted.

    The first two people answer for them: the analyst drafted.
    """
    book = figure_book(reference)
    waiting: list[Fact] = []
    for ago, count in zip((2, 1, 0), A_YEAR, strict=True):
        year = today.year - ago
        facts = [one for one in made_up_facts(book, year, count) if one.closed_on < today]
        tier = 1 if ago == 2 else 3
        cube, earlier = Cube.empty(book), dict[str, Counts]()
        maker = ReleaseMaker(cube.tally, tier, solve, PARAMETERS)
        for quarter in quarters_of(str(year)):
            of_quarter = [one for one in facts if one.quarter == quarter]
            if ended_on(quarter) >= today or first_public_day(quarter, date.min) > today:
                waiting += of_quarter
                continue
            new = cube.beside(of_quarter, PARAMETERS).to_json()
            cube.add_json(new)
            if tier > 1:
                made = maker.quarter(quarter, token_bytes(KEY_BYTES), earlier)
                earlier[quarter] = _freeze(session, made, book, people)
                keep_cube(session, keyring, COMPLAINTS, quarter, new)
        session.flush()
        if first_public_day(str(year), date.min) <= today:
            _freeze(session, maker.year(str(year), token_bytes(KEY_BYTES), earlier), book, people)
            drop_cubes(session, COMPLAINTS, quarters_of(str(year)))
    store_facts(session, keyring, _with_real_codes(waiting), mark=token_bytes(32), today=today)


def made_up_facts(book: CodeBook, year: int, count: int, seed: int = 1) -> Iterator[Fact]:
    """A year of complaints: most about few kinds and subjects, some alone in their cell."""
    random = Random(f"{seed}/{year}")  # noqa: S311 - invented complaints, no secret
    of_kind = {
        kind: sorted(code for code, own in book.type_of.items() if own == kind)
        for kind in book.types
    }
    kinds = [*KINDS, *(kind for kind in book.types if kind not in KINDS)]
    for _ in range(count):
        kind = kinds[min(int(random.expovariate(0.5)), len(kinds) - 1)]
        known = of_kind[kind]
        subject = book.subjects[min(int(random.expovariate(0.08)), len(book.subjects) - 1)]
        yield Fact(
            closed_on=date(year, 1, 1) + timedelta(days=random.randrange(365)),
            institution_type=kind,
            institution=known[min(int(random.expovariate(0.5)), len(known) - 1)] if known else "",
            theme=book.theme_of[subject],
            subject=subject,
            province=random.choice(book.provinces),
            outcome=random.choice(book.outcomes),
            handling_time=random.choice(HANDLING_TIMES),
        )


def _freeze(
    session: Session, release: Release, book: CodeBook, people: Sequence[DeskPerson]
) -> Counts:
    publication = published_of(COMPLAINTS, release, book, PARAMETERS)
    day = first_public_day(release.id, date.min)
    append_to_ledger(
        session, publication, audit='{"checked": 0, "published": 0, "findings": []}',
        drafted_by=people[0].staff_id, approved_by=people[1].staff_id, frozen_on=day,
        public_from=day,
    )  # fmt: skip
    return leaves_published(publication)


def _with_real_codes(facts: Sequence[Fact]) -> Iterator[Fact]:
    """Facts of cases know outcomes, where the figures know groups of them."""
    for number, one in enumerate(facts):
        yield one._replace(outcome=OUTCOMES[number % len(OUTCOMES)])
