"""Who we are to the message services of browsers: a key, and tokens made with it (RFC 8292)."""

from __future__ import annotations

import base64
from datetime import datetime, timedelta
from importlib import import_module

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

POINT_BYTES = 65  # an uncompressed point of P-256, as browsers want it
ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
TOKEN_HOLDS = timedelta(hours=6)  # services refuse more than a day


def token_header(secret: bytes, origin: str, contact: str, now: datetime) -> str:
    """The header Authorization for one service: signed with ES256, good for that service only.

    `contact` is a `mailto:` or `https://host` where the service can complain. The library is read
    on first use: most processes never send.
    """
    claims = {"aud": origin, "exp": int((now + TOKEN_HOLDS).timestamp()), "sub": contact}
    signer = import_module("py_vapid").Vapid02(private_key(secret))
    return str(signer.sign(claims)["Authorization"])


def private_key(secret: bytes) -> ec.EllipticCurvePrivateKey:
    """A key of P-256 out of 32 random bytes; the same ones give the same key."""
    return ec.derive_private_key(int.from_bytes(secret, "big") % (ORDER - 1) + 1, ec.SECP256R1())


def public_key(secret: bytes) -> bytes:
    """The public half, 65 bytes, for the browsers that ask for messages from us only."""
    return (
        private_key(secret).public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    )


def is_public_key(point: bytes) -> bool:
    """Whether these bytes are such a public half."""
    try:
        ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), point)
    except ValueError:
        return False
    return len(point) == POINT_BYTES


def for_browsers(point: bytes) -> str:
    """A public half as a page hands it to the browser: base64url without padding."""
    return base64.urlsafe_b64encode(point).rstrip(b"=").decode()
