"""The demo's complaints: filed as the form files them, worked on by the desk's own decisions."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from app.adapters.keyring import Keyring
from app.adapters.reference_data import ReferenceData
from app.commands.demo.people import DemoWentWrong
from app.domain.code import Code
from app.domain.complaint import SHAPE, ComplaintDraft, check, unknown_codes
from app.domain.complaint_parts import ComplaintConsents
from app.public.complaint.filing import filing_of
from app.services.file_complaint import file_complaint, prepare_complaint
from moderation.decisions.complaint.dues import add_task
from moderation.decisions.complaint.owner import take_complaint
from moderation.decisions.complaint.steps import mark_sent, plan_step
from moderation.decisions.complaint.words import answer_complainant
from moderation.decisions.desk_person import DeskPerson

FORM_TOKEN_BYTES = 16
EARLIER_TODAY = timedelta(hours=1)
NEXT_ACT = timedelta(minutes=5)


@dataclass(frozen=True)
class FiledComplaint:
    """A stored complaint: what the card calls it, and the code that opens it."""

    about: str
    complaint_id: UUID
    code: Code
    moment: datetime


def file_demo_complaints(
    session: Session,
    rows: Iterable[Mapping[str, Any]],
    people: Mapping[str, DeskPerson],
    *,
    reference: ReferenceData,
    keyring: Keyring,
    now: datetime,
) -> tuple[FiledComplaint, ...]:
    """Every complaint of the file, with what the desk has done to it since."""
    done = []
    for row in rows:
        filed = _file(session, row, reference=reference, keyring=keyring, now=now)
        if "owner" in row:
            owner = people[row["owner"]]
            _work(session, row, filed, owner, reference=reference, keyring=keyring, now=now)
        done.append(filed)
    return tuple(done)


def _file(
    session: Session,
    row: Mapping[str, Any],
    *,
    reference: ReferenceData,
    keyring: Keyring,
    now: datetime,
) -> FiledComplaint:
    moment = now - timedelta(days=row["filed_days_ago"]) - EARLIER_TODAY
    draft = _draft(row, moment)
    problems = check(draft, moment.date()) + unknown_codes(draft, reference.has)
    if problems:
        raise DemoWentWrong(f"complaint {row['key']}: {problems[0].field} {problems[0].code}")
    prepared = prepare_complaint(
        filing_of(draft, (), today=moment.date(), burst=None, known=reference),
        raw_token=secrets.token_bytes(FORM_TOKEN_BYTES),
        keyring=keyring,
        now=moment,
    )
    filed = file_complaint(session, prepared, now=moment)
    session.flush()
    return FiledComplaint(row["about"], filed.case_id, filed.code, moment)


def _draft(row: Mapping[str, Any], moment: datetime) -> ComplaintDraft:
    happened = (moment - timedelta(days=row["happened_days_before"])).date()
    letter: dict[str, Any] = {"got": "no", "dated": None}
    if "letter_days_before" in row:
        dated = (moment - timedelta(days=row["letter_days_before"])).date()
        letter = {"got": "yes", "dated": dated.isoformat()}
    return ComplaintDraft.from_json(
        {
            "shape": SHAPE,
            **row["draft"],
            "letter": letter,
            "when": {"about": "", "day": happened.isoformat()},
            "consents": ComplaintConsents.of(row["consents"]).to_json(),
        }
    )


def _work(
    session: Session,
    row: Mapping[str, Any],
    filed: FiledComplaint,
    owner: DeskPerson,
    *,
    reference: ReferenceData,
    keyring: Keyring,
    now: datetime,
) -> None:
    """Taken on soon after it came; then a step, its letter, a message and a task, where named."""
    moment = filed.moment + NEXT_ACT
    case = filed.complaint_id
    take_complaint(session, owner, case, keyring=keyring, now=moment)
    if "step" in row:
        number = plan_step(
            session, owner, case, 0, row["step"], known=reference, keyring=keyring, now=moment
        )
        session.flush()
        sent = now - timedelta(days=row["sent_days_ago"])
        mark_sent(
            session, owner, case, number, sent.date(), known=reference, keyring=keyring, now=sent
        )
    if "answer" in row:
        answer_complainant(
            session, owner, case, row["answer"], asks=row.get("asks", False), keyring=keyring,
            now=moment,
        )  # fmt: skip
    if "task" in row:
        add_task(
            session, owner, case, reason=row["task"],
            due_on=(now + timedelta(days=row["task_in_days"])).date(), words=row["task_words"],
            keyring=keyring, now=moment,
        )  # fmt: skip
    session.flush()
