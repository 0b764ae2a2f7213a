"""Stretching: dear, counted, few at once, and never of a long text."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from app.adapters.vault.stretching import RECEIPT_COST, STAFF_COST, Busy, Cost, Stretcher

PEPPER, SALT = bytes(range(32)), bytes(range(16))
CHEAP = Cost(8, 1)


def cheap_insecure(**limits: float) -> Stretcher:
    return Stretcher(receipt_cost=CHEAP, staff_cost=CHEAP, **limits)  # type: ignore[arg-type]


def test_production_pays_what_the_design_says() -> None:
    assert Cost(memory_kib=65536, passes=3) == RECEIPT_COST
    assert Cost(memory_kib=131072, passes=4) == STAFF_COST


def test_the_same_gives_the_same_and_everything_counts() -> None:
    stretcher = cheap_insecure()
    made = {
        stretcher.stretch_receipt(1, PEPPER, SALT),
        stretcher.stretch_receipt(1, PEPPER, SALT),
        stretcher.stretch_receipt(2, PEPPER, SALT),
        stretcher.stretch_receipt(1, PEPPER[::-1], SALT),
        stretcher.stretch_receipt(1, PEPPER, SALT[::-1]),
        Stretcher(receipt_cost=Cost(16, 1)).stretch_receipt(1, PEPPER, SALT),
        Stretcher(receipt_cost=Cost(8, 2)).stretch_receipt(1, PEPPER, SALT),
        stretcher.stretch_passphrase("1", PEPPER, SALT),
    }
    assert len(made) == 7
    assert {len(key) for key in made} == {32}


def test_a_passphrase_is_normalised_so_that_every_keyboard_gives_the_same() -> None:
    stretcher = cheap_insecure()
    composed = stretcher.stretch_passphrase("één", PEPPER, SALT)
    assert stretcher.stretch_passphrase("e\u0301e\u0301n", PEPPER, SALT) == composed


def test_an_over_long_passphrase_costs_nothing() -> None:
    stretcher = cheap_insecure()
    for text in ("x" * 201, "é" * 101, "x" * 1_000_000):
        with pytest.raises(ValueError, match="too long"):
            stretcher.stretch_passphrase(text, PEPPER, SALT)
    assert stretcher.calls == 0
    stretcher.stretch_passphrase("x" * 200, PEPPER, SALT)
    assert stretcher.calls == 1


def test_calls_are_counted_from_every_thread() -> None:
    stretcher = cheap_insecure(at_once=8, wait_seconds=30)
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda n: stretcher.stretch_receipt(n, PEPPER, SALT), range(200)))
    assert stretcher.calls == 200


def test_no_more_than_allowed_run_at_once_and_the_rest_hear_busy() -> None:
    stretcher = Stretcher(receipt_cost=Cost(32768, 4), at_once=2, wait_seconds=0.01)
    together = threading.Barrier(8)

    def one(number: int) -> bool:
        together.wait()
        try:
            stretcher.stretch_receipt(number, PEPPER, SALT)
        except Busy:
            return False
        return True

    with ThreadPoolExecutor(8) as pool:
        served = list(pool.map(one, range(8)))
    assert served.count(False) >= 1
    assert stretcher.calls == served.count(True) >= 2
    stretcher.stretch_receipt(1, PEPPER, SALT)  # the places were given back


def test_a_place_is_given_back_when_stretching_fails() -> None:
    stretcher = cheap_insecure(at_once=1, wait_seconds=0.01)
    for _ in range(3):
        with pytest.raises(Exception, match=r"(?i)salt"):
            stretcher.stretch_receipt(1, PEPPER, b"short")
    assert len(stretcher.stretch_receipt(1, PEPPER, SALT)) == 32


def test_who_waits_long_enough_is_served() -> None:
    stretcher = cheap_insecure(at_once=1, wait_seconds=30)
    with ThreadPoolExecutor(6) as pool:
        made = list(pool.map(lambda _: stretcher.stretch_receipt(5, PEPPER, SALT), range(30)))
    assert len(set(made)) == 1
