"""The demo's alerts: claimed, written, approved by a second person and let out by the decisions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from app.adapters.dictionary import load_dictionary
from app.adapters.keyring import Keyring
from app.adapters.reference_data import ReferenceData
from app.commands.demo.people import DemoWentWrong
from app.commands.demo.reports import DemoReport, FiledReport
from app.domain.months import first_of_month
from app.domain.states import AlertState
from moderation.decisions.alert_content import fingerprint, read_content
from moderation.decisions.approve_alert import approve_alert
from moderation.decisions.case_rows import find_alert
from moderation.decisions.claim_report import claim_report
from moderation.decisions.desk_person import DeskPerson
from moderation.decisions.judge_alert import WrittenAlert
from moderation.decisions.propose_alert import propose_alert
from moderation.decisions.release_alert import release_alert
from moderation.decisions.settle_reports import settle_reports
from moderation.decisions.write_to_case import answer_reporter
from moderation.rules.publication_bar import WANTS_NO, InformChoice

NEXT_ACT = timedelta(hours=2)
LOOK_AGAIN_AFTER = timedelta(days=180)


def publish_alerts(
    session: Session,
    rows: Iterable[Mapping[str, Any]],
    stories: Mapping[str, tuple[DemoReport, FiledReport]],
    writer: DeskPerson,
    approver: DeskPerson,
    *,
    keyring: Keyring,
    reference: ReferenceData,
) -> None:
    """Every alert of the file, out; each at its own time some days ago."""
    for row in rows:
        story, filed = stories[row["report"]]
        moment = filed.moment + NEXT_ACT
        claim_report(session, writer, filed.report_id, keyring=keyring, now=moment)
        if "answer" in row:
            answer_reporter(
                session, writer, filed.report_id, row["answer"], keyring=keyring, now=moment
            )
        alert_id = propose_alert(
            session,
            writer,
            filed.report_id,
            _written(row, story, reference, moment),
            keyring=keyring,
            reference=reference,
            dictionary=load_dictionary(),
            now=moment,
        )
        session.flush()
        shown = read_content(session, find_alert(session, alert_id), keyring)
        moment += NEXT_ACT
        state = approve_alert(
            session,
            replace(approver, fresh_at=moment),  # as if the code of the phone was asked just now
            alert_id,
            fingerprint(alert_id, shown, keyring),
            keyring=keyring,
            reference=reference,
            dictionary=load_dictionary(),
            now=moment,
        )
        protocol = reference.protocol
        embargo = timedelta(hours=protocol.veto_hours + protocol.extra_random_hours)
        if state is not AlertState.PUBLISHED and not release_alert(
            session, alert_id, keyring=keyring, protocol=protocol, now=moment + embargo
        ):
            raise DemoWentWrong(f"letting out the alert of {row['report']}")
        settle_reports(session, writer, keyring=keyring, reference=reference, now=moment + embargo)


def _written(
    row: Mapping[str, Any], story: DemoReport, reference: ReferenceData, now: datetime
) -> WrittenAlert:
    draft = story.draft
    assert draft.when.day is not None
    return WrittenAlert(
        text=row["text"],
        kinds=draft.kinds,
        severity=row["severity"],
        severity_reason="",
        region=draft.place.region,
        month=first_of_month(draft.when.day),
        identifiers=tuple(row["identifiers"]),
        appearance=tuple(row.get("appearance", ())),
        car_type=row.get("car_type", ""),
        car_colour=row.get("car_colour", ""),
        checklist={one: "no" if one in WANTS_NO else "yes" for one in reference.protocol.criteria},
        inform=InformChoice("exception-reporter", (now + LOOK_AGAIN_AFTER).date()),
        answered=frozenset(),
    )
