"""Every night: is the log of the desk whole, and its newest line told to people outside.

Who holds the database and the server's keys can write a whole chain anew, or put an old one back.
What lies in two mailboxes elsewhere he cannot change (security.md 3.11, T32).
"""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import exists, or_, select
from sqlalchemy.orm import Session

from app.adapters.catalogues import marked
from app.adapters.queue import MAIL_PLAN
from app.models.outbox import OutboxTask
from app.services import audit
from app.services.outbox import promise
from app.services.raise_alarm import raise_alarm
from app.services.workshop import OutsideTask, Periodic, Workshop

DAY_SECONDS = 24 * 60 * 60
NOT_WHOLE = "log_not_whole"  # code of the alarm
LANGUAGE = "nl"
SUBJECT = marked("A number to keep")
WHOLE = marked("Keep this mail. Somebody may ask you for it one day.")
BROKEN = marked("Line %(line)s is not as it was. Call the board.")


def anchor_log(workshop: Workshop) -> None:
    """An alarm when a line is wrong or missing; and one mail a day, promised in the outbox."""
    if workshop.keyring.k_audit is None:
        return  # a process of the public side, which has no log
    now = workshop.clock()
    with workshop.database.reading() as session:
        bad = audit.verify(session, workshop.keyring)
    with workshop.database.writing() as session:
        if bad is not None:
            raise_alarm(session, NOT_WHOLE, now=now)
        for number in range(len(workshop.settings.anchor_mail)):
            _promise_once(session, UUID(int=number), now)


def _promise_once(session: Session, number: UUID, now: datetime) -> None:
    """One mail a day, and none beside one that could not be sent yet."""
    known = exists().where(
        OutboxTask.task == SEND_ANCHOR.name,
        OutboxTask.object_id == number,
        or_(OutboxTask.on_day == now.date(), OutboxTask.done_on.is_(None)),
    )
    if not session.scalar(select(known)):
        promise(session, SEND_ANCHOR.name, number, now=now)


def _send(number: UUID, workshop: Workshop, now: datetime) -> None:
    """Number and hash of the newest line, as `audit verify --anchor` takes them, to one address.

    `number` is its place in the setting: a mailbox that is gone holds up no other.
    """
    if number.int >= len(workshop.settings.anchor_mail):
        return
    with workshop.database.reading() as session:
        bad = audit.verify(session, workshop.keyring)
        newest = audit.newest(session)
    say = workshop.catalogues.gettext
    words = say(LANGUAGE, WHOLE) if bad is None else say(LANGUAGE, BROKEN) % {"line": bad}
    text = f"{newest.seq}:{newest.hash.hex()}\n\n{words}\n"
    message_id = f"{now:%Y%m%d}{number.int}"  # the same when it is sent again
    address = workshop.settings.anchor_mail[number.int]
    workshop.mail.send(address, say(LANGUAGE, SUBJECT), text, message_id=message_id)


SEND_ANCHOR = OutsideTask("send_anchor", _send, MAIL_PLAN)
ANCHOR_LOG = Periodic("anchor_log", anchor_log, DAY_SECONDS)
