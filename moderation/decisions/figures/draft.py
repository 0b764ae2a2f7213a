"""Drafting a release of figures: one person makes it, the audit says what could be concluded."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.adapters.database import Database
from app.adapters.keyring import Keyring
from app.adapters.reference_data import ReferenceData
from app.adapters.release_keys import ReleaseKeys
from app.domain.disclosure_audit.audit import SECONDS
from app.domain.disclosure_audit.findings import AuditReport
from app.domain.statistics.publication import Frozen, Publication, canonical
from app.models.figures import FigureDraft
from app.models.staff import Staff
from app.services import audit
from app.services.draft_figures import DRAFTED, due_after, gather, make_draft
from app.services.published_figures import frozen_releases
from moderation.decisions.case_rows import require_active
from moderation.decisions.desk_person import DeskPerson
from moderation.rules.roles import Permission, require

MOST_FINDINGS = 500  # kept with a draft; how many there are is kept whole


class NoSuchDraft(Exception):
    """There is no draft of this release."""


class FactsChanged(Exception):
    """Somebody took a complaint back, or one was added, since this was drafted: draft it again."""


@dataclass(frozen=True)
class Finding:
    """One thing that could be concluded, as it lies with a draft (`disclosure_audit.findings`)."""

    kind: str
    where: tuple[tuple[str, str], ...]
    quarters: tuple[str, ...]
    low: int
    high: int | None


@dataclass(frozen=True)
class Draft:
    """A draft as the second person reads it; `mark` is what she approves, in hexadecimal."""

    publication: Publication
    drafted_by: UUID
    drafted_by_name: str
    drafted_on: date
    checked: int
    published: int
    findings: tuple[Finding, ...]
    findings_in_all: int
    mark: str

    @property
    def blocks(self) -> bool:
        """Whether the audit stands in the way."""
        return self.findings_in_all > 0


@dataclass(frozen=True)
class DraftLine:
    """A draft in the list."""

    series: str
    release: str
    by: str
    on: date
    findings: int


@dataclass(frozen=True)
class FiguresDesk:
    """What is due of each series, what was drafted, and the ledger in its order."""

    due: Mapping[str, str | None]
    drafts: tuple[DraftLine, ...]
    frozen: tuple[Frozen, ...]


def draft_release(
    database: Database, person: DeskPerson, series: str, release: str, *, keyring: Keyring,
    reference: ReferenceData, keys: ReleaseKeys, today: date, now: datetime,
    audit_seconds: float = SECONDS,
) -> None:  # fmt: skip
    """Makes the release that is due and keeps it as a draft, in the place of one made before.

    Raises NotPermitted, NotActive, NotNext, CodeListsChanged, Damaged, ReleaseRefused,
    FactsChanged.
    """
    require(person.role, Permission.BUILD_FIGURES)
    with database.reading() as session:
        require_active(session, person)
        material = gather(session, keyring, reference, series, release, today=today)
    drafted = make_draft(material, keys.key(series, release), seconds=audit_seconds)
    with database.writing() as session:
        require_active(session, person)
        again = gather(session, keyring, reference, series, release, today=today)
        if again.mark != material.mark:
            raise FactsChanged
        row = session.get(FigureDraft, (series, release)) or FigureDraft(
            series=series, release=release
        )
        row.content = canonical(drafted.publication)
        row.audit = json.dumps(report_to_json(drafted.report))
        row.facts_mark = material.mark
        row.drafted_by = person.staff_id
        row.drafted_on = today
        session.add(row)
        session.flush()
        audit.append(
            session, keyring=keyring, actor=person.staff_id, action="figures_drafted",
            data={
                "series": series, "release": release, "findings": len(drafted.report.findings),
            },
            now=now,
        )  # fmt: skip


def figures_desk(session: Session, person: DeskPerson, *, today: date) -> FiguresDesk:
    """A handful of queries for each series. Raises NotPermitted."""
    require(person.role, Permission.APPROVE_FIGURES)
    rows = session.execute(
        select(
            FigureDraft.series,
            FigureDraft.release,
            Staff.name,
            FigureDraft.drafted_on,
            FigureDraft.audit,
        )
        .join(Staff, Staff.id == FigureDraft.drafted_by)
        .order_by(FigureDraft.series, FigureDraft.release)
    )
    history = {series: frozen_releases(session, series) for series in DRAFTED}
    return FiguresDesk(
        due={
            series: due_after(session, series, frozen, today) for series, frozen in history.items()
        },
        drafts=tuple(
            DraftLine(series, release, name, on, json.loads(report)["findings_in_all"])
            for series, release, name, on, report in rows
        ),
        frozen=tuple(
            sorted(
                (one for frozen in history.values() for one in frozen),
                key=lambda one: one.number,
            )
        ),
    )


def find_draft(session: Session, person: DeskPerson, series: str, release: str) -> Draft:
    """Two queries. Raises NotPermitted, NoSuchDraft."""
    require(person.role, Permission.APPROVE_FIGURES)
    row = session.get(FigureDraft, (series, release))
    if row is None:
        raise NoSuchDraft
    name = session.scalars(select(Staff.name).where(Staff.id == row.drafted_by)).one()
    found = json.loads(row.audit)
    return Draft(
        publication=Publication.from_json(json.loads(row.content)),
        drafted_by=row.drafted_by,
        drafted_by_name=name,
        drafted_on=row.drafted_on,
        checked=found["checked"],
        published=found["published"],
        findings=tuple(
            Finding(
                one["kind"], tuple((dim, code) for dim, code in one["where"]),
                tuple(one["quarters"]), one["low"], one["high"],
            )
            for one in found["findings"]
        ),
        findings_in_all=found["findings_in_all"],
        mark=mark_of(row),
    )  # fmt: skip


def mark_of(row: FigureDraft) -> str:
    """What is approved: these very numbers, with this very report."""
    return hashlib.sha256(f"{row.content}\n{row.audit}".encode()).hexdigest()


def report_to_json(report: AuditReport) -> dict[str, Any]:
    return {
        "checked": report.checked,
        "published": report.published,
        "findings_in_all": len(report.findings),
        "findings": [
            {
                "kind": str(one.kind),
                "where": [list(pair) for pair in one.cell.coordinates],
                "quarters": list(one.cell.quarters),
                "low": one.low,
                "high": one.high,
            }
            for one in report.findings[:MOST_FINDINGS]
        ],
    }
