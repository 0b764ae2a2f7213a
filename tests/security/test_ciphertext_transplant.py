"""T3: every sealed part of a report copied to every other place; nothing opens.

Both reports here are sealed under the **same** keys. So it is the binding to row and field that
refuses, not merely another key.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from uuid import UUID, uuid4

import pytest

from app.adapters.vault.boxes import Damaged, new_key_pair, random_key
from app.models.report import ReportKeys
from app.services import sealed_report

TEAM = new_key_pair()
RECEIPT = new_key_pair()
KEYS = sealed_report.DeskKeys(random_key(), random_key())
DEK, DESK = KEYS.dek, KEYS.desk_key


@dataclass(frozen=True)
class Slot:
    """One place in the tables: what stands there, and how its reader opens it."""

    blob: bytes
    open: Callable[[bytes], object]


def _keys_row(report: UUID, **values: bytes) -> ReportKeys:
    blank = {"sealed_team": b"", "sealed_desk": b"", "sealed_receipt": b""}
    return ReportKeys(report_id=report, receipt_public=RECEIPT.public, **{**blank, **values})


def _slots(report: UUID, name: str) -> Mapping[str, Slot]:
    """Every sealed field of one report, all reports under the same keys."""
    keys = sealed_report.seal_keys(
        report, KEYS, receipt_public=RECEIPT.public, team_public=TEAM.public, epoch=1
    )

    def of_team(field: str) -> Callable[[bytes], object]:
        other = {"sealed_team": keys.sealed_team, "sealed_desk": keys.sealed_desk}
        return lambda blob: sealed_report.open_for_team(
            _keys_row(report, **{**other, field: blob}), team_secret=TEAM.secret, epoch=1
        )

    slots = {
        "sealed_team": Slot(keys.sealed_team, of_team("sealed_team")),
        "sealed_desk": Slot(keys.sealed_desk, of_team("sealed_desk")),
        "sealed_receipt": Slot(
            keys.sealed_receipt,
            lambda blob: sealed_report.open_for_receipt(
                _keys_row(report, sealed_receipt=blob), RECEIPT.secret
            ),
        ),
        "body": Slot(
            sealed_report.seal_body(DEK, report, {"a": 1}),
            lambda blob: sealed_report.open_body(DEK, report, blob),
        ),
        "consents": Slot(
            sealed_report.seal_consents(DEK, report, {"warn": True}),
            lambda blob: sealed_report.open_consents(DEK, report, blob),
        ),
        "contact": Slot(
            sealed_report.seal_contact(DEK, report, {"way": "phone"}),
            lambda blob: sealed_report.open_contact(DEK, report, blob),
        ),
        "alert_ref": Slot(
            sealed_report.seal_alert_ref(DEK, report, report),
            lambda blob: sealed_report.open_alert_ref(DEK, report, blob),
        ),
        "summary": Slot(
            sealed_report.seal_summary(DESK, report, {"a": 1}),
            lambda blob: sealed_report.open_summary(DESK, report, blob),
        ),
    }
    for number in (1, 2):
        slots |= _numbered(report, number)
    return {f"{name}/{field}": slot for field, slot in slots.items()}


def _numbered(report: UUID, number: int) -> dict[str, Slot]:
    return {
        f"from her {number}": Slot(
            sealed_report.seal_message(DEK, report, number, "reporter", "hallo"),
            lambda blob: sealed_report.open_message(DEK, report, number, "reporter", blob),
        ),
        f"from the desk {number}": Slot(
            sealed_report.seal_message(DEK, report, number, "desk", "hallo"),
            lambda blob: sealed_report.open_message(DEK, report, number, "desk", blob),
        ),
        f"photo {number}": Slot(
            sealed_report.seal_photo(DEK, report, number, b"jpeg"),
            lambda blob: sealed_report.open_photo(DEK, report, number, blob),
        ),
        f"note {number}": Slot(
            sealed_report.seal_note(DESK, report, number, "hallo"),
            lambda blob: sealed_report.open_note(DESK, report, number, blob),
        ),
    }


def test_no_part_opens_in_any_other_place() -> None:
    slots = {**_slots(uuid4(), "one"), **_slots(uuid4(), "other")}
    opened = []
    for place, slot in slots.items():
        slot.open(slot.blob)  # the control: where it belongs it opens
        for origin, other in slots.items():
            if origin == place:
                continue
            try:
                slot.open(other.blob)
            except Damaged:
                continue
            opened.append(f"{origin} in {place}")
    assert len(slots) == 32
    assert opened == []


def test_keys_of_one_epoch_do_not_open_as_another() -> None:
    report = uuid4()
    row = sealed_report.seal_keys(
        report, KEYS, receipt_public=RECEIPT.public, team_public=TEAM.public, epoch=1
    )
    with pytest.raises(Damaged):
        sealed_report.open_for_team(row, team_secret=TEAM.secret, epoch=2)
