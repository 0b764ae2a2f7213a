"""T25: bombs and polyglots are refused, or come out as a plain JPEG with nothing behind it."""

from __future__ import annotations

import hashlib
import io
import subprocess
import sys
import time
from pathlib import Path

import pytest
from PIL import Image

from app.adapters import images
from app.adapters.images import Limits, clean_image
from app.adapters.jpeg_segments import NotPlain, segments, size_of_plain_jpeg
from tests.security import hostile_files as files
from tests.security.image_verdicts import assert_plain, assert_refused_or_plain, brightness, reason

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_an_honest_picture_comes_out_as_a_plain_jpeg_of_the_same_size(kind: str) -> None:
    clean = clean_image(files.encoded(kind, (640, 480)))
    assert_plain(clean)
    assert (clean.width, clean.height) == (640, 480)


def test_the_digest_is_of_what_she_sent() -> None:
    data = files.encoded("PNG")
    assert clean_image(data).sha256_original == hashlib.sha256(data).hexdigest()
    assert clean_image(data + b"\0").sha256_original != hashlib.sha256(data).hexdigest()


def test_a_large_picture_is_scaled_down_and_keeps_its_shape() -> None:
    clean = clean_image(files.encoded("JPEG", (6000, 3000)))
    assert (clean.width, clean.height) == (2560, 1280)


def test_a_picture_just_under_the_pixel_limit_fits_in_the_memory_of_the_child() -> None:
    out = io.BytesIO()
    Image.new("RGBA", (6600, 6000), (10, 200, 30, 128)).save(out, "PNG", compress_level=1)
    assert_plain(clean_image(out.getvalue()))


def test_what_was_transparent_becomes_white_and_not_black() -> None:
    out = io.BytesIO()
    Image.new("RGBA", (40, 40), (0, 0, 0, 0)).save(out, "PNG")
    assert brightness(clean_image(out.getvalue())) > 250


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "I;16", "CMYK"])
def test_every_kind_of_pixel_comes_out_in_its_own_brightness(mode: str) -> None:
    out = io.BytesIO()
    if mode == "I;16":
        Image.new("I;16", (40, 40), 65535 // 4).save(out, "PNG")
        expected = 64
    else:
        Image.new("L", (40, 40), 255).convert(mode).save(out, "JPEG" if mode == "CMYK" else "PNG")
        expected = 255
    assert abs(brightness(clean_image(out.getvalue())) - expected) < 4


# Bombs


def test_a_png_of_900_megapixels_is_refused_from_its_header() -> None:
    bomb = files.png_bomb()
    assert len(bomb) < 200_000
    started = time.monotonic()
    assert reason(bomb) == "too_many_pixels"
    assert time.monotonic() - started < 5


@pytest.mark.parametrize(("width", "height"), [(30_000, 30_000), (65_500, 65_500), (40_001, 1_000)])
def test_a_jpeg_that_would_decode_to_too_much_is_refused_from_its_header(
    width: int, height: int
) -> None:
    assert reason(files.jpeg_that_says(width, height)) == "too_many_pixels"


def test_a_webp_that_claims_a_huge_canvas_is_refused_before_the_canvas_is_made() -> None:
    webp = bytearray(files.encoded("WEBP"))
    at = webp.index(b"VP8 ") + 8 + 6  # chunk header, frame tag and start code (RFC 6386, 9.1)
    webp[at : at + 4] = b"\xff\x3f\xff\x3f"  # 16383 × 16383
    assert reason(bytes(webp)) == "too_many_pixels"


def test_data_that_unfolds_beyond_the_header_unfolds_nothing() -> None:
    assert_refused_or_plain(files.png_that_unfolds_beyond_its_header())


def test_a_text_bomb_before_the_pixels_is_refused_or_gone() -> None:
    assert_refused_or_plain(files.png_with_text_bomb())


def test_a_picture_that_takes_for_ever_to_decode_is_ended_by_the_limit_on_cpu_time() -> None:
    started = time.monotonic()
    assert reason(files.jpeg_of_endless_scans(), Limits(cpu_seconds=1)) == "took_too_long"
    assert time.monotonic() - started < 15


def test_a_picture_that_takes_for_ever_is_ended_by_the_clock_where_no_cpu_limit_holds() -> None:
    started = time.monotonic()
    limits = Limits(cpu_seconds=600, wall_seconds=1.0)
    assert reason(files.jpeg_of_endless_scans(), limits) == "took_too_long"
    assert time.monotonic() - started < 10


@pytest.mark.skipif(sys.platform == "darwin", reason="macOS has no limit on the address space")
def test_the_child_gets_no_more_memory_than_its_limit() -> None:
    out = io.BytesIO()
    Image.new("RGB", (6000, 6000)).save(out, "PNG")
    assert reason(out.getvalue(), Limits(memory_bytes=150 * 2**20)) == "too_many_pixels"


def test_the_servers_own_memory_does_not_grow_with_a_picture() -> None:
    # In a process of its own, since the peak of this one says nothing any more.
    measure = """
import resource, sys
from app.adapters.images import ImageRefused, clean_image
unit = 1 if sys.platform == "darwin" else 1024
peak = lambda: resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit
data = sys.stdin.buffer.read()
before = peak()
try:
    clean_image(data)
except ImageRefused:
    pass
print(peak() - before, "PIL" in sys.modules)
"""
    large = io.BytesIO()
    Image.effect_noise((6000, 6000), 3).convert("RGB").save(large, "JPEG", quality=20)
    for data in (files.png_bomb(), large.getvalue()):
        done = subprocess.run(
            [sys.executable, "-c", measure], input=data, capture_output=True, cwd=ROOT, check=True
        )
        grown, decoders_loaded = done.stdout.split()
        assert int(grown) < 50_000_000
        assert decoders_loaded == b"False"


# Polyglots and other kinds of file


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(files.encoded("JPEG") + files.archive(), id="JPEG with a ZIP behind it"),
        pytest.param(files.encoded("JPEG") + files.HTML, id="JPEG with HTML behind it"),
        pytest.param(files.encoded("PNG") + files.archive(), id="PNG with a ZIP behind it"),
        pytest.param(files.encoded("WEBP") + files.PDF, id="WebP with a PDF behind it"),
        pytest.param(files.multi_picture() + files.PAYLOAD, id="MPO"),
    ],
)
def test_what_hangs_behind_a_picture_does_not_come_along(data: bytes) -> None:
    clean = clean_image(data)
    assert_plain(clean)
    assert clean.jpeg.endswith(b"\xff\xd9")
    assert b"PK\x03\x04" not in clean.jpeg


