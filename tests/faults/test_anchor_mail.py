"""The log's newest line goes to two mailboxes outside by itself, and shows a cut tail (T32)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta

import pytest
from sqlalchemy import select

from app.adapters.database import Database
from app.adapters.keyring import Keyring
from app.adapters.mail import open_mail
from app.factory import PERIODIC, TASKS
from app.jobs.anchor_log import ANCHOR_LOG, SEND_ANCHOR
from app.jobs.loop import run_periodic, sweep_once
from app.models.audit import AuditLine
from app.models.outbox import Alarm, OutboxTask
from app.services import audit
from app.services.audit import Anchor
from app.services.workshop import Workshop
from tests.log_lines import attack, cut_tail, removed, write_lines
from tests.mailbox import Mailbox, a_mailbox
from tests.servers import free_port
from tests.workbench import NO_KEYS, NOON, a_workshop

BOARD = ("an@example.org", "bo@example.net")


@pytest.fixture
def mailbox() -> Iterator[Mailbox]:
    with a_mailbox() as box:
        yield box


def anchoring(database: Database, keyring: Keyring, url: str, *, day: int = 0) -> Workshop:
    return a_workshop(
        database,
        [SEND_ANCHOR],
        keyring=keyring,
        mail=open_mail(url),
        anchor_mail=BOARD,
        periodic=(ANCHOR_LOG,),
        clock=lambda: NOON + timedelta(days=day),
    )


def night(workshop: Workshop) -> None:
    """Its periodic work, then what that promised."""
    run_periodic(workshop, ANCHOR_LOG)
    sweep_once(workshop)


def anchor_of(text: str) -> Anchor:
    found = re.match(r"(\d+):([0-9a-f]{64})\s", text)
    assert found is not None, text
    return Anchor(int(found[1]), bytes.fromhex(found[2]))


def alarms(database: Database) -> list[str]:
    with database.reading() as session:
        return list(session.scalars(select(Alarm.code)))


def test_both_get_a_line_that_finds_what_is_cut_off_later(
    database: Database, keyring: Keyring, mailbox: Mailbox
) -> None:
    write_lines(database, keyring)
    night(anchoring(database, keyring, mailbox.url))
    assert sorted(mail["To"] for mail in mailbox.mails) == sorted(BOARD)
    kept = {anchor_of(mail.get_content()) for mail in mailbox.mails}
    assert len(kept) == 1
    attack(database, cut_tail)
    with database.reading() as session:
        assert audit.verify(session, keyring) is None  # the chain alone looks whole
        assert audit.verify(session, keyring, kept.pop()) == 5


def test_the_mail_says_nothing_of_the_work_or_of_anybody(
    database: Database, keyring: Keyring, mailbox: Mailbox
) -> None:
    write_lines(database, keyring)
    with database.reading() as session:
        lines = session.scalars(select(AuditLine)).all()
        traces = {trace for one in lines for trace in (one.actor, one.action)}
    night(anchoring(database, keyring, mailbox.url))
    for raw in mailbox.raw:
        assert b"http" not in raw
        assert not re.search(rb"seks|sex|melding|waarschuw|klacht", raw, re.IGNORECASE)
        for trace in traces:
            assert trace.encode() not in raw
    assert mailbox.mails[0]["Subject"] == "Een getal om te bewaren"


def test_one_a_day_however_often_the_loop_starts(
    database: Database, keyring: Keyring, mailbox: Mailbox
) -> None:
    for _start in range(3):
        night(anchoring(database, keyring, mailbox.url))
    assert len(mailbox.mails) == len(BOARD)
    night(anchoring(database, keyring, mailbox.url, day=1))
    assert len(mailbox.mails) == 2 * len(BOARD)


def test_a_mail_server_that_is_away_is_tried_again_with_the_same_number(
    database: Database, keyring: Keyring, mailbox: Mailbox
) -> None:
    away = f"smtp://127.0.0.1:{free_port()}?from=post@example.org"
    night(anchoring(database, keyring, away))
    assert mailbox.mails == []
    sweep_once(anchoring(database, keyring, mailbox.url))
    told = [(mail["To"], mail["Message-ID"]) for mail in mailbox.mails]
    assert sorted(to for to, _number in told) == sorted(BOARD)
    assert len(set(told)) == 2
    with database.reading() as session:
        assert session.scalars(select(OutboxTask.done_on)).all() == [NOON.date()] * 2


@pytest.mark.parametrize("dead", BOARD)
def test_a_mailbox_that_is_gone_neither_stops_nor_floods_the_other(
    database: Database, keyring: Keyring, mailbox: Mailbox, dead: str
) -> None:
    mailbox.refusals[dead] = "550 nobody"
    for day in range(5):
        workshop = anchoring(database, keyring, mailbox.url, day=day)
        night(workshop)
        sweep_once(workshop)
    assert [mail["To"] for mail in mailbox.mails] == [one for one in BOARD if one != dead] * 5
    with database.reading() as session:
        waiting = session.scalars(select(OutboxTask).where(OutboxTask.done_on.is_(None))).all()
    assert len(waiting) == 1


def test_a_log_that_is_not_whole_is_said_to_them_and_at_the_desk(
    database: Database, keyring: Keyring, mailbox: Mailbox
) -> None:
    write_lines(database, keyring)
    attack(database, removed)
    night(anchoring(database, keyring, mailbox.url))
    assert alarms(database) == ["log_not_whole"]
    for mail in mailbox.mails:
        assert "Regel 3 is niet zoals hij was" in mail.get_content()


def test_without_addresses_or_without_the_key_nothing_goes_out(
    database: Database, keyring: Keyring, mailbox: Mailbox
) -> None:
    write_lines(database, keyring)
    without = a_workshop(database, [SEND_ANCHOR], keyring=keyring, mail=open_mail(mailbox.url))
    run_periodic(without, ANCHOR_LOG)
    run_periodic(anchoring(database, NO_KEYS, mailbox.url), ANCHOR_LOG)
    with database.reading() as session:
        assert session.scalars(select(OutboxTask)).all() == []
    attack(database, removed)
    run_periodic(without, ANCHOR_LOG)
    assert alarms(database) == ["log_not_whole"]


def test_the_house_does_it_by_itself() -> None:
    assert ANCHOR_LOG in PERIODIC
    assert TASKS[SEND_ANCHOR.name] is SEND_ANCHOR
