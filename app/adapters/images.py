"""Photos from strangers, made harmless in a child process (security.md 2.11).

The server hands the bytes to `images_child.py` and gets a new JPEG back. It never decodes a picture
itself: a decoder that is broken open holds a process without files, network, secrets or much time.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import signal
import subprocess
import sys
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import IO, cast

from app.adapters import jpeg_segments

CHILD = Path(__file__).with_name("images_child.py")

MOST_BYTES = 10 * 1024 * 1024  # of one picture as it arrives
# 2560 × 2560 pixels of pure noise stay under this; more is not the work of our child.
MOST_BYTES_OUT = 12 * 1024 * 1024
AT_ONCE = 2  # each child may take memory_bytes: two fit beside the server on a small machine

TOO_LARGE_FILE = "too_large_file"
NOT_AN_IMAGE = "not_an_image"
TOO_MANY_PIXELS = "too_many_pixels"
DAMAGED = "damaged"
TOOK_TOO_LONG = "took_too_long"
ANIMATED = "animated"

# The exit statuses of the child. Its numbers are repeated and not imported: that would load the
# decoders into the server.
_REASON_OF_STATUS = {
    10: NOT_AN_IMAGE,
    11: TOO_MANY_PIXELS,
    12: DAMAGED,
    13: ANIMATED,
    -signal.SIGXCPU: TOOK_TOO_LONG,
    -signal.SIGKILL: TOOK_TOO_LONG,
}


class ImageRefused(Exception):
    """The picture was not taken. `reason` is one of the codes above; the page has the sentence."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True)
class CleanImage:
    """A new JPEG made of pixels only; sizes in pixels, `sha256_original` in hex.

    The digest is of the bytes she sent, so that she can later prove what she sent.
    """

    jpeg: bytes
    width: int
    height: int
    sha256_original: str


@dataclass(frozen=True)
class Limits:
    """What one child may use."""

    cpu_seconds: int = 10
    wall_seconds: float = 20.0
    memory_bytes: int = 600 * 1024 * 1024


_places = threading.BoundedSemaphore(AT_ONCE)


def clean_image(data: bytes, limits: Limits = Limits()) -> CleanImage:
    """The picture as a new JPEG, at most 2560 pixels a side, upright, without anything but pixels.

    Takes JPEG, PNG and still WebP of at most 10 MiB and 40 megapixels.
    Waits for a free place while two pictures are in work. Raises ImageRefused(reason).
    """
    if len(data) > MOST_BYTES:
        raise ImageRefused(TOO_LARGE_FILE)
    if not data:
        raise ImageRefused(NOT_AN_IMAGE)
    if not _places.acquire(timeout=limits.wall_seconds):
        raise ImageRefused(TOOK_TOO_LONG)
    try:
        status, jpeg = _run_child(data, limits)
    finally:
        _places.release()
    if status != 0:
        raise ImageRefused(_REASON_OF_STATUS.get(status, DAMAGED))
    try:
        width, height = jpeg_segments.size_of_plain_jpeg(jpeg)
    except jpeg_segments.NotPlain:
        raise ImageRefused(DAMAGED) from None
    return CleanImage(jpeg, width, height, hashlib.sha256(data).hexdigest())


def _run_child(data: bytes, limits: Limits) -> tuple[int, bytes]:
    """(exit status, what it wrote). Never raises for what the child does."""
    with subprocess.Popen(  # noqa: S603 - our own interpreter, our own file, three numbers
        [
            sys.executable,
            "-I",
            "-B",
            str(CHILD),
            str(limits.cpu_seconds),
            str(limits.memory_bytes),
            str(MOST_BYTES),
        ],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={},
        cwd="/",
        close_fds=True,
        start_new_session=True,
    ) as child:
        to_child, from_child = cast("IO[bytes]", child.stdin), cast("IO[bytes]", child.stdout)
        # The clock ends both waits below: a killed child closes its pipes.
        clock = threading.Timer(limits.wall_seconds, _kill, (child,))
        clock.start()
        try:
            with contextlib.suppress(BrokenPipeError):
                to_child.write(data)
            with contextlib.suppress(BrokenPipeError):
                to_child.close()
            jpeg = from_child.read(MOST_BYTES_OUT + 1)
            if len(jpeg) > MOST_BYTES_OUT:
                _kill(child)
            status = child.wait()
        finally:
            clock.cancel()
            _kill(child)
    return status, jpeg


def _kill(child: subprocess.Popen[bytes]) -> None:
    """End the child and whatever it may have started; harmless when it has already ended."""
    if child.returncode is None:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(child.pid, signal.SIGKILL)
