"""The one stretching function: Argon2id behind a pepper, few at a time (security.md 2.2, 3.6)."""

from __future__ import annotations

import hashlib
import hmac
import threading
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from argon2.low_level import Type, hash_secret_raw

MASTER_BYTES = 32
NUMBER_BYTES = 9  # a code's 72 bits
PASSPHRASE_CAP_BYTES = 200


class Busy(Exception):
    """Too many stretchings wait; the door answers 503 with Retry-After."""


@dataclass(frozen=True)
class Cost:
    """Price of one guess: memory in KiB and passes over it."""

    memory_kib: int
    passes: int


RECEIPT_COST = Cost(65536, 3)
STAFF_COST = Cost(131072, 4)


class Stretcher:
    """Stretches codes and passphrases; `calls` counts them, so that tests need no clock."""

    def __init__(
        self,
        receipt_cost: Cost = RECEIPT_COST,
        staff_cost: Cost = STAFF_COST,
        at_once: int = 2,
        wait_seconds: float = 3.0,
    ) -> None:
        self._receipt_cost = receipt_cost
        self._staff_cost = staff_cost
        self._places = threading.BoundedSemaphore(at_once)
        self._wait_seconds = wait_seconds
        self._counting = threading.Lock()
        self.calls = 0

    def stretch_receipt(self, number: int, pepper: bytes, salt: bytes) -> bytes:
        """32 bytes out of a code's 72 bits; raises `Busy`."""
        return self._stretch(number.to_bytes(NUMBER_BYTES, "big"), pepper, salt, self._receipt_cost)

    def stretch_passphrase(self, text: str, pepper: bytes, salt: bytes) -> bytes:
        """32 bytes out of a passphrase (NFKC); raises `Busy`, or ValueError over 200 bytes."""
        secret = unicodedata.normalize("NFKC", text).encode("utf-8", "surrogatepass")
        if len(secret) > PASSPHRASE_CAP_BYTES:
            raise ValueError("too long to stretch")
        return self._stretch(secret, pepper, salt, self._staff_cost)

    def _stretch(self, secret: bytes, pepper: bytes, salt: bytes, cost: Cost) -> bytes:
        with self._place():
            return hash_secret_raw(
                secret=hmac.new(pepper, secret, hashlib.sha256).digest(),
                salt=salt,
                time_cost=cost.passes,
                memory_cost=cost.memory_kib,
                parallelism=1,
                hash_len=MASTER_BYTES,
                type=Type.ID,
            )

    @contextmanager
    def _place(self) -> Iterator[None]:
        if not self._places.acquire(timeout=self._wait_seconds):
            raise Busy
        try:
            with self._counting:
                self.calls += 1
            yield
        finally:
            self._places.release()
