"""Web push: an empty message to a browser, through the service of that browser's maker.

Nothing is in it (RFC 8030), so nothing is encrypted and nothing of hers but the address is needed.
Who we are is said by a VAPID token (RFC 8292). The address came from outside: it is checked again
here, its name is looked up once, and the connection goes to the very address that was looked at
(T29). No redirect is followed and little is read.
"""

from __future__ import annotations

import http.client
import io
import socket
import ssl
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from app.adapters.vapid import token_header
from app.domain.push_address import PushAddress, is_public, push_address

KEPT_SECONDS = 24 * 60 * 60  # by the service, for a phone that is off
ANSWER_WITHIN_SECONDS = 8.0  # from the look-up to the last byte of the answer's head
MOST_READ_BYTES = 8 * 1024

Found = list[tuple[Any, ...]]


class UnsafePushTarget(OSError):
    """The name of a message service leads to a place that is not on the open internet."""


class NoPushAnswer(OSError):
    """What came back is no answer, too long, or too late."""


@dataclass(frozen=True)
class WebPush:
    """A sender: `key` are the 32 bytes of the VAPID secret, `contact` says where to complain.

    `test_origins` and `tls` are for tests; see `app.domain.push_address.push_address`.
    """

    key: bytes = field(repr=False)
    contact: str
    test_origins: tuple[str, ...] = ()
    tls: ssl.SSLContext = field(default_factory=ssl.create_default_context, repr=False)
    look_up: Callable[..., Found] = socket.getaddrinfo
    dial: Callable[..., socket.socket] = socket.create_connection

    def send(self, address: str, *, urgent: bool, now: datetime) -> int:
        """The status of the answer. Raises `NotAPushAddress`, and OSError without an answer."""
        target = push_address(address, self.test_origins)
        until = time.monotonic() + ANSWER_WITHIN_SECONDS
        connection = _Checked(target, self._connected(target, until))
        try:
            connection.putrequest("POST", target.path, skip_accept_encoding=True)
            for name, value in self._headers(target, urgent=urgent, now=now).items():
                connection.putheader(name, value)
            connection.endheaders()
            return connection.status(until)
        except http.client.HTTPException as error:
            raise NoPushAnswer("not an answer") from error
        finally:
            connection.close()

    def _headers(self, target: PushAddress, *, urgent: bool, now: datetime) -> dict[str, str]:
        return {
            "Authorization": token_header(self.key, target.origin, self.contact, now),
            "TTL": str(KEPT_SECONDS),
            "Urgency": "high" if urgent else "normal",
            # a phone that was off shows one message, not ten; what is urgent is replaced by
            # what is urgent only
            "Topic": "b" if urgent else "a",
            "Content-Length": "0",
        }

    def _connected(self, target: PushAddress, until: float) -> socket.socket:
        """A connection to an address that was looked at; a name is looked up this once."""
        found = self.look_up(target.host, target.port, type=socket.SOCK_STREAM)
        places = [str(one[4][0]) for one in found]
        if not target.is_local and not all(is_public(place) for place in places):
            raise UnsafePushTarget("not on the open internet")
        plain = self._dialled(places, target.port, until)
        if target.scheme == "http":
            return plain
        try:
            return self.tls.wrap_socket(plain, server_hostname=target.host)
        except OSError:
            plain.close()
            raise

    def _dialled(self, places: list[str], port: int, until: float) -> socket.socket:
        """The first that answers: a machine without IPv6 still has the other one."""
        failed: OSError = NoPushAnswer("no address")
        for place in places:
            try:
                return self.dial((place, port), timeout=_left(until))
            except OSError as error:
                failed = error
        raise failed


class _Checked(http.client.HTTPConnection):
    """HTTP over a connection that stands already; it never makes one itself."""

    def __init__(self, target: PushAddress, opened: socket.socket) -> None:
        super().__init__(target.host, target.port)
        # the header Host without the port that goes without saying
        self.default_port = 443 if target.scheme == "https" else 80
        self.auto_open = 0
        self.sock = opened

    def status(self, until: float) -> int:
        """The status of the answer; its body stays where it is."""
        answer = http.client.HTTPResponse(_Bounded(self.sock, until), method="POST")  # type: ignore[arg-type]
        try:
            answer.begin()
            return answer.status
        finally:
            answer.close()


class _Bounded(io.RawIOBase):
    """What a socket says, for so long and no more than so much."""

    def __init__(self, opened: socket.socket, until: float) -> None:
        self._opened = opened
        self._until = until
        self._may_read = MOST_READ_BYTES

    def makefile(self, _mode: str) -> io.BufferedReader:
        return io.BufferedReader(self, 1024)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        self._opened.settimeout(_left(self._until))
        if self._may_read <= 0:
            raise NoPushAnswer("too long")
        read = self._opened.recv_into(memoryview(buffer)[: self._may_read])
        self._may_read -= read
        return read


def _left(until: float) -> float:
    left = until - time.monotonic()
    if left <= 0:
        raise NoPushAnswer("too late")
    return left
