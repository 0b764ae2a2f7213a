"""The wizards' memory: sealed into a hidden field, so that an anonymous visitor needs no cookie.

Compressed, then sealed under a key of this process and bound to the wizard and the form's own
token: a state cannot be read on her phone, changed, or moved into another form (decisions 5).
"""

from __future__ import annotations

import base64
import binascii
import json
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic, Protocol, TypeVar

from app.adapters.vault.boxes import Damaged, open_sealed, seal, subkey
from app.domain.strict_json import JsonObject, Malformed
from app.public.wizard.first_case import first_from_json, first_to_json
from app.services.both_desks import Own

MAX_SEALED_CHARS = 120_000  # a full story in a script of three bytes a letter, and some


class Draft(Protocol):
    """What a wizard collects."""

    def to_json(self) -> JsonObject: ...


D = TypeVar("D", bound=Draft)


class StateUnreadable(Exception):
    """The hidden field is not what we sent with this form."""


@dataclass(frozen=True)
class WizardState(Generic[D]):
    """What she told so far, and whether she came from the page where it is read back.

    `first` is the story at the other desk when she wants both to be known; else nothing of it is
    here.
    """

    draft: D
    reviewing: bool = False
    first: Own | None = None


def seal_state(state: WizardState[D], wizard: str, k_form: bytes, raw_token: bytes) -> str:
    """Text for a hidden field; `wizard` names the form that it belongs to."""
    first = None if state.first is None else first_to_json(state.first)
    content = {"draft": state.draft.to_json(), "reviewing": state.reviewing, "first": first}
    packed = zlib.compress(json.dumps(content, ensure_ascii=False).encode(), 6)
    sealed = seal(subkey(k_form, "wizard"), packed, wizard, raw_token.hex())
    return base64.urlsafe_b64encode(sealed).decode("ascii")


def open_state(
    text: str, wizard: str, read: Callable[[object], D], k_form: bytes, raw_token: bytes
) -> WizardState[D]:
    """What `seal_state` wrote for this form; raises `StateUnreadable`."""
    if len(text) > MAX_SEALED_CHARS:
        raise StateUnreadable
    try:
        sealed = base64.urlsafe_b64decode(text.encode("ascii"))
        packed = open_sealed(subkey(k_form, "wizard"), sealed, wizard, raw_token.hex())
        content: dict[str, Any] = json.loads(zlib.decompress(packed))
        first = content.get("first")
        return WizardState(
            read(content["draft"]),
            reviewing=bool(content["reviewing"]),
            first=None if first is None else first_from_json(first),
        )
    except (
        Damaged, Malformed, binascii.Error, UnicodeError, ValueError, KeyError, zlib.error,
    ) as error:  # fmt: skip
        raise StateUnreadable from error
