"""What each desk sees when she wants both to know: that she told the other, and nothing more."""

from __future__ import annotations

from dataclasses import replace

import pytest
from flask import Flask

from app.adapters.database import Database
from app.adapters.keyring import Keyring
from app.services.both_desks import let_desk_know
from tests import complaint_rooms, desk_rooms
from tests.complaint_rooms import opened, page_of
from tests.complaints import A_COMPLAINT
from tests.conftest import Clock
from tests.desk_cases import DRAFT
from tests.filed_reports import file_one

TOLD_THE_COMPLAINTS_DESK = "Ook verteld aan de klachtenbalie"
TOLD_THE_WARNINGS_DESK = "Ook verteld aan de balie voor waarschuwingen"


@pytest.mark.parametrize("began_there", [False, True], ids=["first told here", "second told here"])
def test_the_complaints_desk_sees_it_only_when_she_asked(
    app: Flask, database: Database, keyring: Keyring, clock: Clock, began_there: bool
) -> None:
    rooms = complaint_rooms.furnish(app, database, keyring, clock)
    kim = rooms.sign_in(rooms.kim)
    case = rooms.complaint(replace(A_COMPLAINT, from_report=began_there))
    seen = opened(kim, case).text
    if not began_there:
        assert TOLD_THE_WARNINGS_DESK not in seen
        with database.writing() as session:
            let_desk_know(session, case.own)
        seen = kim.get(page_of(case)).text
    assert TOLD_THE_WARNINGS_DESK in seen


@pytest.mark.parametrize("began_there", [False, True], ids=["first told here", "second told here"])
def test_the_warnings_desk_sees_it_only_when_she_asked(
    app: Flask, database: Database, keyring: Keyring, clock: Clock, began_there: bool
) -> None:
    rooms = desk_rooms.furnish(app, database, keyring, clock)
    noor = rooms.sign_in(rooms.noor)
    report = file_one(database, keyring, replace(DRAFT, from_complaint=began_there))
    noor.get("/nl/desk/")
    noor.submit(form=f"{report.id}/open")
    seen = noor.follow().text
    if not began_there:
        assert TOLD_THE_COMPLAINTS_DESK not in seen
        with database.writing() as session:
            let_desk_know(session, report.own)
        seen = noor.get(f"/nl/desk/case/{report.id}").text
    assert TOLD_THE_COMPLAINTS_DESK in seen
