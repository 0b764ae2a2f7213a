"""From a finished draft to what is filed: which part is sealed where."""

from __future__ import annotations

from datetime import date

from app.domain.complaint import ComplaintDraft
from app.domain.complaint_summary import summary_of
from app.domain.objection import Known, needs_somebody_soon, still_to_object
from app.domain.report_parts import Photo
from app.services.file_complaint import ComplaintFiling, SentFile


def filing_of(
    draft: ComplaintDraft,
    files: tuple[bytes, ...],
    *,
    today: date,
    burst: str | None,
    known: Known,
) -> ComplaintFiling:
    """Body, summary, consents, contact and files apart; keys of parked files are left behind.

    `files` are in the order of `draft.files`; `burst` marks a flood from one address.
    """
    return ComplaintFiling(
        institution_kind=draft.kind,
        body=draft.body_json(),
        summary=summary_of(draft, files=len(files), burst=burst, today=today).to_json(),
        consents=draft.consents.to_json(),
        contact=draft.contact.to_json() if draft.contact else None,
        urgent=needs_somebody_soon(draft, today, known),
        objection_on=still_to_object(draft, (), today, known),
        files=tuple(
            SentFile(content, _about(one)) for one, content in zip(draft.files, files, strict=True)
        ),
    )


def _about(file: Photo) -> dict[str, str]:
    """A picture was made anew and may be shown; anything else is only ever downloaded."""
    return {"kind": "jpeg" if file.is_picture else "pdf", "name": file.name}
