"""One visitor's connection: requests in, answers out, one after the other.

Decides how a request and its answer travel between the visitor and a part: bytes pass as they
come, neither side is read faster than the other takes, and when one side is gone the other is let
go too. Well-formed heads and the ends of bodies are left to `heads` and `bodies`.
"""

import asyncio
import enum
import time
from importlib.resources import files
from typing import Protocol, cast

from hotline.site.door import bodies, heads
from hotline.site.door.upstream import Part, Upstream

HEAD_S = 10.0  # from a head's first byte to its last
IDLE_S = 75.0  # between two requests
SILENT_S = 60.0  # of a visitor in the middle of a body, or who does not read
ANSWER_S = 300.0  # until a part begins to answer
LEAVE_S = 2.0  # for a visitor to read an answer that came before the request's end

# The door serves before anybody's language is known: both languages, the one text not by gettext.
_UNAVAILABLE = files(__package__).joinpath("data/unavailable.txt").read_bytes()


class Stage(enum.Enum):
    """What a visitor's connection is doing."""

    ASKING = enum.auto()  # nothing, or the first bytes of a head
    CALLING = enum.auto()  # a connection to the part is being opened
    ANSWERING = enum.auto()  # the request is on its way, or its answer
    TUNNEL = enum.auto()  # a websocket
    LEAVING = enum.auto()  # nothing more is taken from this visitor


class House(Protocol):
    """What a visitor needs to know of the door."""

    visitors: set["Visitor"]
    is_closing: bool
    trusted: heads.Networks

    def part(self, path: bytes) -> Part:
        """Return the part that answers a path."""


