"""What is counted of a report when the desk is done with it: codes, nothing that she wrote.

One fact a report (ADR 0022). The quarter is that in which the desk ended it, never that of what
happened; the place is a province; how long it took is one of six fixed classes.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, ClassVar, Protocol, Self

from app.domain.complaint_facts import Places, province_of_place
from app.domain.consent import Consents
from app.domain.incidents import Incident
from app.domain.report_parts import MAX_CODE_CHARS
from app.domain.statistics.publication import WARNINGS
from app.domain.statistics.quarters import quarter_of
from app.domain.strict_json import Malformed

PUBLISHED, MERGED, REJECTED, CLOSED = "published", "merged", "rejected", "closed"
DECISIONS = (PUBLISHED, MERGED, REJECTED, CLOSED)
DECIDED_WITHIN = ("three_days", "week", "two_weeks", "six_weeks", "three_months", "longer")
POLICE = ("none", "anonymous", "help")
YES, NO = "yes", "no"
NOT_COUNTED = frozenset({(REJECTED, "misuse"), (CLOSED, "double")})
"""What was no report, or is counted as another of hers: a flood from one place would else move the
figures further than their noise hides."""
_WITHIN_DAYS = (3, 7, 14, 42, 91)


class Taxonomy(Places, Protocol):
    """What the rules need to know of kinds of incidents and of places."""

    @property
    def incidents(self) -> Mapping[str, Incident]: ...


@dataclass(frozen=True)
class ReportFact:
    """One counted report, in codes of the lists `incident`, `severity`, `province`, `yes_no`,
    `police_consent`, `report_decision` and `decided_within`; `reason` is one of the list of reasons
    of its decision, empty for a warning that went out."""

    SERIES: ClassVar[str] = WARNINGS
    SEALED_AS: ClassVar[str] = "report fact"

    quarter: str
    kind: str
    severity: str
    province: str
    blackmail: str
    police: str
    decision: str
    reason: str
    decided_within: str

    def to_json(self) -> list[Any]:
        """Without the quarter, which stands beside it; without names, so that it stays short."""
        return [
            self.kind, self.severity, self.province, self.blackmail, self.police, self.decision,
            self.reason, self.decided_within,
        ]  # fmt: skip

    @classmethod
    def from_json(cls, quarter: str, value: object) -> Self:
        """Raises `Malformed`."""
        if not isinstance(value, list) or len(value) != 8:
            raise Malformed("fact", "another shape")
        if not all(isinstance(code, str) and len(code) <= MAX_CODE_CHARS for code in value):
            raise Malformed("fact", "not a code")
        return cls(quarter, *value)


@dataclass(frozen=True)
class Told:
    """What a report is about as the desk decided it: the codes of a warning that went out, and
    else those of the report."""

    kinds: tuple[str, ...]
    region: str


@dataclass(frozen=True)
class Ended:
    """How the desk ended it. `decided_on` is the day on which that was settled for her, which may
    lie before the day on which it is counted."""

    decision: str
    reason: str
    arrived_on: date
    decided_on: date


def report_fact(
    told: Told, ended: Ended, consents: Consents, *, counted_on: date, known: Taxonomy
) -> ReportFact:
    """The fact of a report that ended.

    Its severity is that of its main kind in the list, also where somebody gave the warning another
    one: so it means the same for every report, and the list alone says what goes with what.
    """
    main = known.incidents[main_kind(told.kinds, known.incidents)]
    return ReportFact(
        quarter=quarter_of(counted_on),
        kind=main.code,
        severity=str(main.severity),
        province=province_of_place(told.region, known),
        blackmail=YES if _is_blackmail(told.kinds, known.incidents) else NO,
        police=_police(consents),
        decision=ended.decision,
        reason=ended.reason,
        decided_within=decided_within(ended.arrived_on, ended.decided_on),
    )


def main_kind(kinds: Iterable[str], incidents: Mapping[str, Incident]) -> str:
    """The most serious kind; of equals the first in the list of kinds, so that the order in which
    she ticked them tells nothing. Raises ValueError when there is none that is known."""
    order = {code: place for place, code in enumerate(incidents)}
    found = [one for one in kinds if one in incidents]
    return min(found, key=lambda one: (-incidents[one].severity, order[one]))


def decided_within(arrived_on: date, decided_on: date) -> str:
    """How long it took; a day on the edge is in the shorter class."""
    ends = (arrived_on + timedelta(days=days) for days in _WITHIN_DAYS)
    return DECIDED_WITHIN[sum(decided_on > end for end in ends)]


def _is_blackmail(kinds: Iterable[str], incidents: Mapping[str, Incident]) -> bool:
    return any(incidents[one].is_blackmail for one in kinds if one in incidents)


def _police(consents: Consents) -> str:
    """What she allows with the police; who wants help counts as that, whatever else she allows."""
    if consents.police_help:
        return "help"
    return "anonymous" if consents.police_anonymous else "none"
