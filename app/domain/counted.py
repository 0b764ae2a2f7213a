"""What every fact of the figures has, whatever it counts (ADR 0017, 0022)."""

from __future__ import annotations

from typing import Any, ClassVar, Protocol, Self


class Counted(Protocol):
    """One counted thing, in codes of closed lists.

    `SERIES` is the series of figures it belongs to; `SEALED_AS` the first word of its seal, so that
    a fact of one series never opens as one of another. `quarter` is "2026Q4".
    """

    SERIES: ClassVar[str]
    SEALED_AS: ClassVar[str]

    @property
    def quarter(self) -> str: ...

    def to_json(self) -> list[Any]:
        """Without the quarter, which stands beside it."""
        ...

    @classmethod
    def from_json(cls, quarter: str, value: object) -> Self:
        """Raises `Malformed`."""
        ...
