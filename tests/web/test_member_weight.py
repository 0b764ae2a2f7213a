"""What a member's pages weigh as they go out, in the worst case: longest words, most of everything.

Her pages are never compressed (BREACH), so every byte of them counts.
"""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from unittest.mock import patch
from uuid import UUID

import pytest

from app.adapters.database import Database
from app.adapters.editorial import page_names
from app.adapters.keyring import Keyring
from app.public.members import equal_size
from app.services.check_client import MOST_SHOWN
from app.services.list_alerts import PAGE_ALERTS
from app.services.member_settings import MAX_REGIONS
from app.settings import PROJECT
from tests.members import make_member, publish, sign_in, tell
from tests.rows import days
from tests.visitor import Visitor
from tests.workbench import reference

BUDGET_BYTES = 14 * 1024
AIR_BYTES = 512  # so that one more address on the help page does not break it
LISTED = "06 12 34 56 78"
ROOM_OF_KINDS = 400  # characters of codes, as the table has them
STYLE_BYTES = len(gzip.compress((PROJECT / "static/css/app.css").read_bytes()))


@pytest.fixture(autouse=True)
def _do_not_wait() -> Iterator[None]:
    with patch.object(equal_size, "STEP_SECONDS", 0):
        yield


def longest_kinds(language: str) -> str:
    """The three kinds with the longest names, and as many beside them as an alert can have."""
    data = reference()
    severity = {code: one.severity for code, one in data.incidents.items()}
    by_length = sorted(
        severity, key=lambda code: -len(data.label("incident", code, language).encode())
    )
    chosen, rest = by_length[:3], by_length[3:]
    for code in rest:  # none more severe: those would be named instead
        if severity[code] <= min(severity[one] for one in chosen[:3]):
            chosen.append(code)
    while len(",".join(chosen)) > ROOM_OF_KINDS:
        chosen.pop()
    return ",".join(chosen)


def longest_region(language: str) -> str:
    data = reference()
    regions = [one.code for one in data.municipalities]
    regions += [one.code for one in data.police_units if one.is_region]
    return max(regions, key=lambda code: len(data.region_label(code, language).encode()))


def publish_the_longest(
    database: Database, keyring: Keyring, language: str, count: int
) -> list[UUID]:
    return [
        publish(
            database,
            keyring,
            ("phone", LISTED),
            ("email", f"ж{number}@voorbeeld.nl"),
            ("plate", f"GB-28{number % 10}-X"),
            ("profile", f"😀naam{number}"),
            kinds=longest_kinds(language),
            region=longest_region(language),
            severity=4,
            month=days(-60).replace(month=9, day=1),
            published_on=days(-(number % 9)),
            independent=99,
            shown_reports=99,
        )
        for number in range(count)
    ]


@pytest.mark.parametrize("language", ["nl", "en"])
def test_a_full_list_of_the_longest_warnings_is_light(
    database: Database, keyring: Keyring, visit: Visitor, language: str
) -> None:
    alerts = publish_the_longest(database, keyring, language, 2 * PAGE_ALERTS + 1)
    some = tuple(one.code for one in reference().municipalities)[: MAX_REGIONS - 1]
    regions = (longest_region(language), *some)
    member_id, code = make_member(database, keyring, regions=regions)
    for alert_id in alerts:
        tell(database, member_id, alert_id)
    sign_in(visit, code)
    for address in ("m/a", "m/a?page=2", "m/a/f", "m/a?kind=fysiek&days=365"):
        visit.get(f"/{language}/{address}")
        assert "Content-Encoding" not in visit.response.headers
        assert len(visit.response.data) + STYLE_BYTES <= BUDGET_BYTES, address


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("warnings", [0, 1, MOST_SHOWN, MOST_SHOWN + 2])
def test_every_answer_of_the_check_has_one_size_whatever_the_warnings_say(
    database: Database, keyring: Keyring, visit: Visitor, language: str, warnings: int
) -> None:
    publish_the_longest(database, keyring, language, warnings)
    sign_in(visit, make_member(database, keyring)[1])
    visit.get(f"/{language}/m/k")
    visit.submit({"text": LISTED}, form="/m/k", status=200)
    assert len(visit.response.data) == equal_size.ANSWER_BYTES
    assert len(visit.response.data) + STYLE_BYTES <= BUDGET_BYTES
    visit.submit({"text": "'" * 500}, form="/m/k", status=200)
    assert len(visit.response.data) == equal_size.ANSWER_BYTES


@pytest.mark.parametrize("language", ["nl", "en"])
def test_a_warning_in_the_list_names_its_worst_kinds_and_how_many_more(
    database: Database, keyring: Keyring, visit: Visitor, language: str
) -> None:
    publish_the_longest(database, keyring, language, 1)
    kinds = longest_kinds(language).split(",")
    sign_in(visit, make_member(database, keyring)[1])
    page = visit.get(f"/{language}/m/a")
    shown = [kind for kind in kinds if reference().label("incident", kind, language) in page.text]
    assert len(shown) == 3
    more = len(kinds) - 3
    assert f"nog {more} dingen" in page.text or f"{more} more things" in page.text


def test_what_she_chose_to_see_is_said_above_the_list(
    database: Database, keyring: Keyring, visit: Visitor
) -> None:
    publish_the_longest(database, keyring, "nl", 1)
    sign_in(visit, make_member(database, keyring)[1])
    assert "het afgelopen jaar" not in visit.get("/nl/m/a").text
    page = visit.get("/nl/m/a?days=365&kind=hinder")
    assert "Hinder en tijdverspilling · het afgelopen jaar" in page.text
    assert "/nl/m/a/f?kind=hinder&amp;days=365" in visit.response.get_data(as_text=True)
    visit.get("/nl/m/a/f?kind=hinder&days=365")
    chosen = visit.last.forms[-1].fields
    assert (chosen["kind"], chosen["days"]) == (["hinder"], ["365"])


@pytest.mark.parametrize("language", ["nl", "en"])
def test_public_pages_opened_with_a_session_stay_light_too(
    database: Database, keyring: Keyring, visit: Visitor, language: str
) -> None:
    sign_in(visit, make_member(database, keyring)[1])
    for name in ("help", *(f"info/{one}" for one in page_names(language))):
        sent = visit.client.get(f"/{language}/{name}", headers={"Accept-Encoding": "gzip"})
        assert sent.headers["Content-Encoding"] == "gzip"  # the same for everybody
        assert len(sent.data) + STYLE_BYTES <= BUDGET_BYTES - AIR_BYTES, name
    visit.get(f"/{language}/f")
    assert "Content-Encoding" not in visit.response.headers
    assert len(visit.response.data) + STYLE_BYTES <= BUDGET_BYTES - AIR_BYTES
