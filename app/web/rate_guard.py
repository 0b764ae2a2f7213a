"""Limits per visitor without keeping addresses.

A visitor is the HMAC of her address under the key of the day, cut to 80 bits; the key lives
in memory only. Visitors of the onion have no address and share the site's own limit.
"""

from __future__ import annotations

import functools
import ipaddress
from collections.abc import Callable
from datetime import date
from typing import ParamSpec, TypeVar, cast

from flask import Flask, current_app, request
from werkzeug.exceptions import ServiceUnavailable, TooManyRequests

from app.adapters.rate_limit import LimiterDown, RateLimiter, Verdict
from app.adapters.vault.boxes import mac
from app.web.current import limiter, now, settings
from app.web.headers import is_onion
from app.web.rates import BUCKETS, RATES, Bucket

P = ParamSpec("P")
R = TypeVar("R")

CLIENT_KEY_BYTES = 10
DOWN_RETRY_SECONDS = 60


def install(app: Flask) -> None:
    """The process's own counters, for when Redis is away."""
    app.extensions["lonely_limiter"] = RateLimiter(RATES)


def limit(bucket_name: str) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Decorator: count every POST to the view; over the limit answers 429."""
    if not BUCKETS[bucket_name].refuses:
        raise ValueError(f"{bucket_name} does not refuse: call spend() and look at the verdict")

    def around(view: Callable[P, R]) -> Callable[P, R]:
        @functools.wraps(view)  # keeps what the view declares about itself
        def counted(*args: P.args, **kwargs: P.kwargs) -> R:
            if request.method == "POST":
                spend(bucket_name)
            return view(*args, **kwargs)

        return counted

    return around


def spend(bucket_name: str, account: str | None = None) -> Verdict:
    """Count one try of this visitor.

    Raises TooManyRequests (429) where the bucket refuses, ServiceUnavailable (503) where it
    closes without Redis. Otherwise the verdict tells the view.
    """
    bucket = BUCKETS[bucket_name]
    try:
        verdict = _count(limiter(), bucket_name, bucket, account)
    except LimiterDown:
        if bucket.closes:
            raise ServiceUnavailable(retry_after=DOWN_RETRY_SECONDS) from None
        verdict = _count(_lonely(), bucket_name, bucket, account)
    if bucket.refuses and not verdict.allowed:
        raise TooManyRequests(retry_after=verdict.retry_after_seconds)
    return verdict


def first_time(bucket_name: str, key: str) -> bool:
    """Whether a thing that works once was not used within the bucket's `account` window.

    `key` must say nothing about the thing. Raises ServiceUnavailable (503) without Redis where the
    bucket closes.
    """
    try:
        return limiter().hit(f"{bucket_name}/account", key).allowed
    except LimiterDown:
        if BUCKETS[bucket_name].closes:
            raise ServiceUnavailable(retry_after=DOWN_RETRY_SECONDS) from None
        return _lonely().hit(f"{bucket_name}/account", key).allowed


def burst_tag() -> str | None:
    """From the sixth report of the day on: the same 16 characters for the same visitor.

    It lets the desk put a flood aside at once. It means nothing once the day's key is gone.
    """
    network = client_network()
    if network is None or spend("burst").allowed:
        return None
    return mac(_day_key(), "burst-tag", network)[:8].hex()


def client_network() -> str | None:
    """IPv4 address or IPv6 /64 of the visitor; None on the onion."""
    if is_onion(request.host, settings().onion_host):
        return None
    try:
        address = ipaddress.ip_address(request.remote_addr or "")
    except ValueError:
        return None
    if isinstance(address, ipaddress.IPv6Address):
        if address.ipv4_mapped is None:
            return str(ipaddress.ip_network((address, 64), strict=False))
        address = address.ipv4_mapped
    return str(address)


def client_key(day_key: bytes, bucket_name: str, network: str, account: str = "") -> str:
    """What the counters know a visitor by: 80 bits that another day or bucket cannot join."""
    return mac(day_key, bucket_name, network, account)[:CLIENT_KEY_BYTES].hex()


def _count(counters: RateLimiter, name: str, bucket: Bucket, account: str | None) -> Verdict:
    """The strictest window's verdict; narrow windows first, so a flooder spends his own."""
    network = client_network()
    for window in bucket.windows():
        key = _window_key(counters.day_key(_today()), name, window, network, account)
        if key is None:
            continue
        verdict = counters.hit(f"{name}/{window}", key)
        if not verdict.allowed:
            return verdict
    return Verdict(True)


def _window_key(
    day_key: bytes, name: str, window: str, network: str | None, account: str | None
) -> str | None:
    if window == "everyone":
        return "everyone"
    if window == "account":
        return None if account is None else client_key(day_key, name, "", account)
    if network is None:
        return None
    if window == "pair":
        return None if account is None else client_key(day_key, name, network, account)
    return client_key(day_key, name, network)


def _lonely() -> RateLimiter:
    return cast("RateLimiter", current_app.extensions["lonely_limiter"])


def _today() -> date:
    return now().date()


def _day_key() -> bytes:
    try:
        return limiter().day_key(_today())
    except LimiterDown:
        return _lonely().day_key(_today())
