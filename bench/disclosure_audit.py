"""The disclosure audit over an ordinary history of three years, as the public would have it.

The tables are those of the releases (core by quarter and for the year to date; by year outcome,
institution, province and subject), made from invented units of five, so that all of them add up.
"""

from __future__ import annotations

import random
import time
from collections import Counter
from collections.abc import Iterable

from app.adapters.audit_solver import HighsSolver
from app.domain.disclosure_audit.audit import audit
from app.domain.disclosure_audit.published import Hierarchy, PublishedTable

LIMIT_SECONDS = 60.0
BASE, MAX_DEV, HIDE_BELOW = 5, 9, 10
YEARS = ("2026", "2027", "2028")
UNITS_A_QUARTER = 60
TYPES = tuple(f"type{n}" for n in range(12))
INSTITUTIONS = {f"institution{n}": TYPES[n % 12] for n in range(480)}
THEMES = tuple(f"theme{n}" for n in range(8))
SUBJECTS = {f"subject{n}": THEMES[n % 8] for n in range(96)}
LISTS = {
    "institution_type": TYPES,
    "institution": tuple(INSTITUTIONS),
    "theme": THEMES,
    "subject": tuple(SUBJECTS),
    "province": tuple(f"province{n}" for n in range(13)),
    "outcome": tuple(f"outcome{n}" for n in range(4)),
}
HIERARCHY = Hierarchy(
    {"institution": ("institution_type", INSTITUTIONS), "subject": ("theme", SUBJECTS)}
)
YEARLY = (
    ("institution_type", "outcome"),
    ("institution", "theme"),
    ("institution_type", "province"),
    ("institution_type", "subject"),
)

Unit = dict[str, str]


def run() -> tuple[bool, list[str]]:
    """Whether the history passes the audit within the limit, and a line for each way to show it."""
    kept, lines = True, []
    for words, hidden in (("as displayed", True), ("with the numbers behind", False)):
        tables = list(history(hidden=hidden))
        start = time.process_time()
        report = audit(tables, HIERARCHY, HighsSolver(), required_width=MAX_DEV)
        seconds = time.process_time() - start
        kept = kept and seconds <= LIMIT_SECONDS and not report.blocks
        lines.append(
            f"{words}: {report.published} numbers in {len(tables)} tables, {report.checked} counts,"
            f" {len(report.findings)} findings, {seconds:.1f} s of one processor"
            f" (limit {LIMIT_SECONDS:.0f})"
        )
    return kept, lines


def history(*, hidden: bool, seed: int = 1) -> Iterable[PublishedTable]:
    """All tables of three years; `hidden` leaves out what is displayed as fewer than ten."""
    dice = random.Random(seed)
    for year in YEARS:
        quarters = [f"{year}Q{n}" for n in range(1, 5)]
        units = {quarter: [_unit(dice) for _ in range(UNITS_A_QUARTER)] for quarter in quarters}
        for n, quarter in enumerate(quarters, 1):
            to_date = [unit for one in quarters[:n] for unit in units[one]]
            core = ("institution_type", "theme")
            yield _table(quarter, core, units[quarter], [quarter], hidden)
            yield _table(quarter, core, to_date, quarters[:n], hidden)
        for split in YEARLY:
            yield _table(
                year, split, [unit for one in quarters for unit in units[one]], quarters, hidden
            )


def _unit(dice: random.Random) -> Unit:
    institution = list(INSTITUTIONS)[int(480 * dice.random() ** 2)]
    subject = dice.choice(list(SUBJECTS))
    return {
        "institution": institution,
        "institution_type": INSTITUTIONS[institution],
        "subject": subject,
        "theme": SUBJECTS[subject],
        "province": dice.choice(LISTS["province"]),
        "outcome": dice.choice(LISTS["outcome"]),
    }


def _table(
    release: str, split: tuple[str, str], units: list[Unit], covers: list[str], hidden: bool
) -> PublishedTable:
    """Both dimensions, each of them, and the total."""
    counts: Counter[tuple[str, str]] = Counter()
    for unit in units:
        one, other = (unit[d] for d in split)
        for key in ((one, other), (one, ""), ("", other), ("", "")):
            counts[key] += BASE
    keys = [(one, other) for one in ("", *LISTS[split[0]]) for other in ("", *LISTS[split[1]])]
    cells: dict[tuple[str, ...], int | None] = {
        key: None if hidden and counts[key] < HIDE_BELOW else counts[key] for key in keys
    }
    return PublishedTable(
        release, "-".join((*split, *covers)), split, cells,
        "rounding", BASE, MAX_DEV, HIDE_BELOW, {"quarter": covers},
    )  # fmt: skip


if __name__ == "__main__":
    print("\n".join(run()[1]))
