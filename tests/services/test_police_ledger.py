"""The ledger of what went to the police: nobody edits it, it leads to nobody, and it is counted."""

from __future__ import annotations

from uuid import uuid4

import pytest
from sqlalchemy import delete, select, text, update
from sqlalchemy.exc import DBAPIError, IntegrityError

from app.adapters.database import Database
from app.adapters.keyring import Keyring
from app.models.police import PoliceInformation, PoliceLedger
from app.services.house_figures import act_codes, read_acts
from tests.keys import TeamKeys
from tests.police_way import TEXT, Way
from tests.workbench import reference


@pytest.fixture
def way(database: Database, keyring: Keyring, alerts_team: TeamKeys) -> Way:
    return Way(database, keyring, alerts_team)


def test_the_ledger_keeps_what_it_holds(way: Way) -> None:
    way.agreed()
    way.hand_over()
    for act in (update(PoliceLedger).values(unit="x"), delete(PoliceLedger)):
        with pytest.raises(DBAPIError), way.database.writing() as session:
            session.execute(act)
    with pytest.raises(IntegrityError), way.database.writing() as session:
        session.add(PoliceLedger(id=uuid4(), quarter="2026Q4", kind="demand", unit="rotterdam"))
    assert len(way.ledger()) == 1


def test_the_database_holds_no_word_and_the_ledger_no_report(way: Way) -> None:
    way.agreed()
    way.hand_over()
    with way.database.reading() as session:
        sealed = session.scalars(select(PoliceInformation.sealed)).one()
        line = session.execute(text("SELECT * FROM police_ledger")).one()
    assert TEXT.encode() not in sealed
    assert not {way.report.id, str(way.report.id), way.report.id.hex} & set(line)


def test_what_was_given_is_counted_in_the_figures_of_its_year(way: Way) -> None:
    way.agreed()
    with way.database.reading() as session:
        assert read_acts(session, "2026") == {}
    way.hand_over()
    with way.database.reading() as session:
        assert read_acts(session, "2026") == {("police",): 1}
        assert read_acts(session, "2025") == {}
    assert ("police",) in [(one,) for one in act_codes(reference())]
