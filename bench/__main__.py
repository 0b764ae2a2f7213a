"""`make bench`: every measure with its limit; exit 1 when one is not kept."""

from __future__ import annotations

import sys

from bench import (
    check_timing,
    complaint_board,
    complaint_import,
    disclosure_audit,
    page_cpu,
    read_facts,
    release_utility,
    warning_utility,
)

MEASURES = (
    page_cpu, check_timing, complaint_board, complaint_import, read_facts, disclosure_audit,
    release_utility, warning_utility,
)  # fmt: skip


def main() -> int:
    """Runs all measures and prints their lines."""
    kept = True
    for measure in MEASURES:
        within, lines = measure.run()
        kept = kept and within
        print(f"{measure.__name__}: {'kept' if within else 'NOT KEPT'}")
        print("\n".join(f"  {line}" for line in lines))
    return 0 if kept else 1


if __name__ == "__main__":
    sys.exit(main())
