"""Which addresses a message to a browser may go to: those of the four makers, nothing else.

The address comes from the member's browser, so anybody may type anything (security.md 3.11, T29).
It is read by one pattern and used exactly as that pattern read it: two parsers that differ are how
such checks are got round.
"""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Collection
from dataclasses import dataclass

LONGEST = 1000  # signs; those of today have 150 to 500
SECURE_PORT = 443
HOSTS = (
    "fcm.googleapis.com",  # Chrome and what is built on it
    "*.push.services.mozilla.com",
    "*.push.apple.com",
    "*.notify.windows.com",
)
_LABEL = r"[a-z0-9](?:[a-z0-9-]*[a-z0-9])?"
_ADDRESS = re.compile(
    rf"(?P<origin>(?P<scheme>https?)://(?P<host>{_LABEL}(?:\.{_LABEL})*)(?::(?P<port>[0-9]{{1,5}}))?)"
    r"(?P<path>/[A-Za-z0-9._~!$&'()*+,;=:@%/?-]*)"
)
_GLOBAL_IPV6 = ipaddress.ip_network("2000::/3")
_IPV4_INSIDE = tuple(ipaddress.ip_network(one) for one in ("2001::/32", "2002::/16"))


class NotAPushAddress(Exception):
    """Not an address of a message service that we use."""


@dataclass(frozen=True)
class PushAddress:
    """A checked address. `is_local`: one that a setting allows for tests, on this machine."""

    scheme: str
    host: str
    port: int
    path: str
    is_local: bool = False

    @property
    def origin(self) -> str:
        """As a token names its receiver: without the port that goes without saying."""
        plain = {"https": SECURE_PORT, "http": 80}[self.scheme] == self.port
        return f"{self.scheme}://{self.host}" + ("" if plain else f":{self.port}")


def push_address(text: str, test_origins: Collection[str] = ()) -> PushAddress:
    """The address in `text`; raises `NotAPushAddress`.

    Only https at port 443, no user, no IP address, no name with a dot at its end. `test_origins`
    are `scheme://host:port` of a server of the tests; production has none.
    """
    found = _ADDRESS.fullmatch(text) if len(text) <= LONGEST else None
    if found is None:
        raise NotAPushAddress
    scheme, host, path = found["scheme"], found["host"], found["path"]
    port = int(found["port"] or (SECURE_PORT if scheme == "https" else 80))
    if found["origin"] in test_origins:
        return PushAddress(scheme, host, port, path, is_local=True)
    if scheme != "https" or port != SECURE_PORT or not _is_known(host):
        raise NotAPushAddress
    return PushAddress(scheme, host, port, path)


def is_public(address: str) -> bool:
    """Whether an IP address is one of the open internet: not this machine, not a network behind
    us, not a form that wraps an IPv4 address. Raises ValueError for what is no address.
    """
    found = ipaddress.ip_address(address)
    if found.is_multicast or not found.is_global:
        return False
    if isinstance(found, ipaddress.IPv4Address):
        return True
    # one range is open internet; the others, ::ffff:10.0.0.1 and 64:ff9b::a00:1 among them, are not
    return found in _GLOBAL_IPV6 and not any(found in one for one in _IPV4_INSIDE)


def _is_known(host: str) -> bool:
    return any(
        host.endswith(known[1:]) and host != known[2:] if known.startswith("*.") else host == known
        for known in HOSTS
    )
