"""Changing the protocol by two people: one proposes numbers, a lead who is somebody else confirms.

Only within what the licensed file allows (ADR 0024); a version that held is never edited.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.adapters.keyring import Keyring
from app.domain.protocol import Protocol
from app.domain.protocol_limits import (
    LIMITS,
    narrowed,
    require_within,
    shortened,
    values_of,
)
from app.models.protocol import ProtocolProposal, ProtocolVersion
from app.models.staff import Staff
from app.services import audit
from app.services.protocol_in_force import desk_version
from moderation.decisions.case_rows import require_active
from moderation.decisions.desk_person import DeskPerson, is_fresh
from moderation.decisions.shorter_terms import require_small, shorten
from moderation.decisions.show_parts import NotFresh
from moderation.rules.four_eyes import ApprovalVoid, require_second
from moderation.rules.roles import Permission, require

ONLY_ROW = 1
FIRST = "0" * 64
# the first may not be more than the second
ORDERED = (
    ("quota_per_day", "quota_per_30_days"),
    ("report_after_closing_days", "report_max_days"),
)


class NothingChanged(Exception):
    """Every number is the one in force."""


class ProposalWaits(Exception):
    """There is a proposal already: it is confirmed or dropped first."""


class NoProposal(Exception):
    """Confirmed or dropped meanwhile, or never there."""


class NotInOrder(Exception):
    """`code` is more than `beyond`, which it may not be."""

    def __init__(self, code: str, beyond: str) -> None:
        super().__init__(code, beyond)
        self.code = code
        self.beyond = beyond


@dataclass(frozen=True)
class Proposal:
    """`mark` stands for exactly these numbers: who confirms sends it back."""

    numbers: Mapping[str, int]
    proposed_by: UUID
    name: str
    proposed_on: date
    mark: str


@dataclass(frozen=True)
class Version:
    """A version that held or holds; names as they are now."""

    number: int
    numbers: Mapping[str, int]
    proposed_by: str
    confirmed_by: str
    confirmed_on: date


@dataclass(frozen=True)
class ProtocolDesk:
    """`numbers` are those in force; `versions` newest first, without what the file alone said."""

    numbers: Mapping[str, int]
    proposal: Proposal | None
    versions: tuple[Version, ...]


def read_protocol(session: Session, person: DeskPerson, file: Protocol) -> ProtocolDesk:
    """Raises NotPermitted."""
    require(person.role, Permission.PROPOSE_PROTOCOL)
    names = {row.id: row.name for row in session.execute(select(Staff.id, Staff.name))}
    row = session.get(ProtocolProposal, ONLY_ROW)
    versions = session.scalars(select(ProtocolVersion).order_by(ProtocolVersion.number.desc()))
    return ProtocolDesk(
        values_of(_in_force(session, file)),
        None if row is None else _proposal(row, names),
        tuple(
            Version(
                one.number,
                json.loads(one.numbers),
                names[one.proposed_by],
                names[one.confirmed_by],
                one.confirmed_on,
            )
            for one in versions
        ),
    )


def propose_change(
    session: Session,
    person: DeskPerson,
    numbers: Mapping[str, int],
    *,
    file: Protocol,
    keyring: Keyring,
    now: datetime,
) -> None:
    """`numbers` has every code of the limits.

    Raises NotPermitted, NotActive, OutOfBounds, NotInOrder, NothingChanged, ProposalWaits,
    WouldDeleteTooMuch.
    """
    require(person.role, Permission.PROPOSE_PROTOCOL)
    require_active(session, person)
    _require_possible(session, numbers, file, now)
    if session.get(ProtocolProposal, ONLY_ROW, with_for_update=True) is not None:
        raise ProposalWaits
    session.add(
        ProtocolProposal(
            id=ONLY_ROW,
            numbers=_written(numbers),
            proposed_by=person.staff_id,
            proposed_on=now.date(),
        )
    )
    _log(session, person, "protocol_proposed", {}, keyring=keyring, now=now)


def drop_proposal(session: Session, person: DeskPerson, *, keyring: Keyring, now: datetime) -> None:
    """Anybody who may propose takes it away. Raises NotPermitted, NotActive, NoProposal."""
    require(person.role, Permission.PROPOSE_PROTOCOL)
    require_active(session, person)
    session.delete(_waiting(session))
    _log(session, person, "protocol_dropped", {}, keyring=keyring, now=now)


def confirm_change(
    session: Session,
    person: DeskPerson,
    mark: str,
    *,
    file: Protocol,
    keyring: Keyring,
    now: datetime,
) -> int:
    """The number of the version that holds from now on; what is there gets its shorter terms.

    Raises NotPermitted, NotFresh, NotActive, NoProposal, SamePerson, ApprovalVoid (other numbers
    than the page showed), OutOfBounds, NotInOrder, NothingChanged, WouldDeleteTooMuch.
    """
    require(person.role, Permission.CONFIRM_PROTOCOL)
    if not is_fresh(person, now):
        raise NotFresh
    require_active(session, person)
    row = _waiting(session)
    require_second(person.staff_id, row.proposed_by, second_needed=True)
    if not hmac.compare_digest(_mark(row), mark):
        raise ApprovalVoid
    numbers: dict[str, int] = json.loads(row.numbers)
    before = _in_force(session, file)
    _require_possible(session, numbers, file, now)
    after = narrowed(file, numbers)
    number = _append(session, row, person, file, now)
    session.delete(row)
    if shortened(before, after):
        shorten(session, after)
    data = {"number": number}
    _log(session, person, "protocol_confirmed", data, keyring=keyring, now=now)
    return number


def _require_possible(
    session: Session, numbers: Mapping[str, int], file: Protocol, now: datetime
) -> None:
    if set(numbers) != {one.code for one in LIMITS}:
        raise ValueError("a proposal names every number")
    require_within(file, numbers)
    for code, beyond in ORDERED:
        if numbers[code] > numbers[beyond]:
            raise NotInOrder(code, beyond)
    before, after = _in_force(session, file), narrowed(file, numbers)
    if values_of(before) == values_of(after):
        raise NothingChanged
    if shortened(before, after):
        require_small(session, after, now=now)


def _in_force(session: Session, file: Protocol) -> Protocol:
    """Read in this very unit of work: a page may have an older one in mind."""
    return narrowed(file, desk_version(session).numbers)


def _waiting(session: Session) -> ProtocolProposal:
    row = session.get(ProtocolProposal, ONLY_ROW, with_for_update=True)
    if row is None:
        raise NoProposal
    return row


def _append(
    session: Session, row: ProtocolProposal, person: DeskPerson, file: Protocol, now: datetime
) -> int:
    last = session.scalars(
        select(ProtocolVersion).order_by(ProtocolVersion.number.desc()).limit(1)
    ).first()
    number, previous = (1, FIRST) if last is None else (last.number + 1, last.sha256)
    version = ProtocolVersion(
        number=number,
        licence=file.version[:40],
        numbers=row.numbers,
        proposed_by=row.proposed_by,
        proposed_on=row.proposed_on,
        confirmed_by=person.staff_id,
        confirmed_on=now.date(),
    )
    version.sha256 = line_hash(previous, version)
    session.add(version)
    session.flush()
    return number


def line_hash(previous: str, version: ProtocolVersion) -> str:
    """Hex over the hash of the version before and everything in this one."""
    line = [
        previous, version.number, version.licence, version.numbers, str(version.proposed_by),
        version.proposed_on.isoformat(), str(version.confirmed_by),
        version.confirmed_on.isoformat(),
    ]  # fmt: skip
    return hashlib.sha256(json.dumps(line, separators=(",", ":")).encode()).hexdigest()


def _proposal(row: ProtocolProposal, names: Mapping[UUID, str]) -> Proposal:
    return Proposal(
        json.loads(row.numbers),
        row.proposed_by,
        names[row.proposed_by],
        row.proposed_on,
        _mark(row),
    )


def _mark(row: ProtocolProposal) -> str:
    said = f"{row.numbers}|{row.proposed_by}|{row.proposed_on.isoformat()}"
    return hashlib.sha256(said.encode()).hexdigest()


def _written(numbers: Mapping[str, int]) -> str:
    return json.dumps(dict(numbers), sort_keys=True, separators=(",", ":"))


def _log(
    session: Session,
    person: DeskPerson,
    action: str,
    data: Mapping[str, int],
    *,
    keyring: Keyring,
    now: datetime,
) -> None:
    session.flush()  # the rows first, the log's lock last
    audit.append(session, keyring=keyring, actor=person.staff_id, action=action, data=data, now=now)
