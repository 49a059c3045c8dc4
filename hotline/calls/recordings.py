"""Playing a recording: the file of a name, and the part of it that a browser asks for."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.http import StreamingHttpResponse as Stream

from hotline.telephony import port

PIECE = 64 * 1024
_RANGE = re.compile(r"bytes=(\d*)-(\d*)", re.ASCII)


def file_of(name: str) -> Path | None:
    """Return where a recording lies; None when there is none."""
    file = Path(settings.CONFIGURATION.recordings) / f"{port.checked(name)}.wav"
    return file if file.is_file() else None


def played(request: HttpRequest, file: Path) -> HttpResponseBase:
    """Answer with the file, or with the part of it that is asked for."""
    size = file.stat().st_size
    asked = _RANGE.fullmatch(request.headers.get("Range", ""))
    if not asked or asked.groups() == ("", ""):
        answer: HttpResponseBase = FileResponse(file.open("rb"), content_type="audio/wav")
    else:
        start, end = _part(asked[1], asked[2], size)
        if not 0 <= start <= end:
            answer = HttpResponse(status=416)
            answer["Content-Range"] = f"bytes */{size}"
            return answer
        answer = Stream(_pieces(file, start, end), status=206, content_type="audio/wav")
        answer["Content-Range"] = f"bytes {start}-{end}/{size}"
        answer["Content-Length"] = str(end - start + 1)
    answer["Accept-Ranges"] = "bytes"
    answer["Cache-Control"] = "private, no-store"
    return answer


def _part(first: str, last: str, size: int) -> tuple[int, int]:
    """Return the first and last byte asked for: "5-9", "5-", or the last five with "-5"."""
    if not first:
        return max(0, size - int(last)), size - 1 if int(last) else -1
    return int(first), min(int(last) if last else size - 1, size - 1)


def _pieces(file: Path, start: int, end: int) -> Iterator[bytes]:
    with file.open("rb") as sound:
        sound.seek(start)
        left = end - start + 1
        while left > 0 and (piece := sound.read(min(PIECE, left))):
            left -= len(piece)
            yield piece
