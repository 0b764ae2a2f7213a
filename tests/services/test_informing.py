"""Telling the listed person: an exception ends on its day, and somebody looks again (GDPR 14)."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

import pytest

from app.factory import PERIODIC
from app.models.alert import Alert, InformingDue
from moderation.decisions.alert_content import read_review
from moderation.decisions.case_rows import NoSuchAlert
from moderation.decisions.desk_person import DeskPerson
from moderation.decisions.informing import due_reviews, record_informing, watch_informing
from moderation.decisions.judge_alert import NotReady
from moderation.decisions.retract_alert import retract_alert
from moderation.jobs import WATCH_INFORMING
from moderation.rules.publication_bar import InformChoice
from tests.desk_alerts import correct, published
from tests.desk_cases import Desk
from tests.workbench import NOON, reference

TODAY = NOON.date()
AGAIN = TODAY + timedelta(days=180)  # when the exception of `a_text` is looked at again


@pytest.fixture
def alert(desk: Desk, noor: DeskPerson, iris: DeskPerson) -> UUID:
    return published(desk, noor, iris)[1]


def due(desk: Desk, day: date) -> list[UUID]:
    """As the desk reads it after the background work of that day."""
    with desk.database.writing() as session:
        watch_informing(session, desk.keyring, today=day)
    return listed(desk)


def listed(desk: Desk) -> list[UUID]:
    with desk.database.reading() as session:
        found = due_reviews(session)
    assert found.total == len(found.rows)
    return [one.alert_id for one in found.rows]


def record(desk: Desk, person: DeskPerson, alert: UUID, inform: InformChoice) -> None:
    with desk.database.writing() as session:
        record_informing(
            session, person, alert, inform, keyring=desk.keyring, reference=reference(), now=NOON
        )


def test_an_exception_is_due_on_its_day_and_until_somebody_looked(
    desk: Desk, iris: DeskPerson, alert: UUID
) -> None:
    assert due(desk, AGAIN - timedelta(days=1)) == []
    assert due(desk, AGAIN) == [alert]
    record(desk, iris, alert, InformChoice("exception-reporter", AGAIN + timedelta(days=90)))
    assert due(desk, AGAIN) == []
    assert due(desk, AGAIN + timedelta(days=90)) == [alert]
    record(desk, iris, alert, InformChoice("informed", informed_on=TODAY))
    assert due(desk, AGAIN + timedelta(days=900)) == []


def test_what_was_written_down_leaves_the_list_at_once(
    desk: Desk, iris: DeskPerson, alert: UUID
) -> None:
    assert due(desk, AGAIN) == [alert]
    record(desk, iris, alert, InformChoice("informed", informed_on=TODAY))
    assert listed(desk) == []


def test_a_review_that_does_not_open_is_due_and_said_first(
    desk: Desk, noor: DeskPerson, iris: DeskPerson, alert: UUID
) -> None:
    broken = published(desk, noor, iris)[1]
    with desk.database.writing() as session:
        session.get_one(Alert, broken).review = b"\0" * 40
    assert due(desk, AGAIN) == [broken, alert]
    assert due(desk, AGAIN) == [broken, alert]  # found again, not twice


def test_the_page_opens_no_review(desk: Desk, alert: UUID, monkeypatch: pytest.MonkeyPatch) -> None:
    due(desk, AGAIN)
    monkeypatch.setattr("moderation.decisions.informing.read_review", lambda *_: 1 // 0)
    assert listed(desk) == [alert]


def test_a_day_that_moved_is_told_as_it_is_now(desk: Desk, iris: DeskPerson, alert: UUID) -> None:
    due(desk, AGAIN)
    later = AGAIN + timedelta(days=90)
    record(desk, iris, alert, InformChoice("exception-reporter", later))
    with desk.database.writing() as session:
        session.add(InformingDue(alert_id=alert, review_on=AGAIN))  # by a look a moment before
    assert due(desk, later) == [alert]
    with desk.database.reading() as session:
        assert due_reviews(session).rows[0].review_on == later


def test_the_house_looks_every_hour() -> None:
    assert WATCH_INFORMING in PERIODIC


def test_nothing_else_of_the_review_changes(desk: Desk, iris: DeskPerson, alert: UUID) -> None:
    before = read_review(desk.alert(alert), desk.keyring)
    told = InformChoice("informed", informed_on=TODAY)
    record(desk, iris, alert, told)
    after = read_review(desk.alert(alert), desk.keyring)
    assert after.inform == told
    assert (after.checklist, after.answered) == (before.checklist, before.answered)


def test_a_correction_that_waited_does_not_forget_that_he_was_told_meanwhile(
    desk: Desk, noor: DeskPerson, iris: DeskPerson, alert: UUID
) -> None:
    text = "Betaalde niet en dreigde met een mes."
    waiting = correct(desk, noor, alert, identifiers=("1-phone-0",), text=text)
    told = InformChoice("informed", informed_on=NOON.date())
    with desk.database.writing() as session:
        record_informing(
            session, iris, alert, told, keyring=desk.keyring, reference=reference(), now=NOON
        )
    desk.approve(iris, waiting)
    assert read_review(desk.alert(alert), desk.keyring).inform == told


@pytest.mark.parametrize(
    ("inform", "code"),
    [
        (InformChoice(""), "inform_missing"),
        (InformChoice("informed"), "informed_day_missing"),
        (InformChoice("informed", informed_on=TODAY + timedelta(days=1)), "informed_day_missing"),
        (InformChoice("exception-reporter"), "inform_review_missing"),
        (InformChoice("exception-reporter", TODAY), "inform_review_missing"),
        (InformChoice("because", AGAIN), "unknown_code"),
    ],
)
def test_without_its_day_nothing_is_written(
    desk: Desk, iris: DeskPerson, alert: UUID, inform: InformChoice, code: str
) -> None:
    with pytest.raises(NotReady) as refused:
        record(desk, iris, alert, inform)
    assert refused.value.codes == (code,)
    assert due(desk, AGAIN) == [alert]


def test_what_is_gone_asks_for_nothing(desk: Desk, iris: DeskPerson, alert: UUID) -> None:
    with desk.database.writing() as session:
        retract_alert(
            session, iris, alert, "mistake",
            keyring=desk.keyring, protocol=reference().protocol, now=NOON,
        )  # fmt: skip
    assert due(desk, AGAIN) == []
    with pytest.raises(NoSuchAlert):
        record(desk, iris, alert, InformChoice("informed", informed_on=TODAY))
