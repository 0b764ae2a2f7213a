"""Figures about reports of clients: the code lists of this house, and a year out of its facts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import product

from app.adapters.highs import solve
from app.adapters.reference_data import ReferenceData
from app.domain.incidents import Incident
from app.domain.report_facts import (
    CLOSED,
    MERGED,
    NO,
    NOT_COUNTED,
    PUBLISHED,
    REJECTED,
    YES,
    ReportFact,
    main_kind,
)  # fmt: skip
from app.domain.statistics.parameters import PARAMETERS, Parameters
from app.domain.statistics.tables import Release
from app.domain.statistics.tally import Cell
from app.domain.statistics.warnings import CountedReport, WarningsBook, WarningsMaker

REASON_LISTS = {MERGED: "merge_reason", REJECTED: "reject_reason", CLOSED: "close_reason"}
OF = ":"  # between a decision and its reason: the lists of reasons share some codes


def make_warnings(
    facts: Iterable[ReportFact], year: str, key: bytes, *, tier: int, reference: ReferenceData,
    parameters: Parameters = PARAMETERS,
) -> Release:  # fmt: skip
    """The release of a year ("2026"); facts of other years are left. `key` is 32 bytes and makes
    the same numbers again. Raises `ReleaseRefused`."""
    book = warnings_book(reference)
    return WarningsMaker(book, tier, solve, parameters).year(
        year, key, counted_reports(facts, reference)
    )


def warnings_book(reference: ReferenceData) -> WarningsBook:
    """As the lists are today."""
    return WarningsBook(
        severities=_codes(reference, "severity"),
        kinds=tuple(sorted(_possible(reference.incidents))),
        police=_codes(reference, "police_consent"),
        provinces=_codes(reference, "province"),
        decisions=_codes(reference, "report_decision"),
        reasons=_reasons(reference),
        within=_codes(reference, "decided_within"),
    )


def _possible(incidents: Mapping[str, Incident]) -> set[Cell]:
    """Every (severity, category, blackmail) of a report: its main kind says the first two, and any
    further kind may be blackmail as long as the main one stays the main one."""
    found: set[Cell] = set()
    for kind, other in product(incidents.values(), repeat=2):
        if main_kind((kind.code, other.code), incidents) == kind.code:
            blackmail = YES if kind.is_blackmail or other.is_blackmail else NO
            found.add((str(kind.severity), kind.category, blackmail))
    return found


def counted_reports(
    facts: Iterable[ReportFact], reference: ReferenceData
) -> Iterator[CountedReport]:
    """As the engine counts them: kinds as their category, a reason under its decision."""
    for one in facts:
        yield CountedReport(
            quarter=one.quarter,
            severity=one.severity,
            category=reference.incident(one.kind).category,
            blackmail=one.blackmail,
            police=one.police,
            province=one.province,
            decision=one.decision,
            reason=reason_code(one.decision, one.reason),
            within=one.decided_within,
        )


def reason_code(decision: str, reason: str) -> str:
    """A reason as figures call it: "rejected:no-answer", and "published" for that without one."""
    return f"{decision}{OF}{reason}" if reason else decision


def _reasons(reference: ReferenceData) -> dict[str, str]:
    found = {PUBLISHED: PUBLISHED}
    for decision, name in REASON_LISTS.items():
        for code in _codes(reference, name):
            if (decision, code) not in NOT_COUNTED:
                found[reason_code(decision, code)] = decision
    return found


def _codes(reference: ReferenceData, name: str) -> tuple[str, ...]:
    return tuple(entry.code for entry in reference.codes(name))
