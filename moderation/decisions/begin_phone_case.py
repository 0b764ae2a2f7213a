"""Somebody calls the complaints desk: a mark with which a colleague fills in the form for her.

The case itself comes in through the public form, like every other; the log knows who began one,
and neither the mark nor the case says so.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from app.adapters.keyring import Keyring
from app.adapters.phone_mark import new_phone_mark
from app.services import audit
from moderation.decisions.case_rows import require_active
from moderation.decisions.desk_person import DeskPerson
from moderation.rules.roles import Permission, require

BEGUN = "phone_case_begun"


def begin_phone_case(
    session: Session, person: DeskPerson, *, keyring: Keyring, now: datetime
) -> str:
    """The mark, shown once; the line in the log first. Raises NotPermitted, NotActive."""
    require(person.role, Permission.READ_COMPLAINTS)
    require_active(session, person)
    audit.append(session, keyring=keyring, actor=person.staff_id, action=BEGUN, now=now)
    return new_phone_mark(keyring, now)
