"""The comparison of two samples of times: it sees a shift and is not alarmed by chance."""

from __future__ import annotations

import random

from bench.check_timing import LIMIT_P, ks_p_value


def sample(source: random.Random, size: int, shift: float = 0.0) -> list[float]:
    return [source.gauss(10 + shift, 1) for _ in range(size)]


def test_samples_of_one_distribution_pass_and_of_two_do_not() -> None:
    source = random.Random(7)
    alike = [ks_p_value(sample(source, 400), sample(source, 400)) for _ in range(100)]
    assert sum(p < LIMIT_P for p in alike) <= 4
    assert 0.35 < sum(alike) / len(alike) < 0.65
    shifted = [ks_p_value(sample(source, 400), sample(source, 400, 0.4)) for _ in range(20)]
    assert all(p < LIMIT_P for p in shifted)


def test_equal_samples_have_no_distance_and_separate_ones_the_greatest() -> None:
    assert ks_p_value([1.0, 2.0, 3.0], [1.0, 2.0, 3.0]) == 1.0
    assert ks_p_value([1.0] * 100, [2.0] * 100) < 1e-12
