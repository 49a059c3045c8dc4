"""What a file really is, found in its content; a photo made anew without what a camera writes into it; a preview.

Pure, and no part of the process that holds the keys: `apart` runs this module as a process of its own, without the
house's environment and within narrow limits, because whoever can reach the line can send it any bytes.
"""

from __future__ import annotations

import io
import json
import resource
import sys
from dataclasses import dataclass
from enum import Enum

import pypdfium2
from PIL import Image, ImageOps

PHOTOS = ("JPEG", "PNG", "WEBP")
MOST_PIXELS = 50_000_000
MOST_PIXELS_JPEG = 120_000_000
"""JPEG can be opened at a half or a quarter of its size, so that a telephone's largest photo costs no more."""
LONGEST = 4096
"""The longer side of a photo as it is kept."""
PREVIEW = 1024
MOST_PAGES = 200

MEMORY_BYTES = 2 << 30
CPU_S = 20


class Reason(Enum):
    """Why a file is not taken."""

    UNKNOWN = "unknown"  # neither a photo nor a letter that we can read
    BROKEN = "broken"  # begins as one, and cannot be read to its end
    LOCKED = "locked"  # a letter with a password
    BIG = "big"  # more points or pages than anybody needs
    SLOW = "slow"  # could not be read within the limits


class Unfit(Exception):
    """The file is not taken."""

    def __init__(self, reason: Reason) -> None:
        self.reason = reason
        super().__init__(reason.value)


@dataclass(frozen=True, slots=True)
class Clean:
    """What is kept of a file: what it is, its clean content, its preview."""

    format: str
    pages: int
    whole: bytes
    preview: bytes


def read(data: bytes) -> Clean:
    """Return what is kept of a file, or raise `Unfit`."""
    if b"%PDF-" in data[:1024]:
        return _letter(data)
    try:
        photo = Image.open(io.BytesIO(data), formats=PHOTOS)
    except Image.DecompressionBombError:
        raise Unfit(Reason.BIG) from None
    except Exception:  # whatever a reader of strange bytes stumbles over
        raise Unfit(Reason.UNKNOWN) from None
    return _photo(photo)


def _photo(photo: Image.Image) -> Clean:
    """Draw the photo anew, upright: position, camera and time of taking stay behind."""
    jpeg = photo.format == "JPEG"
    if photo.width * photo.height > (MOST_PIXELS_JPEG if jpeg else MOST_PIXELS):
        raise Unfit(Reason.BIG)
    try:
        if jpeg:
            photo.draft("RGB", (LONGEST, LONGEST))
        upright = ImageOps.exif_transpose(photo)
        clear = upright.has_transparency_data
        drawn = upright.convert("RGBA" if clear else "RGB")
    except Exception:
        raise Unfit(Reason.BROKEN) from None
    drawn.thumbnail((LONGEST, LONGEST))
    png = photo.format == "PNG" or clear
    preview = _opaque(drawn)
    preview.thumbnail((PREVIEW, PREVIEW))
    whole = _written(drawn, "PNG" if png else "JPEG")
    return Clean("image/png" if png else "image/jpeg", 1, whole, _written(preview, "JPEG"))


def _letter(data: bytes) -> Clean:
    """Open the letter and draw its first page; the letter itself is kept as it came."""
    try:
        letter = pypdfium2.PdfDocument(data)
        pages = len(letter)
    except pypdfium2.PdfiumError as fault:
        locked = "password" in str(fault).lower()
        raise Unfit(Reason.LOCKED if locked else Reason.BROKEN) from None
    if not pages:
        raise Unfit(Reason.BROKEN)
    if pages > MOST_PAGES:
        raise Unfit(Reason.BIG)
    try:
        first = letter[0]
        scale = PREVIEW / max(first.get_width(), first.get_height(), 1)
        drawn = first.render(scale=scale).to_pil().convert("RGB")
    except Exception:
        raise Unfit(Reason.BROKEN) from None
    return Clean("application/pdf", pages, data, _written(drawn, "JPEG"))


def _opaque(drawn: Image.Image) -> Image.Image:
    """Lay a photo with holes on white."""
    ground = Image.new("RGB", drawn.size, "white")
    ground.paste(drawn, mask=drawn if drawn.mode == "RGBA" else None)
    return ground


def _written(drawn: Image.Image, form: str) -> bytes:
    """Write the points of a photo and nothing else of it."""
    bare = Image.new(drawn.mode, drawn.size)
    bare.paste(drawn)
    out = io.BytesIO()
    bare.save(out, form, quality=86, optimize=True)
    return out.getvalue()


def _narrow() -> None:
    """Give this process little: a slow or swelling file ends it and nothing else."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_S, CPU_S))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))


def _main() -> None:
    """Read a file from standard input; answer a line of what it is, then its content and its preview."""
    _narrow()
    try:
        clean = read(sys.stdin.buffer.read())
    except Unfit as unfit:
        sys.stdout.buffer.write(json.dumps({"unfit": unfit.reason.value}).encode())
        return
    head = {"format": clean.format, "pages": clean.pages, "whole": len(clean.whole)}
    sys.stdout.buffer.write(json.dumps(head).encode() + b"\n" + clean.whole + clean.preview)


if __name__ == "__main__":
    _main()
