"""How she can be reached: shown to her, changed and taken away with her code."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy.orm import Session

from app.domain.protocol import Protocol
from app.domain.report import contact_problems
from app.domain.report_parts import Contact
from app.domain.states import ReportState
from app.services.follow_report import shows_back
from app.services.outbox import promise
from app.services.own_report import OwnKey, TooLateToAdd, own_report, she_spoke
from app.services.sealed_report import open_contact, seal_contact


class ContactRefused(Exception):
    """It cannot be stored like this; `problems` say what is wrong."""

    def __init__(self, problems: tuple[str, ...]) -> None:
        super().__init__(problems)
        self.problems = problems


@dataclass(frozen=True)
class OwnContact:
    """Whether there is one; `contact` is None where she asked us not to show what she wrote.

    `may_change`: the desk still reads what she adds.
    """

    is_there: bool
    may_change: bool
    contact: Contact | None = field(repr=False)


def own_contact(session: Session, own: OwnKey) -> OwnContact:
    """Raises `ReportGone`, `Damaged`, `Malformed`."""
    report = own_report(session, own)
    found = None
    if report.contact is not None:
        # opened also where it is not shown: a replaced one must not go unnoticed
        found = Contact.from_json(open_contact(own.dek, report.id, report.contact))
    return OwnContact(
        is_there=found is not None,
        may_change=report.body is not None,
        contact=found if shows_back(report, own) else None,
    )


def change_contact(
    session: Session, own: OwnKey, contact: Contact | None, *, protocol: Protocol, now: datetime
) -> None:
    """Puts it in the place of what was there, or takes it away; the desk is told.

    Raises `ContactRefused`, `TooLateToAdd`, `ReportGone`.
    """
    problems = () if contact is None else tuple(one.code for one in contact_problems(contact))
    if problems:
        raise ContactRefused(problems)
    report = own_report(session, own, for_change=True)
    if contact is not None and report.body is None:
        raise TooLateToAdd
    if contact is None and report.contact is None:
        return
    report.contact = (
        None if contact is None else seal_contact(own.dek, report.id, contact.to_json())
    )
    session.flush()
    # as with a consent: something new brings a finished report back, taking away does not
    if report.body is not None and (contact is not None or report.state is ReportState.ASKED):
        she_spoke(session, report, own.dek, protocol=protocol, now=now)
    else:
        promise(session, "notify_desk", report.id, now=now)