class Visitor(asyncio.Protocol):
    """One visitor, for as long as the connection lasts."""

    def __init__(self, house: House) -> None:
        self.house = house
        self.transport: asyncio.Transport = cast("asyncio.Transport", None)
        self.peer = b""
        self.stage = Stage.ASKING
        self.deadline: float | None = time.monotonic() + HEAD_S
        self.waiting = b""  # from the visitor, not yet looked at
        self.has_begun = False  # whether a part of a head is waiting
        self.upstream: Upstream | None = None
        self.calling: asyncio.Task[None] | None = None
        self.request: heads.Request | None = None
        self.body: bodies.Body | None = None  # of the request; None when all of it was sent on
        self.head = b""  # of the answer, as far as it came
        self.answer: heads.Answer | None = None
        self.answer_body: bodies.Body | None = None

    # -- the visitor's side -------------------------------------------------------------------

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Welcome."""
        self.transport = cast("asyncio.Transport", transport)
        peer = self.transport.get_extra_info("peername")
        self.peer = (peer[0] if isinstance(peer, tuple) else "").encode()
        self.house.visitors.add(self)

    def connection_lost(self, _fault: Exception | None) -> None:
        """Let go of the part as well."""
        self.house.visitors.discard(self)
        self.stage = Stage.LEAVING
        if self.calling is not None:
            self.calling.cancel()
        self._drop_part()

    def data_received(self, data: bytes) -> None:
        """Take what the visitor says."""
        if self.stage is Stage.TUNNEL:
            self._part().write(data)
        elif self.stage is Stage.LEAVING:
            return
        elif self.stage is Stage.ANSWERING and self.body is not None:
            self.waiting = data
            self.deadline = time.monotonic() + SILENT_S
            self._send_body()
        else:
            self.waiting += data
            if self.stage is Stage.ASKING:
                self._read_request()
            elif len(self.waiting) > heads.LONGEST_HEAD:
                self.transport.pause_reading()  # pipelined more than we care to remember

    def eof_received(self) -> bool:
        """Stop when the visitor hangs up, even half."""
        return False

    def pause_writing(self) -> None:
        """Take no more from the part than the visitor reads."""
        self.deadline = time.monotonic() + SILENT_S
        if self.upstream is not None:
            self.upstream.transport.pause_reading()

    def resume_writing(self) -> None:
        """Go on."""
        self.deadline = time.monotonic() + SILENT_S if self.body else None
        if self.upstream is not None:
            self.upstream.transport.resume_reading()

    def _read_request(self) -> None:
        if self.waiting[:2] == b"\r\n":
            self.waiting = self.waiting[2:]  # some put one empty line after a body
        end = self.waiting.find(heads.END)
        if end < 0 or end > heads.LONGEST_HEAD:
            if len(self.waiting) > heads.LONGEST_HEAD:
                self._refuse("431 Request Header Fields Too Large")
            elif self.waiting and not self.has_begun:
                # Counted from the first byte alone: a slow head gains no time by more bytes.
                self.has_begun = True
                self.deadline = time.monotonic() + HEAD_S
            return
        end += len(heads.END)
        self.has_begun = False
        try:
            self.request = heads.read_request(
                self.waiting[:end], peer=self.peer, trusted=self.house.trusted
            )
        except heads.Refused as fault:
            self._refuse(str(fault))
            return
        self.waiting = self.waiting[end:]
        self.answer = None
        self.body = bodies.body(self.request.length) if self.request.length else None
        self.deadline = time.monotonic() + (SILENT_S if self.body else ANSWER_S)
        self._call(self.house.part(self.request.path).take_idle())

    def _call(self, upstream: Upstream | None) -> None:
        if upstream is not None:
            self._ask(upstream)
            return
        self.stage = Stage.CALLING
        self.calling = asyncio.get_running_loop().create_task(self._connect())

    async def _connect(self) -> None:
        upstream = await self.house.part(self._asked().path).connect()
        self.calling = None
        if upstream is None:
            self._refuse("502 Bad Gateway", _UNAVAILABLE)
        elif self.stage is Stage.CALLING:
            self._ask(upstream)
        else:
            upstream.hang_up()

    def _ask(self, upstream: Upstream) -> None:
        self.stage = Stage.ANSWERING
        self.upstream = upstream
        upstream.serve(self)
        upstream.transport.write(self._asked().head)
        if self.body is not None:
            self.transport.resume_reading()
            self._send_body()

    def _send_body(self) -> None:
        assert self.body is not None
        data, self.waiting = self.waiting, b""
        try:
            end = self.body.take(data, 0)
        except bodies.BrokenBody:
            self._drop_part()
            self._refuse("400 Bad Request")
            return
        if end is None:
            self._part().write(data)
            return
        self._part().write(data[:end])
        self.waiting = data[end:]
        self.body = None
        self.deadline = time.monotonic() + ANSWER_S if self.answer is None else None

    # -- the part's side ----------------------------------------------------------------------

    def answered(self, data: bytes) -> None:
        """Take what the part says."""
        if self.stage is Stage.TUNNEL:
            self.transport.write(data)
        elif self.answer is not None:
            self._pass_on(data, 0)
        else:
            self.head += data
            self._read_answer()

    def part_gone(self, upstream: Upstream) -> None:
        """Do what is left to do when the part has hung up."""
        self.upstream = None
        if self.stage is not Stage.ANSWERING:
            self.transport.close()
        elif self.answer is not None:
            if self.answer.length is None:
                self.transport.close()  # that was the end of the answer
            else:
                self.transport.abort()  # the visitor must not take it for whole
        elif upstream.used_before and self._asked().can_repeat and not self.head:
            self._call(None)  # it was closed while idle, in the very moment we used it
        else:
            self._refuse("502 Bad Gateway", _UNAVAILABLE)

    def _read_answer(self) -> None:
        while (end := self.head.find(heads.END)) >= 0:
            end += len(heads.END)
            try:
                answer = heads.read_answer(self.head[:end], to=self._asked())
            except heads.Refused:
                break
            rest, self.head = self.head[end:], b""
            if answer.status == 101:
                self._open_tunnel(answer, rest)
                return
            if answer.status >= 200:
                self.answer = answer
                self.answer_body = bodies.body(answer.length)
                self.deadline = time.monotonic() + SILENT_S if self.body else None
                # In one write: a second one costs as much as all the rest.
                self._pass_on(answer.head + rest, len(answer.head))
                return
            self.transport.write(answer.head)
            self.head = rest
        else:
            if len(self.head) <= heads.LONGEST_HEAD:
                return
        self._drop_part()
        self._refuse("502 Bad Gateway", _UNAVAILABLE)

    def _pass_on(self, data: bytes, start: int) -> None:
        assert self.answer_body is not None
        try:
            end = self.answer_body.take(data, start)
        except bodies.BrokenBody:
            self.transport.abort()
            return
        if end is None:
            self.transport.write(data)
            return
        if end:
            self.transport.write(data[:end])
        self._finish(clean=end == len(data))

    def _finish(self, *, clean: bool) -> None:
        assert self.answer is not None
        upstream, self.upstream = self.upstream, None
        if upstream is not None:
            if self.answer.keep_alive and self.body is None and clean:
                upstream.rest()
            else:
                upstream.hang_up()
        if self.body is not None:
            self._leave()
        elif not self._asked().keep_alive or self.house.is_closing:
            self.transport.close()
        else:
            self.stage = Stage.ASKING
            self.deadline = time.monotonic() + IDLE_S
            if self.waiting:
                self.transport.resume_reading()
                self._read_request()

    def _open_tunnel(self, answer: heads.Answer, rest: bytes) -> None:
        if not self._asked().upgrade:
            self._drop_part()
            self._refuse("502 Bad Gateway", _UNAVAILABLE)
            return
        self.stage, self.deadline = Stage.TUNNEL, None
        self.transport.write(answer.head + rest)
        if self.waiting:
            data, self.waiting = self.waiting, b""
            self._part().write(data)

    # -- endings ------------------------------------------------------------------------------

    def check_deadline(self, now: float) -> None:
        """End what takes too long."""
        if self.deadline is None or now < self.deadline:
            return
        if self.stage is Stage.ASKING and self.waiting:
            self._refuse("408 Request Timeout")
        elif self.stage in (Stage.CALLING, Stage.ANSWERING) and not (self.answer or self.body):
            self._drop_part()
            self._refuse("504 Gateway Timeout", _UNAVAILABLE)
        else:
            self.transport.abort()

    @property
    def is_owed(self) -> bool:
        """Tell whether an answer is on its way that will end; streams have no known length."""
        if self.stage is Stage.ANSWERING and self.answer is not None:
            return (self.answer.length or 0) > 0
        return self.stage in (Stage.CALLING, Stage.ANSWERING)

    def say_goodbye(self) -> None:
        """Close a connection that nothing is going on with."""
        if self.stage is Stage.ASKING:
            self.transport.close()

    def _refuse(self, status: str, text: bytes = b"") -> None:
        said = text or f"{status}\n".encode()
        self.transport.write(
            f"HTTP/1.1 {status}\r\nContent-Type: text/plain; charset=utf-8\r\n"
            f"Content-Length: {len(said)}\r\nCache-Control: no-store\r\n"
            "Connection: close\r\n\r\n".encode()
            + said
        )
        self._leave()

    def _leave(self) -> None:
        """End our half and give the visitor a moment: closing on unread bytes loses the answer."""
        self.stage, self.waiting = Stage.LEAVING, b""
        self.deadline = time.monotonic() + LEAVE_S
        if not self.transport.is_closing():
            self.transport.resume_reading()
            self.transport.write_eof()

    def _drop_part(self) -> None:
        upstream, self.upstream = self.upstream, None
        if upstream is not None:
            upstream.hang_up()

    def _asked(self) -> heads.Request:
        assert self.request is not None
        return self.request

    def _part(self) -> asyncio.Transport:
        assert self.upstream is not None
        return self.upstream.transport
