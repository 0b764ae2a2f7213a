"""The mail to the desk, through a real SMTP server: one fixed sentence and nothing of a case."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from smtplib import SMTPNotSupportedError
from typing import Any
from uuid import uuid4

import pytest
from aiosmtpd.controller import Controller

from app.adapters.database import Database
from app.adapters.mail import NullMail, SmtpMail, UnsafeMailUrl, open_mail
from app.jobs.run_task import Outcome, run_task
from app.jobs.tasks import NOTIFY_DESK
from tests.servers import free_port
from tests.workbench import a_workshop, promised, row_of

DESK = "desk@example.org"


@dataclass
class Mailbox:
    """A mail server on this machine and what came in."""

    port: int = 0
    names: list[str] = field(default_factory=list)
    mails: list[bytes] = field(default_factory=list)

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.port}?from=post@example.org"

    async def handle_DATA(self, _server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        self.names.append(session.host_name)
        self.mails.append(envelope.content)
        return "250 OK"


@pytest.fixture
def mailbox() -> Iterator[Mailbox]:
    box = Mailbox(port=free_port())
    server = Controller(box, hostname="127.0.0.1", port=box.port)
    server.start()
    yield box
    server.stop()


def test_the_desk_gets_a_mail_that_says_nothing(database: Database, mailbox: Mailbox) -> None:
    workshop = a_workshop(database, [NOTIFY_DESK], mail=open_mail(mailbox.url), desk_mail=DESK)
    object_id = uuid4()
    task_id = promised(database, NOTIFY_DESK.name, object_id)
    assert run_task(workshop, task_id) is Outcome.DONE
    assert run_task(workshop, task_id) is Outcome.NOT_MINE
    [raw] = mailbox.mails
    mail = message_from_bytes(raw, policy=policy.default)
    assert (mail["To"], mail["From"]) == (DESK, "post@example.org")
    assert mail["Subject"] == "Iets nieuws voor je team"
    assert mail.get_content().strip() == "Er is iets nieuws. Log in zoals je altijd doet."
    assert set(mail.keys()) <= {
        "From", "To", "Subject", "Content-Type", "Content-Transfer-Encoding", "MIME-Version",
        "X-Peer", "X-MailFrom", "X-RcptTo",
    }  # fmt: skip
    for trace in (str(object_id), str(task_id), "http"):
        assert trace.encode() not in raw
    assert mailbox.names == ["localhost"]  # not the name of our machine


def test_a_mail_server_that_is_away_is_tried_again(database: Database, mailbox: Mailbox) -> None:
    away = SmtpMail("smtp", "127.0.0.1", free_port(), "post@example.org")
    task_id = promised(database, NOTIFY_DESK.name)
    broken = a_workshop(database, [NOTIFY_DESK], mail=away, desk_mail=DESK)
    assert run_task(broken, task_id) is Outcome.FAILED
    assert row_of(database, task_id).attempts == 1
    mended = a_workshop(database, [NOTIFY_DESK], mail=open_mail(mailbox.url), desk_mail=DESK)
    assert run_task(mended, task_id) is Outcome.DONE
    assert len(mailbox.mails) == 1


@pytest.mark.parametrize("engine_url", ["sqlite"], indirect=True)
def test_without_an_address_or_a_server_the_task_is_simply_done(
    database: Database, mailbox: Mailbox
) -> None:
    silent = a_workshop(database, [NOTIFY_DESK], mail=open_mail(mailbox.url))
    assert run_task(silent, promised(database, NOTIFY_DESK.name)) is Outcome.DONE
    without = a_workshop(database, [NOTIFY_DESK], mail=open_mail(None), desk_mail=DESK)
    assert run_task(without, promised(database, NOTIFY_DESK.name)) is Outcome.DONE
    assert mailbox.mails == []


def test_a_setting_names_server_account_and_sender() -> None:
    assert open_mail(None).__class__ is NullMail
    mail = open_mail("smtps://post%40example.org:p%3Aw@mail.example.org?from=a@example.org")
    assert mail == SmtpMail(
        "smtps", "mail.example.org", 465, "a@example.org", "post@example.org", "p:w"
    )
    assert "p:w" not in repr(mail)
    other = open_mail("smtp+starttls://mail.example.org:2525")
    assert other == SmtpMail("smtp+starttls", "mail.example.org", 2525, "desk@localhost")


@pytest.mark.parametrize(
    "url", ["smtp://mail.example.org", "http://127.0.0.1", "smtps://", "mail.example.org"]
)
def test_a_mail_server_in_clear_text_over_the_network_is_refused(url: str) -> None:
    with pytest.raises(UnsafeMailUrl):
        open_mail(url)


def test_a_server_without_encryption_gets_no_password(mailbox: Mailbox) -> None:
    mail = SmtpMail("smtp+starttls", "127.0.0.1", mailbox.port, "a@example.org", "a", "secret")
    with pytest.raises(SMTPNotSupportedError):
        mail.send(DESK, "s", "t")
    assert mailbox.mails == []
