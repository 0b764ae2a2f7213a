"""What a cold browser really asks for, the icon of the tab included: at most three requests a page.

The driver does not tell of icons, so a small door in front of the house writes down each request.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from tests.browser.conftest import Visitor
from tests.browser.running_house import RunningHouse

pytestmark = [
    pytest.mark.browser,
    pytest.mark.xdist_group("browser"),
    pytest.mark.timeout(180),
    pytest.mark.enable_socket,
]
MOST_REQUESTS = 3
ICON_WAIT_MILLISECONDS = 1500  # the browser asks for an icon after the page has loaded
HOP = frozenset({"connection", "transfer-encoding", "keep-alive", "date", "server"})


class CountingDoor(ThreadingHTTPServer):
    """Passes each GET on to the house and keeps its path."""

    def __init__(self, house: RunningHouse) -> None:
        super().__init__(("127.0.0.1", 0), Passing)
        self.house_port = house.port
        self.asked: list[str] = []


class Passing(BaseHTTPRequestHandler):
    server: CountingDoor

    def do_GET(self) -> None:
        self.server.asked.append(self.path)
        behind = HTTPConnection("127.0.0.1", self.server.house_port, timeout=20)
        host = f"127.0.0.1:{self.server.house_port}"
        behind.request("GET", self.path, headers={**dict(self.headers.items()), "Host": host})
        answer = behind.getresponse()
        body = answer.read()
        self.send_response_only(answer.status)
        for name, value in answer.getheaders():
            if name.lower() not in HOP:
                self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)
        behind.close()

    def log_message(self, *_parts: Any) -> None:
        """Nothing is written down but what the test looks at."""


@pytest.fixture
def door(house: RunningHouse) -> Iterator[CountingDoor]:
    server = CountingDoor(house)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()
    thread.join(timeout=10)


@pytest.mark.parametrize("path", ["/nl/", "/nl/f", "/nl/c", "/nl/m", "/en/help", "/nl/nowhere"])
@pytest.mark.parametrize("javascript", [False, True], ids=["no-script", "script"])
def test_a_cold_page_asks_three_times_at_most_and_for_no_icon(
    visitors: Callable[..., Visitor], door: CountingDoor, path: str, javascript: bool
) -> None:
    her = visitors(javascript=javascript)
    her.watch.statuses.add(404)
    her.page.goto(f"http://127.0.0.1:{door.server_port}{path}")
    her.page.wait_for_timeout(ICON_WAIT_MILLISECONDS)
    assert path in door.asked
    assert any(asked.endswith(".css") for asked in door.asked)
    assert "/favicon.ico" not in door.asked
    assert len(door.asked) <= MOST_REQUESTS, door.asked
