"""What goes to members outside this site: once, when it is not quiet, to addresses that live."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import func, select

from app.adapters.database import Database
from app.adapters.keyring import Keyring
from app.adapters.mail import SmtpMail, open_mail
from app.domain.states import AlertState, MemberState
from app.jobs.run_task import Outcome, run_task
from app.jobs.telling import TELL_CHANGE, TELL_MEMBERS, deliver
from app.models.alert import Alert
from app.models.member import Member
from app.models.outbox import Alarm, OutboxTask
from app.models.telling import Delivery
from app.services import tidy
from app.services.deliveries import MOST_TRIES
from app.services.mail_channel import MailChannel
from app.services.sealed_member import Choices, open_choices
from app.services.tell_changes import promise_change
from app.services.workshop import Workshop
from tests.mailbox import Mailbox, a_mailbox
from tests.rows import a_member, a_staff_member, an_alert
from tests.servers import free_port
from tests.workbench import NOON, a_workshop, catalogues, promised

HER = "iemand@example.org"
NIGHT = NOON + timedelta(hours=11)  # midnight here
T24_WORDS = (
    "waarschuwing", "warning", "alert", "klant", "client", "sekswerk", "sex", "geweld", "violence",
    "melding", "report", "luwte", "http",
)  # fmt: skip


@dataclass
class House:
    database: Database
    keyring: Keyring
    box: Mailbox
    now: list[datetime] = field(default_factory=lambda: [NOON])

    def workshop(self, port: int | None = None) -> Workshop:
        mail = open_mail(self.box.url)
        if port is not None:
            mail = SmtpMail("smtp", "127.0.0.1", port, "post@example.org")
        return a_workshop(
            self.database, [TELL_MEMBERS, TELL_CHANGE], keyring=self.keyring,
            channels=[MailChannel(mail, catalogues())], clock=lambda: self.now[0],
        )  # fmt: skip

    def member(self, state: MemberState = MemberState.ACTIVE, **choices: Any) -> UUID:
        with self.database.writing() as session:
            return a_member(session, self.keyring, state, **({"mail": HER} | choices))

    def tell(self, **values: Any) -> UUID:
        with self.database.writing() as session:
            two = {"needs_second": True, "published_by": a_staff_member(session)}
            alert = an_alert(session, **(two | values))
        assert run_task(self.workshop(), promised(self.database, "tell_members", alert)) is (
            Outcome.DONE
        )
        return alert

    def change(self, alert: UUID, change: str) -> None:
        with self.database.writing() as session:
            promise_change(session, session.get_one(Alert, alert), change, now=NOON)
        with self.database.reading() as session:
            waiting = session.scalars(
                select(OutboxTask.id).where(
                    OutboxTask.task == "tell_change", OutboxTask.done_on.is_(None)
                )
            ).all()
        assert [run_task(self.workshop(), one) for one in waiting] == [Outcome.DONE]

    def waiting(self) -> int:
        with self.database.reading() as session:
            return session.scalar(select(func.count()).where(Delivery.sent.is_(False))) or 0

    def choices(self, member: UUID) -> Choices:
        assert self.keyring.k_field is not None
        with self.database.reading() as session:
            profile = session.get_one(Member, member).profile
        return open_choices(self.keyring.k_field, "member", member, profile)


@pytest.fixture
def house(database: Database, keyring: Keyring) -> Iterator[House]:
    with a_mailbox() as box:
        yield House(database, keyring, box)


@pytest.mark.parametrize(
    ("language", "words"),
    [("nl", "Er is iets nieuws voor je."), ("en", "There is something new for you.")],
)
def test_a_mail_says_nothing_and_comes_once(house: House, language: str, words: str) -> None:
    member = house.member(language=language)
    house.member(mail="")
    alert = house.tell()
    again = promised(house.database, "tell_members", alert)
    assert run_task(house.workshop(), again) is Outcome.DONE
    assert (deliver(house.workshop()), deliver(house.workshop())) == (1, 0)
    with house.database.writing() as session:  # not even once the row of the mail has gone
        assert tidy.drop_sent_deliveries(session, now=NOON + timedelta(days=3)) == 1
    again = promised(house.database, "tell_members", alert)
    assert run_task(house.workshop(), again) is Outcome.DONE
    assert deliver(house.workshop()) == 0
    [mail] = house.box.mails
    assert (mail["To"], mail["From"]) == (HER, "post@example.org")
    assert words in mail.get_content()
    assert mail["Message-ID"].endswith("@example.org>")
    whole = house.box.raw[0].decode().lower()
    for word in (*T24_WORDS, str(alert), str(member)):
        assert word not in whole


def test_nothing_goes_outside_without_a_valid_protocol(house: House) -> None:
    house.member()
    house.tell()
    workshop = house.workshop()
    over = replace(workshop.files.protocol, valid_until=NOON.date() - timedelta(days=1))
    assert deliver(replace(workshop, files=replace(workshop.files, protocol=over))) == 0
    assert (house.waiting(), house.box.mails) == (1, [])
    assert deliver(workshop) == 1


def test_what_was_sent_is_known_until_the_task_that_made_it_is_done(house: House) -> None:
    house.member()
    alert = house.tell()
    assert deliver(house.workshop()) == 1
    later = NOON + timedelta(days=3)
    task = promised(house.database, "tell_members", alert)  # as one that was killed half way
    with house.database.writing() as session:
        assert tidy.drop_sent_deliveries(session, now=later) == 0
    assert run_task(house.workshop(), task) is Outcome.DONE
    with house.database.writing() as session:
        assert tidy.drop_sent_deliveries(session, now=later) == 1


def test_who_has_the_record_and_not_who_fits_is_mailed_about_a_change(house: House) -> None:
    house.member(mail="a@example.org")
    alert = house.tell()
    deliver(house.workshop())
    house.member(mail="later@example.org")
    house.change(alert, "corrected")
    deliver(house.workshop())
    assert [mail["To"] for mail in house.box.mails] == ["a@example.org"] * 2
    assert len({mail["Message-ID"] for mail in house.box.mails}) == 2


@pytest.mark.parametrize(
    ("severity", "passes", "at_night"), [(2, True, 0), (4, False, 0), (4, True, 1)]
)
def test_quiet_hours_hold_but_for_what_is_most_severe_if_she_said_so(
    house: House, severity: int, at_night: int, *, passes: bool
) -> None:
    house.now[0] = NIGHT
    house.member(quiet=[22, 8], urgent_passes=passes)
    house.tell(severity=severity)
    assert deliver(house.workshop()) == at_night
    house.now[0] = NIGHT + timedelta(hours=7, minutes=59)
    assert deliver(house.workshop()) == 0
    house.now[0] = NIGHT + timedelta(hours=8)
    assert deliver(house.workshop()) == 1 - at_night
    assert len(house.box.mails) == 1


def test_quiet_hours_hold_too_for_what_waited_into_them(house: House) -> None:
    house.member(quiet=[22, 8])
    house.tell()
    house.now[0] = NIGHT
    assert (deliver(house.workshop()), house.waiting()) == (0, 1)
    house.now[0] = NIGHT + timedelta(hours=8)
    assert deliver(house.workshop()) == 1


@pytest.mark.parametrize(
    ("answer", "gone"),
    [("550 5.1.1 no such user", True), ("550 5.7.1 blocked", False), ("451 busy", False)],
)
def test_a_dead_mailbox_is_removed_and_any_other_refusal_tried_again(
    house: House, answer: str, *, gone: bool
) -> None:
    member = house.member()
    house.box.refusals[HER] = answer
    house.tell()
    assert deliver(house.workshop()) == 0
    found = house.choices(member)
    assert (found.mail, found.lost) == (("", ("mail",)) if gone else (HER, ()))
    assert house.waiting() == (0 if gone else 1)
    house.box.refusals.clear()
    assert deliver(house.workshop()) == (0 if gone else 1)


def test_a_server_that_is_away_is_tried_with_one_mail_a_round_and_given_up_with_an_alarm(
    house: House,
) -> None:
    for one in range(3):
        house.member(mail=f"a{one}@example.org")
    house.tell()
    away = house.workshop(port=free_port())
    deliver(away)
    with house.database.reading() as session:
        assert sorted(session.scalars(select(Delivery.attempts))) == [0, 0, 1]
    with house.database.writing() as session:
        for row in session.scalars(select(Delivery)):
            row.attempts = MOST_TRIES - 1
    deliver(away)
    with house.database.reading() as session:
        assert session.scalar(select(Alarm.code)) == "delivery_failed"
    assert house.waiting() == 2
    assert deliver(house.workshop()) == 2


@pytest.mark.parametrize("what", ["paused", "retracted", "no address"])
def test_what_nobody_needs_any_more_is_not_sent(house: House, what: str) -> None:
    member = house.member()
    alert = house.tell()
    with house.database.writing() as session:
        if what == "paused":
            session.get_one(Member, member).state = MemberState.PAUSED
        elif what == "retracted":
            session.get_one(Alert, alert).state = AlertState.RETRACTED
        else:
            session.get_one(Member, member).profile = b"damaged"
    assert (deliver(house.workshop()), house.waiting()) == (0, 0)


@pytest.mark.parametrize("state", [MemberState.PAUSED, MemberState.SUSPENDED])
def test_who_is_not_a_member_now_gets_no_mail_of_a_change(house: House, state: MemberState) -> None:
    member = house.member()
    alert = house.tell()
    deliver(house.workshop())
    with house.database.writing() as session:
        session.get_one(Member, member).state = state
    house.change(alert, "suspended")
    assert deliver(house.workshop()) == 0


@pytest.mark.parametrize("engine_url", ["postgresql"], indirect=True)
def test_two_senders_beside_each_other_send_each_mail_once(house: House) -> None:
    for one in range(60):
        house.member(mail=f"a{one}@example.org")
    house.tell()
    with ThreadPoolExecutor(2) as pool:
        sent = sum(pool.map(lambda _: deliver(house.workshop()), range(2)))
    assert sent == 60
    assert len({mail["To"] for mail in house.box.mails}) == len(house.box.mails) == 60
