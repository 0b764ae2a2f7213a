"""A backup as a sealed stream: written with a public key that opens nothing (security.md 2.12).

Layout: `MARK`, the length and text of a header that everybody may read, the stream's key in a
sealed box to the offline key, the stream's own header, then frames, each after its length. The
header is the associated data of every frame; the last frame has the FINAL tag, so a file that was
cut is not taken for a shorter one. Nothing is held in memory but one frame.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import BinaryIO

from nacl import bindings
from nacl.exceptions import CryptoError
from nacl.public import PrivateKey, PublicKey, SealedBox

from app.adapters.vault.boxes import KEY_BYTES, Damaged, random_key
from app.adapters.vault.streams import FINAL, HEADER_BYTES, MESSAGE, OVERHEAD_BYTES

MARK = b"house backup 1\n"
SEALED_KEY_BYTES = KEY_BYTES + bindings.crypto_box_SEALBYTES
LENGTH_BYTES = 4
MOST_HEADER_BYTES = 4096
State = bindings.crypto_secretstream_xchacha20poly1305_state


def write_sealed(out: BinaryIO, public_key: bytes, header: bytes, parts: Iterable[bytes]) -> None:
    """`parts` one after the other, sealed to `public_key` (32 bytes)."""
    key = random_key()
    state = bindings.crypto_secretstream_xchacha20poly1305_state()
    out.write(MARK + _length(header) + header)
    out.write(bytes(SealedBox(PublicKey(public_key)).encrypt(key)))
    out.write(bindings.crypto_secretstream_xchacha20poly1305_init_push(state, key))
    for part in parts:
        _push(out, state, part, header, MESSAGE)
    _push(out, state, b"", header, FINAL)


def read_header(source: BinaryIO) -> bytes:
    """What everybody may read of it; not proven before the file is opened. Raises `Damaged`."""
    if source.read(len(MARK)) != MARK:
        raise Damaged
    length = int.from_bytes(source.read(LENGTH_BYTES), "big")
    if length > MOST_HEADER_BYTES:
        raise Damaged
    header = source.read(length)
    if len(header) != length:
        raise Damaged
    return header


def read_sealed(source: BinaryIO, secret_key: bytes) -> Iterator[bytes]:
    """The header first, then the parts. Raises `Damaged`, perhaps after some parts were given."""
    header = read_header(source)
    state = bindings.crypto_secretstream_xchacha20poly1305_state()
    try:
        key = SealedBox(PrivateKey(secret_key)).decrypt(source.read(SEALED_KEY_BYTES))
        start = source.read(HEADER_BYTES)
        bindings.crypto_secretstream_xchacha20poly1305_init_pull(state, start, bytes(key))
        yield header
        tag = MESSAGE
        while tag != FINAL:
            frame = source.read(int.from_bytes(source.read(LENGTH_BYTES), "big"))
            part, tag = bindings.crypto_secretstream_xchacha20poly1305_pull(state, frame, header)
            if tag != FINAL:
                yield bytes(part)
    except (CryptoError, ValueError, TypeError, RuntimeError) as error:
        raise Damaged from error
    if source.read(1):
        raise Damaged  # something was put behind the end


def _push(out: BinaryIO, state: State, part: bytes, header: bytes, tag: int) -> None:
    frame = bindings.crypto_secretstream_xchacha20poly1305_push(state, part, header, tag)
    assert len(frame) == len(part) + OVERHEAD_BYTES
    out.write(_length(frame) + frame)


def _length(text: bytes) -> bytes:
    return len(text).to_bytes(LENGTH_BYTES, "big")
