"""What happened, how serious it is, and what may follow from it (taxonomy.md, privacy.md 3.5)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal, cast

Criminal = Literal["ja", "soms", "nee"]
Severity = Literal[1, 2, 3, 4]

CRIMINAL_VALUES: tuple[Criminal, ...] = ("ja", "soms", "nee")
LOWEST_ALERT_SEVERITY = 2
SECOND_PERSON_SEVERITY = 3
LIFE_THREATENING = 4
COMPLAINT_ROLES = frozenset({"instantie", "exploitant"})


@dataclass(frozen=True)
class Incident:
    """One kind of incident; `criminal` says whether it is a crime (yes, sometimes, no);
    `is_blackmail`, whether figures count it as blackmail."""

    code: str
    category: str
    severity: Severity
    criminal: Criminal
    is_blackmail: bool = False


class UnknownKind(Exception):
    """A kind of incident that the taxonomy does not know."""


def as_severity(value: int) -> Severity:
    """A number as a severity; raises ValueError outside 1..4."""
    if value not in (1, 2, 3, 4):
        raise ValueError(f"severity {value}")
    return cast("Severity", value)


def highest_severity(kinds: Iterable[str], incidents: Mapping[str, Incident]) -> int:
    """The highest default severity of the chosen kinds; 0 when nothing is chosen.

    A person may set another one, with a reason; a machine never does (GDPR 22).
    """
    return max((_known(kind, incidents).severity for kind in kinds), default=0)


def is_alertable(severity: int) -> bool:
    """Whether a warning about a person may exist at all: nuisance never (privacy.md 3.5)."""
    return severity >= LOWEST_ALERT_SEVERITY


def is_possibly_criminal(kinds: Iterable[str], incidents: Mapping[str, Incident]) -> bool:
    """Whether every kind can be a crime: the licence covers nothing else (UAVG 31-33)."""
    return all(_known(kind, incidents).criminal != "nee" for kind in kinds)


def offers_complaint(culprit_role: str) -> bool:
    """An official or an operator is complained about, not warned about (product.md, last line)."""
    return culprit_role in COMPLAINT_ROLES


def _known(kind: str, incidents: Mapping[str, Incident]) -> Incident:
    try:
        return incidents[kind]
    except KeyError:
        raise UnknownKind(kind) from None
