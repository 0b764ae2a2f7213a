"""What the reports behind an alert hold, for whoever judges its text: to correct it, or second.

The second reader sees and judges by the same marks as the writer, also those that only the report
can give: what she typed as an identifier, and what points to her.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.adapters.vault.boxes import Damaged
from app.domain.strict_json import Malformed
from app.models.alert import Alert
from app.models.report import Report, ReportKeys
from moderation.decisions.alert_source import (
    SourceUnreadable,
    corrected_id,
    is_correction,
    read_source,
)
from moderation.decisions.case_identifiers import TypedIdentifier, identifiers_of
from moderation.decisions.case_rows import NoKey, find_alert, keys_of
from moderation.decisions.desk_person import DeskPerson
from moderation.decisions.logged import Logged
from moderation.decisions.open_case import OPENED, NotWrittenDown
from moderation.decisions.read_body import read_draft
from moderation.decisions.redaction_marks import Known, known_of


@dataclass(frozen=True, repr=False)
class Sources:
    """What the reports behind an alert still hold: identifiers to choose from, words to avoid.

    Keys of identifiers begin with the number of their report ("1-phone-0").
    """

    identifiers: Mapping[str, TypedIdentifier]
    known: Known


def reports_behind(session: Session, person: DeskPerson, alert: Alert) -> tuple[UUID, ...]:
    """The reports of an alert, or of the alert that a correction is of.

    Raises NoSuchAlert, SourceUnreadable.
    """
    if is_correction(alert):
        alert = find_alert(session, corrected_id(person, alert))
    return read_source(person, alert)


def read_sources(
    session: Session, person: DeskPerson, alert_id: UUID, lines: Collection[Logged]
) -> Sources:
    """For a page: `lines` are in the log, one for each report behind the alert.

    Raises NotWrittenDown, NoSuchAlert, SourceUnreadable.
    """
    alert = find_alert(session, alert_id)
    for report_id in reports_behind(session, person, alert):
        if not any(one.allows(OPENED, report_id) for one in lines):
            raise NotWrittenDown
    return sources_of(session, person, alert)


def sources_of(session: Session, person: DeskPerson, alert: Alert) -> Sources:
    """The same for an act that shows nothing. Raises NoSuchAlert, SourceUnreadable."""
    rows = session.execute(
        select(Report, ReportKeys)
        .join(ReportKeys, ReportKeys.report_id == Report.id)
        .where(
            Report.id.in_(reports_behind(session, person, alert)),
            Report.team == person.team,
            Report.body.is_not(None),
        )
        .order_by(Report.arrived_on, Report.id)
    )
    typed: dict[str, TypedIdentifier] = {}
    identifiers: list[str] = []
    about: list[str] = []
    for number, (report, sealed) in enumerate(rows, start=1):
        try:
            draft = read_draft(report, keys_of(person, report, sealed))
        except (NoKey, Damaged, Malformed) as error:
            raise SourceUnreadable from error
        typed |= {f"{number}-{one.key}": one for one in identifiers_of(draft)}
        known = known_of(draft)
        identifiers += known.identifiers
        about += known.about_reporter
    return Sources(typed, Known(tuple(dict.fromkeys(identifiers)), tuple(dict.fromkeys(about))))
