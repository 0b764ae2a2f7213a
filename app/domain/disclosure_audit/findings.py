"""What an audit says: findings as codes and numbers; the sentences are made elsewhere."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from app.domain.disclosure_audit.published import Cell


class Kind(StrEnum):
    """Why something blocks a release."""

    EXACT = "exact"
    """One number is possible."""
    SMALL = "small"
    """Certainly 1 or 2, or any certain count from 1 to the border below which numbers hide."""
    NARROW = "narrow"
    """Fewer possible numbers than required."""
    GROUP = "group"
    """There is somebody in it, and all of them are of one kind."""
    UNDECIDED = "undecided"
    """Not shown to be safe in the time there was, which is not safe."""
    INCONSISTENT = "inconsistent"
    """No table of whole numbers fits what was published: something else is wrong."""


@dataclass(frozen=True, order=True)
class Finding:
    """One thing that could be concluded.

    The true count of `cell` lies from `low` to `high` (None: no limit). `release` and `table`: the
    first place where the cell was published, both empty for one that nobody published. `since`: the
    earlier release, when the cell is what came on top of it. `shown`: published as a number.
    `category`: for a group, the one kind that all of them are of, as (dimension, category);
    quarters that no table tells apart are joined by "+".
    """

    kind: Kind
    cell: Cell
    low: int
    high: int | None
    release: str = ""
    table: str = ""
    since: str = ""
    shown: bool = False
    category: tuple[str, str] | None = None


@dataclass(frozen=True)
class AuditReport:
    """`checked`: counts whose interval was looked at; `published`: numbers read; `problems`: how
    many sets of quarters there were that no table links, each audited by itself."""

    checked: int
    published: int
    problems: int
    findings: tuple[Finding, ...]

    @property
    def blocks(self) -> bool:
        """Whether anything stands in the way of publishing."""
        return bool(self.findings)
