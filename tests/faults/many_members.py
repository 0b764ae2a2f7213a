"""Many members and one urgent alert, and a worker in a process of its own to be killed.

`python -m tests.faults.many_members DATABASE MAIL_URL` works until nothing is left to do; the
keys come over the environment, so that every process opens the same choices.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from uuid import UUID, uuid4

from sqlalchemy import func, insert, select

from app.adapters import quiet_log
from app.adapters.database import Database
from app.adapters.keyring import Keyring
from app.adapters.mail import open_mail
from app.adapters.vault.stretching import Stretcher
from app.domain.states import MemberState
from app.jobs.loop import Rounds
from app.jobs.telling import DELIVER, TELL_MEMBERS
from app.models.member import MARK_BYTES, Member
from app.models.outbox import OutboxTask
from app.models.telling import Delivery, Notice
from app.services.mail_channel import MailChannel
from app.services.sealed_member import Choices, seal_choices
from app.settings import PROJECT
from tests.rows import TODAY, a_staff_member, an_alert, days
from tests.workbench import a_workshop, catalogues, promised

K_FIELD = "TEST_K_FIELD"
MAILED = 10  # every tenth member chose mail too


def a_keyring(k_field: bytes) -> Keyring:
    return Keyring(stretcher=Stretcher(), pins_file=Path("/nonexistent"), k_field=k_field)


def fill(database: Database, k_field: bytes, members: int) -> UUID:
    """Members, some of whom chose mail, and an alert of severity 4 whose task is promised."""
    rows = []
    for number in range(members):
        member_id = uuid4()
        mail = f"m{number}@example.org" if number % MAILED == 0 else ""
        choices = Choices(mail=mail, quiet=(0, 23), urgent_passes=True)
        rows.append(
            {
                "id": member_id,
                "lookup": member_id.bytes,
                "state": MemberState.ACTIVE,
                "joined_on": TODAY,
                "renew_by": days(365),
                "profile": seal_choices(k_field, "member", member_id, choices),
                "counted_mark": os.urandom(MARK_BYTES),
            }
        )
    with database.writing() as session:
        session.execute(insert(Member), rows)
        second = a_staff_member(session)
        alert = an_alert(session, severity=4, needs_second=True, published_by=second)
    promised(database, TELL_MEMBERS.name, alert)
    return alert


def start(database_url: str, mail_url: str, k_field: bytes) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", "tests.faults.many_members", database_url, mail_url],
        env=os.environ | {K_FIELD: k_field.hex(), "PYTHONPATH": str(PROJECT)},
    )


def told(database: Database) -> int:
    with database.reading() as session:
        return session.scalar(select(func.count()).select_from(Notice)) or 0


def is_left(database: Database) -> bool:
    with database.reading() as session:
        open_tasks = select(func.count()).where(OutboxTask.done_on.is_(None))
        unsent = select(func.count()).where(Delivery.sent.is_(False))
        return bool(session.scalar(open_tasks)) or bool(session.scalar(unsent))


def main(database_url: str, mail_url: str) -> None:
    quiet_log.install()
    database = Database(database_url)
    workshop = a_workshop(
        database,
        [TELL_MEMBERS],
        keyring=a_keyring(bytes.fromhex(os.environ[K_FIELD])),
        channels=[MailChannel(open_mail(mail_url), catalogues())],
        periodic=(DELIVER,),
    )
    while is_left(database):
        # a new loop each time: the periodic work does not wait for its next turn
        Rounds(workshop, jitter_seconds=0).once()


if __name__ == "__main__":
    main(*sys.argv[1:])
