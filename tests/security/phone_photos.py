"""Photos as phones write them: every place where a maker hides something, filled with a marker.

Made from the standards (EXIF 2.32, XMP part 3, IPTC-IIM in Photoshop's APP13, CIPA DC-007 for MPF,
C2PA 2.0 for JUMBF in APP11), so no photo of anybody is needed.
"""

from __future__ import annotations

import io
import struct
from dataclasses import dataclass

from PIL import Image

from tests.security.hostile_files import png_chunk

MARK = b"MARKER-"
WIDTH, HEIGHT = 64, 48  # upright
RED, GREEN, BLUE, YELLOW = (220, 20, 20), (20, 180, 20), (20, 20, 220), (230, 220, 30)

ASCII, SHORT, LONG, RATIONAL, UNDEFINED = 2, 3, 4, 5, 7
Entry = tuple[int, int, bytes, int]  # tag, type, value, count


def upright() -> Image.Image:
    """Red and green on top, blue and yellow below: no two orientations look alike."""
    image = Image.new("RGB", (WIDTH, HEIGHT))
    for x in range(WIDTH):
        for y in range(HEIGHT):
            top, left = y < HEIGHT // 2, x < WIDTH // 2
            colour = (RED if left else GREEN) if top else (BLUE if left else YELLOW)
            image.putpixel((x, y), colour)
    return image


def stored(orientation: int) -> Image.Image:
    """The same scene as a camera stores it with this EXIF orientation.

    Straight from the table of EXIF 2.32, 4.6.4: which visual side row 0 and column 0 are.
    """
    sides = {
        1: ("top", "left"), 2: ("top", "right"), 3: ("bottom", "right"), 4: ("bottom", "left"),
        5: ("left", "top"), 6: ("right", "top"), 7: ("right", "bottom"), 8: ("left", "bottom"),
    }  # fmt: skip
    row_0, column_0 = sides[orientation]
    scene = upright()
    turned = row_0 in {"left", "right"}
    image = Image.new("RGB", (HEIGHT, WIDTH) if turned else (WIDTH, HEIGHT))
    for row in range(image.height):
        for column in range(image.width):
            along_x, x_side = (row, row_0) if turned else (column, column_0)
            along_y, y_side = (column, column_0) if turned else (row, row_0)
            x = along_x if x_side == "left" else WIDTH - 1 - along_x
            y = along_y if y_side == "top" else HEIGHT - 1 - along_y
            colour = scene.getpixel((x, y))
            assert isinstance(colour, tuple)
            image.putpixel((column, row), colour)
    return image


def jpeg(image: Image.Image, **options: object) -> bytes:
    out = io.BytesIO()
    image.save(out, "JPEG", quality=95, subsampling=0, **options)
    return out.getvalue()


def segment(marker: int, payload: bytes) -> bytes:
    return struct.pack(">BBH", 0xFF, marker, len(payload) + 2) + payload


def text(tag: int, value: bytes) -> Entry:
    return tag, ASCII, value + b"\0", len(value) + 1


def raw(tag: int, value: bytes) -> Entry:
    return tag, UNDEFINED, value, len(value)


def directory(order: str, entries: list[Entry], at: int, following: int = 0) -> bytes:
    """One TIFF directory that starts at offset `at`, its long values behind it."""
    data_at = at + 2 + 12 * len(entries) + 4
    table, data = struct.pack(order + "H", len(entries)), b""
    for tag, kind, value, count in sorted(entries):
        if len(value) <= 4:
            field = value.ljust(4, b"\0")
        else:
            field = struct.pack(order + "I", data_at + len(data))
            data += value + b"\0" * (len(value) % 2)
        table += struct.pack(order + "HHI", tag, kind, count) + field
    return table + struct.pack(order + "I", following) + data


