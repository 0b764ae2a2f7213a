"""A member's code: from a form or at the door, to the look-up of her row (decisions 10).

The code exists in this process for one request. It is made and stretched like a report's, but
under labels of its own: one form can never be both, and nothing joins a member to a report.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from datetime import datetime

from app.adapters.keyring import Keyring
from app.adapters.vault.boxes import Damaged, mac, open_sealed, seal, subkey
from app.domain.code import CODE_BYTES, Code, make_code
from app.domain.shown_again import may_show_again, stamp_of
from app.domain.word_lists import WORD_BITS, words_of_number

SIGN_WORDS = 2


@dataclass(frozen=True)
class MemberCode:
    """A stretched code: 16 bytes to find her row with, and a key for what only she may know."""

    code: Code
    lookup: bytes
    repeat_key: bytes = field(repr=False)


def code_of_form(raw_token: bytes, keyring: Keyring) -> Code:
    """The code of a form: the same form always gives the same code."""
    assert keyring.k_gen is not None
    return make_code(mac(keyring.k_gen, "member", raw_token)[:CODE_BYTES])


def sign_of_code(code: Code, keyring: Keyring) -> str:
    """Two words to put into an advert: proof that the advert is the applicant's own.

    They hang on her code, so that she need not change her advert when she gives her proof again;
    22 bits under a key of ours tell nobody anything of the code.
    """
    assert keyring.k_gen is not None
    drawn = int.from_bytes(mac(keyring.k_gen, "advert sign", str(code.number)), "big")
    return " ".join(words_of_number(drawn % (1 << SIGN_WORDS * WORD_BITS), SIGN_WORDS, "nl"))


def stretch_member_code(code: Code, keyring: Keyring) -> MemberCode:
    """One Argon2 call, about 155 ms in production; raises `Busy` when too many wait."""
    assert keyring.pepper_receipt is not None
    assert keyring.salt_receipt is not None
    master = keyring.stretcher.stretch_receipt(
        code.number, keyring.pepper_receipt, keyring.salt_receipt
    )
    return MemberCode(
        code=code,
        lookup=subkey(master, "member/lookup")[:16],
        repeat_key=subkey(master, "member/repeat"),
    )


def seal_moment(member_code: MemberCode, content: bytes, *, now: datetime) -> bytes:
    """When this form was taken and what it said; only who has the code can read it."""
    stamp = stamp_of(hashlib.sha256(content).digest(), now)
    return seal(member_code.repeat_key, stamp, "member", "repeat")


def is_shown_again(
    member_code: MemberCode, sealed: bytes | None, content: bytes, *, now: datetime
) -> bool:
    """Whether the same form, sent a second time, gets its code: ten minutes, same content."""
    if sealed is None:
        return False
    try:
        stamp = open_sealed(member_code.repeat_key, sealed, "member", "repeat")
    except Damaged:
        return False
    return may_show_again(stamp, hashlib.sha256(content).digest(), now)
