"""What every page a test visits is held to: no CSP violation, no error, nothing from outside."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, ConsoleMessage, Page, Request, Response

HERE = "127.0.0.1"
NOT_FAULTS = re.compile(
    # statuses are judged by _response, which knows which are refusals
    r"Failed to load resource: the server responded with a status of"
    # we deny features by the standard's list; no one browser knows them all
    r"|Error with Permissions-Policy header: Unrecognized feature"
)
TELL_VIOLATIONS = """
document.addEventListener('securitypolicyviolation', (event) =>
  window.tellViolation(`${event.violatedDirective} ${event.blockedURI} ${event.sourceFile}`));
"""


@dataclass
class Watch:
    """Collects what went wrong in one browser context; a test fails when anything did.

    `statuses`: refusals that belong to the journey (a form that is sent back says 422).
    `elsewhere`: hosts that may be asked for, because a route of the test answers in their place.
    """

    problems: list[str] = field(default_factory=list)
    statuses: set[int] = field(default_factory=lambda: {422})
    elsewhere: set[str] = field(default_factory=set)

    def over(self, context: BrowserContext) -> None:
        """Watch every page this context opens."""
        context.expose_binding("tellViolation", self._violation)
        context.add_init_script(TELL_VIOLATIONS)
        context.on("page", self._page)
        context.on("request", self._request)
        context.on("response", self._response)
        context.on("requestfailed", self._failed)
        context.on("console", self._console)

    def judge(self) -> None:
        """Raises AssertionError with everything that went wrong."""
        assert not self.problems, "\n".join(self.problems)

    def _page(self, page: Page) -> None:
        page.on("pageerror", lambda error: self.problems.append(f"script error: {error}"))
        page.on("dialog", lambda dialog: self.problems.append(f"dialog: {dialog.message}"))

    def _violation(self, _source: Any, what: str) -> None:
        self.problems.append(f"CSP: {what}")

    def _console(self, message: ConsoleMessage) -> None:
        if message.type not in ("error", "warning") or NOT_FAULTS.match(message.text):
            return
        self.problems.append(f"console {message.type}: {message.text}")

    def _request(self, request: Request) -> None:
        parts = urlsplit(request.url)
        if parts.scheme in ("data", "about", "blob"):
            return
        if parts.hostname != HERE and parts.hostname not in self.elsewhere:
            self.problems.append(f"asked outside: {request.url}")

    def _response(self, response: Response) -> None:
        if response.status >= 400 and response.status not in self.statuses:
            self.problems.append(f"{response.status} for {response.request.method} {response.url}")

    def _failed(self, request: Request) -> None:
        # a page that is left while it loads, and a beacon whose page is gone, are no failures
        if urlsplit(request.url).hostname in self.elsewhere:
            return  # the test stands in for it as far as it can; a redirect cannot be answered
        if request.failure != "net::ERR_ABORTED":
            self.problems.append(f"failed: {request.failure} {request.url}")
