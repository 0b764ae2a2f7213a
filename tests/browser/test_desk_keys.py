"""The desk by keyboard, in a real Chromium: the keys do what the list of keys says, or nothing."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.browser.conftest import Visitor
from tests.browser.desk_person import sign_in
from tests.browser.reporter import file_report
from tests.browser.running_house import RunningHouse

pytestmark = [
    pytest.mark.browser,
    pytest.mark.xdist_group("browser"),
    pytest.mark.timeout(240),
    pytest.mark.enable_socket,
]
DESK = (1280, 800)
SELECTED_ROW = """() => [...document.querySelectorAll('[data-row]')].indexOf(
    document.activeElement.closest('[data-row]'))"""


def selected(moderator: Visitor) -> int:
    """Which row of the queue the keys are on; -1 for none."""
    found: int = moderator.page.evaluate(SELECTED_ROW)
    return found


def key(moderator: Visitor, *names: str) -> None:
    for name in names:
        moderator.page.keyboard.press(name)


def go_by_key(moderator: Visitor, name: str) -> None:
    with moderator.page.expect_navigation():
        moderator.page.keyboard.press(name)


def nothing_by_key(moderator: Visitor, *names: str) -> None:
    """The page stays, and no row and no list answers."""
    address, row = moderator.page.url, selected(moderator)
    is_open = moderator.page.locator("#keys").evaluate("list => list.open")
    key(moderator, *names)
    moderator.page.wait_for_timeout(300)
    assert (moderator.page.url, selected(moderator)) == (address, row)
    assert moderator.page.locator("#keys").evaluate("list => list.open") == is_open


@pytest.fixture
def moderator(visitors: Callable[..., Visitor], house: RunningHouse) -> Visitor:
    """At the queue, with two reports of today in it."""
    for _ in range(2):
        file_report(visitors())
    person: Visitor = visitors(size=DESK)
    sign_in(person, house.first_moderator)
    return person


def test_the_queue_and_a_case_are_worked_by_keys(moderator: Visitor) -> None:
    page = moderator.page
    rows = page.locator("[data-row]").count()
    assert rows >= 2
    nothing_by_key(moderator, "c")  # no row is selected, so none is claimed
    key(moderator, "j")
    assert selected(moderator) == 0
    key(moderator, "j", "j", "k")
    assert selected(moderator) == 1
    key(moderator, *["j"] * rows)
    assert selected(moderator) == rows - 1  # the last one stays the last
    key(moderator, *["k"] * rows)
    assert selected(moderator) == 0

    key(moderator, "?")
    assert page.locator("#keys dl").is_visible()
    key(moderator, "Escape")
    assert not page.locator("#keys dl").is_visible()

    key(moderator, "j")
    go_by_key(moderator, "c")
    assert "/desk/case/" in page.url
    case = page.url
    key(moderator, "o")
    key(moderator, "c", "n", "u", "?")  # these are letters of a note now
    assert page.locator("#note-text").input_value() == "cnu?"
    assert page.url == case
    page.locator("h1").click()
    go_by_key(moderator, "u")
    assert page.url.endswith("/desk/?d=released")
    go_by_key(moderator, "n")
    assert "/desk/case/" in page.url
    go_by_key(moderator, "u")


def test_the_keys_can_be_switched_off_for_this_tab(moderator: Visitor) -> None:
    page = moderator.page
    key(moderator, "?")
    page.check("#keys-off")
    nothing_by_key(moderator, "j", "k", "n", "?")
    page.reload()
    assert page.locator("#keys-off").is_checked()
    nothing_by_key(moderator, "j", "k", "n", "?")
    page.locator("#keys summary").click()
    page.uncheck("#keys-off")
    key(moderator, "j")  # still on the box, which takes no letters
    assert selected(moderator) == 0
    page.keyboard.press("Control+j")
    assert selected(moderator) == 0
