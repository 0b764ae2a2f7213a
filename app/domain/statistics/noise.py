"""Where a published number would stand if it did not have to add up: the truth with noise.

Geometric noise, then the nearest multiple of the base, kept within the hard bound. The noise of a
cell follows from the key of the release and the cell, so that making the same release again gives
the same number: asking twice never averages it away (statistics.md 3.4).
"""

from __future__ import annotations

import hmac
import math
from functools import lru_cache

from app.domain.statistics.parameters import Parameters
from app.domain.statistics.tally import Cell

KEY_BYTES = 32
FAR = 40  # beyond it the noise adds less than a float can hold


def uniform(key: bytes, release: str, table: str, cell: Cell) -> float:
    """A number in [0, 1) out of the key and the cell; lengths go in, so that no two cells meet."""
    parts = (release, table, *cell)
    message = b"".join(len(part.encode()).to_bytes(4, "big") + part.encode() for part in parts)
    return int.from_bytes(hmac.digest(key, message, "sha256")[:8], "big") / 2**64


def noisy_multiple(truth: int, at: float, parameters: Parameters) -> int:
    """The multiple of the base at `at` of its distribution around `truth`; within the bound."""
    for multiple, up_to in _distribution(truth, parameters):
        if at < up_to:
            return multiple
    return _distribution(truth, parameters)[-1][0]


@lru_cache(maxsize=4096)
def _distribution(truth: int, parameters: Parameters) -> tuple[tuple[int, float], ...]:
    """Allowed multiples with their cumulative probability.

    P(m) is the sum over the whole numbers n that are nearest to m; 0 also takes what lies below.
    """
    base, bound = parameters.base, parameters.max_dev
    first = max(0, -(-(truth - bound) // base) * base)
    weights = []
    for multiple in range(first, truth + bound + 1, base):
        low = multiple - (base - 1) // 2 if multiple else -FAR
        near = range(low, multiple + base // 2 + 1)
        weights.append(
            (multiple, sum(math.exp(-parameters.noise * abs(one - truth)) for one in near))
        )
    whole = sum(weight for _multiple, weight in weights)
    cumulative, so_far = [], 0.0
    for multiple, weight in weights:
        so_far += weight / whole
        cumulative.append((multiple, so_far))
    return tuple(cumulative)
