"""What she wrote, out of its sealed fields: the draft and what she allows now."""

from __future__ import annotations

from dataclasses import dataclass

from app.domain.consent import CONSENTS, Consents
from app.domain.report import ReportDraft
from app.models.report import Report
from app.services.sealed_report import (
    BOTH_DESKS,
    STOPPED,
    DeskKeys,
    open_body,
    open_consents,
)

AT_ONCE = "publish_at_once"


@dataclass(frozen=True)
class Wishes:
    """What she allows now, and whether the alert may go out without waiting for her veto.

    `stopped` is the id of the alert to whose words she said no, or empty. `both_desks`: she
    told the other desk too, and wants both to know it.
    """

    consents: Consents
    at_once: bool
    stopped: str = ""
    both_desks: bool = False


def read_draft(report: Report, keys: DeskKeys) -> ReportDraft:
    """The report as she sent it; raises Damaged, Malformed. The caller knows it has a body."""
    assert report.body is not None
    return ReportDraft.from_json(open_body(keys.dek, report.id, report.body))


def read_wishes(report: Report, keys: DeskKeys) -> Wishes:
    """Her consents, hers to change at any time; anything but a plain true is no."""
    found = open_consents(keys.dek, report.id, report.consents)
    consents = Consents.from_json({code: found.get(code, False) for code in CONSENTS})
    return Wishes(
        consents,
        found.get(AT_ONCE) is True,
        str(found.get(STOPPED, "")),
        both_desks=found.get(BOTH_DESKS) is True,
    )
