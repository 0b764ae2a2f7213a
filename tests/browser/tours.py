"""Walks through the pages: each stops at every page worth looking at and says its name.

The tests of small screens, of accessibility and the pictures share them, so that a page is added
in one place.
"""

from __future__ import annotations

from collections.abc import Iterator

from tests.browser import reporter
from tests.browser.conftest import Visitor

OPEN_PAGES = {
    "open-start": "/",
    "open-help": "/help",
    "open-about": "/info/about",
    "open-safety": "/info/safety",
    "open-data": "/info/data",
    "open-after": "/info/after",
    "open-listed": "/info/listed",
    "open-code": "/c",
    "open-taken-back": "/c/g",
    "open-members": "/m",
    "open-join": "/m/join",
    "open-desk": "/desk/sign-in",
}


def anybody(her: Visitor) -> Iterator[str]:
    """Pages without a session, and what goes wrong on them."""
    for name, path in OPEN_PAGES.items():
        her.go(path)
        yield name
    her.watch.statuses.add(404)
    her.go("/nowhere")
    yield "open-404"
    her.go("/c")
    her.page.fill("[name=code]", "fout fout fout")
    her.press("main form button.button")
    yield "open-code-wrong"


def filing(her: Visitor) -> Iterator[str]:
    """The report, with a page where something is wrong, until what happens next."""
    phone = reporter.new_phone()
    for step in reporter.steps(her, phone):
        yield f"report-{step.replace(' ', '-')}"
        if step == "kinds":
            her.press(reporter.NEXT)
            yield "report-kinds-wrong"
        if step == "known":
            her.page.fill("[name=phones-0]", "06 12")
            her.press(reporter.NEXT)
            yield "report-known-wrong"
    told = reporter.send(her, phone)
    yield "report-code"
    reporter.show_that_she_has_it(her, told)
    yield "report-done"
    yield from following(her, told.digits)


def following(her: Visitor, code: str) -> Iterator[str]:
    """Her page, with what is behind it."""
    reporter.open_with_code(her, code)
    yield "follow-status"
    her.page.fill("[name=text]", "Ik ben dinsdag niet thuis.")
    her.press("form[action$='/c/m'] button")
    yield "follow-after-message"
    her.go("/c/t")
    yield "follow-sent"
    her.go("/c/w")
    if her.page.url.endswith("/c/w"):
        yield "follow-warning"
    her.go("/c/x")
    yield "follow-withdraw"


TOURS = (anybody, filing)
