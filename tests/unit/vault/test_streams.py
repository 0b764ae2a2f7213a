"""T4: a file opens whole or not at all, whoever cut, moved or lengthened it."""

from __future__ import annotations

import os

import pytest
from nacl import bindings

from app.adapters.vault.boxes import Damaged, encode_context, pad, random_key, subkey
from app.adapters.vault.streams import (
    FINAL,
    FRAME_BYTES,
    HEADER_BYTES,
    MESSAGE,
    OVERHEAD_BYTES,
    open_stream,
    seal_stream,
)

KEY = random_key()
PLACE = ("report", "1", "att", "1")
WHOLE_FRAME = FRAME_BYTES + OVERHEAD_BYTES
DATA = os.urandom(3 * FRAME_BYTES + 1000)  # four frames
BLOB = seal_stream(KEY, DATA, *PLACE)
HEADER = BLOB[:HEADER_BYTES]
FRAMES = [BLOB[at : at + WHOLE_FRAME] for at in range(HEADER_BYTES, len(BLOB), WHOLE_FRAME)]


def joined(*frames: bytes) -> bytes:
    return HEADER + b"".join(frames)


FIRST, SECOND, THIRD, LAST = FRAMES
OTHER = seal_stream(KEY, DATA, *PLACE)  # the same file, sealed once more
SHORT = seal_stream(KEY, b"short", *PLACE)
TAMPERED = {
    "empty": b"",
    "half a header": HEADER[:10],
    "only the header": HEADER,
    "cut after the first frame": joined(FIRST),
    "cut after the second frame": joined(FIRST, SECOND),
    "cut before the last frame": joined(FIRST, SECOND, THIRD),
    "cut inside the first frame": BLOB[: HEADER_BYTES + 1000],
    "cut inside the second frame": BLOB[: HEADER_BYTES + WHOLE_FRAME + 20],
    "cut inside the last frame": BLOB[:-20],
    "one byte short": BLOB[:-1],
    "cut to the tag of the last frame": joined(FIRST, SECOND, THIRD, LAST[:OVERHEAD_BYTES]),
    "first dropped": joined(SECOND, THIRD, LAST),
    "middle dropped": joined(FIRST, THIRD, LAST),
    "all but the last dropped": joined(LAST),
    "two swapped": joined(FIRST, THIRD, SECOND, LAST),
    "last moved forward": joined(FIRST, SECOND, LAST, THIRD),
    "one twice": joined(FIRST, FIRST, SECOND, THIRD, LAST),
    "last twice": joined(FIRST, SECOND, THIRD, LAST, LAST),
    "a byte behind the end": BLOB + b"\0",
    "a frame of ours behind the end": joined(FIRST, SECOND, THIRD, LAST, SECOND),
    "a whole file behind the end": BLOB + OTHER,
    "a frame behind the end of a one-frame file": SHORT + FIRST,
    "zeros behind the end": BLOB + bytes(WHOLE_FRAME),
    "frame of another file": joined(
        FIRST, OTHER[HEADER_BYTES + WHOLE_FRAME : HEADER_BYTES + 2 * WHOLE_FRAME], THIRD, LAST
    ),
    "header of another file": OTHER[:HEADER_BYTES] + b"".join(FRAMES),
    "one bit": joined(FIRST, SECOND[:500] + bytes([SECOND[500] ^ 1]) + SECOND[501:], THIRD, LAST),
    "garbage": os.urandom(len(BLOB)),
    "zeros": bytes(len(BLOB)),
}


@pytest.mark.parametrize("what", TAMPERED)
def test_a_tampered_file_is_damaged_and_no_part_of_it_is_handed_out(what: str) -> None:
    with pytest.raises(Damaged):
        open_stream(KEY, TAMPERED[what], *PLACE)


def test_every_cut_of_a_small_file_is_damaged() -> None:
    for length in range(len(SHORT)):
        with pytest.raises(Damaged):
            open_stream(KEY, SHORT[:length], *PLACE)


@pytest.mark.parametrize(
    "place",
    [
        ("report", "2", "att", "1"),
        ("report", "1", "att", "2"),
        ("report", "1", "att", "11"),
        ("report", "1", "att"),
        ("report", "1att", "1"),
        (),
    ],
)
def test_a_file_does_not_open_at_another_report_or_number(place: tuple[str, ...]) -> None:
    with pytest.raises(Damaged):
        open_stream(KEY, BLOB, *place)


def test_a_file_does_not_open_with_another_key() -> None:
    for key in (random_key(), subkey(KEY, "att/1"), b"", bytes(31)):
        with pytest.raises(Damaged):
            open_stream(key, BLOB, *PLACE)


@pytest.mark.parametrize(
    "size",
    [
        *(0, 1, 4091, 4092, 4093),
        *(FRAME_BYTES - 5, FRAME_BYTES - 4, FRAME_BYTES - 3, FRAME_BYTES, 2 * FRAME_BYTES - 4),
        10 * 1024 * 1024,
    ],
)
def test_a_file_of_any_size_comes_back_whole(size: int) -> None:
    data = os.urandom(size)
    assert open_stream(KEY, seal_stream(KEY, data, *PLACE), *PLACE) == data


def test_a_file_tells_its_size_only_in_steps_of_four_kilobytes() -> None:
    sizes = {len(seal_stream(KEY, bytes(size))) for size in (0, 1, 2000, 4092)}
    assert sizes == {HEADER_BYTES + 4096 + OVERHEAD_BYTES}
    assert len(seal_stream(KEY, bytes(4093))) == HEADER_BYTES + 2 * 4096 + OVERHEAD_BYTES


def test_no_plaintext_shows() -> None:
    assert b"MARKER" not in seal_stream(KEY, b"MARKER" * 100)


def by_hand(*frames: tuple[bytes, int]) -> bytes:
    """A stream with these plaintexts and tags, sealed with the right key for the right place."""
    state = bindings.crypto_secretstream_xchacha20poly1305_state()
    parts = [bindings.crypto_secretstream_xchacha20poly1305_init_push(state, KEY)]
    for plaintext, tag in frames:
        parts.append(
            bindings.crypto_secretstream_xchacha20poly1305_push(
                state, plaintext, encode_context("v1", *PLACE), tag
            )
        )
    return b"".join(parts)


def test_the_end_is_told_by_its_tag_and_by_nothing_else() -> None:
    """The length inside is right in each of these: only the tags are wrong."""
    whole = pad(bytes(FRAME_BYTES - 4))
    assert open_stream(KEY, by_hand((whole, FINAL)), *PLACE) == bytes(FRAME_BYTES - 4)
    for wrong in (
        by_hand((whole, MESSAGE)),
        by_hand((whole, MESSAGE), (whole, MESSAGE)),
        by_hand((whole, FINAL), (whole, MESSAGE)),
        by_hand((whole, FINAL), (whole, FINAL)),
        by_hand((whole, FINAL), (b"", FINAL)),
    ):
        with pytest.raises(Damaged):
            open_stream(KEY, wrong, *PLACE)
