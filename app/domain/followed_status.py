"""Where her report stands, as one code of the list `report_status`.

The release of an alert moves no report: which report stands behind it is sealed to the team, so the
job that releases cannot know. Once there is an alert, it is the alert that tells.
"""

from __future__ import annotations

from collections.abc import Mapping

from app.domain.reporter_moves import may_veto
from app.domain.states import CAME_OUT, AlertState, ReportState

TOLD_BY_ITS_ALERT = frozenset({ReportState.PROPOSED, ReportState.PUBLISHED, ReportState.MERGED})
WAITS_FOR_THE_DESK = frozenset({"received", "in_review", "answered", "proposed"})
# the list whose code says why; returned or reopened is the desk's own business
REASON_LISTS: Mapping[str, str] = {
    "asked": "ask_reason",
    "rejected": "reject_reason",
    "merged": "merge_reason",
    "closed": "close_reason",
    "retracted": "retract_reason",
}


BEING_TAKEN_AWAY = "stopping"  # members still see it, within 24 hours no longer


def followed_status(
    report: ReportState, alert: AlertState | None, *, stop_asked: bool, shared: bool = False
) -> str:
    """The code she reads; `stop_asked`: she has said no and the desk's process has yet to act.

    A warning that is `shared` stays when it is out: others told of the same person.
    """
    if alert is None or report not in TOLD_BY_ITS_ALERT:
        return report.value
    if stop_asked and may_veto(alert):
        return AlertState.VETOED.value
    if stop_asked and alert in CAME_OUT and not shared:
        return BEING_TAKEN_AWAY
    if alert is AlertState.DRAFT:  # returned by the second reader
        return ReportState.IN_REVIEW.value
    if report is ReportState.MERGED and alert is AlertState.PUBLISHED:
        return report.value
    return alert.value
