"""Figures of the demo about reports, warnings and checks: two invented years of each.

Through the real makers into the ledger; the reports are those of a desk that warns for a few kinds
most of the time, with some that stand alone in their cell.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from secrets import token_bytes

from sqlalchemy.orm import Session

from app.adapters.reference_data import ReferenceData
from app.domain.consent import Consents
from app.domain.report_facts import Ended, ReportFact, Told, report_fact
from app.domain.statistics.house import HIT, NO_HIT
from app.domain.statistics.noise import KEY_BYTES
from app.domain.statistics.parameters import PARAMETERS
from app.domain.statistics.publication import (
    CHECKS,
    MODERATION,
    WARNINGS,
    Publication,
    published_of,
)
from app.domain.statistics.quarters import quarters_of
from app.domain.statistics.schedule import first_public_day
from app.domain.statistics.tables import Counts
from app.domain.statistics.tally import Cell
from app.services.figure_ledger import append_to_ledger
from app.services.house_figures import HOUSE_LISTS, act_codes, make_checks, make_moderation
from app.services.warning_figures import make_warnings, warnings_book
from moderation.decisions.desk_person import DeskPerson


@dataclass(frozen=True)
class Year:
    """How much there was in a year: reports, acts, and members who checked in a quarter."""

    tier: int
    reports: int
    acts: int
    members: int


YEARS = (Year(1, 280, 110, 75), Year(2, 340, 140, 95))
"""The year before last and last year: the first says the least."""
HITS = 0.15
"""The share of those who check for whom there was a warning."""


def publish_other_figures(
    session: Session, people: Sequence[DeskPerson], *, reference: ReferenceData, today: date
) -> None:
    """Two years of each, as far as they may be read today. The first two people answer for them."""
    for ago, size in zip((2, 1), YEARS, strict=True):
        name = str(today.year - ago)
        day = first_public_day(name, date.min)
        if day > today:
            continue
        for publication in made_up_year(name, size, reference=reference, key=_new_key):
            append_to_ledger(
                session, publication, audit='{"checked": 0, "published": 0, "findings": []}',
                drafted_by=people[0].staff_id, approved_by=people[1].staff_id, frozen_on=day,
                public_from=day,
            )  # fmt: skip


def made_up_year(
    name: str, size: Year, *, reference: ReferenceData, key: Callable[[str], bytes]
) -> Iterator[Publication]:
    """The releases of an invented year ("2025"), one of each; `key` gives that of a series."""
    year, tier = int(name), size.tier
    warnings = make_warnings(
        made_up_reports(year, size.reports, reference), name, key(WARNINGS), tier=tier,
        reference=reference,
    )  # fmt: skip
    yield published_of(WARNINGS, warnings, warnings_book(reference), PARAMETERS)
    acts = made_up_acts(year, size.acts, reference)
    moderation = make_moderation(acts, name, key(MODERATION), tier=tier, reference=reference)
    yield published_of(MODERATION, moderation, HOUSE_LISTS, PARAMETERS)
    checks = make_checks(made_up_checks(year, size.members), name, key(CHECKS), tier=tier)
    yield published_of(CHECKS, checks, HOUSE_LISTS, PARAMETERS)


def made_up_reports(
    year: int, count: int, known: ReferenceData, seed: int = 1
) -> Iterator[ReportFact]:
    """A year of reports as the desk ended them: some kinds often, some alone in their cell."""
    random = Random(f"reports/{seed}/{year}")  # noqa: S311 - invented reports, no secret
    kinds, book = list(known.incidents), warnings_book(known)
    reasons, regions = list(book.reasons), [one.code for one in known.municipalities]
    for _ in range(count):
        arrived_on = date(year, 1, 1) + timedelta(days=random.randrange(330))
        reason = reasons[min(int(random.expovariate(0.3)), len(reasons) - 1)]
        told = Told(
            tuple(kinds[min(int(random.expovariate(0.1)), len(kinds) - 1)] for _ in range(2)),
            random.choice([*regions, "unknown"]),
        )
        decided_on = arrived_on + timedelta(days=min(int(random.expovariate(0.1)), 34))
        ended = Ended(book.reasons[reason], reason.partition(":")[2], arrived_on, decided_on)
        consents = Consents(
            figures=True, police_anonymous=random.random() < 0.2, police_help=random.random() < 0.05
        )
        yield report_fact(told, ended, consents, counted_on=decided_on, known=known)


def made_up_acts(year: int, count: int, known: ReferenceData) -> Counts:
    """What a desk did with its warnings in a year: mostly corrected, seldom taken away."""
    random = Random(f"acts/{year}")  # noqa: S311 - invented acts, no secret
    codes = act_codes(known)
    picked = (min(int(random.expovariate(0.6)), len(codes) - 1) for _ in range(count))
    return Counter((codes[place],) for place in picked)


def made_up_checks(year: int, members: int) -> Counts:
    """A year in which a few more members check every quarter."""
    random = Random(f"checks/{year}")  # noqa: S311 - invented members, no secret
    found: Counter[Cell] = Counter()
    for place, quarter in enumerate(quarters_of(str(year))):
        for _ in range(members + 7 * place):
            found[quarter, HIT if random.random() < HITS else NO_HIT] += 1
    return found


def _new_key(_series: str) -> bytes:
    return token_bytes(KEY_BYTES)
