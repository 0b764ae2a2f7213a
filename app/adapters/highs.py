"""HiGHS by its own binding: solves the whole-number programmes of a release (ADR 0018).

One thread and a fixed seed, so that the same programme has the same answer.
"""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module
from typing import Any

from app.domain.statistics.programme import NoSolution, Programme, TooLate

SEED = 0


def solve(programme: Programme, *, seconds: float, gap: float) -> Sequence[float]:
    """As `Solver` of the statistics says; the binding loads only where a release is made."""
    highspy: Any = import_module("highspy")  # a third of a second, and no page needs it
    highs = highspy._Highs()  # the class around it greets on the standard output
    highs.setOptionValue("output_flag", False)
    highs.setOptionValue("threads", 1)
    highs.setOptionValue("random_seed", SEED)
    highs.setOptionValue("time_limit", seconds)
    highs.setOptionValue("mip_rel_gap", gap)
    highs.passModel(_model(programme, highspy))
    highs.run()
    status = highs.getModelStatus()
    if status == highspy.HighsModelStatus.kOptimal:
        return list(highs.getSolution().col_value)
    if status in (
        highspy.HighsModelStatus.kInfeasible,
        highspy.HighsModelStatus.kUnboundedOrInfeasible,
    ):
        raise NoSolution
    raise TooLate  # the time is over, or the solver gave up: both mean that nothing is certain


def _model(programme: Programme, highspy: Any) -> Any:
    lp = highspy.HighsLp()
    lp.num_col_, lp.num_row_ = len(programme.cost), len(programme.row_lower)
    lp.col_cost_, lp.col_lower_, lp.col_upper_ = programme.cost, programme.lower, programme.upper
    lp.row_lower_, lp.row_upper_ = programme.row_lower, programme.row_upper
    lp.integrality_ = [
        highspy.HighsVarType.kInteger if whole else highspy.HighsVarType.kContinuous
        for whole in programme.whole
    ]
    matrix = lp.a_matrix_
    matrix.format_ = highspy.MatrixFormat.kRowwise
    matrix.start_ = [*programme.row_starts, len(programme.row_columns)]
    matrix.index_, matrix.value_ = programme.row_columns, programme.row_factors
    return lp
