"""What the queue shows of a report: a few codes, sealed apart from the story (decisions 11)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, Self


@dataclass(frozen=True)
class ReportSummary:
    """Codes and counts only; `month` is the first day of the month of the incident, if known."""

    kinds: tuple[str, ...]
    severity: int
    region: str
    place_kind: str
    month: date | None
    language: str
    still_active: str
    culprit_role: str
    photos: int
    warn: bool
    at_once: bool
    on_behalf: bool
    burst: str | None

    def to_json(self) -> dict[str, Any]:
        return {
            "kinds": list(self.kinds),
            "severity": self.severity,
            "region": self.region,
            "place_kind": self.place_kind,
            "month": self.month.isoformat() if self.month else None,
            "language": self.language,
            "still_active": self.still_active,
            "culprit_role": self.culprit_role,
            "photos": self.photos,
            "warn": self.warn,
            "at_once": self.at_once,
            "on_behalf": self.on_behalf,
            "burst": self.burst,
        }

    @classmethod
    def from_json(cls, value: dict[str, Any]) -> Self:
        """What `to_json` gave."""
        month = value["month"]
        return cls(
            **{
                **value,
                "kinds": tuple(value["kinds"]),
                "month": date.fromisoformat(month) if month else None,
            }
        )
