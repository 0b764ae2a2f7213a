"""The next numbered row of a case, when she and the desk may write at the same moment."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.services.own_report import ReportGone

TRIES = 5

Row = TypeVar("Row")


def insert_next(
    session: Session, table: Any, of_case: ColumnElement[bool], make: Callable[[int], Row]
) -> int:
    """Inserts `make(number)` under the next free number of the case; the number.

    Where somebody took it meanwhile the row is made anew, since it is sealed to its number.
    Raises `ReportGone` when the case itself is gone.
    """
    for _try in range(TRIES):
        last = session.scalar(select(func.max(table.number)).where(of_case))
        number = int(last or 0) + 1
        try:
            with session.begin_nested():
                session.add(make(number))
        except IntegrityError:
            continue
        return number
    raise ReportGone
