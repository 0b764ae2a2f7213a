"""How long what is kept that the protocol does not say: numbers from `data/retention.toml`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

RULES = ("days", "protocol", "with", "until", "counts", "account")


@dataclass(frozen=True)
class Keeping:
    """Whole days; `tables` says of every table what ends its rows: a word of `RULES`, and what."""

    audit: int
    decision: int
    settled_alarm: int
    invitation: int
    decided_application: int
    lapsed_member: int
    kept_promise: int
    check_quota: int
    change_notice: int
    tables: Mapping[str, tuple[str, str]]
