"""How long it takes to tell members of one alert, in the app and over mail, undisturbed.

`python -m bench.fan_out [MEMBERS]`: SQLite in a folder of its own, one worker, a mail server on
this machine; every tenth member chose mail.
"""

from __future__ import annotations

import secrets
import sys
import tempfile
import time
from pathlib import Path

from app.adapters import schema
from app.adapters.database import Database
from app.adapters.mail import open_mail
from app.jobs.loop import sweep_once
from app.jobs.telling import TELL_MEMBERS, deliver
from app.services.mail_channel import MailChannel
from tests.faults.many_members import a_keyring, fill, told
from tests.mailbox import a_mailbox
from tests.workbench import a_workshop, catalogues


def main(members: int) -> None:
    with tempfile.TemporaryDirectory() as folder, a_mailbox() as box:
        url = f"sqlite:///{Path(folder) / 'bench.sqlite3'}"
        schema.upgrade(url)
        database, k_field = Database(url), secrets.token_bytes(32)
        fill(database, k_field, members)
        workshop = a_workshop(
            database,
            [TELL_MEMBERS],
            keyring=a_keyring(k_field),
            channels=[MailChannel(open_mail(box.url), catalogues())],
        )
        began = time.monotonic()
        sweep_once(workshop)
        in_app = time.monotonic()
        sent = deliver(workshop, seconds=3600)
        done = time.monotonic()
        print(f"{told(database)} members in the app: {in_app - began:.1f} s")
        print(f"{sent} mails: {done - in_app:.1f} s")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000)