def exif(make: bytes, model: bytes, maker_note: bytes, orientation: int, order: str = "<") -> bytes:
    """An Exif block with place, time, serial numbers, maker note and a thumbnail."""

    def number(tag: int, kind: int, value: int) -> Entry:
        return tag, kind, struct.pack(order + ("H" if kind == SHORT else "I"), value), 1

    def degrees(tag: int, *parts: int) -> Entry:
        return tag, RATIONAL, b"".join(struct.pack(order + "II", part, 1) for part in parts), 3

    place = [
        text(0x0001, b"N"), degrees(0x0002, 52, 22, 11), text(0x0003, b"E"),
        degrees(0x0004, 4, 53, 47),
        raw(0x001B, MARK + b"GPS-METHOD"), text(0x001D, b"2026:11:20"),
    ]  # fmt: skip
    details = [
        text(0x9003, b"2026:11:20 23:14:05"), text(0x9011, b"+01:00"), raw(0x927C, maker_note),
        raw(0x9286, b"ASCII\0\0\0" + MARK + b"USER-COMMENT"), text(0xA420, MARK + b"UNIQUE-ID"),
        text(0xA430, MARK + b"OWNER"), text(0xA431, MARK + b"SERIAL"), text(0xA433, MARK + b"LENS"),
    ]  # fmt: skip
    thumbnail = jpeg(Image.new("RGB", (16, 12), RED), comment=MARK + b"THUMBNAIL")

    def main(details_at: int, place_at: int) -> list[Entry]:
        return [
            text(0x010E, MARK + b"DESCRIPTION"), text(0x010F, make), text(0x0110, model),
            number(0x0112, SHORT, orientation), text(0x0131, MARK + b"SOFTWARE"),
            text(0x0132, b"2026:11:20 23:14:05"), text(0x013B, MARK + b"ARTIST"),
            number(0x8769, LONG, details_at), number(0x8825, LONG, place_at),
        ]  # fmt: skip

    details_at = 8 + len(directory(order, main(0, 0), 8))
    place_at = details_at + len(directory(order, details, details_at))
    small_at = place_at + len(directory(order, place, place_at))

    def small(data_at: int) -> list[Entry]:
        return [
            number(0x0103, SHORT, 6), number(0x0201, LONG, data_at),
            number(0x0202, LONG, len(thumbnail)),
        ]  # fmt: skip

    data_at = small_at + len(directory(order, small(0), small_at))
    head = b"II*\0" if order == "<" else b"MM\0*"
    return (
        head
        + struct.pack(order + "I", 8)
        + directory(order, main(details_at, place_at), 8, small_at)
        + directory(order, details, details_at)
        + directory(order, place, place_at)
        + directory(order, small(data_at), small_at)
        + thumbnail
    )


def xmp(extra: bytes = b"") -> bytes:
    return (
        b'<?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/">'
        b'<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description '
        b'exif:GPSLatitude="52,22.18N" xmpMM:DocumentID="' + MARK + b'XMP" ' + extra + b"/>"
        b'</rdf:RDF></x:xmpmeta><?xpacket end="w"?>'
    )


def iptc() -> bytes:
    city = b"\x1c\x02\x5a" + struct.pack(">H", 20) + (MARK + b"IPTC-CITY").ljust(20)
    resource = b"8BIM\x04\x04\0\0" + struct.pack(">I", len(city)) + city
    return b"Photoshop 3.0\0" + resource


def c2pa() -> bytes:
    label = b"c2pa.assertions\0" + MARK + b"C2PA-ACTOR"
    description = struct.pack(">I", 8 + len(label)) + b"jumd" + label
    box = struct.pack(">I", 8 + len(description)) + b"jumb" + description
    return b"JP\0\x01" + struct.pack(">I", 1) + box


def second_picture() -> tuple[bytes, bytes]:
    """(the MPF segment's payload, the second picture that stands behind the first)."""
    behind = jpeg(Image.new("RGB", (32, 24), BLUE), comment=MARK + b"SECOND-PICTURE")
    images = struct.pack("<IIIHH", 0x030000, 0, 0, 0, 0) + struct.pack(
        "<IIIHH", 0, len(behind), 999, 0, 0
    )
    entries = [raw(0xB000, b"0100"), (0xB001, LONG, struct.pack("<I", 2), 1), raw(0xB002, images)]
    return b"MPF\0II*\0\x08\0\0\0" + directory("<", entries, 8), behind


ICC = b"ICC_PROFILE\0\x01\x01" + bytes(128) + MARK + b"PROFILE"


@dataclass(frozen=True)
class Phone:
    """How one maker's camera writes its files: `order` is the byte order of its Exif block."""

    make: bytes
    model: bytes
    maker_note: bytes
    orientation: int
    order: str = "<"
    more: tuple[tuple[int, bytes], ...] = ()
    behind: bytes = b""

    def photo(self) -> bytes:
        block = exif(
            self.make,
            self.model,
            self.maker_note + MARK + b"MAKER-NOTE",
            self.orientation,
            self.order,
        )
        mpf, second = second_picture()
        plain = jpeg(stored(self.orientation))
        extra = b"".join(segment(marker, payload) for marker, payload in self.more)
        return (
            plain[:2]
            + segment(0xE1, b"Exif\0\0" + block)
            + segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0" + xmp())
            + segment(0xE2, ICC)
            + segment(0xE2, mpf)
            + segment(0xED, iptc())
            + extra
            + segment(0xFE, MARK + b"COMMENT")
            + plain[2:]
            + second
            + self.behind
        )  # fmt: skip


