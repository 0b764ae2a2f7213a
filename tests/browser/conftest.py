"""A real Chromium and a running house. Without Chromium it fails: nothing is skipped."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import mkdtemp
from typing import Literal

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, sync_playwright

from tests.browser.running_house import RunningHouse, started
from tests.browser.watch import Watch

ARGUMENTS = (
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-component-update",
    # whatever a page asks for, no name but this machine's is ever looked up
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
)
PHONE = (360, 740)
WAIT_MILLISECONDS = 20_000

Scheme = Literal["light", "dark"]


def chromium_path() -> str:
    """Where Chromium is; raises RuntimeError with what to do when there is none."""
    found = shutil.which("chromium") or shutil.which("chromium-browser")
    if found is None:
        raise RuntimeError("Chromium is not on this machine: see `make check-system`")
    return found


@dataclass
class Visitors:
    """Opens browser contexts, each somebody else, and judges them all at the end."""

    browser: Browser
    house: RunningHouse
    _open: list[tuple[BrowserContext, Watch]] = field(default_factory=list)

    def __call__(
        self,
        *,
        javascript: bool = True,
        size: tuple[int, int] = PHONE,
        language: str = "nl",
        scheme: Scheme = "light",
        scale: float = 1.0,
    ) -> Visitor:
        """Somebody new, without a cookie; `size` in CSS pixels."""
        context = self.browser.new_context(
            base_url=self.house.origin,
            viewport={"width": size[0], "height": size[1]},
            device_scale_factor=scale,
            java_script_enabled=javascript,
            locale=f"{language}-NL" if language == "nl" else "en-GB",
            color_scheme=scheme,
            has_touch=size[0] < 768,
        )
        context.set_default_timeout(WAIT_MILLISECONDS)
        watch = Watch()
        watch.over(context)
        self._open.append((context, watch))
        return Visitor(self.house, context, context.new_page(), watch, language)

    def leave(self) -> None:
        """Close every context, then judge what was seen in them."""
        for context, _watch in self._open:
            context.close()
        for _context, watch in self._open:
            watch.judge()


@dataclass
class Visitor:
    """One person in front of one browser."""

    house: RunningHouse
    context: BrowserContext
    page: Page
    watch: Watch
    language: str

    def go(self, path: str) -> None:
        """Open a page of the site in her language; `path` without the language."""
        self.page.goto(f"/{self.language}{path}")

    def press(self, selector: str) -> None:
        """Press a link or button and wait for the page that comes."""
        with self.page.expect_navigation():
            self.page.locator(selector).first.click()

    @property
    def text(self) -> str:
        """What stands on the page, as it is shown."""
        return self.page.locator("body").inner_text()


@pytest.fixture(scope="session")
def playwright_driver() -> Iterator[Playwright]:
    with sync_playwright() as driver:
        yield driver


@pytest.fixture(scope="session")
def chromium(playwright_driver: Playwright) -> Iterator[Browser]:
    """The system's Chromium."""
    browser = playwright_driver.chromium.launch(
        executable_path=chromium_path(), args=list(ARGUMENTS)
    )
    yield browser
    browser.close()


@pytest.fixture(scope="session")
def house() -> Iterator[RunningHouse]:
    """One house for all journeys; each brings its own report."""
    folder = Path(mkdtemp(prefix="house-browser-"))
    with started(folder) as running:
        yield running
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def visitors(chromium: Browser, house: RunningHouse) -> Iterator[Callable[..., Visitor]]:
    """`visitors(javascript=False, …)` opens a browser for somebody; all are judged at the end."""
    them = Visitors(chromium, house)
    yield them
    them.leave()
