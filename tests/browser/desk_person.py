"""What somebody of the desk does first, and again and again."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from tests.browser.conftest import Visitor
from tests.browser.running_house import StaffMember


def sign_in(person: Visitor, staff: StaffMember, home: str = "/desk") -> None:
    """Through the door: name, passphrase and a code of the phone, then where the work begins."""
    person.go("/desk/sign-in")
    person.page.fill("[name=name]", staff.name)
    person.page.fill("[name=passphrase]", staff.passphrase)
    person.page.fill("[name=code]", staff.fresh_code())
    person.press("main form button.button")
    assert person.page.url.rstrip("/").endswith(home), person.text


def claim_first(person: Visitor, chosen: str) -> str:
    """Claims the first report of a choice of the queue; the address of its case."""
    person.go(f"/desk/?{chosen}")
    person.press(".row form[action$='/open'] button")
    return person.page.url.split("?")[0].rstrip("/")


def fill_warning(person: Visitor, text: str) -> None:
    """Every field of a warning but what is chosen already."""
    page = person.page
    page.fill("#text", text)
    page.select_option("#region", "GM0363")
    for question in page.locator("[name^=criterion-][value=yes]").all():
        name = question.get_attribute("name")
        answer = "no" if name == "criterion-could_he_know" else "yes"
        page.check(f"[name={name}][value={answer}]")
    page.select_option("[name=inform]", "exception-reporter")
    page.fill("[name=review_on]", (datetime.now(UTC).date() + timedelta(days=60)).isoformat())


def approve(person: Visitor, staff: StaffMember) -> None:
    """From the page of a warning to the list, with a fresh code where one is asked for."""
    page = person.page
    person.press("a[href$='/approve']")
    for _time in range(2):
        if "/again" in page.url:
            page.fill("[name=proof]", staff.fresh_code())
            person.press("main form .acts button")
        if page.url.split("?")[0].endswith("/alerts"):
            return
        person.press("main form .acts button.danger")
    assert page.url.split("?")[0].endswith("/alerts"), person.text


def open_request(person: Visitor, words: str) -> None:
    """The request of the listed person who wrote these words; others wait too, in any order."""
    person.go("/desk/listed")
    for number in range(1, person.page.locator(".row form button").count() + 1):
        person.go("/desk/listed")
        person.press(f":nth-match(.row form button, {number})")
        if words in person.text:
            return
    raise AssertionError("his request is not there")


def answer_that_it_stands(person: Visitor, staff: StaffMember) -> Iterator[str]:
    """From the page of a request to the list: the answer read first, then given."""
    for _time in range(2):
        person.page.check("[name=outcome][value=stands]")
        person.press("main form[action$='/answer'] button.button")
        if "/again" not in person.page.url:
            break
        person.page.fill("[name=proof]", staff.fresh_code())
        person.press("main form button.button")
    yield "answer"
    person.press("main form[action$='/answer'] button.danger")
    yield "answered"
