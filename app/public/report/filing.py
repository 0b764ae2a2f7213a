"""From a finished draft to what is filed: which part is sealed where."""

from __future__ import annotations

from datetime import date

from app.adapters.reference_data import ReferenceData
from app.domain.incidents import highest_severity
from app.domain.report import ReportDraft, is_urgent, needs_second
from app.domain.report_summary import ReportSummary
from app.services.file_report import Filing


def filing_of(
    draft: ReportDraft,
    photos: tuple[bytes, ...],
    *,
    reference: ReferenceData,
    today: date,
    burst: str | None,
) -> Filing:
    """Body, queue summary, consents and contact apart; photo keys are left behind.

    `photos` are the cleaned JPEGs in the order of `draft.photos`; `burst` marks a flood from one
    address, so that the desk can put it aside at once.
    """
    incidents = reference.incidents
    summary = ReportSummary(
        kinds=draft.kinds,
        severity=highest_severity(draft.kinds, incidents),
        region=draft.place.region,
        place_kind=draft.place.kind,
        month=draft.when.month(today),
        language=draft.language,
        still_active=draft.still_active,
        culprit_role=draft.culprit_role,
        photos=len(photos),
        warn=draft.consents.warn,
        at_once=draft.publish_at_once,
        on_behalf=draft.on_behalf,
        burst=burst,
    )
    return Filing(
        body=draft.body_json(),
        summary=summary.to_json(),
        consents={**draft.consents.to_json(), "publish_at_once": draft.publish_at_once},
        contact=draft.contact.to_json() if draft.contact else None,
        urgent=is_urgent(draft, incidents),
        needs_second=needs_second(draft, incidents),
        photos=photos,
    )
