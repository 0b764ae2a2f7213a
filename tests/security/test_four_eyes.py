"""T27: what needs two people goes out by two people, and exactly as the second one saw it."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import func, select, text, update
from sqlalchemy.exc import DBAPIError, IntegrityError

from app.domain.states import AlertState
from app.models.alert import Alert, AlertToken
from app.models.decision import Decision
from app.models.outbox import Alarm, OutboxTask
from app.models.staff import Staff
from app.services.sealed_alert import AlertWords, BlindToken, seal_tokens, seal_words
from moderation.decisions.approve_alert import approve_alert
from moderation.decisions.case_rows import NotActive
from moderation.decisions.desk_person import DeskPerson
from moderation.decisions.show_parts import NotFresh
from moderation.decisions.suspend_staff import suspend_staff
from moderation.jobs import lift_embargoes
from moderation.rules.four_eyes import ApprovalVoid, SamePerson
from moderation.rules.workflow import MoveNotAllowed
from tests.desk_cases import DICTIONARY, DRAFT, Desk, a_text, at_once
from tests.workbench import NOON, a_workshop, reference

AT_ONCE = 50
LATER = NOON + timedelta(hours=73)


def proposed(desk: Desk, person: DeskPerson, *, soon: bool = False) -> UUID:
    report = desk.report(at_once() if soon else DRAFT)
    desk.claim(person, report)
    return desk.propose(person, report)


def published(desk: Desk) -> int:
    """How many alerts are out, counted three ways that must agree."""
    with desk.database.reading() as session:
        rows = session.scalar(select(func.count()).where(Alert.state == AlertState.PUBLISHED))
        tokens = session.scalar(select(func.count(func.distinct(AlertToken.alert_id))))
        told = session.scalar(select(func.count()).where(OutboxTask.task == "tell_members"))
    assert rows == tokens == told
    return rows or 0


def test_who_wrote_it_cannot_approve_it_from_any_session(desk: Desk, noor: DeskPerson) -> None:
    alert = proposed(desk, noor, soon=True)
    other_session = replace(noor, name="Nora", fresh_at=NOON)
    for person in (noor, other_session):
        # said in words before the database has to refuse it
        assert refusal(desk, person, alert) == "SamePerson"
    assert desk.alert(alert).state is AlertState.PROPOSED
    assert published(desk) == 0


def refusal(desk: Desk, person: DeskPerson, alert: UUID) -> str:
    """What an approval ends in."""
    try:
        return desk.approve(person, alert).value
    except Exception as error:
        return type(error).__name__


def test_a_new_name_does_not_make_a_second_person(desk: Desk, noor: DeskPerson) -> None:
    alert = proposed(desk, noor)
    with desk.database.writing() as session:
        session.get_one(Staff, noor.staff_id).name = "Somebody else"
    with pytest.raises(SamePerson):
        desk.approve(replace(noor, name="Somebody else"), alert)


def test_a_lower_severity_is_no_way_round(desk: Desk, noor: DeskPerson) -> None:
    """What she told is of severity 3, so two people look, whatever the writer makes of it."""
    report = desk.report()
    desk.claim(noor, report)
    alert = desk.propose(noor, report, a_text(severity=2, severity_reason="less-serious"))
    assert desk.alert(alert).severity == 2
    with pytest.raises(SamePerson):
        desk.approve(noor, alert)


def test_a_suspended_person_approves_nothing_with_an_open_session(
    desk: Desk, noor: DeskPerson, iris: DeskPerson
) -> None:
    alert = proposed(desk, noor)
    seen = desk.look(iris, alert).seen
    with desk.database.writing() as session:
        suspend_staff(session, "Iris", even_if_last=True, keyring=desk.keyring, now=NOON)
    with pytest.raises(NotActive):
        desk.approve(iris, alert, seen=seen)


def test_an_old_proof_of_presence_is_not_enough(
    desk: Desk, noor: DeskPerson, iris: DeskPerson
) -> None:
    alert = proposed(desk, noor)
    stale = replace(iris, fresh_at=NOON - timedelta(minutes=5, seconds=1))
    seen = desk.look(iris, alert).seen
    with desk.database.writing() as session, pytest.raises(NotFresh):
        approve_alert(
            session, stale, alert, seen,
            keyring=desk.keyring, reference=reference(), dictionary=DICTIONARY, now=NOON,
        )  # fmt: skip


def test_an_approval_is_of_the_text_that_was_seen(
    desk: Desk, noor: DeskPerson, iris: DeskPerson
) -> None:
    alert = proposed(desk, noor)
    seen = desk.look(iris, alert).seen
    rewrite(desk, alert)
    with pytest.raises(ApprovalVoid):
        desk.approve(iris, alert, seen=seen)
    for nonsense in (b"", b"\x00" * 32):
        with pytest.raises(ApprovalVoid):
            desk.approve(iris, alert, seen=nonsense)
    assert desk.alert(alert).state is AlertState.PROPOSED


def rewrite(desk: Desk, alert: UUID) -> None:
    """Another text, as somebody with the key of the alerts could put it there."""
    assert desk.keyring.k_alert is not None
    words = seal_words(desk.keyring.k_alert, alert, AlertWords("Iets heel anders over iemand."))
    with desk.database.writing() as session:
        session.execute(update(Alert).where(Alert.id == alert).values(text=words))


def add_a_number(desk: Desk, alert: UUID) -> None:
    assert desk.keyring.k_alert is not None
    tokens = seal_tokens(desk.keyring.k_alert, alert, [BlindToken(b"x" * 16, "exact")])
    with desk.database.writing() as session:
        session.execute(update(Alert).where(Alert.id == alert).values(tokens_sealed=tokens))


def raise_severity(desk: Desk, alert: UUID) -> None:
    with desk.database.writing() as session:
        session.execute(update(Alert).where(Alert.id == alert).values(severity=4))


def damage(desk: Desk, alert: UUID) -> None:
    with desk.database.writing() as session:
        session.execute(update(Alert).where(Alert.id == alert).values(identifiers=b"damaged"))


def forge_approval(desk: Desk, alert: UUID) -> None:
    """Somebody who can write to the database has no key to make a fingerprint with."""
    with desk.database.writing() as session:
        session.execute(update(Alert).where(Alert.id == alert).values(text_mac=b"y" * 32))


@pytest.mark.parametrize("change", [rewrite, add_a_number, raise_severity, damage, forge_approval])
def test_a_change_after_the_approval_voids_it(
    desk: Desk, noor: DeskPerson, iris: DeskPerson, change: Callable[[Desk, UUID], None]
) -> None:
    alert = proposed(desk, noor)
    assert desk.approve(iris, alert) is AlertState.APPROVED
    change(desk, alert)
    lift_embargoes(a_workshop(desk.database, keyring=desk.keyring, clock=lambda: LATER))
    row = desk.alert(alert)
    assert (row.state, row.published_by, row.text_mac) == (AlertState.DRAFT, None, None)
    assert published(desk) == 0
    with desk.database.reading() as session:
        assert session.scalar(select(Alarm.code)) == "alert_changed_after_approval"
        reason = session.scalar(
            select(Decision.reason).where(
                Decision.subject_id == alert, Decision.to_state == "draft"
            )
        )
    assert reason == "changed-after-approval"


@pytest.mark.parametrize(
    "change",
    [
        "published_by = proposed_by",
        "published_by = proposed_by, state = 'approved'",
        "published_by = NULL, state = 'published'",
        "proposed_by = NULL, published_by = NULL, state = 'published'",
        "needs_second = false, published_by = proposed_by, state = 'published'",
    ],
)
def test_the_database_itself_refuses_one_person_twice(
    desk: Desk, noor: DeskPerson, change: str
) -> None:
    alert = proposed(desk, noor)
    with pytest.raises((IntegrityError, DBAPIError)), desk.database.writing() as session:
        session.execute(text(f"UPDATE alert SET {change}"))
    assert desk.alert(alert).state is AlertState.PROPOSED


def test_a_row_that_names_two_people_is_still_not_released_without_a_fingerprint(
    desk: Desk, noor: DeskPerson, iris: DeskPerson
) -> None:
    """An intruder with write access inserts an approver; he has no key to make the fingerprint."""
    alert = proposed(desk, noor)
    with desk.database.writing() as session:
        session.execute(
            update(Alert)
            .where(Alert.id == alert)
            .values(state=AlertState.APPROVED, published_by=iris.staff_id, release_after=NOON)
        )
    lift_embargoes(a_workshop(desk.database, keyring=desk.keyring, clock=lambda: LATER))
    assert desk.alert(alert).state is AlertState.DRAFT
    assert published(desk) == 0


@pytest.mark.parametrize("soon", [True, False])
def test_fifty_approvals_at_once_publish_exactly_once(
    desk: Desk, noor: DeskPerson, iris: DeskPerson, soon: bool
) -> None:
    alert = proposed(desk, noor, soon=soon)
    seen = desk.look(iris, alert).seen

    def approve(_number: int) -> str:
        try:
            return desk.approve(iris, alert, seen=seen).value
        except MoveNotAllowed:
            return "too late"

    with ThreadPoolExecutor(10) as pool:
        answers = list(pool.map(approve, range(AT_ONCE)))
    assert answers.count("too late") == AT_ONCE - 1
    if not soon:
        workshop = a_workshop(desk.database, keyring=desk.keyring, clock=lambda: LATER)
        with ThreadPoolExecutor(5) as pool:
            list(pool.map(lambda _: lift_embargoes(workshop), range(5)))
    assert published(desk) == 1
    with desk.database.reading() as session:
        moves = session.scalar(
            select(func.count()).where(
                Decision.subject_id == alert, Decision.to_state == "published"
            )
        )
    assert moves == 1


def test_what_was_approved_goes_out_as_it_was(
    desk: Desk, noor: DeskPerson, iris: DeskPerson
) -> None:
    """The control: without any meddling the same way leads to a publication."""
    alert = proposed(desk, noor)
    desk.approve(iris, alert)
    lift_embargoes(a_workshop(desk.database, keyring=desk.keyring, clock=lambda: LATER))
    assert desk.alert(alert).state is AlertState.PUBLISHED
    assert published(desk) == 1
