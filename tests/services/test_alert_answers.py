"""What members answer to a warning: counted once each, of nobody, and back to the desk."""

from __future__ import annotations

from uuid import UUID

import pytest
from sqlalchemy import select

from app.models.alert_answer import AlertAnswer
from app.models.audit import AuditLine
from app.models.outbox import OutboxTask
from app.services.answer_alert import ANSWERS, answer_alert, own_answer
from app.services.expire_alerts import expire_alerts
from app.services.member_settings import delete_member
from moderation.decisions.alert_answers import answers_to, look_at_answers, unseen_answers
from moderation.decisions.desk_person import DeskPerson
from moderation.decisions.retract_alert import retract_alert
from tests.desk_alerts import published
from tests.desk_cases import Desk
from tests.members import make_member
from tests.workbench import NOON, reference

NOBODY = dict.fromkeys(ANSWERS, 0)


@pytest.fixture
def alert(desk: Desk, noor: DeskPerson, iris: DeskPerson) -> UUID:
    return published(desk, noor, iris)[1]


def member(desk: Desk) -> UUID:
    return make_member(desk.database, desk.keyring)[0]


def say(desk: Desk, who: UUID, alert: UUID, answer: str) -> None:
    with desk.database.writing() as session:
        answer_alert(session, who, alert, answer, keyring=desk.keyring, now=NOON)


def said(desk: Desk, alert: UUID) -> tuple[dict[str, int], bool]:
    with desk.database.reading() as session:
        counts, unseen = answers_to(session, alert)
    return dict(counts), unseen


def told_the_desk(desk: Desk) -> int:
    with desk.database.reading() as session:
        return len(
            session.scalars(select(OutboxTask.id).where(OutboxTask.task == "notify_desk")).all()
        )


def test_each_member_counts_once_and_may_change_her_mind(desk: Desk, alert: UUID) -> None:
    one, other = member(desk), member(desk)
    for answer in ("helpful", "helpful", "not-him"):
        say(desk, one, alert, answer)
    say(desk, other, alert, "not-him")
    assert said(desk, alert) == (NOBODY | {"not-him": 2}, True)
    with desk.database.reading() as session:
        assert own_answer(session, one, alert, keyring=desk.keyring) == "not-him"
    say(desk, one, alert, "")
    assert said(desk, alert) == (NOBODY | {"not-him": 1}, True)
    with desk.database.reading() as session:
        assert own_answer(session, one, alert, keyring=desk.keyring) == ""


def test_the_desk_is_told_once_until_it_has_looked_and_not_of_what_helped(
    desk: Desk, noor: DeskPerson, alert: UUID
) -> None:
    before = told_the_desk(desk)
    say(desk, member(desk), alert, "helpful")
    assert (told_the_desk(desk) - before, said(desk, alert)[1]) == (0, False)
    say(desk, member(desk), alert, "not-him")
    say(desk, member(desk), alert, "me-too")
    assert told_the_desk(desk) - before == 1
    with desk.database.reading() as session:
        [found] = unseen_answers(session)
    assert (found.alert_id, dict(found.counts)) == (alert, {"not-him": 1, "me-too": 1})
    with desk.database.writing() as session:
        look_at_answers(session, noor, alert, keyring=desk.keyring, now=NOON)
    with desk.database.reading() as session:
        assert unseen_answers(session) == ()
        lines = session.scalars(select(AuditLine.action)).all()
    assert "alert_answers_looked_at" in lines
    assert said(desk, alert) == ({"helpful": 1, "not-him": 1, "me-too": 1}, False)
    say(desk, member(desk), alert, "not-him")
    assert told_the_desk(desk) - before == 2


def test_no_row_leads_to_a_member_and_hers_go_when_she_leaves(desk: Desk, alert: UUID) -> None:
    one, other = member(desk), member(desk)
    say(desk, one, alert, "me-too")
    say(desk, other, alert, "me-too")
    with desk.database.reading() as session:
        rows = session.scalars(select(AlertAnswer)).all()
        columns = {column.key for column in AlertAnswer.__table__.columns}
    assert columns == {"mark", "alert_id", "answer", "fresh"}  # no member, no day
    for row in rows:
        assert one.bytes not in row.mark
        assert len(row.mark) == 32
    with desk.database.writing() as session:
        delete_member(session, one, keyring=desk.keyring)
    assert said(desk, alert)[0]["me-too"] == 1
    with desk.database.reading() as session:
        assert own_answer(session, other, alert, keyring=desk.keyring) == "me-too"


@pytest.mark.parametrize("how", ["retracted", "expired"])
def test_answers_end_with_the_warning(desk: Desk, noor: DeskPerson, alert: UUID, how: str) -> None:
    say(desk, member(desk), alert, "not-him")
    with desk.database.writing() as session:
        if how == "retracted":
            retract_alert(
                session, noor, alert, "not-right",
                keyring=desk.keyring, protocol=reference().protocol, now=NOON,
            )  # fmt: skip
        else:
            ends = desk.alert(alert).expires_on
            assert ends is not None
            expire_alerts(session, now=NOON + (ends - NOON.date()))
    assert said(desk, alert) == (NOBODY, False)
