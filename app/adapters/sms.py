"""SMS: a code and nothing else, through one gateway (docs/runbook.md, "Codes by SMS").

The protocol is ours and small, so that any provider can stand behind it: an HTTPS POST of
`{"to": "+31612345678", "text": "…"}` with `Authorization: Bearer TOKEN`; 200, 201 or 202 means
taken. `SMS_URL` is `https://host/path`, or `http://` for a gateway on this machine; `SMS_TOKEN` is
its token; `SMS_URL=console` prints instead.
"""

from __future__ import annotations

import http.client
import json
import ssl
import sys
from dataclasses import dataclass, field
from typing import Protocol
from urllib.parse import urlsplit

ANSWER_WITHIN_SECONDS = 10.0
TAKEN = (200, 201, 202)
CONSOLE = "console"
PORTS = {"https": 443, "http": 80}
LOOPBACK = ("127.0.0.1", "::1", "localhost")


class UnsafeSmsUrl(Exception):
    """A gateway that we do not use: not HTTPS, with a user, or without a host."""


class SmsRefused(OSError):
    """The gateway did not take it."""


class Sms(Protocol):
    """Whoever can send a text message; `works` is false where nobody can."""

    @property
    def works(self) -> bool:
        """Whether a message can leave at all."""
        ...

    def send(self, to: str, text: str) -> None:
        """`to` in E.164; raises OSError when it was not taken."""


@dataclass(frozen=True)
class NoSms:
    """No gateway: the page says that codes come by e-mail only."""

    works: bool = False

    def send(self, to: str, text: str) -> None:  # noqa: ARG002 - there is nobody to tell
        raise SmsRefused("no gateway")


@dataclass(frozen=True)
class ConsoleSms:
    """For development: what would be sent stands in the terminal."""

    works: bool = True

    def send(self, to: str, text: str) -> None:
        sys.stderr.write(f"SMS to {to}: {text}" + "\n")


@dataclass(frozen=True)
class GatewaySms:
    """One gateway over HTTPS; nothing is followed and no answer is read but its status."""

    scheme: str
    host: str
    port: int
    path: str
    token: str = field(repr=False)
    works: bool = True

    def send(self, to: str, text: str) -> None:
        body = json.dumps({"to": to, "text": text}).encode()
        connection = self._connected()
        try:
            connection.request(
                "POST",
                self.path,
                body,
                {"Content-Type": "application/json", "Authorization": f"Bearer {self.token}"},
            )
            status = connection.getresponse().status
        except http.client.HTTPException as error:
            raise SmsRefused("no answer") from error
        finally:
            connection.close()
        if status not in TAKEN:
            raise SmsRefused(f"status {status}")

    def _connected(self) -> http.client.HTTPConnection:
        if self.scheme == "http":
            return http.client.HTTPConnection(self.host, self.port, timeout=ANSWER_WITHIN_SECONDS)
        safe = ssl.create_default_context()
        return http.client.HTTPSConnection(
            self.host, self.port, timeout=ANSWER_WITHIN_SECONDS, context=safe
        )


def open_sms(url: str | None, token: str | None, *, development: bool) -> Sms:
    """The gateway of the settings; raises UnsafeSmsUrl without repeating the address."""
    if url == CONSOLE or (url is None and development):
        return ConsoleSms()
    if url is None:
        return NoSms()
    parts = urlsplit(url)
    if parts.scheme not in PORTS or not parts.hostname or parts.username or not token:
        raise UnsafeSmsUrl("https, a host, and a token in SMS_TOKEN")
    if parts.scheme == "http" and parts.hostname not in LOOPBACK:
        raise UnsafeSmsUrl("http without encryption only to this machine")
    port = parts.port or PORTS[parts.scheme]
    return GatewaySms(parts.scheme, parts.hostname, port, parts.path or "/", token)
