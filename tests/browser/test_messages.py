"""Messages on a device in a real Chromium: what is shown, what is kept, and what it can install.

The maker's own service cannot be asked from here, so the one call that reaches it answers with a
fixed address; everything else, from the permission to the message that arrives, is the browser.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import BrowserContext, CDPSession, Error, Page, Playwright

from tests.browser.conftest import ARGUMENTS, PHONE, WAIT_MILLISECONDS, Visitor, chromium_path
from tests.browser.running_house import RunningHouse
from tests.browser.watch import Watch

pytestmark = [
    pytest.mark.browser,
    pytest.mark.xdist_group("browser"),
    pytest.mark.timeout(300),
    pytest.mark.enable_socket,
]
ENDPOINT = "https://fcm.googleapis.com/fcm/send/c2lnbnM:APA91bH"
MAKER = """
(() => {
  const endpoint = 'ENDPOINT';
  PushManager.prototype.subscribe = function (options) {
    const key = btoa(String.fromCharCode(...new Uint8Array(options.applicationServerKey)));
    localStorage.setItem('asked', JSON.stringify([options.userVisibleOnly, key]));
    localStorage.setItem('kept', 'yes');
    return Promise.resolve({ endpoint });
  };
  PushManager.prototype.getSubscription = function () {
    const gone = () => { localStorage.removeItem('kept'); return Promise.resolve(true); };
    const kept = localStorage.getItem('kept');
    return Promise.resolve(kept ? { endpoint, unsubscribe: gone } : null);
  };
})();
""".replace("ENDPOINT", ENDPOINT)
KEPT = """async () => {
  const all = [];
  for (const name of await caches.keys()) {
    const kept = await (await caches.open(name)).keys();
    kept.forEach((asked) => all.push(new URL(asked.url).pathname));
  }
  return all.sort();
}"""
SHOWN = """async () => {
  const found = await navigator.serviceWorker.ready;
  return (await found.getNotifications()).map((one) =>
    [one.title, one.body, one.lang, one.tag, one.silent, one.data]);
}"""
REGISTER = """async () => {
  try {
    const made = window.trustedTypes.createPolicy("sw", { createScriptURL: (text) => text });
    await navigator.serviceWorker.register(made.createScriptURL("/w.js?l=nl&t=1&s=0"));
    return "registered";
  } catch (error) { return error.name; }
}"""
"""What a script that does not belong on a page would do."""
WORKERS = "async () => (await navigator.serviceWorker.getRegistrations()).length"


@pytest.fixture
def watch() -> Watch:
    return Watch()


@pytest.fixture
def phone(
    playwright_driver: Playwright, house: RunningHouse, watch: Watch, tmp_path: Path
) -> Iterator[BrowserContext]:
    """A browser that is nobody's private window: those cannot install anything."""
    context = playwright_driver.chromium.launch_persistent_context(
        tmp_path / "profile", executable_path=chromium_path(), args=list(ARGUMENTS),
        base_url=house.origin, viewport={"width": PHONE[0], "height": PHONE[1]}, locale="nl-NL",
    )  # fmt: skip
    context.set_default_timeout(WAIT_MILLISECONDS)
    context.grant_permissions(["notifications"], origin=house.origin)
    watch.over(context)
    yield context
    context.close()
    watch.judge()


def signed_in(phone: BrowserContext, house: RunningHouse) -> Page:
    page = phone.new_page()
    page.add_init_script(MAKER)
    page.goto("/nl/m")
    page.fill("main [name=code]", house.member.digits)
    with page.expect_navigation():
        page.click("main form button.button")
    return page


def turn_on(page: Page) -> None:
    page.goto("/nl/m/ways/device")
    page.check("[name=words][value='2']")
    with page.expect_navigation(url="**d=on"):
        page.click("form[data-key] button.button")


@dataclass
class Maker:
    """Stands in for the maker's service: what it sends arrives at the worker."""

    chrome: CDPSession
    known: list[dict[str, Any]] = field(default_factory=list)

    def listen(self) -> None:
        self.chrome.on(
            "ServiceWorker.workerRegistrationUpdated",
            lambda said: self.known.extend(said["registrations"]),
        )
        self.chrome.send("ServiceWorker.enable")

    def send(self, page: Page, data: str) -> None:
        for _try in range(50):
            if self.known:
                break
            page.wait_for_timeout(100)
        one = self.known[-1]
        self.chrome.send(
            "ServiceWorker.deliverPushMessage",
            {"origin": one["scopeURL"].rstrip("/"), "registrationId": one["registrationId"],
             "data": data},
        )  # fmt: skip


