"""The series that have years only: reports of clients, moderation, and checks (ADR 0022)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.adapters.keyring import Keyring
from app.adapters.reference_data import ReferenceData
from app.adapters.vault.boxes import mac
from app.domain.statistics.publication import CHECKS, MODERATION, WARNINGS
from app.domain.statistics.quarters import quarters_of, year_of
from app.domain.statistics.tables import Release
from app.domain.statistics.tally import Cell
from app.models.decision import Decision
from app.models.member import CheckCount
from app.services.counted_checks import drop_checks, read_checks
from app.services.figure_series.base import (
    Source,
    Wanted,
    drop_facts_of,
    first_year_of_facts,
    mark_of_facts,
)
from app.services.house_figures import HOUSE_LISTS, make_checks, make_moderation, read_acts
from app.services.read_facts import read_report_facts
from app.services.sealed_fact import facts_key
from app.services.warning_figures import make_warnings, warnings_book


class Warnings:
    """Reports about clients whose reporter wanted to be counted."""

    name = WARNINGS
    quarterly = False

    def first_year(self, session: Session) -> int | None:
        return first_year_of_facts(session, WARNINGS)

    def gather(
        self, session: Session, keyring: Keyring, reference: ReferenceData, wanted: Wanted
    ) -> Source:
        year, quarters = wanted.release, quarters_of(wanted.release)
        facts = read_report_facts(session, keyring, quarters)

        def make(key: bytes) -> Release:
            return make_warnings(
                facts, year, key, tier=wanted.tier, reference=reference,
                parameters=wanted.parameters,
            )  # fmt: skip

        mark = mark_of_facts(session, keyring, WARNINGS, quarters)
        return Source(warnings_book(reference), make, mark)

    def forget(self, session: Session, keyring: Keyring, release: str, source: Source) -> None:
        del keyring, source
        drop_facts_of(session, WARNINGS, quarters_of(release))


class Moderation:
    """What the desk did with warnings that were out, from the history of moves."""

    name = MODERATION
    quarterly = False

    def first_year(self, session: Session) -> int | None:
        first: date | None = session.scalar(
            select(func.min(Decision.on_day)).where(Decision.subject_kind == "alert")
        )
        return None if first is None else first.year

    def gather(
        self, session: Session, keyring: Keyring, reference: ReferenceData, wanted: Wanted
    ) -> Source:
        year, acts = wanted.release, read_acts(session, wanted.release)

        def make(key: bytes) -> Release:
            return make_moderation(
                acts, year, key, tier=wanted.tier, reference=reference,
                parameters=wanted.parameters,
            )  # fmt: skip

        return Source(HOUSE_LISTS, make, _mark_of_counts(keyring, acts))

    def forget(self, session: Session, keyring: Keyring, release: str, source: Source) -> None:
        """The history of moves stays: it says nothing of who told."""


class Checks:
    """Members who checked a number, and whether their first check of a quarter met a warning."""

    name = CHECKS
    quarterly = False

    def first_year(self, session: Session) -> int | None:
        first = session.scalar(select(func.min(CheckCount.quarter)))
        return None if first is None else int(year_of(first))

    def gather(
        self, session: Session, keyring: Keyring, reference: ReferenceData, wanted: Wanted
    ) -> Source:
        del reference
        year, counted = wanted.release, read_checks(session, quarters_of(wanted.release))

        def make(key: bytes) -> Release:
            return make_checks(counted, year, key, tier=wanted.tier, parameters=wanted.parameters)

        return Source(HOUSE_LISTS, make, _mark_of_counts(keyring, counted))

    def forget(self, session: Session, keyring: Keyring, release: str, source: Source) -> None:
        del keyring, source
        drop_checks(session, quarters_of(release))


def _mark_of_counts(keyring: Keyring, counts: Mapping[Cell, int]) -> bytes:
    listed = json.dumps(sorted([*cell, count] for cell, count in counts.items()))
    return mac(facts_key(keyring), "figures/counts", listed)
