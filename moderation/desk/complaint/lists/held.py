"""A list between its pages: sealed in a row without an owner, with its key only in the form.

The form carries it sealed once more, to the person who chose the file. After a day the row is gone.
"""

from __future__ import annotations

import base64
import binascii
from dataclasses import dataclass
from uuid import UUID

from app.adapters.list_files import read_list
from app.adapters.vault.boxes import Damaged, open_json, seal_json, subkey
from app.domain.complaint_import.plan import ImportPlan, plan_import
from app.domain.complaint_import.profile import Profile
from app.domain.complaint_import.table import ListTable, WrongShape
from app.domain.strict_json import Malformed, StrictObject
from app.services.import_complaints import Compared, compare
from app.services.parked_file import FileGone, ParkingTicket, open_parked_file, park_file
from app.web.csrf import form_key
from app.web.current import database, keyring, now, reference
from moderation.desk.person import person

STEP_BYTES = 1024


class ListGone(Exception):
    """The list is no longer there, or the form is not ours: it has to be chosen again."""


@dataclass(frozen=True)
class HeldList:
    """Where the list lies, and how it is read so far."""

    ticket: ParkingTicket
    profile: Profile


def hold(content: bytes, profile: Profile) -> HeldList:
    """Puts a list away for the next page."""
    with database().writing() as session:
        return HeldList(park_file(session, content, keyring=keyring(), now=now()), profile)


def carried(held: HeldList) -> str:
    """The field of the form."""
    state = {
        "id": str(held.ticket.id),
        "key": held.ticket.key.hex(),
        "profile": held.profile.to_json(),
    }
    return base64.b85encode(seal_json(_key(), state, *_at(), step=STEP_BYTES)).decode("ascii")


def brought_back(text: str) -> HeldList:
    """What `carried` gave to this person; raises `ListGone`."""
    try:
        state = open_json(_key(), base64.b85decode(text), *_at())
        fields = StrictObject(state, "held", frozenset({"id", "key", "profile"}))
        ticket = ParkingTicket(UUID(fields.text("id", 40)), bytes.fromhex(fields.text("key", 64)))
        return HeldList(ticket, Profile.from_json(fields.raw("profile")))
    except (Damaged, Malformed, ValueError, binascii.Error) as error:
        raise ListGone from error


def table_of_held(held: HeldList) -> ListTable:
    """The list itself; raises `ListGone`."""
    try:
        with database().reading() as session:
            return read_list(open_parked_file(session, held.ticket))
    except (FileGone, WrongShape) as error:
        raise ListGone from error


def plan_of(held: HeldList, table: ListTable) -> ImportPlan:
    """What would become of every row; raises `ProfileRefused`."""
    return plan_import(table, held.profile, reference().vocabulary, today=now().date())


def compared(table: ListTable, plan: ImportPlan) -> Compared:
    """The same beside what was taken over before."""
    with database().reading() as session:
        return compare(session, table, plan, keyring=keyring())


def _key() -> bytes:
    return subkey(form_key(), "older list")


def _at() -> tuple[str, ...]:
    return ("older list", str(person().staff_id))
