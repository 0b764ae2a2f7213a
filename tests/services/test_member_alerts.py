"""What a member is shown: her regions, newest and most severe first, nothing that is not out."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import event, select

from app.adapters.database import Database
from app.adapters.keyring import Keyring
from app.adapters.reference_data import ReferenceData
from app.domain.states import AlertState
from app.models.telling import Notice
from app.services.list_alerts import PAGE_ALERTS, AlertFilter, AlertList, list_alerts
from app.services.member_settings import open_member, unseen_notices
from app.services.read_alert import read_alert
from app.services.see_notices import see_notices
from tests.members import TODAY, make_member, publish, tell
from tests.rows import days
from tests.workbench import NOON, reference

AMSTERDAM, UTRECHT = "GM0363", "GM0344"


def listed(
    database: Database,
    keyring: Keyring,
    member_id: UUID,
    wanted: AlertFilter | None = None,
    *,
    data: ReferenceData | None = None,
) -> AlertList:
    with database.reading() as session:
        member = open_member(session, member_id, keyring=keyring, now=NOON)
        return list_alerts(
            session,
            member,
            wanted or AlertFilter(),
            keyring=keyring,
            reference=data or reference(),
            now=NOON,
        )


def ids(found: AlertList) -> list[UUID]:
    return [one.facts.alert_id for one in found.alerts]


def test_the_newest_come_first_and_the_most_severe_of_a_day_before_the_others(
    database: Database, keyring: Keyring
) -> None:
    member, _code = make_member(database, keyring)
    old = publish(database, keyring, severity=4, published_on=days(-5))
    light = publish(database, keyring, severity=2, published_on=days(-1))
    heavy = publish(database, keyring, severity=4, published_on=days(-1))
    assert ids(listed(database, keyring, member)) == [heavy, light, old]


def test_a_municipality_meets_its_police_unit_and_a_unit_its_municipalities(
    database: Database, keyring: Keyring
) -> None:
    unit = reference().region(AMSTERDAM).police_unit
    here = publish(database, keyring, region=AMSTERDAM)
    around = publish(database, keyring, region=unit)
    publish(database, keyring, region=UTRECHT)
    anywhere = publish(database, keyring, region="unknown")
    by_town, _code = make_member(database, keyring, regions=(AMSTERDAM,))
    by_unit, _code = make_member(database, keyring, regions=(unit,))
    for member in (by_town, by_unit):
        assert set(ids(listed(database, keyring, member))) == {here, around, anywhere}
    everywhere, _code = make_member(database, keyring)
    assert len(ids(listed(database, keyring, everywhere))) == 4


def test_a_filter_narrows_her_regions_and_never_widens_them(
    database: Database, keyring: Keyring
) -> None:
    member, _code = make_member(database, keyring, regions=(AMSTERDAM, "GM0599"))
    here = publish(database, keyring, region=AMSTERDAM)
    there = publish(database, keyring, region="GM0599")
    publish(database, keyring, region=UTRECHT)
    assert set(ids(listed(database, keyring, member))) == {here, there}
    assert ids(listed(database, keyring, member, AlertFilter(region="GM0599"))) == [there]
    assert ids(listed(database, keyring, member, AlertFilter(region=UTRECHT))) == []


def test_kinds_are_hers_unless_she_asks_for_others(database: Database, keyring: Keyring) -> None:
    data = reference()
    first, second = (
        next(one.code for one in data.incidents.values() if one.category == category)
        for category in ("seksueel", "financieel")
    )
    member, _code = make_member(database, keyring, kinds=("seksueel",))
    hers = publish(database, keyring, kinds=f"{first},{second}", published_on=days(-1))
    other = publish(database, keyring, kinds=second, published_on=days(-2))
    assert ids(listed(database, keyring, member)) == [hers]
    assert ids(listed(database, keyring, member, AlertFilter(category="all"))) == [hers, other]
    chosen = AlertFilter(category="financieel")
    assert ids(listed(database, keyring, member, chosen)) == [hers, other]
    assert ids(listed(database, keyring, member, AlertFilter(category="digitaal-privacy"))) == []


def test_a_period_counts_from_the_day_of_publication(database: Database, keyring: Keyring) -> None:
    member, _code = make_member(database, keyring)
    new = publish(database, keyring, published_on=days(-6))
    publish(database, keyring, published_on=days(-7))
    assert ids(listed(database, keyring, member, AlertFilter(days=7))) == [new]


@pytest.mark.parametrize(
    "values",
    [
        {"state": state, "published_on": None if state is AlertState.APPROVED else days(-9)}
        for state in AlertState
        if state is not AlertState.PUBLISHED
    ]
    + [{"expires_on": TODAY}, {"expires_on": days(-1)}, {"expires_on": None}],
    ids=str,
)
def test_what_is_not_out_is_neither_listed_nor_read(
    database: Database, keyring: Keyring, values: dict[str, Any]
) -> None:
    member_id, _code = make_member(database, keyring)
    hidden = publish(database, keyring, **values)
    assert ids(listed(database, keyring, member_id)) == []
    with database.writing() as session:
        member = open_member(session, member_id, keyring=keyring, now=NOON)
        for alert_id in (hidden, uuid4()):
            found = read_alert(
                session, member, alert_id, keyring=keyring, reference=reference(), now=NOON
            )
            assert found is None


def test_without_a_valid_protocol_nothing_is_listed_and_nothing_is_read(
    database: Database, keyring: Keyring
) -> None:
    member_id, _code = make_member(database, keyring)
    alert_id = publish(database, keyring)
    ended = replace(reference().protocol, valid_until=date(2026, 11, 22))
    data = replace(reference(), protocol=ended)
    found = listed(database, keyring, member_id, data=data)
    assert (found.alerts, found.closed) == ((), True)
    with database.writing() as session:
        member = open_member(session, member_id, keyring=keyring, now=NOON)
        one = read_alert(session, member, alert_id, keyring=keyring, reference=data, now=NOON)
    assert one is None


def test_an_alert_of_another_region_cannot_be_read_by_its_address(
    database: Database, keyring: Keyring
) -> None:
    member_id, _code = make_member(database, keyring, regions=(AMSTERDAM,))
    elsewhere = publish(database, keyring, region=UTRECHT)
    with database.writing() as session:
        member = open_member(session, member_id, keyring=keyring, now=NOON)
        one = read_alert(
            session, member, elsewhere, keyring=keyring, reference=reference(), now=NOON
        )
    assert one is None


def test_reading_shows_the_words_and_only_her_own_word_marks_her_own_notices(
    database: Database, keyring: Keyring
) -> None:
    member_id, _code = make_member(database, keyring)
    colleague, _code = make_member(database, keyring)
    alert_id = publish(database, keyring, ("phone", "06 5012 3478"), words="Dreigde met een mes.")
    for who in (member_id, colleague):
        tell(database, who, alert_id)
    assert listed(database, keyring, member_id).alerts[0].is_new
    with database.writing() as session:
        member = open_member(session, member_id, keyring=keyring, now=NOON)
        assert unseen_notices(session, member, now=NOON) == 1
        one = read_alert(
            session, member, alert_id, keyring=keyring, reference=reference(), now=NOON
        )
        assert unseen_notices(session, member, now=NOON) == 1
        see_notices(session, member_id)
        assert unseen_notices(session, member, now=NOON) == 0
    assert one is not None
    assert one.words is not None
    assert one.words.text == "Dreigde met een mes."
    assert [shown.masked for shown in one.identifiers] == ["06 •••• ••78"]
    assert not listed(database, keyring, member_id).alerts[0].is_new
    with database.reading() as session:
        seen = dict(session.execute(select(Notice.member_id, Notice.seen)).all())
    assert seen == {member_id: True, colleague: False}


def test_words_that_cannot_be_opened_leave_the_coded_facts(
    database: Database, keyring: Keyring
) -> None:
    member_id, _code = make_member(database, keyring)
    publish(database, keyring, text=b"damaged")
    found = listed(database, keyring, member_id).alerts[0]
    assert (found.words, found.facts.severity) == (None, 3)


def test_pages_are_full_and_cost_the_same_number_of_queries(
    database: Database, keyring: Keyring
) -> None:
    member_id, _code = make_member(database, keyring)
    statements: list[str] = []
    event.listen(
        database.engine, "before_cursor_execute", lambda *values: statements.append(values[2])
    )
    counts = []
    for rows in (0, 1, PAGE_ALERTS + 1):
        for number in range(rows):
            publish(database, keyring, published_on=days(-number))
        statements.clear()
        found = listed(database, keyring, member_id)
        counts.append(len(statements))
    assert len(set(counts)) == 1
    assert (len(found.alerts), found.has_more) == (PAGE_ALERTS, True)
    rest = listed(database, keyring, member_id, AlertFilter(page=2))
    assert (len(rest.alerts), rest.has_more) == (2, False)
    assert not set(ids(found)) & set(ids(rest))
