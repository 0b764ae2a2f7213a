"""The whole life of one warning in one go, from four sides: hers who told, a member, him, the desk.

Told, written, approved, out, found, answered; he objects and it rests; somebody else looks and lets
it out again; she takes it back. At each turn everybody looks at their own pages.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest

from tests.browser import reporter
from tests.browser.conftest import Visitor
from tests.browser.desk_person import answer_that_it_stands, open_request, sign_in
from tests.browser.running_house import RunningHouse
from tests.browser.test_strangers_path import (
    OUT_WITHIN_SECONDS,
    approve,
    check,
    claim,
    masked,
    propose,
    take_everything_back,
    wait_until_gone,
    wait_until_listed,
)

pytestmark = [
    pytest.mark.browser,
    pytest.mark.xdist_group("browser"),
    pytest.mark.timeout(600),
    pytest.mark.enable_socket,
]
FOUND = "Er is een waarschuwing"
HIS_WORDS = "Dit nummer is pas sinds gisteren van mij."
SEND = "main form button[value=send]:not(.vh)"


@dataclass
class People:
    """Each in a browser of their own; `told` and `code` are what she and he wrote down."""

    her: Visitor
    member: Visitor
    him: Visitor
    desk: tuple[Visitor, Visitor, Visitor]
    told: reporter.Told
    code: str = ""


def test_a_warning_from_the_first_word_to_the_last(
    visitors: Callable[..., Visitor], house: RunningHouse
) -> None:
    for visitor, name in life(lambda: visitors(javascript=False), house):
        assert visitor.page.locator("h1").count() == 1, name


def life(somebody: Callable[[], Visitor], house: RunningHouse) -> Iterator[tuple[Visitor, str]]:
    """Every page worth looking at: who stands before it, and its name."""
    her = somebody()
    told = reporter.file_report(her)
    reporter.show_that_she_has_it(her, told)
    yield her, "her-done"
    everybody = People(her, somebody(), somebody(), (somebody(), somebody(), somebody()), told)
    yield from comes_out(everybody, house)
    yield from is_used(everybody)
    yield from is_objected_to(everybody, house)
    yield from is_let_out_again(everybody, house)
    yield from is_taken_back(everybody)


def comes_out(all_: People, house: RunningHouse) -> Iterator[tuple[Visitor, str]]:
    first, second, _third = all_.desk
    sign_in(first, house.first_moderator)
    claim(first, all_.told)
    yield first, "desk-case"
    propose(first, all_.told)
    yield first, "desk-proposed"
    sign_in(second, house.second_moderator)
    approve(second, house.second_moderator, all_.told)
    yield second, "desk-approved"
    member = all_.member
    member.go("/m")
    member.page.fill("main [name=code]", house.member.digits)
    member.press("main form button.button")
    wait_until_new(member, all_.told)
    yield member, "member-list"
    wait_until_listed(member, all_.told)
    yield member, "member-warning"


def is_used(all_: People) -> Iterator[tuple[Visitor, str]]:
    member, her = all_.member, all_.her
    member.press("main button[value=helpful]")
    yield member, "member-answered"
    assert FOUND in check(member, all_.told.phone)
    yield member, "member-check-hit"
    reporter.open_with_code(her, all_.told.digits)
    assert "Anderen zijn gewaarschuwd" in her.text
    yield her, "her-published"


def is_objected_to(all_: People, house: RunningHouse) -> Iterator[tuple[Visitor, str]]:
    him, member, her = all_.him, all_.member, all_.her
    him.go("/y")
    reporter.tick(him, "right", "object")
    him.page.fill("[name=value]", all_.told.phone)
    him.press(SEND)
    yield him, "him-proof"
    him.page.fill("[name=proof]", house.sent_code)
    him.press(SEND)
    reporter.tick(him, "ground", "new-holder")
    him.page.fill("[name=words]", HIS_WORDS)
    him.press(SEND)
    all_.code = " ".join(him.page.locator(".digits").inner_text().split())
    yield him, "him-code"
    assert all_.told.story not in him.text
    wait_until_gone(member, all_.told)
    wait_until_changed(member)
    yield member, "member-withdrawn"
    assert FOUND not in check(member, all_.told.phone)
    yield member, "member-check-resting"
    her.go("/c/s")
    yield her, "her-resting"


def is_let_out_again(all_: People, house: RunningHouse) -> Iterator[tuple[Visitor, str]]:
    """Neither who wrote it nor who approved it: the lead."""
    third, him, member = all_.desk[2], all_.him, all_.member
    sign_in(third, house.lead)
    open_request(third, HIS_WORDS)
    yield third, "desk-request"
    for name in answer_that_it_stands(third, house.lead):
        yield third, f"desk-{name}"
    him.go("/c")
    him.page.fill("[name=code]", all_.code)
    him.press("main form button.button")
    assert "de waarschuwing blijft" in him.text
    assert all_.told.story not in him.text
    yield him, "him-answer"
    wait_until_listed(member, all_.told)
    yield member, "member-out-again"


def is_taken_back(all_: People) -> Iterator[tuple[Visitor, str]]:
    her, member = all_.her, all_.member
    her.go("/c/s")
    yield her, "her-out-again"
    take_everything_back(her)
    wait_until_gone(member, all_.told)
    yield member, "member-taken-back"
    assert FOUND not in check(member, all_.told.phone)


def wait_until_new(member: Visitor, told: reporter.Told) -> None:
    """Within a minute she is told: the warning carries the mark of what is new to her."""
    end = time.monotonic() + OUT_WITHIN_SECONDS
    while time.monotonic() < end:
        member.go("/m/a")
        hers = member.page.locator("main article").filter(has_text=masked(told.phone))
        if hers.count() and "nieuw" in hers.first.inner_text().casefold():
            return
        time.sleep(2)
    raise AssertionError("she was not told of it")


def wait_until_changed(member: Visitor) -> None:
    """The next round of the background work tells her that something changed."""
    end = time.monotonic() + OUT_WITHIN_SECONDS
    while time.monotonic() < end:
        member.go("/m/a")
        if "Er is iets veranderd" in member.text:
            return
        time.sleep(2)
    raise AssertionError("she was not told")
