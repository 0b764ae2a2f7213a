"""Files in sealed frames: all of it opens, or nothing does (security.md 2.2, T4).

Layout: 24 bytes header, then frames of at most 64 KiB plaintext and 17 bytes each. Every frame
carries the context as associated data; the last one has the FINAL tag, so that a file cut exactly
between two frames is not taken for a shorter file.
"""

from __future__ import annotations

from nacl import bindings
from nacl.exceptions import CryptoError

from app.adapters.vault.boxes import STEP_BYTES, VERSION, Damaged, encode_context, pad, unpad

FRAME_BYTES = 64 * 1024
HEADER_BYTES = bindings.crypto_secretstream_xchacha20poly1305_HEADERBYTES
OVERHEAD_BYTES = bindings.crypto_secretstream_xchacha20poly1305_ABYTES
FINAL = bindings.crypto_secretstream_xchacha20poly1305_TAG_FINAL
MESSAGE = bindings.crypto_secretstream_xchacha20poly1305_TAG_MESSAGE


def seal_stream(key: bytes, data: bytes, *context: str) -> bytes:
    """`data` in sealed frames, padded to steps of 4 KiB, bound to `context`."""
    aad = encode_context(VERSION, *context)
    padded = pad(data, STEP_BYTES)
    state = bindings.crypto_secretstream_xchacha20poly1305_state()
    parts = [bindings.crypto_secretstream_xchacha20poly1305_init_push(state, key)]
    for start in range(0, len(padded), FRAME_BYTES):
        end = start + FRAME_BYTES
        tag = FINAL if end >= len(padded) else MESSAGE
        parts.append(
            bindings.crypto_secretstream_xchacha20poly1305_push(state, padded[start:end], aad, tag)
        )
    return b"".join(parts)


def open_stream(key: bytes, blob: bytes, *context: str) -> bytes:
    """What was sealed, whole; raises `Damaged` before a single byte is handed out."""
    aad = encode_context(VERSION, *context)
    try:
        frames = _open_frames(key, bytes(blob), aad)
    except (CryptoError, ValueError, TypeError) as error:
        raise Damaged from error
    return unpad(frames)


def _open_frames(key: bytes, blob: bytes, aad: bytes) -> bytes:
    state = bindings.crypto_secretstream_xchacha20poly1305_state()
    bindings.crypto_secretstream_xchacha20poly1305_init_pull(state, blob[:HEADER_BYTES], key)
    parts, tag = [], MESSAGE
    for start in range(HEADER_BYTES, len(blob), FRAME_BYTES + OVERHEAD_BYTES):
        if tag == FINAL:
            raise Damaged  # something was put behind the end
        frame = blob[start : start + FRAME_BYTES + OVERHEAD_BYTES]
        plaintext, tag = bindings.crypto_secretstream_xchacha20poly1305_pull(state, frame, aad)
        parts.append(plaintext)
    if tag != FINAL:
        raise Damaged  # cut between two frames
    return b"".join(parts)
