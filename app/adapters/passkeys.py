"""Passkeys: what a browser is asked, and whether its answer is right (WebAuthn level 3).

The library is read on first use: it takes 0.4 s, and most processes never need it. A passkey is a
second factor here: it must be unlocked (user verification) and lie on the device (resident key), so
that the desk never has to name the passkeys of a person to whoever asks.
"""

from __future__ import annotations

import binascii
import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from importlib import import_module
from typing import Any
from urllib.parse import urlsplit

LONGEST_ANSWER = 16 * 1024
CHALLENGE_BYTES = 32
WAIT_MILLISECONDS = 120_000


class PasskeyRefused(Exception):
    """The answer is not what was asked for; carries nothing of it."""


@dataclass(frozen=True)
class Site:
    """The desk as a browser knows it; `origin` such as https://desk.example.org."""

    origin: str

    @property
    def rp_id(self) -> str:
        return urlsplit(self.origin).hostname or ""


@dataclass(frozen=True)
class StoredPasskey:
    """What the desk keeps of a passkey: no secret, the private half never leaves the device."""

    credential_id: bytes = field(repr=False)
    public_key: bytes = field(repr=False)
    sign_count: int


def enrolment_options(
    site: Site, challenge: bytes, user: tuple[bytes, str], present: Sequence[bytes]
) -> str:
    """JSON for navigator.credentials.create; `user`: handle and name, `present`: ids we keep."""

    handle, name = user
    library, structs = _library(), _library("helpers.structs")
    return str(
        library.options_to_json(
            library.generate_registration_options(
                rp_id=site.rp_id,
                rp_name=site.rp_id,
                user_id=handle,
                user_name=name,
                challenge=challenge,
                timeout=WAIT_MILLISECONDS,
                authenticator_selection=structs.AuthenticatorSelectionCriteria(
                    resident_key=structs.ResidentKeyRequirement.REQUIRED,
                    user_verification=structs.UserVerificationRequirement.REQUIRED,
                ),
                exclude_credentials=[
                    structs.PublicKeyCredentialDescriptor(id=one) for one in present
                ],
            )
        )
    )


def question(site: Site, challenge: bytes) -> str:
    """JSON for navigator.credentials.get, without a list of whose passkeys may answer."""

    library, structs = _library(), _library("helpers.structs")
    return str(
        library.options_to_json(
            library.generate_authentication_options(
                rp_id=site.rp_id,
                challenge=challenge,
                timeout=WAIT_MILLISECONDS,
                user_verification=structs.UserVerificationRequirement.REQUIRED,
            )
        )
    )


def read_enrolment(site: Site, challenge: bytes, answer: str) -> StoredPasskey:
    """The new passkey; raises PasskeyRefused."""

    _refuse_long(answer)
    try:
        found = _library().verify_registration_response(
            credential=answer,
            expected_challenge=challenge,
            expected_rp_id=site.rp_id,
            expected_origin=site.origin,
            require_user_verification=True,
        )
    except (_library("helpers.exceptions").WebAuthnException, *HOSTILE) as error:
        raise PasskeyRefused from error
    return StoredPasskey(found.credential_id, found.credential_public_key, found.sign_count)


def answered_by(answer: str) -> bytes:
    """The id of the passkey that an answer says it comes from; raises PasskeyRefused."""
    _refuse_long(answer)
    try:
        text = json.loads(answer)["rawId"]
        return binascii.a2b_base64(text.replace("-", "+").replace("_", "/") + "==")
    except (*HOSTILE, binascii.Error) as error:
        raise PasskeyRefused from error


def read_answer(site: Site, challenge: bytes, answer: str, kept: StoredPasskey) -> int:
    """The counter that the authenticator shows; raises PasskeyRefused.

    Whether the counter may be what it is, is the caller's question: the library would refuse
    without saying that this was the reason, and a copied passkey must raise an alarm.
    """

    _refuse_long(answer)
    try:
        found = _library().verify_authentication_response(
            credential=answer,
            expected_challenge=challenge,
            expected_rp_id=site.rp_id,
            expected_origin=site.origin,
            credential_public_key=kept.public_key,
            credential_current_sign_count=0,
            require_user_verification=True,
        )
    except (_library("helpers.exceptions").WebAuthnException, *HOSTILE) as error:
        raise PasskeyRefused from error
    return int(found.new_sign_count)


# what a made-up answer can make a reader of JSON, CBOR and keys stumble over
HOSTILE = (
    ValueError,
    TypeError,
    LookupError,
    AttributeError,
    OverflowError,
    RecursionError,
    NotImplementedError,
)


def _library(part: str = "") -> Any:
    """The library, or a part of it, on first use."""
    return import_module(f"webauthn.{part}" if part else "webauthn")


def _refuse_long(answer: str) -> None:
    if not answer or len(answer) > LONGEST_ANSWER:
        raise PasskeyRefused
