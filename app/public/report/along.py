"""From a complaint to a report, with what she chooses to take along."""

from __future__ import annotations

from app.domain.report import ReportDraft
from app.domain.told import Told, report_with
from app.public.wizard.along import TakingAlong
from app.services.both_desks import recall_complaint
from app.web.current import locale


def _begin(told: Told, both: bool) -> ReportDraft:
    return report_with(told, language=locale(), both=both)


TO_REPORT: TakingAlong[ReportDraft] = TakingAlong(
    "report", "report.along", recall_complaint, _begin
)
