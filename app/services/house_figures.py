"""Figures about moderation and about checks: a year out of what the house keeps anyway."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.adapters.highs import solve
from app.adapters.reference_data import ReferenceData
from app.domain.states import AlertState
from app.domain.statistics.house import NoLists, year_of_acts, year_of_checks
from app.domain.statistics.parameters import PARAMETERS, Parameters
from app.domain.statistics.quarters import quarters_of
from app.domain.statistics.tables import Counts, Draw, Release
from app.domain.statistics.tally import Cell
from app.models.decision import Decision
from app.models.police import INFORMATION, PoliceLedger

CORRECTED, EXTENDED, RETRACTED = "corrected", "extended", "retracted"
OBJECTION = "objection"
OBJECTIONS = ("objection-partly", "objection-refused")  # upheld ones are taken away
RESTED = f"suspended:{OBJECTION}"
"""A listed person objected, so it rested: one for every warning that was objected to."""
# she asked for it, whoever pressed the button; the others end a rest and decide nothing
NOT_OURS = frozenset({"reporter-withdrew", "suspension-lifted", "looked-again"})
POLICE = "police"
ACTS = (AlertState.PUBLISHED.value, AlertState.RETRACTED.value, AlertState.SUSPENDED.value)
WAS_OUT = (AlertState.PUBLISHED.value, AlertState.SUSPENDED.value)
HOUSE_LISTS = NoLists()
"""The code lists of both series, for `published_of` and the audit."""


def read_acts(session: Session, year: str) -> Counts:
    """(act,) → warnings with which it was done in the year; each once for each act.

    Out of the history of moves: which warning and which day, nothing of who told it. And each time
    information was given to the police (ADR 0025). Two queries.
    """
    rows = session.execute(
        select(Decision.subject_id, Decision.to_state, Decision.reason)
        .where(
            Decision.subject_kind == "alert",
            Decision.actor.in_(("staff", "subject")),
            Decision.from_state.in_(WAS_OUT),
            Decision.to_state.in_(ACTS),
            Decision.on_day.between(date(int(year), 1, 1), date(int(year), 12, 31)),
        )
        .distinct()
    )
    done = {
        (alert_id, act_code(to_state, reason or ""))
        for alert_id, to_state, reason in rows
        if reason not in NOT_OURS and (to_state != AlertState.SUSPENDED or reason == OBJECTION)
    }
    counted: Counter[Cell] = Counter((act,) for _alert_id, act in done)
    given = _given_to_police(session, year)
    if given:
        counted[POLICE,] = given
    return counted


def _given_to_police(session: Session, year: str) -> int:
    return (
        session.scalar(
            select(func.count()).where(
                PoliceLedger.kind == INFORMATION, PoliceLedger.quarter.in_(quarters_of(year))
            )
        )
        or 0
    )


def act_codes(reference: ReferenceData) -> tuple[str, ...]:
    """Every act that there can be: "corrected", "extended:motivated", "retracted:mistake" …"""
    extended = [f"{EXTENDED}:{one.code}" for one in reference.codes("extend_reason")]
    retracted = [
        f"{RETRACTED}:{one.code}"
        for one in reference.codes("retract_reason")
        if one.code not in NOT_OURS
    ]
    objections = (f"{OBJECTION}:{one}" for one in OBJECTIONS)
    return (CORRECTED, *extended, *retracted, RESTED, *objections, POLICE)


def act_code(to_state: str, reason: str) -> str:
    """What a move of a warning that was out is called in figures."""
    if to_state == AlertState.SUSPENDED:
        return RESTED
    if to_state == AlertState.RETRACTED:
        return f"{RETRACTED}:{reason}"
    if reason in OBJECTIONS:
        return f"{OBJECTION}:{reason}"
    return CORRECTED if reason == CORRECTED else f"{EXTENDED}:{reason}"


def make_moderation(
    acts: Counts, year: str, key: bytes, *, tier: int, reference: ReferenceData,
    parameters: Parameters = PARAMETERS,
) -> Release:  # fmt: skip
    """The release of a year ("2026") out of `read_acts`. Raises `ReleaseRefused`."""
    draw = Draw(year, key, solve, parameters)
    return year_of_acts(draw, act_codes(reference), acts, tier)


def make_checks(
    counted: Mapping[Cell, int], year: str, key: bytes, *, tier: int,
    parameters: Parameters = PARAMETERS,
) -> Release:  # fmt: skip
    """The release of a year out of `read_checks`. Raises `ReleaseRefused`."""
    return year_of_checks(Draw(year, key, solve, parameters), counted, tier)
