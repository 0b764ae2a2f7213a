"""The demo's reports: from `data/demo/demo.toml` to sealed rows, by the steps a visitor takes."""

from __future__ import annotations

import base64
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from app.adapters.images import clean_image
from app.adapters.keyring import Keyring
from app.adapters.reference_data import ReferenceData
from app.commands.demo.people import DemoWentWrong
from app.domain.code import Code
from app.domain.consent import Consents
from app.domain.report import SHAPE, ReportDraft, check, unknown_codes
from app.domain.report_parts import Photo
from app.public.report.filing import filing_of
from app.services.file_report import file_report, prepare_report
from app.services.parked_file import open_parked_file, park_file, unpark_file

FORM_TOKEN_BYTES = 16
EARLIER_TODAY = timedelta(hours=1)


@dataclass(frozen=True)
class DemoReport:
    """A report to file: what a card calls it, when it comes in, and what she would have typed."""

    key: str
    about: str
    moment: datetime
    draft: ReportDraft
    photo: Path | None


@dataclass(frozen=True)
class FiledReport:
    """A stored report and the code that opens it."""

    key: str
    about: str
    report_id: UUID
    code: Code
    moment: datetime


def read_reports(
    rows: Iterable[Mapping[str, Any]], folder: Path, *, now: datetime
) -> tuple[DemoReport, ...]:
    """The reports of the file, oldest first; days count back from `now`."""
    found = [_read_report(row, folder, now) for row in rows]
    return tuple(sorted(found, key=lambda one: one.moment))


def file_demo_report(
    session: Session, report: DemoReport, *, reference: ReferenceData, keyring: Keyring
) -> FiledReport:
    """Park the photo, seal everything and store it; raises DemoWentWrong for a bad draft."""
    draft = report.draft
    problems = check(draft, report.moment.date()) + unknown_codes(draft, reference.has)
    if problems:
        raise DemoWentWrong(f"report {report.key}: {problems[0].field} {problems[0].code}")
    pictures: tuple[bytes, ...] = ()
    if report.photo is not None:
        clean = clean_image(report.photo.read_bytes())
        ticket = park_file(session, clean.jpeg, keyring=keyring, now=report.moment)
        photo = Photo(
            row_id=str(ticket.id),
            key=base64.b64encode(ticket.key).decode("ascii"),
            name=report.photo.name,
            width=clean.width,
            height=clean.height,
            size_bytes=len(clean.jpeg),
            original_sha256=clean.sha256_original,
        )
        draft = replace(draft, photos=(photo,))
        session.flush()  # the parked row is read back, as the page does when she sends
        pictures = (open_parked_file(session, ticket),)
        unpark_file(session, ticket)
    day = report.moment.date()
    filing = filing_of(draft, pictures, reference=reference, today=day, burst=None)
    prepared = prepare_report(
        filing,
        raw_token=secrets.token_bytes(FORM_TOKEN_BYTES),
        keyring=keyring,
        expires_on=day + timedelta(days=reference.protocol.report_max_days),
        now=report.moment,
    )
    filed = file_report(session, prepared, now=report.moment)
    return FiledReport(report.key, report.about, filed.case_id, filed.code, report.moment)


def _read_report(row: Mapping[str, Any], folder: Path, now: datetime) -> DemoReport:
    moment = now - timedelta(days=row["filed_days_ago"]) - EARLIER_TODAY
    happened = (moment - timedelta(days=row["happened_days_before"])).date()
    draft = ReportDraft.from_json(
        {
            "shape": SHAPE,
            **row["draft"],
            "when": {"about": "", "day": happened.isoformat()},
            "consents": Consents.of(row["consents"]).to_json(),
            "publish_at_once": row.get("publish_at_once", False),
        }
    )
    return DemoReport(
        key=row["key"],
        about=row["about"],
        moment=moment,
        draft=draft,
        photo=folder / row["photo"] if "photo" in row else None,
    )
