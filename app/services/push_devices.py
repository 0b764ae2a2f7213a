"""The browsers in which a member gets messages: a few addresses, sealed with her choices.

Messages are empty, so that the keys a browser offers for their content are not kept.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection
from dataclasses import dataclass, replace
from uuid import UUID

from sqlalchemy.orm import Session

from app.adapters.keyring import Keyring
from app.domain.push_address import push_address
from app.models.member import Member
from app.services.deliveries import DEVICES, address_of, with_address
from app.services.sealed_member import NO_DEVICES, Choices, choices_of, keep_choices

MAKERS = {
    "fcm.googleapis.com": "Google",
    "push.services.mozilla.com": "Mozilla",
    "push.apple.com": "Apple",
    "notify.windows.com": "Microsoft",
}
MARK_SIGNS = 16


class NoPlaceLeft(Exception):
    """She has messages in as many browsers as we keep."""


@dataclass(frozen=True)
class Device:
    """A browser of hers: its place, whose message service it is, and a mark of its address.

    With the mark the browser itself can tell that it is the one; it is no address.
    """

    channel: str
    maker: str
    mark: str


def devices_of(choices: Choices) -> tuple[Device, ...]:
    found = ((channel, address_of(choices, channel)) for channel in DEVICES)
    return tuple(
        Device(channel, _maker(address), hashlib.sha256(address.encode()).hexdigest()[:MARK_SIGNS])
        for channel, address in found
        if address
    )


def has_lost(choices: Choices) -> bool:
    """Whether a browser of hers turned out to be gone, and she has not read that yet."""
    return any(one in DEVICES for one in choices.lost)


def add_device(
    session: Session,
    member_id: UUID,
    address: str,
    *,
    keyring: Keyring,
    test_origins: Collection[str] = (),
) -> None:
    """Messages go to this browser too; harmless when they do already.

    Raises `NotAPushAddress` before anything is stored, and `NoPlaceLeft`.
    """
    push_address(address, test_origins)
    row = session.get_one(Member, member_id, with_for_update=True, populate_existing=True)
    choices = _without_lost(choices_of(row, keyring))
    if address not in choices.devices:
        free = next((one for one in DEVICES if not address_of(choices, one)), None)
        if free is None:
            raise NoPlaceLeft
        choices = with_address(choices, free, address)
    keep_choices(row, choices, keyring)


def remove_device(session: Session, member_id: UUID, channel: str, *, keyring: Keyring) -> None:
    """No messages to that browser from now on; nothing for a place that is empty."""
    if channel in DEVICES:
        row = session.get_one(Member, member_id, with_for_update=True, populate_existing=True)
        keep_choices(row, with_address(choices_of(row, keyring), channel, ""), keyring)


def notice_lost(session: Session, member_id: UUID, *, keyring: Keyring) -> None:
    """She read that a browser is gone."""
    row = session.get_one(Member, member_id, with_for_update=True, populate_existing=True)
    keep_choices(row, _without_lost(choices_of(row, keyring)), keyring)


def forget_devices(row: Member, *, keyring: Keyring) -> None:
    """All of them, in the caller's transaction: whoever is shut out gets nothing on her phone."""
    choices = choices_of(row, keyring)
    if any(choices.devices):
        keep_choices(row, replace(choices, devices=NO_DEVICES), keyring)


def _without_lost(choices: Choices) -> Choices:
    return replace(choices, lost=tuple(one for one in choices.lost if one not in DEVICES))


def _maker(address: str) -> str:
    host = address.partition("://")[2].partition("/")[0]
    return next((name for end, name in MAKERS.items() if host.endswith(end)), "")
