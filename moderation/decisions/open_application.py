"""Reading an applicant's proof: only with the line in the log that says so, and the team's key."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy.orm import Session

from app.domain.membership import proof_stands
from app.domain.states import ApplicationState
from app.models.member import Application
from app.services.sealed_member import open_proof, open_proof_key
from moderation.decisions.case_rows import NoKey
from moderation.decisions.desk_person import DeskPerson
from moderation.decisions.logged import Logged
from moderation.decisions.open_case import NotWrittenDown
from moderation.decisions.read_applications import require_admitter

SHOWN = "application_shown"


class NoSuchApplication(Exception):
    """Not there, decided, or its proof is older than a week: then nothing is left to read."""


@dataclass(frozen=True, repr=False)
class OpenedApplication:
    """What she gave to be verified; `way` is a code of `application_way`, `sign` two words."""

    application_id: UUID
    applied_on: date
    waiting_days: int
    way: str
    words: str
    sign: str


def open_application(
    session: Session, person: DeskPerson, application_id: UUID, logged: Logged, *, now: datetime
) -> OpenedApplication:
    """Raises NotPermitted, NotWrittenDown, NoSuchApplication, NoKey, Damaged."""
    require_admitter(person)
    if not logged.allows(SHOWN, application_id) or logged.actor != person.staff_id:
        raise NotWrittenDown
    row = session.get(Application, application_id)
    if row is None or row.state is not ApplicationState.WAITING:
        raise NoSuchApplication
    if row.proof is None or row.sealed_team is None or not proof_stands(row.proof_on, now.date()):
        raise NoSuchApplication  # also when the sweep that deletes it is late
    key = person.key(row.epoch)
    if key is None:
        raise NoKey
    proof_key = open_proof_key(key.secret, row.id, row.epoch, row.sealed_team)
    proof = open_proof(proof_key, row.id, row.proof)
    return OpenedApplication(
        application_id=row.id,
        applied_on=row.applied_on,
        waiting_days=(now.date() - row.applied_on).days,
        way=proof.way,
        words=proof.words,
        sign=proof.sign,
    )
