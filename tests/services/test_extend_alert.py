"""A warning stays longer by a new incident or a reasoned decision, and always by two people."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

import pytest
from sqlalchemy import select

from app.domain.months import last_of_month
from app.domain.states import AlertState
from app.models.alert import Alert
from app.models.audit import AuditLine
from app.models.decision import Decision
from app.models.outbox import OutboxTask
from moderation.decisions.desk_person import DeskPerson
from moderation.decisions.extend_alert import WrittenExtension, propose_extension
from moderation.decisions.judge_alert import NotReady
from moderation.rules.four_eyes import ApprovalVoid, SamePerson
from moderation.rules.outcomes import ReasonNotAllowed
from moderation.rules.workflow import MoveNotAllowed
from tests.desk_alerts import correct, hits, proposed, published
from tests.desk_cases import DICTIONARY, DRAFT, Desk, a_text, at_once
from tests.workbench import NOON, reference

YEAR_ON = NOON + timedelta(days=365)
SINCE = date(2027, 10, 1)
SEVERITY = reference().incidents["bedreiging"].severity
REVIEW = YEAR_ON.date() + timedelta(days=90)


def extend(
    desk: Desk,
    person: DeskPerson,
    alert: UUID,
    reason: str = "new-incident",
    month: date | None = SINCE,
    *,
    review_on: date | None = REVIEW,
) -> UUID:
    with desk.database.writing() as session:
        return propose_extension(
            session, person, alert, WrittenExtension(reason, month, review_on),
            keyring=desk.keyring, reference=reference(), dictionary=DICTIONARY, now=YEAR_ON,
        )  # fmt: skip


def ends(severity: int, month: date) -> date:
    return last_of_month(month) + timedelta(days=reference().protocol.alert_days[severity])


def told(desk: Desk) -> list[str]:
    with desk.database.reading() as session:
        return list(session.scalars(select(OutboxTask.task).where(OutboxTask.task.like("tell_%"))))


def test_a_new_incident_counts_from_its_month_once_a_second_person_agrees(
    desk: Desk, noor: DeskPerson, iris: DeskPerson
) -> None:
    _report, alert = published(desk, noor, iris)
    before = desk.look(iris, alert).content
    assert before is not None
    waiting = extend(desk, noor, alert)
    assert desk.alert(alert).expires_on == ends(SEVERITY, before.month)  # nothing changed yet
    view = desk.look(iris, waiting)
    assert (view.extends, view.corrects, view.may_approve) == (True, alert, True)
    assert desk.approve(iris, waiting, YEAR_ON) is AlertState.PUBLISHED
    row = desk.alert(alert)
    assert (row.month, row.expires_on) == (SINCE, ends(SEVERITY, SINCE))
    assert (row.proposed_by, row.published_by) == (noor.staff_id, iris.staff_id)
    after = desk.look(iris, alert).content
    assert after == replace(before, month=SINCE)
    assert hits(desk) == {alert}
    assert told(desk) == ["tell_members", "tell_change"]
    with desk.database.reading() as session:
        assert session.get(Alert, waiting) is None
        last = session.scalars(
            select(Decision).where(Decision.subject_id == alert).order_by(Decision.number.desc())
        ).first()
        assert last is not None
        assert (last.to_state, last.reason, last.staff_id) == (
            "published", "new-incident", iris.staff_id,
        )  # fmt: skip
        actions = list(session.scalars(select(AuditLine.action)))
    assert [one for one in actions if "exten" in one] == ["extension_proposed", "alert_extended"]


def test_a_reasoned_decision_counts_from_the_month_it_is_taken_in(
    desk: Desk, noor: DeskPerson, iris: DeskPerson
) -> None:
    _report, alert = published(desk, noor, iris)
    month = desk.alert(alert).month
    desk.approve(iris, extend(desk, noor, alert, "motivated", None), YEAR_ON)
    row = desk.alert(alert)
    assert (row.month, row.expires_on) == (month, ends(SEVERITY, YEAR_ON.date()))


def test_nobody_extends_alone_not_even_what_one_person_may_publish(
    desk: Desk, noor: DeskPerson
) -> None:
    mild = replace(at_once(DRAFT), kinds=("niet-betalen",))
    report = desk.report(mild)
    desk.claim(noor, report)
    alert = desk.propose(noor, report, a_text(kinds=("niet-betalen",), severity=2))
    assert desk.approve(noor, alert) is AlertState.PUBLISHED
    waiting = extend(desk, noor, alert)
    assert desk.alert(waiting).needs_second
    assert not desk.look(noor, waiting).may_approve
    with pytest.raises(SamePerson):
        desk.approve(noor, waiting, YEAR_ON)
    assert desk.alert(alert).month == date(2026, 11, 1)


@pytest.mark.parametrize(
    ("written", "code"),
    [
        (("new-incident", None, REVIEW), "month_missing"),
        (("new-incident", date(2026, 11, 1), REVIEW), "extension_not_longer"),
        (("new-incident", date(2028, 1, 1), REVIEW), "month_in_future"),
        (("motivated", None, None), "inform_review_missing"),  # the day to look again has passed
    ],
)
def test_what_makes_it_no_longer_or_is_not_filled_in_is_said(
    desk: Desk,
    noor: DeskPerson,
    iris: DeskPerson,
    written: tuple[str, date | None, date | None],
    code: str,
) -> None:
    _report, alert = published(desk, noor, iris)
    with pytest.raises(NotReady) as refused:
        extend(desk, noor, alert, *written[:2], review_on=written[2])
    assert code in refused.value.codes


def test_only_what_is_out_is_extended_and_only_for_a_reason(
    desk: Desk, noor: DeskPerson, iris: DeskPerson
) -> None:
    _first, waiting = proposed(desk, noor)
    with pytest.raises(MoveNotAllowed):
        extend(desk, noor, waiting)
    _second, alert = published(desk, noor, iris)
    with pytest.raises(ReasonNotAllowed):
        extend(desk, noor, alert, "fact-wrong")
    with pytest.raises(MoveNotAllowed):
        extend(desk, noor, extend(desk, noor, alert))


def test_an_extension_does_not_bring_back_words_that_were_corrected_meanwhile(
    desk: Desk, noor: DeskPerson, iris: DeskPerson
) -> None:
    _report, alert = published(desk, noor, iris)
    waiting = extend(desk, noor, alert)
    new = "Hij dreigde met woorden en ging pas weg na een half uur."
    desk.approve(iris, correct(desk, noor, alert, text=new, identifiers=("1-phone-0",)))
    with pytest.raises(ApprovalVoid):
        desk.approve(iris, waiting, YEAR_ON)
    content = desk.look(iris, alert).content
    assert content is not None
    assert content.words.text == new


def test_a_correction_of_words_does_not_take_the_longer_term_away(
    desk: Desk, noor: DeskPerson, iris: DeskPerson
) -> None:
    _report, alert = published(desk, noor, iris)
    desk.approve(iris, extend(desk, noor, alert, "motivated", None), YEAR_ON)
    longer = desk.alert(alert).expires_on
    new = "Hij dreigde met woorden en ging pas weg na een half uur."
    desk.approve(iris, correct(desk, noor, alert, text=new, identifiers=("1-phone-0",)))
    assert desk.alert(alert).expires_on == longer
