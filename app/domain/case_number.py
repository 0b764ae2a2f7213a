"""The number of a complaint, as it stands in letters: "K26-7QX4M".

Year and five signs at random, so that a number says nothing about how many there are. Without the
letters and digits that people mix up on the phone.
"""

from __future__ import annotations

from datetime import date

SIGNS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"  # no 0/O, 1/I/L, U/V by ear
RANDOM_SIGNS = 5
RANDOM_BYTES = 8


def case_number(today: date, random_bytes: bytes) -> str:
    """A number out of eight random bytes; whether it is taken, the table tells."""
    if len(random_bytes) != RANDOM_BYTES:
        raise ValueError("a case number is made of 8 bytes")
    rest = int.from_bytes(random_bytes, "big")
    signs = []
    for _ in range(RANDOM_SIGNS):
        rest, place = divmod(rest, len(SIGNS))
        signs.append(SIGNS[place])
    return f"K{today:%y}-{''.join(signs)}"
