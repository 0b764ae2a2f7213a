"""One urgent alert for a thousand members, while its worker is killed three times on the way.

Ten thousand are for `python -m bench.fan_out`: on a busy machine they take minutes.
"""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable

import pytest
from sqlalchemy import func, select

from app.adapters.database import Database
from app.models.alert import Alert
from app.models.telling import Notice
from tests.faults.many_members import MAILED, fill, is_left, start, told
from tests.mailbox import a_mailbox

PATIENCE_SECONDS = 240.0


def wait_until(reached: Callable[[], bool]) -> None:
    until = time.monotonic() + PATIENCE_SECONDS
    while not reached():
        assert time.monotonic() < until, "it takes too long"
        time.sleep(0.1)


@pytest.mark.parametrize(
    ("engine_url", "members"), [("sqlite", 1000), ("postgresql", 1000)], indirect=["engine_url"]
)
@pytest.mark.timeout(300)
def test_every_member_is_told_once_and_none_is_missing(
    database: Database, engine_url: str, members: int
) -> None:
    k_field, mailed = secrets.token_bytes(32), members // MAILED
    alert = fill(database, k_field, members)
    with a_mailbox() as box:
        for reached in (
            lambda: told(database) >= members // 4,
            lambda: len(box.raw) >= 1,
            lambda: len(box.raw) >= mailed // 2,
        ):
            worker = start(engine_url, box.url, k_field)
            wait_until(reached)
            assert is_left(database)
            worker.kill()
            assert worker.wait() == -9
        assert start(engine_url, box.url, k_field).wait(PATIENCE_SECONDS) == 0
        ids: dict[str, set[str]] = {}
        for mail in box.mails:
            ids.setdefault(str(mail["To"]), set()).add(str(mail["Message-ID"]))
    with database.reading() as session:
        assert session.get_one(Alert, alert).told == members
        assert session.scalar(select(func.count()).select_from(Notice)) == members
    assert ids.keys() == {f"m{number}@example.org" for number in range(0, members, MAILED)}
    assert all(len(one) == 1 for one in ids.values())
    assert len(set.union(*ids.values())) == mailed
