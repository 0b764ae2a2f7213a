"""The check's answers by the clock: hits and misses must not be told apart (T31).

Two samples of times, hits and misses in random order against the real house, compared by a
two-sample Kolmogorov-Smirnov test: p must stay above 0.01. The second line, without the wait for
a whole step, only informs: it shows what the wait covers.

One question after the other, since what waits for a neighbour would hide a small difference:
that takes some half an hour.
"""

from __future__ import annotations

import bisect
import math
import random
import tempfile
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from unittest.mock import patch

from flask import Flask

from app.adapters import schema
from app.adapters.database import Database
from app.adapters.rate_limit import Rate, RateLimiter
from app.factory import create_app
from app.public.members import equal_size
from app.settings import Settings
from app.web.rates import DAY, RATES
from tests.keys import insecure_keyring, pin_team
from tests.members import make_member, publish, sign_in
from tests.stretching import cheap_insecure_stretcher
from tests.visitor import Visitor
from tests.workbench import NOON

LIMIT_P = 0.01
SAMPLES = 5000  # of each, as security.md 4.2 asks
NO_LIMIT = 1_000_000
LISTED = 40
FIRST_NUMBER = 612340000
ADDRESS = "/nl/m/k"


def run() -> tuple[bool, list[str]]:
    """Whether hits and misses look alike in time, and a line for each way of measuring."""
    with tempfile.TemporaryDirectory() as folder:
        visit = _signed_in(Path(folder))
        held = _compare(visit, SAMPLES)
        with patch.object(equal_size, "STEP_SECONDS", 0):
            bare = _compare(visit, SAMPLES)
    return held >= LIMIT_P, [
        f"{SAMPLES} hits, {SAMPLES} misses: p = {held:.3f} (limit {LIMIT_P})",
        f"without the wait: p = {bare:.3f}",
    ]


def ks_p_value(one: Sequence[float], other: Sequence[float]) -> float:
    """Probability of such a distance between two samples of one distribution (asymptotic)."""
    first, second = sorted(one), sorted(other)
    distance = max(
        abs(
            bisect.bisect_right(first, at) / len(first)
            - bisect.bisect_right(second, at) / len(second)
        )
        for at in (*first, *second)
    )
    size = len(first) * len(second) / (len(first) + len(second))
    root = math.sqrt(size)
    scaled = (root + 0.12 + 0.11 / root) * distance
    terms = (2 * (-1) ** (k - 1) * math.exp(-2 * (k * scaled) ** 2) for k in range(1, 101))
    return min(1.0, max(0.0, sum(terms))) if scaled > 0.2 else 1.0


def _compare(visit: Visitor, samples: int) -> float:
    order = [True] * samples + [False] * samples
    random.shuffle(order)
    times: dict[bool, list[float]] = {True: [], False: []}
    for is_hit in order:
        number = FIRST_NUMBER + random.randrange(LISTED) + (0 if is_hit else LISTED)
        times[is_hit].append(_ask(visit, f"0{number}"))
    return ks_p_value(times[True], times[False])


def _ask(visit: Visitor, text: str) -> float:
    fields = {"csrf_token": visit.last.forms[-1].fields["csrf_token"][0], "text": text}
    started = time.perf_counter()
    answer = visit.client.post(ADDRESS, data=fields, headers={"Sec-Fetch-Site": "same-origin"})
    passed = time.perf_counter() - started
    if answer.status_code != 200:
        raise RuntimeError(f"the check answered {answer.status_code}")
    return passed


def _signed_in(folder: Path) -> Visitor:
    url = f"sqlite:///{folder / 'bench.sqlite3'}"
    schema.upgrade(url)
    settings = replace(
        Settings.from_env({"VAR_DIR": str(folder)}),
        database_url=url,
        pins_file=folder / "pins.json",
    )
    pin_team(settings.pins_file, "alerts", epoch=1)
    keyring = insecure_keyring(cheap_insecure_stretcher(), settings.pins_file)
    database = Database(url)
    for number in range(LISTED):
        publish(database, keyring, ("phone", f"0{FIRST_NUMBER + number}"))
    app = create_app(settings, keyring=keyring, database=database, clock=lambda: NOON)
    visit = Visitor(_without_quota(app))
    _id, code = make_member(database, keyring)
    sign_in(visit, code)
    visit.get(ADDRESS)
    return visit


def _without_quota(app: Flask) -> Flask:
    """So many checks as nobody may make, and all of the site together neither."""
    house = app.extensions["house"]
    many = replace(house.reference.protocol, quota_per_day=NO_LIMIT, quota_per_30_days=NO_LIMIT)
    rates = {**RATES, "check/everyone": Rate(NO_LIMIT, DAY)}
    app.extensions["house"] = replace(
        house,
        reference=replace(house.reference, protocol=many),
        limiter=RateLimiter(rates, None),
    )
    return app