EXTENDED = (0xE1, b"http://ns.adobe.com/xmp/extension/\0" + b"A" * 32 + bytes(8) + MARK + b"LONG")
GAIN_MAP_XMP = b'hdrgm:Version="1.0" GCamera:MotionPhoto="1"'
GAIN_MAP = (0xE1, b"http://ns.adobe.com/xap/1.0/\0" + xmp(GAIN_MAP_XMP))
ISO_GAIN_MAP = (0xE2, b"urn:iso:std:iso:ts:21496:-1\0" + MARK)
C2PA = (0xEB, c2pa())
MOTION = b"\0\0\0\x18ftypmp42" + MARK + b"MOTION-PHOTO"
SAMSUNG = b"\0\0\0\x0a\x0e\0\0\0Image_UTC_Data" + MARK + b"TRAILER" + b"SEFH" + bytes(8) + b"SEFT"
IPHONE_NOTE = b"Apple iOS\0\0\x01MM"
XIAOMI_NOTE = b'{"mirror":false,"sensor_type":"rear"}'


def app(number: int) -> tuple[int, bytes]:
    """A maker's own segment APPn."""
    return 0xE0 + number, MARK + b"OWN"


PHONES = (
    Phone(b"Apple", b"iPhone 16 Pro", IPHONE_NOTE, 6, ">", (ISO_GAIN_MAP,)),
    Phone(b"Apple", b"iPhone 6s", IPHONE_NOTE, 8, ">"),
    Phone(
        b"samsung", b"SM-S928B", b"\x07\0\x01\0\x07\0\x04\0", 6, "<", (GAIN_MAP, app(4)), SAMSUNG
    ),
    Phone(b"samsung", b"SM-A155F", b"SAMSUNG", 1, "<", (app(5),), SAMSUNG),
    Phone(b"Google", b"Pixel 9", b"HDRP\x02", 1, "<", (GAIN_MAP, EXTENDED, C2PA), MOTION),
    Phone(b"Xiaomi", b"2201117TY", XIAOMI_NOTE, 6, "<", (GAIN_MAP,), MOTION),
    Phone(b"Redmi", b"Note 13", b'{"filterId":1}', 3),
    Phone(b"HUAWEI", b"ELE-L29", b"HUAWEI\0\0", 8, ">", (app(5), app(7))),
    Phone(b"HONOR", b"REA-NX9", b"HUAWEI\0\0", 6, ">"),
    Phone(b"OPPO", b"CPH2551", b'{"PiFlag":"0"}oplus_32', 6),
    Phone(b"realme", b"RMX3890", b"oplus_0", 1),
    Phone(b"vivo", b"V2324A", b"vivo\0", 6, "<", (EXTENDED,), b"vivo{" + MARK + b"}"),
    Phone(b"OnePlus", b"CPH2581", b"\0\0", 6),
    Phone(b"Sony", b"XQ-EC54", b"SONY MOBILE\0", 3, "<", (C2PA,)),
    Phone(b"motorola", b"moto g54 5G", b"MOT\0", 6, "<", (app(10),)),
    Phone(b"Nokia", b"Nokia G42 5G", b"", 6),
    Phone(b"LG Electronics", b"LM-G900", b"LGE\0", 8, ">", (app(4),)),
    Phone(b"HTC", b"HTC U12+", b"HTC\0", 1, "<", (app(15),)),
    Phone(b"Fairphone", b"FP5", b"", 6),
    Phone(b"TCL", b"T610K", b"TCT\0", 5),
    Phone(b"asus", b"ASUS_AI2401", b"ASUS\0", 7, ">"),
    Phone(b"BlackBerry", b"BBF100-1", b"", 2),
    Phone(b"Nothing", b"A063", b"NT\0", 4, "<", (C2PA, (0xEE, b"Adobe\0\x64\0\0\0\0\x01"))),
)


def png_photo() -> bytes:
    """A screenshot as PNG with Exif, XMP, profile, time and texts."""
    out = io.BytesIO()
    upright().save(out, "PNG")
    plain = out.getvalue()
    block = exif(b"Apple", b"iPhone 16 Pro", MARK, 1, ">")
    chunks = (
        png_chunk(b"eXIf", block)
        + png_chunk(b"tIME", struct.pack(">HBBBBB", 2026, 11, 20, 23, 14, 5))
        + png_chunk(b"tEXt", b"Author\0" + MARK + b"AUTHOR")
        + png_chunk(b"iTXt", b"XML:com.adobe.xmp\0\0\0\0\0" + xmp())
        + png_chunk(b"caBX", c2pa())
    )
    return plain[:33] + chunks + plain[33:]


def webp_photo() -> bytes:
    out = io.BytesIO()
    block = exif(b"Google", b"Pixel 9", MARK, 1)
    upright().save(out, "WEBP", lossless=True, exif=block, xmp=xmp(), icc_profile=ICC)
    return out.getvalue()
