"""The sealed counts of published quarters, from their release to that of their year (ADR 0019)."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from app.adapters.keyring import Keyring
from app.adapters.vault.boxes import open_json, seal_json
from app.models.figures import FigureCube
from app.services.sealed_fact import facts_key

STEP = 64 * 1024  # bytes; how long a cube is says how many of its cells are empty


def keep_cube(
    session: Session, keyring: Keyring, series: str, quarter: str, cube: dict[str, Any]
) -> None:
    """Seals what was counted in a quarter that is being frozen."""
    sealed = seal_json(facts_key(keyring), cube, "cube", series, quarter, step=STEP)
    session.add(FigureCube(series=series, quarter=quarter, sealed=sealed))


def read_cubes(
    session: Session, keyring: Keyring, series: str, quarters: Collection[str]
) -> dict[str, Any]:
    """Quarter → its cube as JSON, of those that are there. Raises `Damaged`."""
    key = facts_key(keyring)
    rows = session.scalars(
        select(FigureCube).where(FigureCube.series == series, FigureCube.quarter.in_(quarters))
    )
    return {row.quarter: open_json(key, row.sealed, "cube", series, row.quarter) for row in rows}


def drop_cubes(session: Session, series: str, quarters: Collection[str]) -> None:
    """Their year is frozen: nobody needs the true counts any more."""
    session.execute(
        delete(FigureCube).where(FigureCube.series == series, FigureCube.quarter.in_(quarters))
    )
