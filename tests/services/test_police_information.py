"""Information to the police on both engines: two people, her consent, her yes, and the ledger."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from app.adapters.database import Database
from app.adapters.keyring import Keyring
from app.domain.police_information import (
    AlreadyHandedOver,
    Information,
    NoConsent,
    NotAgreed,
    Stage,
    TextChanged,
)
from app.models.audit import AuditLine
from app.models.police import PoliceInformation
from app.models.report import Report
from app.services.police_information import (
    own_information,
    seal_information,
)
from app.services.purge_reports import purge_reports
from app.services.reporter_requests import open_requests
from app.services.withdraw_report import withdraw_report
from moderation.decisions.case_rows import NoSuchCase
from moderation.decisions.handle_requests import carry_out
from moderation.decisions.logged import log_before_show
from moderation.decisions.open_case import OPENED, NotWrittenDown
from moderation.decisions.police_information import (
    MarksOpen,
    UnitUnknown,
    WhenWrong,
    propose_information,
    read_information,
)
from moderation.decisions.show_parts import NotFresh
from moderation.decisions.write_to_case import TextRefused
from moderation.rules.four_eyes import SamePerson
from tests.desk_cases import DICTIONARY
from tests.keys import TeamKeys
from tests.police_way import PROTOCOL, TEXT, Way
from tests.workbench import NOON


@pytest.fixture
def way(database: Database, keyring: Keyring, alerts_team: TeamKeys) -> Way:
    return Way(database, keyring, alerts_team)


def test_what_she_agreed_to_goes_and_is_counted_without_her(way: Way) -> None:
    way.agreed()
    assert way.view().stage is Stage.AGREED
    assert way.ledger() == []
    way.hand_over()
    view = way.view()
    assert (view.stage, view.unit, view.given_on) == (Stage.HANDED_OVER, "rotterdam", NOON.date())
    (line,) = way.ledger()
    assert (line.quarter, line.kind, line.unit) == ("2026Q4", "information", "rotterdam")
    assert (line.legal_check, line.outcome) == (None, None)
    with way.database.reading() as session:
        actions = list(session.scalars(select(AuditLine.action)))
    assert [one for one in actions if one.startswith("police")] == [
        "police_text_proposed", "police_text_approved", "police_text_handed_over",
    ]  # fmt: skip


def test_nothing_is_proposed_approved_or_handed_over_without_her_consent(way: Way) -> None:
    way.allow(False)
    with pytest.raises(NoConsent):
        way.propose()
    way.allow(True)
    way.propose()
    way.allow(False)
    with pytest.raises(NoConsent):
        way.approve()
    way.allow(True)
    way.approve()
    way.answer("yes")
    way.allow(False)
    with pytest.raises(NoConsent):
        way.hand_over()
    assert way.ledger() == []


def test_to_allow_it_again_is_no_yes_to_the_text(way: Way) -> None:
    way.agreed()
    way.allow(False)
    way.allow(True)
    assert way.view().stage is Stage.ASKED
    with pytest.raises(NotAgreed):
        way.hand_over()


def test_nothing_goes_that_she_has_not_seen(way: Way) -> None:
    way.propose()
    with way.database.reading() as session:
        assert own_information(session, way.own) is None
    with pytest.raises(NotAgreed):
        way.hand_over()
    way.approve()
    with pytest.raises(NotAgreed):
        way.hand_over()
    with way.database.reading() as session:
        found = own_information(session, way.own)
    assert found is not None
    assert found.text == TEXT
    with pytest.raises(TextChanged):
        way.answer("yes", "0" * 64)
    assert way.ledger() == []


def test_another_text_voids_her_yes_and_the_approval(way: Way) -> None:
    way.agreed()
    way.propose(TEXT + " hij drinkt.")
    assert way.view().stage is Stage.PROPOSED
    with pytest.raises(NotAgreed):
        way.hand_over()
    way.approve()
    assert way.view().stage is Stage.ASKED
    with pytest.raises(NotAgreed):
        way.hand_over()


def test_the_same_text_proposed_again_is_approved_and_asked_again(way: Way) -> None:
    way.agreed()
    way.propose()
    assert way.view().stage is Stage.PROPOSED


def test_what_the_police_were_told_is_not_overwritten(way: Way) -> None:
    way.agreed()
    way.hand_over()
    with pytest.raises(AlreadyHandedOver):
        way.propose(TEXT + " En nog iets.")
    view = way.view()
    assert (view.text, view.stage) == (TEXT, "handed_over")
    assert view.given_on is not None


def test_words_changed_behind_her_back_do_not_go(way: Way) -> None:
    way.agreed()
    found = way.view().seen
    with way.database.writing() as session:
        row = session.get_one(PoliceInformation, way.report.id)
        changed = Information("iets anders", approved=found, answer="yes", answered=found)
        row.sealed = seal_information(way.own.dek, way.report.id, changed)
    with pytest.raises(NotAgreed):
        way.hand_over()


def test_one_person_alone_asks_nobody(way: Way) -> None:
    way.propose()
    with pytest.raises(SamePerson):
        way.approve(by=way.writer)
    with pytest.raises(IntegrityError), way.database.writing() as session:
        session.execute(update(PoliceInformation).values(approved_by=way.writer.staff_id))


def test_approving_and_handing_over_ask_for_a_fresh_proof(way: Way) -> None:
    way.propose()
    stale = replace(way.second, fresh_at=NOON - timedelta(minutes=6))
    with pytest.raises(NotFresh):
        way.approve(by=stale)
    with pytest.raises(TextChanged):
        way.approve(seen="")


def test_she_takes_her_yes_back_until_it_went(way: Way) -> None:
    way.agreed()
    way.answer("no")
    with pytest.raises(NotAgreed):
        way.hand_over()
    way.answer("yes")
    way.hand_over()


def test_who_took_everything_back_is_told_nothing_about(way: Way) -> None:
    way.agreed()
    with way.database.writing() as session:
        withdraw_report(session, way.own, now=NOON)
    with pytest.raises(NoSuchCase):
        way.hand_over()
    with pytest.raises(NoSuchCase):
        way.propose()
    with way.database.writing() as session:
        for one in open_requests(session, "withdraw"):
            carry_out(session, one, protocol=PROTOCOL, now=NOON)
    assert way.rows() == 0


def test_the_text_goes_with_the_report(way: Way) -> None:
    way.agreed()
    with way.database.writing() as session:
        session.execute(update(Report).values(expires_on=NOON.date()))
        purge_reports(session, report_max_days=540, now=NOON)
    assert way.rows() == 0


def test_unit_and_day_must_be_right(way: Way) -> None:
    way.agreed()
    with pytest.raises(UnitUnknown):
        way.hand_over(unit="nergens")
    for wrong in (None, NOON.date() + timedelta(days=1), NOON.date() - timedelta(days=32)):
        with pytest.raises(WhenWrong):
            way.hand_over(on=wrong)
    assert way.ledger() == []


def test_what_points_to_her_and_what_nobody_looked_at_is_refused(way: Way) -> None:
    with pytest.raises(MarksOpen):
        way.propose("hij sprak de vrouw met de rode jas aan.")
    with pytest.raises(MarksOpen), way.database.writing() as session:
        propose_information(
            session, way.writer, way.report.id, "hij belt met 06 12 34 56 78.", (),
            keyring=way.keyring, dictionary=DICTIONARY, now=NOON,
        )  # fmt: skip
    for words in ("", "x" * 4001, "om\u202egekeerd"):
        with pytest.raises(TextRefused):
            way.propose(words)
    way.propose("hij belt met 06 12 34 56 78.")
    assert way.view().stage is Stage.PROPOSED


def test_it_is_read_only_after_the_line_in_the_log(way: Way) -> None:
    way.propose()
    line = log_before_show(
        way.database, keyring=way.keyring, actor=way.second.staff_id, action=OPENED,
        object_id=way.report.id, now=NOON,
    )  # fmt: skip
    with pytest.raises(NotWrittenDown), way.database.reading() as session:
        read_information(session, way.writer, way.report.id, line)
    other = UUID(int=1)
    with pytest.raises(NotWrittenDown), way.database.reading() as session:
        read_information(session, way.second, other, line)
