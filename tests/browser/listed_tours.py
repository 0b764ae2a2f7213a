"""Walks of a listed person, and of the desk that answers him."""

from __future__ import annotations

from collections.abc import Iterator

from tests.browser import desk_person, reporter
from tests.browser.conftest import Visitor

SEND = "main form button[value=send]:not(.vh)"
OFTEN_ENOUGH = 2
NUMBER, NOBODYS = "06 12345678", "06 85980999"
"""The number of a warning of the demo that is out, and one that nobody told about.

No other journey may answer about this one: the desk's tour finds its warning at rest.
"""


def listed(him: Visitor) -> Iterator[str]:
    """He objects: what is wrong on the way, the code, his words, and what he reads then."""
    page = him.page
    him.go("/y")
    yield "listed-begin"
    page.fill("[name=value]", "0900 1234")
    him.press(SEND)
    yield "listed-paid-number"
    if not _asks(him, NOBODYS):
        return
    page.fill("[name=proof]", "12")
    him.press(SEND)
    yield "listed-wrong-code"
    page.fill("[name=proof]", him.house.sent_code)
    him.press(SEND)
    yield "listed-words"
    reporter.tick(him, "ground", "new-holder")
    him.press(SEND)
    yield "listed-code"
    digits = " ".join(page.locator(".digits").inner_text().split())
    him.press("button[name=go][value=done]")
    yield "listed-done"
    him.go("/c")
    page.fill("[name=code]", digits)
    him.press("main form button.button")
    yield "listed-own-page"


def listed_desk(person: Visitor) -> Iterator[str]:
    """A request about a warning that rests now, and whether the person was told."""
    page = person.page
    if not person.house.asked[NUMBER] and _asks(person, NUMBER):  # it rests from then on
        page.fill("[name=proof]", person.house.sent_code)
        person.press(SEND)
        reporter.tick(person, "ground", "not-me")
        page.fill("[name=words]", "Ik heb dit nummer pas sinds september.")
        person.press(SEND)
    desk_person.sign_in(person, person.house.lead)
    person.go("/desk/listed")
    yield "listed-desk-list"
    person.press("[data-row] form button")
    yield "listed-desk-request"
    person.go("/desk/alerts?state=suspended")
    yield "listed-desk-alerts"
    person.press("form[action$='/open'] button")
    yield "listed-desk-alert"
    person.press("a[href$='/inform']")
    page.fill("[name=review_on]", "2020-01-01")
    person.press("main form .acts button")
    yield "listed-desk-inform"


def _asks(him: Visitor, number: str) -> bool:
    """Whether a code was asked for: one visitor gets six an hour, so two walks do."""
    if him.house.asked[number] == OFTEN_ENOUGH:
        return False
    him.house.asked[number] += 1
    him.go("/y")
    reporter.tick(him, "right", "object")
    him.page.fill("[name=value]", number)
    him.press(SEND)
    return True
