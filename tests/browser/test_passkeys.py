"""Passkeys in a real Chromium with a virtual authenticator: its keys, its origin, its finger."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from tempfile import mkdtemp

import pytest
from playwright.sync_api import Browser, BrowserContext, CDPSession, Page, Playwright

from tests.browser.conftest import WAIT_MILLISECONDS, chromium_path
from tests.browser.running_house import RunningHouse, started
from tests.browser.watch import Watch
from tests.servers import free_port

pytestmark = [
    pytest.mark.browser,
    pytest.mark.xdist_group("browser"),
    pytest.mark.timeout(300),
    pytest.mark.enable_socket,
]
KEY = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture(scope="module")
def named_house() -> Iterator[RunningHouse]:
    """A desk that is reached by a name: passkeys know no numbers."""
    folder, port = Path(mkdtemp(prefix="house-passkeys-")), free_port()
    os.environ["DESK_ORIGIN"] = f"http://localhost:{port}"
    try:
        with started(folder, port) as running:
            yield running
    finally:
        del os.environ["DESK_ORIGIN"]
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="module")
def browser_that_knows_localhost(playwright_driver: Playwright) -> Iterator[Browser]:
    browser = playwright_driver.chromium.launch(
        executable_path=chromium_path(),
        args=[
            "--no-sandbox",
            "--disable-background-networking",
            "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
        ],
    )
    yield browser
    browser.close()


@pytest.fixture
def context(browser_that_knows_localhost: Browser) -> Iterator[BrowserContext]:
    context = browser_that_knows_localhost.new_context(viewport={"width": 360, "height": 740})
    context.set_default_timeout(WAIT_MILLISECONDS)
    watch = Watch()
    watch.elsewhere.add("localhost")
    watch.over(context)
    yield context
    context.close()
    watch.judge()


def with_key(page: Page) -> tuple[CDPSession, str]:
    """Give this page's browser a key of its own."""
    chrome = page.context.new_cdp_session(page)
    chrome.send("WebAuthn.enable")
    made = chrome.send("WebAuthn.addVirtualAuthenticator", {"options": KEY})
    return chrome, str(made["authenticatorId"])


def press(page: Page, selector: str) -> None:
    with page.expect_navigation():
        page.locator(selector).first.click()


def test_a_passkey_is_made_signs_in_and_proves_it_again(
    context: BrowserContext, named_house: RunningHouse
) -> None:
    desk, noor = f"http://localhost:{named_house.port}/nl/desk", named_house.first_moderator
    page = context.new_page()
    chrome, key = with_key(page)
    page.goto(f"{desk}/sign-in")
    page.fill("[name=name]", noor.name)
    page.fill("[name=passphrase]", noor.passphrase)
    page.fill("[name=code]", noor.fresh_code())
    press(page, "main form button.button")
    page.goto(f"{desk}/account/passkeys/new")
    page.fill("[name=name]", "virtuele sleutel")
    press(page, ".passkey button")
    assert page.url.endswith("/desk/account"), page.locator("body").inner_text()
    assert "virtuele sleutel" in page.locator("main").inner_text()
    press(page, "nav form.end button")

    page.fill("[name=name]", noor.name)
    page.fill("[name=passphrase]", noor.passphrase)
    press(page, "main form button.button")
    assert page.url.endswith("/sign-in/passkey")
    chrome.send("WebAuthn.setUserVerified", {"authenticatorId": key, "isUserVerified": False})
    page.locator(".passkey button").click()  # a key that is not opened gives no answer at all
    page.locator(".passkey [role=alert]").wait_for(state="visible")
    chrome.send("WebAuthn.setUserVerified", {"authenticatorId": key, "isUserVerified": True})
    press(page, ".passkey button")
    assert page.url.rstrip("/").endswith("/desk"), page.locator("body").inner_text()

    page.goto(f"{desk}/again?next=/nl/desk/team")
    press(page, ".passkey button")
    assert page.url.endswith("/desk/team")


def test_a_key_of_another_site_has_nothing_to_say(
    context: BrowserContext, named_house: RunningHouse
) -> None:
    """Chromium itself keeps a question for localhost from a page of another name."""
    page = context.new_page()
    with_key(page)
    page.goto(f"http://127.0.0.1:{named_house.port}/nl/desk/sign-in")
    refused = page.evaluate(
        """() => navigator.credentials.get({publicKey: {challenge: new Uint8Array(32),
            rpId: 'localhost'}}).then(() => 'given', (error) => error.name)"""
    )
    assert refused in ("SecurityError", "NotAllowedError")
