"""T3 for complaints: every sealed part copied to every other place, and to a report; nothing opens.

All cases here are sealed under the **same** keys. So it is the binding to desk, row and field that
refuses, not merely another key.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from uuid import UUID, uuid4

from app.adapters.vault.boxes import Damaged, new_key_pair, random_key
from app.services.sealed_case import CaseSeals, DeskKeys

TEAM = new_key_pair()
RECEIPT = new_key_pair()
KEYS = DeskKeys(random_key(), random_key())
DEK, DESK = KEYS.dek, KEYS.desk_key
PARTS = ("file", "step", "letter")


@dataclass(frozen=True)
class Slot:
    """One place in the tables: what stands there, and how its reader opens it."""

    blob: bytes
    open: Callable[[bytes], object]


def slots_of(seals: CaseSeals, case: UUID) -> Mapping[str, Slot]:
    """Every sealed field of one case."""
    keys = seals.seal_keys(
        case, KEYS, receipt_public=RECEIPT.public, team_public=TEAM.public, epoch=1
    )

    assert keys.sealed_receipt is not None

    def for_team(team: bytes, desk: bytes) -> object:
        return seals.open_for_team(case, team, desk, team_secret=TEAM.secret, epoch=1)

    slots = {
        "sealed_team": Slot(keys.sealed_team, lambda blob: for_team(blob, keys.sealed_desk)),
        "sealed_desk": Slot(keys.sealed_desk, lambda blob: for_team(keys.sealed_team, blob)),
        "sealed_receipt": Slot(
            keys.sealed_receipt, lambda blob: seals.open_for_receipt(case, blob, RECEIPT.secret)
        ),
        "body": Slot(
            seals.seal_body(DEK, case, {"a": 1}), lambda blob: seals.open_body(DEK, case, blob)
        ),
        "consents": Slot(
            seals.seal_consents(DEK, case, {"figures": True}),
            lambda blob: seals.open_consents(DEK, case, blob),
        ),
        "contact": Slot(
            seals.seal_contact(DEK, case, {"way": "phone"}),
            lambda blob: seals.open_contact(DEK, case, blob),
        ),
        "summary": Slot(
            seals.seal_summary(DESK, case, {"a": 1}),
            lambda blob: seals.open_summary(DESK, case, blob),
        ),
    }
    for number in (1, 2):
        slots |= numbered(seals, case, number)
    return {f"{seals.kind} {str(case)[:4]} {name}": slot for name, slot in slots.items()}


def numbered(seals: CaseSeals, case: UUID, number: int) -> dict[str, Slot]:
    def written_by(author: str) -> Callable[[bytes], object]:
        return lambda blob: seals.open_message(DEK, case, number, author, blob)

    def part(name: str) -> Callable[[bytes], object]:
        return lambda blob: seals.open_part(DEK, case, name, number, blob)

    return {
        f"from her {number}": Slot(
            seals.seal_message(DEK, case, number, "reporter", "hallo"), written_by("reporter")
        ),
        f"from the desk {number}": Slot(
            seals.seal_message(DEK, case, number, "desk", "hallo"), written_by("desk")
        ),
        f"content of file {number}": Slot(
            seals.seal_file(DEK, case, number, b"%PDF-"),
            lambda blob: seals.open_file(DEK, case, number, blob),
        ),
        f"note {number}": Slot(
            seals.seal_note(DESK, case, number, "hallo"),
            lambda blob: seals.open_note(DESK, case, number, blob),
        ),
        **{
            f"{name} {number}": Slot(seals.seal_part(DEK, case, name, number, {"a": 1}), part(name))
            for name in PARTS
        },
    }


def test_no_part_of_a_complaint_opens_in_any_other_place() -> None:
    one, other = uuid4(), uuid4()
    slots = {
        **slots_of(CaseSeals("complaint"), one),
        **slots_of(CaseSeals("complaint"), other),
        **slots_of(CaseSeals("report"), one),
    }
    opened = []
    for place, slot in slots.items():
        slot.open(slot.blob)  # the control: where it belongs it opens
        for origin, taken in slots.items():
            if origin == place:
                continue
            try:
                slot.open(taken.blob)
            except Damaged:
                continue
            opened.append(f"{origin} in {place}")
    assert len(slots) == 63
    assert opened == []
