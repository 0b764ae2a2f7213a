"""The protocol of the licence: without a valid one no alert exists (privacy.md 3.1)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from app.domain.months import months_before

LEAST_THRESHOLD = 10  # below, "others told the same" could be about one person (statistics.md 3.7)
WARNING_MONTHS = 12  # a new licence takes the data protection authority months

NOT_VALID, ENDING = "protocol_not_valid", "protocol_ending"  # codes of alarms


class BadProtocol(Exception):
    """The protocol contradicts itself; carries the field that is wrong."""

    def __init__(self, field: str) -> None:
        super().__init__(field)
        self.field = field


@dataclass(frozen=True)
class Protocol:
    """Licence, allowed fields, criteria and terms of the alerts; days and hours are whole numbers.

    `status` is "development" for the placeholder, which production must refuse. From
    `pattern_threshold` complaints on, people may hear that others told the same.
    """

    version: str
    status: Literal["development", "in_force"]
    controller: str
    licence_number: str
    valid_from: date
    valid_until: date
    allowed_fields: frozenset[str]
    criteria: tuple[str, ...]
    quota_per_day: int
    quota_per_30_days: int
    draft_days: int
    not_published_days: int
    report_after_closing_days: int
    report_max_days: int
    alert_days: Mapping[int, int]
    stub_lives_with_alert: bool
    veto_hours: int
    extra_random_hours: int
    pattern_threshold: int

    def __post_init__(self) -> None:
        if self.valid_until < self.valid_from:
            raise BadProtocol("valid_until")
        if set(self.alert_days) != {2, 3, 4}:
            raise BadProtocol("alert_days")
        if not self.criteria or len(set(self.criteria)) != len(self.criteria):
            raise BadProtocol("criteria")
        if not self.allowed_fields:
            raise BadProtocol("allowed_fields")
        terms = {
            "quota_per_day": self.quota_per_day,
            "quota_per_30_days": self.quota_per_30_days,
            "draft_days": self.draft_days,
            "not_published_days": self.not_published_days,
            "report_after_closing_days": self.report_after_closing_days,
            "report_max_days": self.report_max_days,
            "alert_days": min(self.alert_days.values()),
            "veto_hours": self.veto_hours,
        }
        for name, value in terms.items():
            if value <= 0:
                raise BadProtocol(name)
        if self.pattern_threshold < LEAST_THRESHOLD:
            raise BadProtocol("pattern_threshold")
        if self.extra_random_hours < 0:
            raise BadProtocol("extra_random_hours")

    @property
    def is_development(self) -> bool:
        return self.status == "development"

    def valid_on(self, day: date) -> bool:
        """Both ends count: on the last day it still holds."""
        return self.valid_from <= day <= self.valid_until

    def trouble_on(self, day: date) -> str | None:
        """Code of the alarm that is due: it does not hold, or its end is near."""
        if not self.valid_on(day):
            return NOT_VALID
        return ENDING if self.warning_due(day) else None

    def warning_due(self, day: date) -> bool:
        """From twelve months before the end, also after it: somebody must ask for a new one."""
        return day >= months_before(self.valid_until, WARNING_MONTHS)
