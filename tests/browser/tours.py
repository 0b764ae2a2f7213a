"""Walks through the pages: each stops at every page worth looking at and says its name.

The tests of small screens, of accessibility and the pictures share them, so that a page is added
in one place.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

from tests.browser import complainer, desk_person, reporter
from tests.browser.conftest import Visitor
from tests.browser.short_tours import by_telephone, too

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


def following(her: Visitor, code: str) -> Iterator[str]:
    """Her page, with what is behind it."""
    reporter.open_with_code(her, code)
    yield "follow-status"
    her.page.fill("[name=text]", "Ik ben dinsdag niet thuis.")
    her.press("form[action$='/c/m'] button")
    yield "follow-after-message"
    her.go("/c/t")
    yield "follow-sent"
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
    her.go("/m/k")
    yield "member-check"
    for name, text in (("hit", "06 12345678"), ("miss", "0645454545"), ("unreadable", "?")):
        page.fill("main [name=text]", text)
        her.press("main form button.button")
        yield f"member-check-{name}"
    her.go("/m/settings")
    yield "member-settings"


def desk(person: Visitor) -> Iterator[str]:
    """The desk: the queue, a case, writing a warning, warnings, members, the team and the log."""
    page = person.page
    desk_person.sign_in(person, person.house.first_moderator)
    yield "desk-queue"
    person.go("/desk/?kind=doxing")
    yield "desk-queue-filtered"
    person.go("/desk/?severity=4")
    person.press(".row form button")
    yield "desk-case"
    for blurred in page.locator("main details summary").all():
        blurred.click()
    yield "desk-case-shown"
    case = page.url.split("?")[0]
    page.goto(f"{case}/alert")
    yield "desk-write"
    page.fill("#text", "Kneep haar keel dicht. Bel 06 85980223 niet terug.")
    person.press("button[name=go][value=check]")
    yield "desk-write-checked"
    person.press("button[name=go][value=propose]")
    yield "desk-write-refused"
    page.goto(f"{case}/end/reject")
    yield "desk-reject"
    page.goto(case)
    person.press("form[action$='/release'] button")
    yield "desk-queue-after"
    person.go("/desk/alerts")
    yield "desk-alerts"
    person.press(".row form button")
    yield "desk-alert"
    person.go("/desk/alerts?state=published")
    person.press(".row form button")
    yield "desk-alert-published"
    person.press("main a[href$='/extend']")
    yield "desk-extend"
    for name in ("members", "team", "account", "log", "components"):
        person.go(f"/desk/{name}")
        yield f"desk-{name.replace('/', '-')}"


def complaints_desk(person: Visitor) -> Iterator[str]:
    """The board of complaints, three cases, a step, and how a case ends."""
    page = person.page
    desk_person.sign_in(person, person.house.caseworker, home="/desk/k")
    yield "k-board"
    person.go("/desk/k?kind=bank&due=soon")
    yield "k-board-filtered"
    page.fill("#find", "nergens")
    person.press("form[role=search] button.button")
    yield "k-board-nothing-found"
    for part, name in (
        ("vergunning", "licence"),
        ("aangifte", "police"),
        ("voorbeeldbank", "bank"),
    ):
        person.go("/desk/k")
        page.fill("#find", part if person.language == "nl" else _english(part))
        person.press("form[role=search] button.button")
        person.press(".board form button")
        yield f"k-case-{name}"
    case = page.url.split("#")[0]
    page.click("summary[data-key=t]")
    person.press("button[name=go][value=task]")
    yield "k-case-refused"
    page.goto(f"{case}/routes")
    page.click("main details summary")
    yield "k-routes"
    person.press("details[open] form[action$='/plan'] button")
    yield "k-step-planned"
    step = page.url
    page.click("main a[href$='/letter']")
    yield "k-letter"
    person.press("button[name=go][value=pdf]")
    yield "k-letter-refused"
    page.goto(step)
    person.press("form[action$='/sent'] button")
    yield "k-step-refused"
    today = datetime.now(UTC).date().isoformat()
    page.fill("#day", today)
    person.press("form[action$='/sent'] button")
    yield "k-step-sent"
    page.fill("#answered", today)
    page.check("#ruling-ongegrond")
    person.press("form[action$='/answer'] button")
    yield "k-step-answered"
    page.goto(case)
    yield "k-case-answered"
    for name in ("close", "recuse"):
        page.goto(f"{case}/{name}")
        yield f"k-{name}"
    person.go("/desk/team")
    yield "k-team"


def _english(part: str) -> str:
    """What a line of the board says in English."""
    return {"vergunning": "licence", "aangifte": "report refused"}.get(part, part)


TOURS = (
    anybody,
    filing,
    complaining,
    too,
    by_telephone,
    published,
    membership,
    desk,
    complaints_desk,
)
