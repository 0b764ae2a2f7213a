"""What the tests of pictures ask: was it refused, and why; is what came out plain."""

from __future__ import annotations

import io

import pytest
from PIL import Image

from app.adapters.images import CleanImage, ImageRefused, Limits, clean_image
from app.adapters.jpeg_segments import size_of_plain_jpeg
from tests.security import hostile_files as files


def reason(data: bytes, limits: Limits | None = None) -> str:
    """The reason for which this picture is refused; fails when it is taken."""
    with pytest.raises(ImageRefused) as refused:
        clean_image(data, limits or Limits())
    return refused.value.reason


def assert_plain(clean: CleanImage) -> None:
    assert size_of_plain_jpeg(clean.jpeg) == (clean.width, clean.height)
    assert files.PAYLOAD not in clean.jpeg
    with Image.open(io.BytesIO(clean.jpeg), formats=("JPEG",)) as opened:
        opened.load()
        assert opened.size == (clean.width, clean.height)
        assert not {"exif", "icc_profile", "comment", "xmp", "mp"} & set(opened.info)


def assert_refused_or_plain(data: bytes) -> None:
    try:
        clean = clean_image(data)
    except ImageRefused as refused:
        if refused.reason != "damaged":
            raise
    else:
        assert_plain(clean)


def brightness(clean: CleanImage) -> float:
    """Of one pixel near the middle, 0 to 255."""
    with Image.open(io.BytesIO(clean.jpeg)) as opened:
        value = opened.convert("L").getpixel((clean.width // 2, clean.height // 2))
    assert isinstance(value, int | float)
    return value
