"""Turn one picture from a stranger into a new JPEG made of its pixels only.

This file runs as a program of its own (see `images.py`), never inside the server: decoders are
where hostile pictures strike, so they run where there is nothing to take. Bytes come in on standard
input, the JPEG leaves on standard output, the verdict is the exit status.

Nothing of the project is imported here, and the decoder is chosen by us among three: `Image.open`
would try every format it knows.

Arguments: CPU seconds, address space in bytes, most bytes of input.
"""

from __future__ import annotations

import contextlib
import ctypes
import io
import os
import resource
import sys
import warnings

from PIL import Image, ImageColor, ImageFile, ImagePalette, TiffImagePlugin
from PIL.JpegImagePlugin import JpegImageFile
from PIL.PngImagePlugin import PngImageFile
from PIL.WebPImagePlugin import WebPImageFile

# Pillow would load these halfway through a picture (Exif is a TIFF), when no file can be opened.
LOADED_AHEAD = (ImageColor, ImagePalette, TiffImagePlugin)

# Exit statuses; `images.py` turns them into reasons. 1 and 2 are left to Python's own accidents.
NOT_AN_IMAGE = 10
TOO_MANY_PIXELS = 11
DAMAGED = 12
ANIMATED = 13

MOST_PIXELS = 40_000_000
LONGEST_SIDE = 2560  # pixels
JPEG_QUALITY = 85

ORIENTATION_TAG = 0x0112  # EXIF 2.32, table 4
TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}

NOBODY = 65534  # user and group id

CLONE_NEWUSER = 0x10000000  # linux/sched.h
CLONE_NEWNET = 0x40000000


class Refused(Exception):
    """The picture is not taken; `status` says why."""

    def __init__(self, status: int) -> None:
        super().__init__(status)
        self.status = status


def lock_down(cpu_seconds: int, memory_bytes: int) -> None:
    """Give up everything the decoder does not need.

    macOS refuses some of these limits (address space above all). There the caps on bytes and pixels
    and the parent's clock hold alone: a limit that the platform lacks must not lose her photo.
    """
    for limit, soft, hard in (
        (resource.RLIMIT_CORE, 0, 0),
        (resource.RLIMIT_FSIZE, 0, 0),
        (resource.RLIMIT_NPROC, 0, 0),
        (resource.RLIMIT_CPU, cpu_seconds, cpu_seconds + 1),
        (resource.RLIMIT_AS, memory_bytes, memory_bytes),
    ):
        with contextlib.suppress(OSError, ValueError):
            resource.setrlimit(limit, (soft, hard))
    leave_the_network()
    leave_root()
    # Standard input, output and error are the three: from here on no file and no socket can be
    # opened, on any platform. It comes last because the lines above may need a descriptor.
    with contextlib.suppress(OSError, ValueError):
        resource.setrlimit(resource.RLIMIT_NOFILE, (3, 3))


def leave_the_network() -> None:
    """Move to an empty network namespace where the kernel lets us (Linux), else do nothing."""
    if not sys.platform.startswith("linux"):
        return
    with contextlib.suppress(OSError, AttributeError):
        libc = ctypes.CDLL(None, use_errno=True)
        if libc.unshare(CLONE_NEWUSER | CLONE_NEWNET) != 0:
            libc.unshare(CLONE_NEWNET)


def leave_root() -> None:
    """Become nobody where the server runs as root (a container): root could lift its limits."""
    if os.getuid() == 0:
        with contextlib.suppress(OSError):
            os.setgroups([])
            os.setgid(NOBODY)
            os.setuid(NOBODY)


def open_picture(data: bytes) -> ImageFile.ImageFile:
    """The picture with its header read and nothing decoded yet.

    The class is called directly, so an MPO (what many phones write for HDR and portraits) is simply
    its first picture, and the others are never looked at.
    """
    if data.startswith(b"\xff\xd8\xff"):
        picture: ImageFile.ImageFile = JpegImageFile(io.BytesIO(data))
    elif data.startswith(b"\x89PNG\r\n\x1a\n"):
        picture = PngImageFile(io.BytesIO(data))
    elif data.startswith(b"RIFF") and data[8:12] == b"WEBP":
        picture = WebPImageFile(io.BytesIO(data))
    else:
        raise Refused(NOT_AN_IMAGE)
    width, height = picture.size
    if width * height > MOST_PIXELS:
        raise Refused(TOO_MANY_PIXELS)
    if getattr(picture, "is_animated", False):
        raise Refused(ANIMATED)
    return picture


def orientation_of(picture: Image.Image) -> int:
    """EXIF orientation 1–8; 1 where it is missing or unreadable."""
    try:
        return int(picture.getexif().get(ORIENTATION_TAG, 1))
    except Exception:  # noqa: BLE001 - any accident in a block that strangers write means "as it is"
        return 1


def only_pixels(picture: Image.Image) -> Image.Image:
    """A fresh RGB image, upright and at most LONGEST_SIDE, on white where it was transparent.

    A fresh one because Pillow would copy the profile and the comment of the opened file.
    """
    turn = TURNS.get(orientation_of(picture))
    if picture.mode.startswith("I"):  # 16-bit grey: scale, since convert() would clip it to white
        picture = picture.convert("I").point(lambda value: value * (1 / 256)).convert("L")
    elif picture.mode in {
        "1",
        "P",
        "PA",
    }:  # scaling these takes the nearest pixel: text gets unreadable
        picture.thumbnail((LONGEST_SIDE * 2, LONGEST_SIDE * 2))
        picture = picture.convert("RGBA")
    elif picture.mode == "RGB" and "transparency" in picture.info:
        picture = picture.convert("RGBA")
    picture.thumbnail((LONGEST_SIDE, LONGEST_SIDE), Image.Resampling.LANCZOS, reducing_gap=2.0)
    if turn is not None:
        picture = picture.transpose(turn)
    fresh = Image.new("RGB", picture.size, "white")
    if picture.mode in {"RGBA", "LA"}:
        fresh.paste(picture.convert("RGB"), mask=picture.getchannel("A"))
    else:
        fresh.paste(picture.convert("RGB"))
    return fresh


def new_jpeg(data: bytes) -> bytes:
    """The new JPEG for the bytes of a picture.

    Raises Refused.
    """
    try:
        picture = open_picture(data)
        out = io.BytesIO()
        only_pixels(picture).save(out, "JPEG", quality=JPEG_QUALITY, optimize=True)
    except (MemoryError, Image.DecompressionBombError):
        raise Refused(TOO_MANY_PIXELS) from None
    except Refused:
        raise
    except Exception:  # noqa: BLE001 - decoders raise whatever they like on hostile bytes
        raise Refused(DAMAGED) from None
    return out.getvalue()


def main(arguments: list[str]) -> int:
    cpu_seconds, memory_bytes, most_bytes = (int(argument) for argument in arguments)
    warnings.simplefilter("ignore")
    # Pillow raises at twice this figure; for WebP that is before its canvas is made.
    Image.MAX_IMAGE_PIXELS = MOST_PIXELS // 2
    Image.preinit()  # save() would load these modules itself, when no file can be opened any more
    lock_down(cpu_seconds, memory_bytes)
    try:
        jpeg = new_jpeg(sys.stdin.buffer.read(most_bytes + 1))
    except Refused as refused:
        return refused.status
    sys.stdout.buffer.write(jpeg)
    sys.stdout.buffer.flush()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
