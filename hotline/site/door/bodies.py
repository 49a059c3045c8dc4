"""Where a body ends, while its bytes pass through unchanged.

`take` is given bytes and where to begin in them, and returns where the body ends, or None when it
goes on after them.
"""

from typing import Protocol

LONGEST_LINE = 8 * 1024


class BrokenBody(Exception):
    """The chunks of a body do not follow the standard."""


class Body(Protocol):
    """A body of one kind."""

    def take(self, data: bytes, start: int, /) -> int | None:
        """Return where the body ends in these bytes, or None."""


class Counted:
    """A body of known length."""

    def __init__(self, length: int) -> None:
        self._left = length

    def take(self, data: bytes, start: int) -> int | None:
        """Return where the body ends in these bytes, or None."""
        here = len(data) - start
        if self._left <= here:
            end, self._left = start + self._left, 0
            return end
        self._left -= here
        return None


class UntilClosed:
    """A body that ends with its connection."""

    def take(self, _data: bytes, _start: int) -> int | None:
        """Return None: only the connection's end tells."""
        return None


class Chunked:
    """A body in chunks, each with its size before it, and an empty one at the end."""

    def __init__(self) -> None:
        self._left = 0  # bytes of this chunk and of the line end after it
        self._line = b""  # the beginning of a line cut in two
        self._in_trailer = False

    def take(self, data: bytes, start: int) -> int | None:
        """Return where the body ends in these bytes, or None."""
        while start < len(data):
            if self._left:
                start = self._skip(data, start)
                continue
            end = data.find(b"\n", start)
            line = self._line + data[start : end + 1 if end >= 0 else len(data)]
            if len(line) > LONGEST_LINE:
                raise BrokenBody
            if end < 0:
                self._line = line
                return None
            self._line, start = b"", end + 1
            if line[-2:] != b"\r\n":
                raise BrokenBody
            if self._is_last(line[:-2]):
                return start
        return None

    def _skip(self, data: bytes, start: int) -> int:
        step = min(self._left, len(data) - start)
        # The last two bytes of what is left must be the line end.
        for place in range(max(self._left - 2, 0), step):
            if data[start + place] != b"\r\n"[2 - (self._left - place)]:
                raise BrokenBody
        self._left -= step
        return start + step

    def _is_last(self, line: bytes) -> bool:
        if self._in_trailer:
            return not line
        # No chunk extensions: nobody needs them, and smugglers do.
        if not 0 < len(line) <= 15 or line.strip(b"0123456789abcdefABCDEF"):
            raise BrokenBody
        size = int(line, 16)
        if size:
            self._left = size + 2
        else:
            self._in_trailer = True
        return False


def body(length: int | None) -> Body:
    """Give the body of a head's length: -1 when chunked, None when it ends with the connection."""
    if length is None:
        return UntilClosed()
    return Chunked() if length < 0 else Counted(length)
