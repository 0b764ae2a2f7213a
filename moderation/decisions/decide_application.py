"""Admitting or refusing an applicant; with the decision the proof is gone (privacy.md 11).

An admitted applicant keeps her code: the new member has the same look-up (decisions 10).
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from app.adapters.keyring import Keyring
from app.adapters.reference_data import ReferenceData
from app.domain.code_lists import UnknownCode
from app.domain.membership import proof_stands, renewal_day
from app.domain.states import ApplicationState, MemberState
from app.models.decision import Decision
from app.models.member import Application, Member
from app.services import audit
from app.services.count_waits import count_wait
from app.services.sealed_member import Choices, open_choices, seal_choices
from moderation.decisions.case_rows import require_active
from moderation.decisions.desk_person import DeskPerson
from moderation.decisions.open_application import NoSuchApplication
from moderation.decisions.read_applications import require_admitter

REASONS = "application_refusal"


def admit_applicant(
    session: Session,
    person: DeskPerson,
    application_id: UUID,
    *,
    keyring: Keyring,
    now: datetime,
) -> None:
    """Makes her a member for a year. Raises NotPermitted, NotActive, NoSuchApplication."""
    row = _waiting(session, person, application_id, now)
    assert keyring.k_field is not None
    choices = open_choices(keyring.k_field, "application", row.id, row.profile)
    # a form that was sent by hand to both doors has one code: she is a member already
    if not session.scalar(select(exists().where(Member.lookup == row.lookup))):
        member_id = uuid4()
        session.add(
            Member(
                id=member_id,
                lookup=row.lookup,
                state=MemberState.ACTIVE,
                joined_on=now.date(),
                renew_by=renewal_day(now.date()),
                profile=seal_choices(
                    keyring.k_field, "member", member_id, replace(choices, repeat=None)
                ),
            )
        )
    _decide(session, person, row, ApplicationState.ADMITTED, None, keyring=keyring, now=now)


def refuse_applicant(
    session: Session,
    person: DeskPerson,
    application_id: UUID,
    reason: str,
    *,
    keyring: Keyring,
    reference: ReferenceData,
    now: datetime,
) -> None:
    """She reads the reason with her code. Raises as admit_applicant, and UnknownCode."""
    if not reference.has(REASONS, reason):
        raise UnknownCode(REASONS, reason)
    row = _waiting(session, person, application_id, now)
    _decide(session, person, row, ApplicationState.REFUSED, reason, keyring=keyring, now=now)


def _waiting(
    session: Session, person: DeskPerson, application_id: UUID, now: datetime
) -> Application:
    """The row under its lock: of two who decide at once the second finds it decided.

    Nobody decides about a proof that is not there any more: she is asked again.
    """
    require_admitter(person)
    require_active(session, person)
    row = session.scalar(
        select(Application)
        .where(Application.id == application_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    if row is None or row.state is not ApplicationState.WAITING:
        raise NoSuchApplication
    if row.proof is None or not proof_stands(row.proof_on, now.date()):
        raise NoSuchApplication
    return row


def _decide(
    session: Session,
    person: DeskPerson,
    row: Application,
    state: ApplicationState,
    reason: str | None,
    *,
    keyring: Keyring,
    now: datetime,
) -> None:
    assert keyring.k_field is not None
    before, row.state = row.state, state
    row.reason, row.decided_on = reason, now.date()
    row.proof = row.sealed_team = row.idem = None
    row.profile = seal_choices(keyring.k_field, "application", row.id, Choices())
    session.add(
        Decision(
            subject_kind="application",
            subject_id=row.id,
            actor="staff",
            staff_id=person.staff_id,
            from_state=before.value,
            to_state=state.value,
            reason=reason,
            on_day=now.date(),
        )
    )
    count_wait(session, row.applied_on, now=now)
    session.flush()  # the log's lock last
    audit.append(
        session,
        keyring=keyring,
        actor=person.staff_id,
        action=f"application_{state.value}",
        object_id=row.id,
        data=None if reason is None else {"reason": reason},
        now=now,
    )