def test_of_several_pictures_in_one_file_only_the_first_comes_out() -> None:
    clean = clean_image(files.multi_picture())
    assert (clean.width, clean.height) == (64, 48)
    assert clean.jpeg.count(b"\xff\xd8\xff") == 1


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(b"", id="nothing at all"),
        pytest.param(b"\0", id="one byte"),
        pytest.param(files.zip_bomb(), id="zip bomb called photo.jpg"),
        pytest.param(files.gifar(), id="GIFAR"),
        pytest.param(files.encoded("GIF"), id="GIF"),
        pytest.param(files.encoded("TIFF"), id="TIFF"),
        pytest.param(files.encoded("BMP"), id="BMP"),
        pytest.param(files.encoded("ICO"), id="ICO"),
        pytest.param(files.encoded("JPEG2000"), id="JPEG 2000"),
        pytest.param(files.PDF, id="PDF with script"),
        pytest.param(files.SVG, id="SVG with script"),
        pytest.param(files.HTML, id="HTML"),
        pytest.param(files.HEIC, id="HEIC"),
        pytest.param(files.AVIF, id="AVIF"),
        pytest.param(files.EPS, id="PostScript"),
        pytest.param(b"\x7fELF" + files.PAYLOAD, id="program"),
        pytest.param(b" " + files.encoded("JPEG"), id="picture after a blank"),
    ],
)
def test_what_is_no_jpeg_png_or_webp_is_refused(data: bytes) -> None:
    assert reason(data) == "not_an_image"


@pytest.mark.parametrize("kind", ["WEBP", "PNG"])
def test_moving_pictures_are_refused(kind: str) -> None:
    assert reason(files.animated(kind)) == "animated"


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
@pytest.mark.parametrize("share", [0.1, 0.5, 0.9])
def test_half_a_picture_is_refused(kind: str, share: float) -> None:
    whole = files.encoded(kind, (640, 480))
    assert reason(whole[: int(len(whole) * share)]) == "damaged"


@pytest.mark.parametrize(
    "start", [b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"RIFF\x24\0\0\0WEBPVP8 "]
)
def test_a_right_beginning_with_anything_behind_it_is_refused(start: bytes) -> None:
    assert reason(start + files.PAYLOAD * 50) == "damaged"


def test_eleven_megabytes_are_refused_before_any_child_is_started(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(images, "CHILD", Path("/nonexistent"))
    assert reason(files.encoded("JPEG") + bytes(11 * 2**20)) == "too_large_file"


# The skeleton reader


def test_the_skeleton_reader_finds_the_segments_a_jpeg_has() -> None:
    markers = [marker for marker, _ in segments(files.encoded("JPEG"))]
    assert markers[0] == 0xE0
    assert markers[-1] == 0xDA


@pytest.mark.parametrize("cut", range(0, 600, 7))
def test_no_piece_of_a_jpeg_passes_for_a_whole_one(cut: int) -> None:
    whole = files.encoded("JPEG")
    with pytest.raises(NotPlain):
        size_of_plain_jpeg(whole[: min(cut, len(whole) - 1)])
