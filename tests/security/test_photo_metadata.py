"""T26: of a photo only the picture stays."""

from __future__ import annotations

import io

import pytest
from PIL import ExifTags, Image

from app.adapters.images import CleanImage, clean_image
from app.adapters.jpeg_segments import segments
from tests.security import phone_photos as photos
from tests.security.phone_photos import BLUE, GREEN, PHONES, RED, YELLOW, Phone

APP0, COM = 0xE0, 0xFE
TRACES = (
    photos.MARK, b"Exif", b"http:", b"adobe", b"Photoshop", b"8BIM", b"ICC_PROFILE", b"MPF",
    b"jumb", b"c2pa", b"ftyp", b"SEFT", b"2026:11:20", b"iPhone",
)  # fmt: skip


def assert_only_pixels(clean: CleanImage) -> None:
    markers = [marker for marker, _ in segments(clean.jpeg)]
    named = [marker for marker in markers if 0xE0 <= marker <= 0xEF or marker == COM]
    assert named == [APP0]
    for trace in TRACES:
        assert trace not in clean.jpeg
        assert trace.decode().encode("utf-16-le") not in clean.jpeg


def assert_upright(clean: CleanImage) -> None:
    assert (clean.width, clean.height) == (photos.WIDTH, photos.HEIGHT)
    with Image.open(io.BytesIO(clean.jpeg)) as opened:
        image = opened.convert("RGB")
    right, bottom = clean.width - 8, clean.height - 8
    for place, colour in (
        ((8, 8), RED), ((right, 8), GREEN), ((8, bottom), BLUE), ((right, bottom), YELLOW),
    ):  # fmt: skip
        found = image.getpixel(place)
        assert isinstance(found, tuple)
        assert max(abs(a - b) for a, b in zip(found, colour, strict=True)) < 40


@pytest.mark.parametrize(
    "phone", PHONES, ids=lambda phone: f"{phone.make.decode()} {phone.model.decode()}"
)
def test_nothing_but_pixels_stays_of_a_photo_made_with(phone: Phone) -> None:
    clean = clean_image(phone.photo())
    assert_only_pixels(clean)
    assert_upright(clean)


@pytest.mark.parametrize("phone", PHONES, ids=lambda phone: phone.model.decode())
def test_the_made_up_photos_really_hold_what_must_go(phone: Phone) -> None:
    photo = phone.photo()
    with Image.open(io.BytesIO(photo)) as opened:
        opened.load()
        block = opened.getexif()
        assert opened.info["comment"].startswith(photos.MARK)
    assert block[ExifTags.Base.Make] == phone.make.decode()
    assert block[ExifTags.Base.Orientation] == phone.orientation
    assert block.get_ifd(ExifTags.IFD.GPSInfo)[ExifTags.GPS.GPSLatitude] == (52.0, 22.0, 11.0)
    details = block.get_ifd(ExifTags.IFD.Exif)
    assert details[ExifTags.Base.MakerNote].endswith(photos.MARK + b"MAKER-NOTE")
    assert details[ExifTags.Base.BodySerialNumber] == "MARKER-SERIAL"
    assert block.get_ifd(ExifTags.IFD.IFD1)[ExifTags.Base.JpegIFByteCount] > 0
    for hidden in (b"THUMBNAIL", b"XMP", b"IPTC-CITY", b"PROFILE", b"SECOND-PICTURE", b"COMMENT"):
        assert photos.MARK + hidden in photo


def test_at_least_twenty_makes_of_phone_are_covered() -> None:
    assert len({phone.make for phone in PHONES}) >= 20


@pytest.mark.parametrize("orientation", range(1, 9))
def test_the_photo_stands_upright_for_every_orientation_a_camera_writes(orientation: int) -> None:
    phone = Phone(b"Test", b"Test", b"", orientation)
    clean = clean_image(phone.photo())
    assert_upright(clean)
    assert_only_pixels(clean)


@pytest.mark.parametrize("orientation", [0, 9, 255, 65535])
def test_an_orientation_that_does_not_exist_leaves_the_photo_as_it_is(orientation: int) -> None:
    plain = photos.jpeg(photos.upright())
    block = photos.exif(b"Test", b"Test", b"", orientation)
    clean = clean_image(plain[:2] + photos.segment(0xE1, b"Exif\0\0" + block) + plain[2:])
    assert_upright(clean)


@pytest.mark.parametrize(
    "block",
    [
        b"",
        b"II*\0",
        b"II*\0\xff\xff\xff\xff",
        b"MM\0*\0\0\0\x08\xff\xff" + b"\xff" * 40,
        b"\0" * 100,
    ],
)
def test_a_broken_exif_block_does_not_cost_her_the_photo(block: bytes) -> None:
    plain = photos.jpeg(photos.upright())
    clean = clean_image(plain[:2] + photos.segment(0xE1, b"Exif\0\0" + block) + plain[2:])
    assert_upright(clean)
    assert_only_pixels(clean)


def test_nothing_but_pixels_stays_of_a_png_screenshot() -> None:
    assert photos.MARK in photos.png_photo()
    clean = clean_image(photos.png_photo())
    assert_only_pixels(clean)
    assert_upright(clean)


def test_nothing_but_pixels_stays_of_a_webp() -> None:
    assert photos.webp_photo().count(photos.MARK) > 5
    clean = clean_image(photos.webp_photo())
    assert_only_pixels(clean)
    assert_upright(clean)


def test_two_photos_of_the_same_pixels_come_out_the_same_whatever_made_them() -> None:
    # So not even the choice of tables or the order of segments tells which phone it was.
    made = {clean_image(Phone(make, b"X", b"", 1).photo()).jpeg for make in (b"Apple", b"samsung")}
    assert len(made) == 1
