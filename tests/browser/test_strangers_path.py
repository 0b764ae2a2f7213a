"""The stranger's path through the running house: report, review, second look, alert, check, code.

In a real Chromium at phone size, in both languages, with script on and off, with a number that
nobody used before.
"""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest

from tests.browser.conftest import Visitor
from tests.browser.desk_person import approve as approve_it
from tests.browser.desk_person import fill_warning, sign_in
from tests.browser.reporter import (
    Told,
    file_report,
    new_phone,
    open_with_code,
    show_that_she_has_it,
)
from tests.browser.running_house import RunningHouse, StaffMember

pytestmark = [
    pytest.mark.browser,
    pytest.mark.xdist_group("browser"),
    pytest.mark.timeout(420),
    pytest.mark.enable_socket,
]
WARNING = {
    "nl": "Sloeg onverwacht en nam spullen mee. Spreek af op een plek met anderen dichtbij.",
    "en": "Hit without warning and took belongings. Meet where others are near.",
}
OUT_WITHIN_SECONDS = 100
ACT = "main form .acts button:not([value=back])"


@pytest.mark.parametrize("javascript", [False, True], ids=["no-script", "script"])
@pytest.mark.parametrize("language", ["nl", "en"])
def test_from_her_report_to_a_check_that_finds_him_and_back_to_her_code(
    visitors: Callable[..., Visitor], house: RunningHouse, language: str, javascript: bool
) -> None:
    kind = {"language": language, "javascript": javascript}
    her = visitors(**kind)
    told = file_report(her)
    show_that_she_has_it(her, told)

    first = signed_in(visitors(**kind), house.first_moderator)
    claim(first, told)
    propose(first, told)

    second = signed_in(visitors(**kind), house.second_moderator)
    approve(second, house.second_moderator, told)

    member = visitors(**kind)
    member.go("/m")
    member.page.fill("main input[name=code]", house.member.words)
    member.press("main form button.button")
    wait_until_listed(member, told)
    hit = check(member, told.phone)
    assert masked(told.phone) in hit
    assert told.phone.replace(" ", "") not in hit.replace(" ", "")
    assert told.story not in hit
    miss = check(member, new_phone())
    assert masked(told.phone) not in miss

    open_with_code(her, " ".join(told.words))
    page_of_hers(her)
    take_everything_back(her)
    wait_until_gone(member, told)


def signed_in(person: Visitor, staff: StaffMember) -> Visitor:
    sign_in(person, staff)
    return person


def claim(moderator: Visitor, told: Told) -> None:
    """Opens waiting reports until it is hers; each that is not goes back."""
    for place in range(12):
        moderator.go("/desk/?severity=4")
        rows = moderator.page.locator(".row form button")
        assert place < rows.count(), moderator.text
        with moderator.page.expect_navigation():
            rows.nth(place).click()
        if told.phone.replace(" ", "") in moderator.text.replace(" ", ""):
            return
        moderator.press("form[action$='/release'] button")
    raise AssertionError("her report is not in the queue")


def propose(moderator: Visitor, told: Told) -> None:
    """Writes the warning: first with his number in it, which is refused, then without."""
    page, language = moderator.page, moderator.language
    page.goto(page.url.split("?")[0].rstrip("/") + "/alert")
    assert page.locator("#text").input_value() == "", "the field of a warning begins empty"
    fill_warning(moderator, f"{WARNING[language]} {told.phone}")
    moderator.press("button[name=go][value=propose]")
    assert page.locator("[role=alert]").count() == 1, "a full number must be refused"
    assert told.phone in page.locator("#text").input_value(), "what was typed stays"
    page.fill("#text", WARNING[language])
    moderator.press("button[name=go][value=propose]")
    assert page.locator("[role=alert]").count() == 0, moderator.text


def approve(moderator: Visitor, staff: StaffMember, told: Told) -> None:
    """The second person looks at exactly what members will see, and approves."""
    moderator.go("/desk/alerts?state=proposed")
    moderator.press(".row form button, table form button")
    assert masked(told.phone) in moderator.text
    assert WARNING[moderator.language] in moderator.text
    approve_it(moderator, staff)


def wait_until_listed(member: Visitor, told: Told) -> None:
    """At once, or with the next round of the background work."""
    end = time.monotonic() + OUT_WITHIN_SECONDS
    while time.monotonic() < end:
        member.go("/m/a")
        if masked(told.phone) in member.text:
            found = member.page.locator("main article").filter(has_text=masked(told.phone))
            with member.page.expect_navigation():
                found.locator("a").first.click()
            assert WARNING[member.language] in member.text
            return
        time.sleep(2)
    raise AssertionError("the warning did not come out")


def wait_until_gone(member: Visitor, told: Told) -> None:
    """What she took back is retracted by the next round of the background work."""
    end = time.monotonic() + OUT_WITHIN_SECONDS
    while time.monotonic() < end:
        member.go("/m/a")
        if masked(told.phone) not in member.text:
            return
        time.sleep(2)
    raise AssertionError("the warning is still there")


def check(member: Visitor, number: str) -> str:
    """What the check says of a number."""
    member.go("/m/k")
    member.page.fill("main form input[type=text], main form input:not([type])", number)
    member.press("main form button.button")
    return member.text


def page_of_hers(her: Visitor) -> None:
    """Her status page: she reads it and writes to the desk."""
    assert her.page.locator("h1").count() == 1
    her.page.fill("textarea[name=text]", "Dank je wel.")
    her.press("form[action$='/c/m'] button")
    assert "Dank je wel." in her.text


def take_everything_back(her: Visitor) -> None:
    """One page with the consequence in words, then it is gone."""
    her.go("/c/x")
    her.press("main form button.danger")
    her.go("/c/s")
    assert not her.page.url.endswith("/c/s"), "her session must be over"


def masked(phone: str) -> str:
    """The form members see: the last two digits."""
    return f"06 •••• ••{phone.replace(' ', '')[-2:]}"
