"""Walks through the pages: each stops at every page worth looking at and says its name.

The tests of small screens, of accessibility and the pictures share them, so that a page is added
in one place.
"""

from __future__ import annotations

from collections.abc import Iterator

from tests.browser import asker, complainer, desk_tours, listed_tours, reporter
from tests.browser.conftest import Visitor
from tests.browser.short_tours import by_telephone, figures, figures_others, too, vouching

OPEN_PAGES = {
    "open-start": "/",
    "open-help": "/help",
    "open-about": "/info/about",
    "open-safety": "/info/safety",
    "open-data": "/info/data",
    "open-after": "/info/after",
    "open-listed": "/info/listed",
    "open-know": "/info",
    "open-found": "/info?q=amstredam",
    "open-not-found": "/info?q=qqqqqq",
    "open-rights": "/info/rights",
    "open-bank": "/info/bank",
    "open-police": "/info/police",
    "open-leaving": "/info/leaving",
    "open-municipalities": "/info/municipality",
    "open-municipality": "/info/municipality/sudwest-fryslan",
    "open-steps": "/route",
    "open-steps-found": "/route?q=vaals",
    "open-steps-platform": "/route/platform",
    "open-steps-days": "/route/bank/days",
    "open-trainings": "/training",
    "open-protocol": "/info/protocol",
    "open-code": "/c",
    "open-taken-back": "/c/g",
    "open-members": "/m",
    "open-join": "/m/join",
    "open-desk": "/desk/sign-in",
    "open-about-you": "/y",
}


def anybody(her: Visitor) -> Iterator[str]:
    """Pages without a session, and what goes wrong on them."""
    for name, path in OPEN_PAGES.items():
        her.go(path)
        yield name
    her.watch.statuses.add(404)
    her.go("/nowhere")
    yield "open-404"
    her.go("/y")
    her.page.fill("[name=value]", "geen nummer")
    her.press("main form button.button")
    yield "open-about-you-wrong"
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
    her.press("form[action$='/k/along'] button.button")
    yield "report-along"
    yield from following(her, told.digits)


def complaining(her: Visitor) -> Iterator[str]:
    """The complaint, with pages where something is wrong, until what happens next."""
    for step in complainer.steps(her):
        yield f"complaint-{step.replace(' ', '-')}"
        if step in ("kind", "subject"):
            her.press(reporter.NEXT)
            yield f"complaint-{step}-wrong"
    told = complainer.send(her)
    yield "complaint-code"
    reporter.show_that_she_has_it(her, told)
    yield "complaint-done"
    her.press("form[action$='/f/along'] button.button")
    yield "complaint-along"
    reporter.tick(her, "parts", "story")
    reporter.tick(her, "both")
    her.press(reporter.NEXT)
    yield "complaint-along-start"
    reporter.open_with_code(her, told.digits, "/z/s")
    yield "complaint-status"
    her.go("/z/v")
    yield "complaint-attorney"


def following(her: Visitor, code: str) -> Iterator[str]:
    """Her page, with what is behind it."""
    reporter.open_with_code(her, code)
    yield "follow-status"
    her.page.fill("[name=text]", "Ik ben dinsdag niet thuis.")
    her.press("form[action$='/c/m'] button")
    yield "follow-after-message"
    her.go("/c/t")
    yield "follow-sent"
    her.go("/c/d")
    yield "follow-dossier"
    her.press("form[action$='/c/d'] button.button")
    yield "follow-dossier-read"
    her.go("/c/r")
    yield "follow-reach"
    her.go("/c/b")
    yield "follow-older"
    her.go("/c/w")
    if her.page.url.endswith("/c/w"):
        yield "follow-warning"
    her.go("/c/a")
    yield "follow-also"
    her.go("/c/x")
    yield "follow-withdraw"


def published(her: Visitor) -> Iterator[str]:
    """Her page when the warning is out and the desk has written."""
    reporter.open_with_code(her, her.house.report_about("in a hotel in Amsterdam").digits)
    yield "published-status"
    her.go("/c/w")
    yield "published-warning"
    her.go("/c/n")
    yield "published-no-more"
    her.go("/c/x")
    yield "published-withdraw"


def membership(her: Visitor) -> Iterator[str]:
    """A member's pages: the list, one warning, the check with each of its answers, her settings."""
    page = her.page
    her.go("/m/join/code")
    yield "join-code"
    her.go("/m/join/apply")
    yield "join-apply"
    her.go("/m/again")
    yield "join-again"
    her.go("/m/against")
    yield "member-against"
    her.go("/m")
    page.fill("main [name=code]", her.house.member.digits)
    her.press("main form button.button")
    yield "member-home"
    her.go("/m/a")
    yield "member-list"
    her.press("main a[href*='/m/a/f']")
    yield "member-list-filter"
    her.press("main form button.button")
    her.press("main article a")
    yield "member-alert"
    if page.locator("main button[value=me-too]").count():  # not by an earlier visit
        her.press("main button[value=me-too]")
    yield "member-alert-answered"
    her.go("/m/k")
    yield "member-check"
    for name, text in (("hit", "06 12345678"), ("miss", "0645454545"), ("unreadable", "?")):
        page.fill("main [name=text]", text)
        her.press("main form button.button")
        yield f"member-check-{name}"
    her.go("/m/settings")
    yield "member-settings"
    her.go("/m/ways")
    yield "member-ways"
    page.fill("[name=address]", "niet goed")
    her.press("main form:has([name=address]) button")
    yield "member-ways-wrong"
    page.fill("[name=address]", "iemand@example.org")
    her.press("main form:has([name=address]) button")
    yield "member-ways-asked"
    her.press("main button[value=renew]")
    yield "member-ways-feed"


TOURS = (
    anybody, filing, complaining, too, by_telephone, published, membership, desk_tours.desk,
    desk_tours.leads_desk, desk_tours.complaints_desk, desk_tours.figures_desk, asker.asking,
    asker.trainings_desk, figures, figures_others, listed_tours.listed, listed_tours.listed_desk,
    vouching,
)  # fmt: skip
