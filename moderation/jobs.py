"""The desk's background work: letting alerts out, and what reporters asked for.

Nobody promised it, so the sweep does it: a row that waits is the promise. Each row has its own
unit of work, and one that fails holds up no other. It needs the desk's own keys, which the public
side does not have; there it does nothing.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from datetime import datetime
from functools import partial
from uuid import UUID

from sqlalchemy.orm import Session

from app.adapters.catalogues import marked
from app.adapters.queue import MAIL_PLAN
from app.services.outbox import send_promised
from app.services.reporter_requests import TAKE_BACK, VETO, WITHDRAW, open_requests
from app.services.team_key import watch_team_key
from app.services.workshop import OutsideTask, Periodic, Task, Workshop
from moderation.decisions.complaint.remind import (
    TASK,
    days_to_remind,
    remind_once,
    reminder_lines,
)
from moderation.decisions.exposure import FORGET_EXPOSURE
from moderation.decisions.handle_requests import carry_out
from moderation.decisions.informing import watch_informing
from moderation.decisions.release_alert import due_alerts, release_alert
from moderation.decisions.subject_request.watch import watch_subject_requests
from moderation.decisions.watch_applications import watch_applications
from moderation.rules.teams import TEAMS

log = logging.getLogger(__name__)

DESK_LANGUAGE = "nl"
REMINDER_SUBJECT = marked("A day is near")
REMINDER_TEXT = marked("These days are near. Sign in the way you always do.")

EVERY_SECONDS = 60
HOUR_SECONDS = 60 * 60
DAY_SECONDS = 24 * 60 * 60


class SomeFailed(Exception):
    """Not every row could be worked; the sweep raises its alarm and comes back."""


def lift_embargoes(workshop: Workshop) -> None:
    """Publishes what was approved and whose embargo is over."""
    if workshop.keyring.k_alert is None or workshop.keyring.k_audit is None:
        return
    with workshop.database.reading() as session:
        due = due_alerts(session, now=workshop.clock())
    _each(
        workshop,
        (
            partial(
                release_alert,
                alert_id=alert_id,
                keyring=workshop.keyring,
                protocol=workshop.reference.protocol,
                now=workshop.clock(),
            )
            for alert_id in due
        ),
    )


def work_requests(workshop: Workshop) -> None:
    """Vetoes and withdrawals, well within a day of the wish (privacy.md 7)."""
    if workshop.keyring.k_audit is None:
        return
    with workshop.database.reading() as session:
        wishes = [
            wish for kind in (VETO, WITHDRAW, TAKE_BACK) for wish in open_requests(session, kind)
        ]
    _each(
        workshop,
        (
            partial(
                carry_out,
                request=wish,
                protocol=workshop.reference.protocol,
                now=workshop.clock(),
            )
            for wish in wishes
        ),
    )


def remind_of_days(workshop: Workshop) -> None:
    """Due days of complaints: 14 and 3 days ahead, and on the day, each once."""
    if workshop.keyring.k_audit is None:
        return
    with workshop.database.reading() as session:
        due = days_to_remind(session, today=workshop.clock().date())
    _each(workshop, (partial(remind_once, complaint_id=one, now=workshop.clock()) for one in due))


def mail_reminder(complaint_id: UUID, workshop: Workshop, now: datetime) -> None:
    """Number of the case, reason and day of what is near; nothing of the case itself."""
    address = workshop.settings.desk_mail
    if address is None:
        return
    with workshop.database.reading() as session:
        lines = reminder_lines(session, complaint_id, today=now.date())
    if not lines:
        return
    subject, text = (
        workshop.catalogues.gettext(DESK_LANGUAGE, one) for one in (REMINDER_SUBJECT, REMINDER_TEXT)
    )
    said = [
        f"{line.case_number}: {_reason(workshop, line.reason)}, {line.due_on:%d-%m-%Y}"
        for line in lines
    ]
    workshop.mail.send(address, subject, "\n".join([text, "", *said]))


def _reason(workshop: Workshop, code: str) -> str:
    if not workshop.reference.has("due_reason", code):
        return code
    return workshop.reference.label("due_reason", code, DESK_LANGUAGE)


def watch_team_keys(workshop: Workshop) -> None:
    """Looks every day whether each team's key is pinned, unchanged and held by two people."""
    if workshop.keyring.k_audit is None:
        return
    for team in TEAMS:
        with workshop.database.writing() as session:
            watch_team_key(session, workshop.keyring, team, now=workshop.clock())


def watch_listed_persons(workshop: Workshop) -> None:
    """Looks every hour whether the last day of an answer is near."""
    if workshop.keyring.k_audit is None:
        return
    with workshop.database.writing() as session:
        watch_subject_requests(session, now=workshop.clock())


def remind_of_applications(workshop: Workshop) -> None:
    """Looks every day whether a proof would go before anybody read it."""
    if workshop.keyring.k_audit is None:
        return
    with workshop.database.writing() as session:
        watch_applications(session, now=workshop.clock())
    send_promised(session, workshop.queue)


def watch_persons_to_tell(workshop: Workshop) -> None:
    """Finds every hour which exceptions have to be looked at again."""
    if workshop.keyring.k_alert is None or workshop.keyring.k_audit is None:
        return
    with workshop.database.writing() as session:
        watch_informing(session, workshop.keyring, today=workshop.clock().date())


def _each(workshop: Workshop, works: Iterable[Callable[[Session], object]]) -> None:
    failed = False
    for work in works:
        try:
            with workshop.database.writing() as session:
                work(session)
        except Exception as error:
            log.warning("a row could not be worked", exc_info=error)
            failed = True
        else:
            send_promised(session, workshop.queue)
    if failed:
        raise SomeFailed


LIFT_EMBARGOES = Periodic("lift_embargoes", lift_embargoes, EVERY_SECONDS)
WORK_REQUESTS = Periodic("work_requests", work_requests, EVERY_SECONDS)
REMIND_OF_DAYS = Periodic("remind_of_days", remind_of_days, HOUR_SECONDS)
WATCH_LISTED_PERSONS = Periodic("watch_listed_persons", watch_listed_persons, HOUR_SECONDS)
WATCH_INFORMING = Periodic("watch_informing", watch_persons_to_tell, HOUR_SECONDS)
WATCH_APPLICATIONS = Periodic("watch_applications", remind_of_applications, DAY_SECONDS)
WATCH_TEAM_KEYS = Periodic("watch_team_keys", watch_team_keys, DAY_SECONDS)

# wishes first: what she stopped must not go out in the same sweep
PERIODIC: tuple[Periodic, ...] = (
    WORK_REQUESTS,
    LIFT_EMBARGOES,
    REMIND_OF_DAYS,
    WATCH_LISTED_PERSONS,
    WATCH_APPLICATIONS,
    WATCH_INFORMING,
    WATCH_TEAM_KEYS,
    FORGET_EXPOSURE,
)
TASKS: tuple[Task | OutsideTask, ...] = (OutsideTask(TASK, mail_reminder, MAIL_PLAN),)
