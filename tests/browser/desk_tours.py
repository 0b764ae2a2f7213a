"""Walks through the pages of the desk, as `tours` has them of the others."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from secrets import token_hex

from tests.browser import desk_person
from tests.browser.conftest import Visitor


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
    page.goto(f"{case}/police")
    yield "desk-police"
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
    page.goto(page.url.replace("/extend", "/rest"))
    yield "desk-rest"
    for name in ("members", "team", "account", "log", "components"):
        person.go(f"/desk/{name}")
        yield f"desk-{name.replace('/', '-')}"


def leads_desk(person: Visitor) -> Iterator[str]:
    """What only a lead sees."""
    desk_person.sign_in(person, person.house.lead)
    person.go("/desk/evaluation")
    yield "lead-evaluation"
    person.go("/desk/deletions")
    yield "lead-deletions"
    person.go("/desk/protocol")
    yield "lead-protocol"
    if person.page.locator("form[action$='/protocol/drop'] button").count():
        person.press("form[action$='/protocol/drop'] button")  # of the walk before
    person.go("/desk/protocol/change")
    person.page.fill("#quota_per_day", "40")
    person.press("main form button.button")
    yield "lead-protocol-refused"
    person.page.fill("#quota_per_day", "20")
    person.page.fill("#veto_hours", "72")
    person.press("main form button.button")
    yield "lead-protocol-waits"
    person.go("/desk/police")
    yield "lead-police"


def complaints_desk(person: Visitor) -> Iterator[str]:
    """The board of complaints, three cases, a step, how a case ends, and what two share."""
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
    yield "k-step-letter-unfinished"
    page.click("main a[href$='/letter']")
    person.press("button[name=go][value=drop]")
    page.goto(step)
    page.fill("#day", today)
    person.press("form[action$='/sent'] button")
    yield "k-step-sent"
    page.fill("#answered", today)
    page.check("#ruling-ongegrond")
    person.press("form[action$='/answer'] button")
    yield "k-step-answered"
    page.goto(case)
    yield "k-case-answered"
    person.go("/desk/k/overview")
    yield "k-overview"
    for name in ("close", "recuse"):
        page.goto(f"{case}/{name}")
        yield f"k-{name}"
    page.goto(f"{case}/close")
    page.fill("#institution-0", "Nergensbank")
    page.select_option("#province", "")
    person.press("main form button.danger")
    yield "k-close-refused"
    person.go("/desk/k/patterns")
    yield "k-patterns-none"
    person.go("/desk/k")
    page.fill("#find", "voorbeeldbank")
    person.press("form[role=search] button.button")
    person.press(".board li:nth-child(2) form button")
    yield "k-case-shared"
    person.go("/desk/k/patterns")
    yield "k-patterns"
    person.press("main ol a")
    yield "k-pattern"
    person.go("/desk/team")
    yield "k-team"
    yield from taking_over(person)


def taking_over(person: Visitor) -> Iterator[str]:
    """An older list from the file to what came of it, with what goes wrong on the way."""
    page = person.page
    person.go("/desk/k/list")
    yield "k-list"
    for content in (b"x", an_older_list()):
        page.set_input_files(
            "#list", {"name": "oud.csv", "mimeType": "text/csv", "buffer": content}
        )
        person.press("main form button.button")
        yield "k-list-refused" if content == b"x" else "k-list-columns"
    page.select_option("#col-1", "")
    person.press("main form button.button")
    yield "k-list-columns-refused"
    page.select_option("#col-1", "received")
    person.press("main form button.button")
    yield "k-list-words"
    page.select_option("#word-subject-0", "bejegening-politie")
    page.fill("#word-place-0", "Atlantis")
    person.press("main form button.button")
    yield "k-list-words-refused"
    page.fill("#word-place-0", "Zwolle")
    person.press("main form button.button")
    yield "k-list-preview"
    person.press("#take button.button")
    yield "k-list-done"


def an_older_list() -> bytes:
    """Rows that were never taken over, of this year; some are wrong."""
    day = datetime.now(UTC).date() - timedelta(days=20)
    tag = token_hex(3)
    told = "Ze werd weggestuurd aan de balie, en kreeg te horen dat dit haar eigen keuze was."
    head = ("Nr", "Datum", "Soort instantie", "Instantie", "Onderwerp", "Plaats", "Zei ze", "Kleur")
    on = f"{day:%d-%m-%Y}"
    rows = [
        head,
        (f"{tag}-1", on, "Politie", "Rotterdam", "Loket", "bij de brug", told, "rood"),
        (f"{tag}-2", on, "Gemeente", "Utrecht", "vergunning", "Utrecht", told, ""),
        (f"{tag}-3", "31-2-2026", "Gemeente", "Zwolle", "huisvesting", "Zwolle", told, "blauw"),
        (f"{tag}-4", on, "Bank", "Zwolle", "klantonderzoek", "Zwolle", told, ""),
    ]
    return "\r\n".join(";".join(row) for row in rows).encode("windows-1252")


def _english(part: str) -> str:
    """What a line of the board says in English."""
    return {"vergunning": "licence", "aangifte": "report refused"}.get(part, part)


def figures_desk(person: Visitor) -> Iterator[str]:
    """The analyst drafts what is due; a caseworker reads what the audit says and may freeze it."""
    desk_person.sign_in(person, person.house.analyst, home="/desk/team")
    person.go("/desk/figures")
    yield "desk-figures"
    person.press("main form[action$='/draft'] button")
    yield "desk-figures-draft"
    drafted = person.page.url
    person.go("/desk/figures")
    yield "desk-figures-drafted"
    person.press("main a[href$='/words']")
    yield "desk-figures-words"
    person.press("main form .acts button")
    yield "desk-figures-words-refused"
    person.press("nav form[action$='/sign-out'] button")
    desk_person.sign_in(person, person.house.caseworker, home="/desk/k")
    person.page.goto(drafted)
    person.press("main a[href$='/approve']")
    yield "desk-figures-approve"
    person.page.fill("#public_from", "2020-01-01")
    person.press("main form .acts button.danger")
    yield "desk-figures-approve-refused"
