"""Playing a recording to a browser: all of it, or the part that is asked for, made while it is sent; never kept there."""

from __future__ import annotations

import re

from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse

from .stereo import Stereo

_RANGE = re.compile(r"bytes=(\d{0,18})-(\d{0,18})", re.ASCII)


def played(request: HttpRequest, sound: Stereo) -> HttpResponseBase:
    """Answer with the sound, or with the part of it that is asked for."""
    asked = _RANGE.fullmatch(request.headers.get("Range", ""))
    part = asked is not None and asked.groups() != ("", "")
    start, end = _part(asked[1], asked[2], sound.size) if asked and part else (0, sound.size - 1)
    if not 0 <= start <= end:
        answer: HttpResponseBase = HttpResponse(status=416)
        answer["Content-Range"] = f"bytes */{sound.size}"
    else:
        answer = StreamingHttpResponse(sound.part(start, end + 1), content_type="audio/wav")
        answer["Content-Length"] = str(end - start + 1)
        if part:
            answer.status_code = 206
            answer["Content-Range"] = f"bytes {start}-{end}/{sound.size}"
    answer["Accept-Ranges"] = "bytes"
    answer["Content-Disposition"] = "inline"
    answer["Cache-Control"] = "private, no-store"
    return answer


def _part(first: str, last: str, size: int) -> tuple[int, int]:
    """Return the first and last byte asked for: "5-9", "5-", or the last five with "-5"."""
    if not first:
        return max(0, size - int(last)), size - 1 if int(last) else -1
    return int(first), min(int(last) if last else size - 1, size - 1)
