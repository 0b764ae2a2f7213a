"""The complaint on a phone of 360 pixels, and the ways into it and on to the other desk."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.browser import desk_person, reporter
from tests.browser.complainer import STORY, complain
from tests.browser.conftest import Visitor

pytestmark = [
    pytest.mark.browser,
    pytest.mark.xdist_group("browser"),
    pytest.mark.timeout(240),
    pytest.mark.enable_socket,
]


@pytest.mark.parametrize("javascript", [False, True], ids=["no-script", "script"])
@pytest.mark.parametrize("language", ["nl", "en"])
def test_from_the_letter_to_the_code_and_on_to_what_she_can_do_herself(
    visitors: Callable[..., Visitor], language: str, javascript: bool
) -> None:
    her = visitors(language=language, javascript=javascript)
    complain(her)
    her.press("main a[href*='/route/politie']")
    assert "/route/politie" in her.page.url
    assert her.page.locator("h1").count() == 1


@pytest.mark.parametrize("javascript", [False, True], ids=["no-script", "script"])
def test_on_to_the_other_desk_with_her_story_and_a_second_code(
    visitors: Callable[..., Visitor], javascript: bool
) -> None:
    her = visitors(javascript=javascript)
    first = complain(her)
    her.press("form[action$='/f/along'] button.button")
    reporter.tick(her, "parts", "story")
    her.press(reporter.NEXT)
    her.press(reporter.NEXT)
    reporter.tick(her, "kinds", "stalking")
    while her.page.locator("[name=story]").count() == 0:
        her.press(reporter.NEXT)
    assert her.page.input_value("[name=story]") == STORY["nl"]
    while her.page.locator("button[name=go][value=send]").count() == 0:
        her.press(reporter.NEXT)
    her.press("button[name=go][value=send]")
    words = tuple(word.strip() for word in her.page.locator(".code li").all_inner_texts())
    assert len(words) == 7
    assert words != first.words


@pytest.mark.parametrize("javascript", [False, True], ids=["no-script", "script"])
def test_somebody_on_the_phone_gets_the_code_of_what_the_desk_filled_in(
    visitors: Callable[..., Visitor], javascript: bool
) -> None:
    colleague = visitors(javascript=javascript, size=(1280, 800))
    page = colleague.page
    desk_person.sign_in(colleague, colleague.house.caseworker, home="/desk/k")
    colleague.press("main a[href$='/k/phone']")
    colleague.press("form[action$='/k/phone'] button")
    mark = page.locator(".digits").inner_text()
    with colleague.context.expect_page() as opening:
        page.locator("main a[target=_blank]").click()
    tab = opening.value
    tab.fill("[name=mark]", mark)
    with tab.expect_navigation():
        tab.locator("main form button.button").click()
    assert "Je vult dit in voor iemand aan de telefoon" in tab.locator("body").inner_text()
    assert page.locator(".digits").count() == 1  # the desk's own tab is where it was
