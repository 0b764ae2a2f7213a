"""HiGHS for the disclosure audit; the only module of the audit that knows it.

HiGHS (and numpy with it) is loaded when the first model comes, so that nobody else waits for it.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from importlib import import_module
from typing import Any

from app.domain.disclosure_audit.solving import Answer, Model, Outcome

NEARLY = 1e-6


class HighsSolver:
    """Brings models into HiGHS."""

    def open(self, model: Model) -> HighsModel:
        """The model, ready for questions; one for fractions and, when asked, one for whole ones."""
        return HighsModel(model)


class HighsModel:
    """One model. Fractions start from the corner where the last question ended."""

    def __init__(self, model: Model) -> None:
        self._model = model
        self._loaded: dict[bool, _Loaded] = {}

    def least(self, costs: Mapping[int, float], *, whole: bool, seconds: float) -> Answer:
        """The least total cost; UNKNOWN when time ran out, perhaps with a point."""
        if seconds <= 0:
            return Answer(Outcome.UNKNOWN, -math.inf, ())
        return self._in(whole=whole).least(costs, seconds)

    def nearby(self, costs: Mapping[int, float], point: Sequence[float], seconds: float) -> Answer:
        """The least total cost over whole numbers less than 1 away from a point."""
        if seconds <= 0:
            return Answer(Outcome.UNKNOWN, -math.inf, ())
        loaded = self._in(whole=True)
        least = [max(0, math.floor(n + NEARLY)) for n in point]
        loaded.bound(least, [math.ceil(n - NEARLY) for n in point])
        answer = loaded.least(costs, seconds)
        loaded.bound([0.0] * len(point), self._model.upper)
        return Answer(Outcome.UNKNOWN, -math.inf, answer.point)

    def _in(self, *, whole: bool) -> _Loaded:
        if whole not in self._loaded:
            self._loaded[whole] = _Loaded(self._model, whole=whole)
        return self._loaded[whole]


class _Loaded:
    def __init__(self, model: Model, *, whole: bool) -> None:
        self._highspy: Any = import_module("highspy")
        self._whole = whole
        self._columns = len(model.upper)
        self._priced: list[int] = []
        self._highs: Any = self._highspy._Highs()  # its subclass greets on the standard output
        self._set("output_flag", value=False)
        self._set("threads", value=1)
        if whole:
            # A whole count needs no gap: the next one is 1 away.
            self._set("mip_abs_gap", value=0.999)
            self._set("mip_rel_gap", value=0.0)
        self._load(model)

    def _set(self, name: str, *, value: float | bool) -> None:
        self._highs.setOptionValue(name, value)

    def _load(self, model: Model) -> None:
        lp = self._highspy.HighsLp()
        lp.num_col_, lp.num_row_ = self._columns, len(model.rows)
        lp.col_cost_ = [0.0] * self._columns
        lp.col_lower_ = [0.0] * self._columns
        lp.col_upper_ = list(map(float, model.upper))
        lp.row_lower_ = [float(row.low) for row in model.rows]
        lp.row_upper_ = [float(row.high) for row in model.rows]
        starts: list[int] = [0]
        places: list[int] = []
        weights: list[float] = []
        for row in model.rows:
            places += row.columns
            weights += map(float, row.weights)
            starts.append(len(places))
        lp.a_matrix_.format_ = self._highspy.MatrixFormat.kRowwise
        lp.a_matrix_.start_, lp.a_matrix_.index_, lp.a_matrix_.value_ = starts, places, weights
        if self._whole:
            lp.integrality_ = [self._highspy.HighsVarType.kInteger] * self._columns
        self._highs.passModel(lp)

    def bound(self, lower: Sequence[float], upper: Sequence[float]) -> None:
        """Columns from now on lie between these."""
        columns = list(range(self._columns))
        self._highs.changeColsBounds(
            self._columns, columns, list(map(float, lower)), list(map(float, upper))
        )

    def least(self, costs: Mapping[int, float], seconds: float) -> Answer:
        """The least total cost, from where the last question ended."""
        new = {**dict.fromkeys(self._priced, 0.0), **costs}
        self._highs.changeColsCost(len(new), list(new), list(new.values()))
        self._priced = list(costs)
        self._set("time_limit", value=seconds)
        self._highs.run()
        return self._answer()

    def _answer(self) -> Answer:
        status, known = self._highs.getModelStatus(), self._highspy.HighsModelStatus
        if status == known.kInfeasible:
            return Answer(Outcome.IMPOSSIBLE, math.inf, ())
        if status in (known.kUnbounded, known.kUnboundedOrInfeasible):
            return Answer(Outcome.UNBOUNDED, -math.inf, ())
        info = self._highs.getInfo()
        has_point = (
            info.primal_solution_status == self._highspy.SolutionStatus.kSolutionStatusFeasible
        )
        point = tuple(self._highs.getSolution().col_value) if has_point else ()
        if status != known.kOptimal:
            proven = info.mip_dual_bound if self._whole else -math.inf
            return Answer(Outcome.UNKNOWN, proven, point)
        proven = info.mip_dual_bound if self._whole else info.objective_function_value
        return Answer(Outcome.BEST, proven, point)
