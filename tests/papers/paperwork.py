"""Photos and letters as they come from telephones and offices, good ones and bad ones."""

from __future__ import annotations

import io
import struct
import zlib
from typing import Any

import pypdfium2
from PIL import Image


def photo(
    form: str = "JPEG",
    size: tuple[int, int] = (320, 200),
    *,
    mode: str = "RGB",
    turned: int = 0,
    secret: str = "",
) -> bytes:
    """Return a photo: red on its left half, blue on its right; with what a camera writes into it."""
    drawn = Image.new(mode, size, "red")
    drawn.paste(Image.new(mode, (size[0] // 2, size[1]), "blue"), (size[0] // 2, 0))
    exif = Image.Exif()
    if turned:
        exif[0x0112] = turned
    if secret:
        exif[0x010F] = secret
        exif.get_ifd(0x8825)[2] = (27.0, 46.0, 40.0)  # where it was taken
    out = io.BytesIO()
    more: dict[str, Any] = {"exif": exif} if turned or secret else {}
    drawn.save(out, form, **more)
    return out.getvalue()


def letter(pages: int = 2, size: tuple[int, int] = (595, 842)) -> bytes:
    """Return a PDF with empty pages."""
    pdf = pypdfium2.PdfDocument.new()
    for _page in range(pages):
        pdf.new_page(*size)
    out = io.BytesIO()
    pdf.save(out)
    return out.getvalue()


def bomb(side: int = 30_000) -> bytes:
    """Return a small PNG that says it is enormous."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
        )

    head = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    rows = zlib.compress(bytes(10_000_000), 9)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def opened(data: bytes) -> Image.Image:
    """Open a photo that the house gave out."""
    return Image.open(io.BytesIO(data))
