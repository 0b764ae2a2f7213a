"""The quick exit in a real browser: by link, by script, by three Shifts; and what Back shows."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Route

from tests.browser.conftest import Visitor
from tests.browser.reporter import file_report, open_with_code

pytestmark = [
    pytest.mark.browser,
    pytest.mark.xdist_group("browser"),
    pytest.mark.timeout(180),
    pytest.mark.enable_socket,
]
ELSEWHERE = "www.knmi.nl"


def neutral(route: Route) -> None:
    """Stands in for the weather page: nothing leaves this machine."""
    route.fulfill(status=200, content_type="text/html", body="<title>-</title><h1>weer</h1>")


def press_exit(page: Page, selector: str = "#exit") -> None:
    """Presses it and waits until the browser asks for the weather; it may get no answer here."""
    with page.expect_request(f"https://{ELSEWHERE}/**"):
        page.click(selector)
    page.wait_for_timeout(500)


@pytest.mark.parametrize("javascript", [False, True], ids=["no-script", "script"])
def test_leaving_ends_the_session_in_every_tab_and_back_shows_nothing(
    visitors: Callable[..., Visitor], javascript: bool
) -> None:
    her = visitors(javascript=javascript)
    her.watch.elsewhere.add(ELSEWHERE)
    her.context.route(f"https://{ELSEWHERE}/**", neutral)
    told = file_report(her)
    open_with_code(her, told.digits)
    other = her.context.new_page()
    other.goto(her.page.url)
    press_exit(her.page)
    for _try in range(20):  # with script a beacon ends it, which may come a moment later
        other.reload()
        if not other.url.endswith("/c/s"):
            break
        other.wait_for_timeout(500)
    assert not other.url.endswith("/c/s"), "the session must be over in the other tab too"
    her.page.go_back()
    her.page.wait_for_load_state()
    assert told.story not in her.page.content()
    assert not her.page.url.endswith("/c/s") or "Berichten" not in her.text


def test_three_shifts_leave_at_once(visitors: Callable[..., Visitor]) -> None:
    her = visitors()
    her.watch.elsewhere.add(ELSEWHERE)
    her.context.route(f"https://{ELSEWHERE}/**", neutral)
    her.go("/f")
    for _ in range(3):
        her.page.keyboard.press("Shift")
    her.page.wait_for_url(f"https://{ELSEWHERE}/**")


def test_another_site_cannot_end_her_session(visitors: Callable[..., Visitor]) -> None:
    her = visitors()
    told = file_report(her)
    open_with_code(her, told.digits)
    address = her.page.url
    her.watch.elsewhere.update({"elsewhere.example", ELSEWHERE})
    her.context.route(f"https://{ELSEWHERE}/**", neutral)
    her.context.route(
        "http://elsewhere.example/**",
        lambda route: route.fulfill(
            status=200,
            content_type="text/html",
            body=f"<title>-</title><a id=trap href='{her.house.origin}/x'>x</a>",
        ),
    )
    other = her.context.new_page()
    other.goto("http://elsewhere.example/")
    press_exit(other, "#trap")
    her.page.goto(address)
    assert her.page.url.endswith("/c/s"), "her session goes on"
