"""Files as an attacker would send them, made here byte by byte: none was found anywhere."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib

from PIL import Image

PAYLOAD = b"PAYLOAD-THAT-MUST-NOT-SURVIVE"


def picture(size: tuple[int, int] = (64, 48)) -> Image.Image:
    """Noise-free but not uniform, so that a decoder has something to decode."""
    return Image.linear_gradient("L").resize(size).convert("RGB")


def encoded(kind: str, size: tuple[int, int] = (64, 48)) -> bytes:
    out = io.BytesIO()
    picture(size).save(out, kind)
    return out.getvalue()


def archive(name: str = "payload.html") -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        made.writestr(name, b"<script>alert(1)</script>" + PAYLOAD)
    return out.getvalue()


def zip_bomb() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("photo.jpg", bytes(50_000_000))
    return out.getvalue()


def png_chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def png_bomb(side: int = 30_000) -> bytes:
    """About 110 KB that unfold to `side`² pixels (900 megapixels by default), one bit each."""
    pack = zlib.compressobj(9)
    row = bytes(1 + (side + 7) // 8)
    body = b"".join(pack.compress(row) for _ in range(side)) + pack.flush()
    header = struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + png_chunk(b"IHDR", header)
        + png_chunk(b"IDAT", body)
        + png_chunk(b"IEND", b"")
    )


def png_that_unfolds_beyond_its_header() -> bytes:
    """Says 8 × 8, but its compressed data goes on for 200 MB."""
    header = struct.pack(">IIBBBBB", 8, 8, 8, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + png_chunk(b"IHDR", header)
        + png_chunk(b"IDAT", zlib.compress(bytes(200_000_000), 9))
        + png_chunk(b"IEND", b"")
    )


def png_with_text_bomb() -> bytes:
    """A compressed text chunk of 200 MB before the pixels."""
    plain = encoded("PNG")
    text = png_chunk(b"zTXt", b"Comment\0\0" + zlib.compress(bytes(200_000_000), 9))
    return plain[:33] + text + plain[33:]


def jpeg_that_says(width: int, height: int) -> bytes:
    """A small JPEG whose frame header claims another size."""
    jpeg = bytearray(encoded("JPEG"))
    at = jpeg.index(b"\xff\xc0")
    jpeg[at + 5 : at + 9] = struct.pack(">HH", height, width)
    return bytes(jpeg)


def jpeg_of_endless_scans(width: int = 6000, height: int = 6000, scans: int = 20_000) -> bytes:
    """Progressive JPEG within the pixel limit; each scan of 14 bytes walks over all its blocks."""
    frame = b"\xff\xc2" + struct.pack(">HBHHB", 11, 8, height, width, 1) + bytes((1, 0x11, 0))
    table = b"\xff\xdb\x00\x43\x00" + bytes([1] * 64)
    lengths = bytes([0, 1] + [0] * 14)
    huffman = b"\xff\xc4" + struct.pack(">HB", 2 + 1 + 16 + 1, 0x10) + lengths + b"\x00"
    dc = b"\xff\xc4" + struct.pack(">HB", 2 + 1 + 16 + 1, 0x00) + lengths + b"\x00"
    first = b"\xff\xda\x00\x08\x01\x01\x00\x00\x00\x00" + b"\x00\x00"
    scan = b"\xff\xda\x00\x08\x01\x01\x00\x01\x3f\x00" + b"\x00\x00"
    return b"\xff\xd8" + table + frame + dc + huffman + first + scan * scans + b"\xff\xd9"


def gifar() -> bytes:
    out = io.BytesIO()
    picture().save(out, "GIF")
    return out.getvalue() + archive("META-INF/MANIFEST.MF")


def animated(kind: str) -> bytes:
    out = io.BytesIO()
    frames = [picture().rotate(turn) for turn in (0, 90, 180)]
    frames[0].save(out, kind, save_all=True, append_images=frames[1:], duration=50)
    return out.getvalue()


def multi_picture() -> bytes:
    """MPO: two JPEGs in one file, the second of another size."""
    out = io.BytesIO()
    picture().save(out, "MPO", save_all=True, append_images=[picture((32, 24))])
    return out.getvalue()


PDF = (
    b"%PDF-1.7\n1 0 obj<</Type/Catalog/OpenAction<</S/JavaScript/JS(app.alert(1))>>>>endobj\n"
    + PAYLOAD
    + b"\ntrailer<</Root 1 0 R>>\n%%EOF"
)
SVG = (
    b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)">'
    b"<script>alert(1)</script><text>" + PAYLOAD + b"</text></svg>"
)
HTML = b"<!doctype html><script>alert(1)</script>" + PAYLOAD
HEIC = b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + PAYLOAD * 20
AVIF = b"\0\0\0\x18ftypavif\0\0\0\0mif1avif" + PAYLOAD * 20
EPS = b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n(" + PAYLOAD + b") run\n"