def test_one_fixed_text_is_shown_and_no_page_of_hers_is_kept(
    phone: BrowserContext, house: RunningHouse
) -> None:
    page = signed_in(phone, house)
    turn_on(page)
    page.wait_for_selector("[data-this]:not([hidden])")
    assert "via Google (dit toestel)" in page.locator("main").inner_text()
    asked = page.evaluate("JSON.parse(localStorage.getItem('asked'))")
    assert asked[0] is True
    assert len(asked[1]) == 88  # 65 bytes: the public half of our key
    for path in ("/nl/m", "/nl/m/a", "/nl/m/settings", "/nl/f", "/nl/c", "/nl/m/ways/device"):
        page.goto(path)
    kept = page.evaluate(KEPT)
    assert [one for one in kept if not one.startswith("/static/")] == ["/nl/w"]
    assert {Path(one).suffix for one in kept if one.startswith("/static/")} == {
        ".css", ".js", ".png",
    }  # fmt: skip
    assert len(kept) == 4
    maker = Maker(phone.new_cdp_session(page))
    maker.listen()
    for data in ("", "Er is een nieuwe waarschuwing over 0612345678"):
        maker.send(page, data)
        page.wait_for_timeout(1000)
    assert page.evaluate(SHOWN) == [["Iets nieuws", "", "nl", "1", False, None]]


def test_without_internet_the_neutral_page_stands_and_hers_do_not(
    phone: BrowserContext, watch: Watch, house: RunningHouse
) -> None:
    page = signed_in(phone, house)
    turn_on(page)
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    page.goto("/nl/m/a")
    phone.set_offline(True)
    page.goto("/nl/w")
    assert "Dag, daar ben je weer" in page.locator("main").inner_text()
    assert page.evaluate("getComputedStyle(document.querySelector('h1')).fontWeight") != "400"
    assert page.title() == "Luwte"
    with pytest.raises(Error, match="ERR_INTERNET_DISCONNECTED"):
        page.goto("/nl/m/a")
    phone.set_offline(False)
    watch.problems[:] = [one for one in watch.problems if "DISCONNECTED" not in one]


def test_turned_off_here_nothing_of_it_stays_in_the_browser(
    phone: BrowserContext, house: RunningHouse
) -> None:
    page = signed_in(phone, house)
    turn_on(page)
    assert page.evaluate(WORKERS) == 1
    page.wait_for_selector("[data-this]:not([hidden])")
    with page.expect_navigation(url="**d=off"):
        page.click("form[data-mark] button")
    assert page.evaluate(WORKERS) == 0
    assert page.evaluate(KEPT) == []
    assert page.evaluate("localStorage.getItem('kept')") is None


def test_who_said_no_to_the_browser_is_told_and_nothing_is_sent(
    phone: BrowserContext, house: RunningHouse
) -> None:
    phone.clear_permissions()
    page = signed_in(phone, house)
    page.add_init_script("Notification.requestPermission = () => Promise.resolve('denied')")
    page.goto("/nl/m/ways/device")
    page.click("form[data-key] button.button")
    page.wait_for_selector("[data-blocked]:not([hidden])")
    assert page.evaluate(WORKERS) == 0
    assert urlsplit(page.url).query == ""


def test_the_site_can_be_put_on_a_home_screen_under_its_neutral_name(
    phone: BrowserContext, house: RunningHouse
) -> None:
    page = signed_in(phone, house)
    page.goto("/nl/m")
    chrome = phone.new_cdp_session(page)
    assert chrome.send("Page.getInstallabilityErrors")["installabilityErrors"] == []
    found = chrome.send("Page.getAppManifest")
    assert found["errors"] == []
    assert urlsplit(found["url"]).path == "/nl/w/app.json"
    sizes = {one["sizes"] for one in page.evaluate(
        "fetch('/nl/w/app.json').then((one) => one.json()).then((one) => one.icons)"
    )}  # fmt: skip
    assert sizes == {"192x192", "512x512"}


def test_pages_of_who_reports_register_nothing_and_offer_nothing(
    visitors: Callable[..., Visitor],
) -> None:
    her = visitors()
    for path in ("/", "/f", "/k", "/c", "/m", "/help"):
        her.go(path)
        assert her.page.evaluate(REGISTER) == "TypeError", path
        assert her.page.evaluate(WORKERS) == 0, path
        assert her.page.locator("link[rel=manifest]").count() == 0, path
        assert her.page.locator("script[src*=device]").count() == 0, path
    her.page.wait_for_timeout(200)  # what the browser still has to say of it
    assert all("trusted" in one.casefold() for one in her.watch.problems), her.watch.problems
    her.watch.problems.clear()  # the refusals that were asked for


def test_without_script_the_page_says_so(visitors: Callable[..., Visitor]) -> None:
    her = visitors(javascript=False)
    her.go("/m")
    her.page.fill("main [name=code]", her.house.member.digits)
    her.press("main form button.button")
    her.go("/m/ways/device")
    assert "Dit werkt hier niet" in her.text
    assert not her.page.locator("form[data-key]").is_visible()
