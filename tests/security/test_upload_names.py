"""T25: the name of an upload is text and nothing else: no path, type, header or direction."""

from __future__ import annotations

import io
from pathlib import Path
from tempfile import gettempdir

import pytest
from flask import Flask
from sqlalchemy import select

from app.adapters.database import Database
from app.adapters.keyring import Keyring
from app.models.report import Report
from tests.conftest import Clock
from tests.desk_rooms import DESK, Rooms, furnish
from tests.filed_reports import file_one
from tests.security.hostile_files import encoded
from tests.visitor import Visitor
from tests.web.test_report_wizard import press, walk_to_review

NAMES = {
    "up and out": "../../qzx",
    "up and out, to a place that is run": "../../../../tmp/qzx.png",
    "of Windows": "..\\..\\C:\\qzx.png",
    "a second end behind a NUL": "a.jpg\0.html",
    "two ends": "a.html.jpg",
    "written backwards": "factuur\u202egnp.exe",
    "invisible": "\u2066\u200b\u2069",
    "a new header": "qzx.png%0D%0AX-Evil: yes%0D%0A%0D%0A<script>",  # as browsers write a line end
    "a tag": "'><script>alert(1)</script>.png",
    "a dot file": ".htaccess",
    "a device": "/dev/stdin",
    "very long": "n" * 5000 + ".png",
}
HIDDEN = frozenset("\0\u202e\u2066\u2069\u200b")
EVIL = "X-Evil"


@pytest.fixture
def rooms(app: Flask, database: Database, keyring: Keyring, clock: Clock) -> Rooms:
    return furnish(app, database, keyring, clock)


@pytest.mark.parametrize("name", NAMES.values(), ids=NAMES.keys())
def test_a_photo_of_any_name_is_filed_and_its_name_does_nothing(
    rooms: Rooms, name: str, tmp_path: Path
) -> None:
    """Filed through the form, and opened at the desk: always the same plain JPEG."""
    visit, before = Visitor(rooms.app), _files(tmp_path)
    walk_to_review(visit)
    press(visit, "change:photo")
    press(visit, "add", {"photo": (io.BytesIO(encoded("PNG")), name)})
    assert "remove:" in visit.response.text  # it is there, and can be taken away
    _judge(visit)
    press(visit, "next")
    press(visit, "send")
    _judge(visit)
    assert _files(tmp_path) == before

    with rooms.database.reading() as session:
        report = session.scalars(select(Report.id)).one()
    noor = rooms.sign_in(rooms.noor)
    noor.get(f"{DESK}/")
    noor.submit(form=f"{report}/open")
    noor.follow()
    _judge(noor)
    answer = noor.client.get(f"{DESK}/case/{report}/photo/1")
    assert answer.status_code == 200
    assert answer.mimetype == "image/jpeg"
    assert answer.headers["Content-Disposition"] == "inline; filename=photo.jpg"
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert answer.data.startswith(b"\xff\xd8\xff")
    assert name.encode()[:40] not in answer.data


@pytest.mark.parametrize("name", NAMES.values(), ids=NAMES.keys())
def test_a_photo_that_comes_later_may_have_any_name_too(
    app: Flask, database: Database, keyring: Keyring, name: str
) -> None:
    visit = Visitor(app)
    visit.get("/nl/c")
    visit.submit({"code": file_one(database, keyring).words}, form="/c")
    visit.follow()
    visit.submit({"photo": (io.BytesIO(encoded("PNG")), name)}, form="/c/photo")
    visit.follow()
    _judge(visit)
    assert "n" * 50 not in visit.response.text


def _judge(visit: Visitor) -> None:
    """Nothing of the name became a tag, a header, or a sign that nobody sees."""
    assert EVIL not in visit.response.headers
    assert "<script>" not in visit.response.text
    assert not set(visit.response.text) & HIDDEN


def _files(folder: Path) -> set[Path]:
    """What lies where a name could have led: beside the house, above it, among what is fleeting."""
    places = (folder, folder / "var", Path(gettempdir()), Path.cwd(), Path.cwd().parent)
    found = {path for place in places for path in place.glob("*")}
    return {path for path in found if path.name.startswith(("qzx", "a.jpg", "a.html"))}
