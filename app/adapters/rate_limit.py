"""Counting attempts in windows of time, in memory or in Redis; and the key of the day.

The counters know opaque keys only. Who makes those keys out of addresses uses `day_key`,
which lives in memory alone and is made anew each day, so nothing joins two days and nothing
is ever written to disk (security.md 3.7). Decisions about what to do stand in `app.web`.
"""

from __future__ import annotations

import secrets
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from math import ceil
from typing import cast

import redis
from limits import RateLimitItemPerSecond
from limits.errors import StorageError
from limits.storage import MemoryStorage, RedisStorage, Storage
from limits.strategies import MovingWindowRateLimiter

DAY_KEY_BYTES = 32
DAY_KEY_SECONDS = 90_000  # 25 h: a server whose clock lags an hour still finds it
ANSWER_WITHIN_SECONDS = 1.0


class LimiterDown(Exception):
    """Redis is configured and does not answer."""


@dataclass(frozen=True)
class Rate:
    """`amount` attempts in any span of `seconds`."""

    amount: int
    seconds: int


@dataclass(frozen=True)
class Verdict:
    """`retry_after_seconds` is 0 when allowed."""

    allowed: bool
    retry_after_seconds: int = 0


ALLOWED = Verdict(True)


class RateLimiter:
    """Named windows. `rates` maps a bucket's name to its Rate."""

    def __init__(self, rates: Mapping[str, Rate], redis_url: str | None = None) -> None:
        self.shared = redis_url is not None
        self._items = {
            name: RateLimitItemPerSecond(rate.amount, rate.seconds, namespace=name)
            for name, rate in rates.items()
        }
        self._windows = MovingWindowRateLimiter(_storage(redis_url))
        self._day_keys = _DayKeys(redis_url)

    def hit(self, bucket_name: str, key: str) -> Verdict:
        """Count one attempt. Raises LimiterDown, and KeyError for an unknown bucket."""
        item = self._items[bucket_name]
        try:
            if self._windows.hit(item, key):
                return ALLOWED
            reset_at = self._windows.get_window_stats(item, key).reset_time
        except StorageError as down:
            raise LimiterDown from down
        return Verdict(False, max(1, ceil(reset_at - time.time())))

    def day_key(self, day: date) -> bytes:
        """32 random bytes of that day, the same for all processes. Raises LimiterDown."""
        return self._day_keys.of(day)


class _DayKeys:
    def __init__(self, redis_url: str | None) -> None:
        self._redis = None if redis_url is None else _client(redis_url)
        self._lock = threading.Lock()
        self._day: date | None = None
        self._key = b""

    def of(self, day: date) -> bytes:
        with self._lock:
            if self._day != day:
                self._key = self._make(day)
                self._day = day
            return self._key

    def _make(self, day: date) -> bytes:
        fresh = secrets.token_bytes(DAY_KEY_BYTES)
        if self._redis is None:
            return fresh
        name = f"day-key:{day.isoformat()}"
        try:
            self._redis.set(name, fresh, nx=True, ex=DAY_KEY_SECONDS)
            kept = cast("bytes | None", self._redis.get(name))
        except redis.RedisError as down:
            raise LimiterDown from down
        if kept is None:
            raise LimiterDown
        return kept


def _client(url: str) -> redis.Redis:
    return redis.Redis.from_url(
        url,
        socket_timeout=ANSWER_WITHIN_SECONDS,
        socket_connect_timeout=ANSWER_WITHIN_SECONDS,
    )


def _storage(redis_url: str | None) -> Storage:
    if redis_url is None:
        return MemoryStorage()
    pool = redis.ConnectionPool.from_url(
        redis_url,
        socket_timeout=ANSWER_WITHIN_SECONDS,
        socket_connect_timeout=ANSWER_WITHIN_SECONDS,
    )
    # one prefix per strategy: live keys of another strategy answer WRONGTYPE
    return RedisStorage(
        redis_url, connection_pool=pool, key_prefix="rate-moving", wrap_exceptions=True
    )
