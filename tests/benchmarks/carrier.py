"""The carrier's end of the line, without sound: rings a switch and hangs up, and knows to the moment when it rang."""

from __future__ import annotations

import asyncio
import itertools
import re
import time
from typing import cast

_TO = re.compile(rb"^To: *(.+?)\r$", re.MULTILINE | re.IGNORECASE)
_CALL = re.compile(rb"^Call-ID: *(\d+)", re.MULTILINE | re.IGNORECASE)
_SEQUENCE = re.compile(rb"^CSeq: *\d+ (\w+)", re.MULTILINE | re.IGNORECASE)


class Carrier(asyncio.DatagramProtocol):
    """Calls that come from one address; one at a time."""

    def __init__(self, address: tuple[str, int], switch: tuple[str, int], line: str) -> None:
        self.address, self.switch, self.line = address, switch, line
        self._numbers = itertools.count(1)
        self._answered = False
        self._over = asyncio.Event()

    async def open(self) -> None:
        """Begin to listen."""
        loop = asyncio.get_running_loop()
        await loop.create_datagram_endpoint(lambda: self, local_addr=self.address)

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Remember the way out."""
        self.transport = cast(asyncio.DatagramTransport, transport)

    def ring(self, number: str) -> float:
        """Call the line as *number*; return when."""
        self._call, self._caller, self._to = next(self._numbers), number, self._target
        self._answered = False
        self._over.clear()
        sound = (
            f"v=0\r\no=- 1 1 IN IP4 {self.address[0]}\r\ns=-\r\nc=IN IP4 {self.address[0]}\r\n"
            "t=0 0\r\nm=audio 40000 RTP/AVP 8\r\na=rtpmap:8 PCMA/8000\r\n"
        )
        packet = self._request("INVITE", 1, sound)
        rung_at = time.perf_counter()
        self.transport.sendto(packet, self.switch)
        return rung_at

    async def hang_up(self) -> None:
        """End the call, answered or not, and wait until the switch has heard."""
        self._say("BYE", 2) if self._answered else self._say("CANCEL", 1)
        await asyncio.wait_for(self._over.wait(), 10)

    def datagram_received(self, data: bytes, _address: object) -> None:
        """Do what the protocol asks."""
        call, about = _CALL.search(data), _SEQUENCE.search(data)
        if not (call and about and int(call[1]) == self._call):
            return
        status, method = data[8:11], about[1]
        if data.startswith(b"BYE"):
            self._over.set()
        elif method == b"INVITE" and status >= b"200":
            if found := _TO.search(data):
                self._to = found[1].decode()
            self._answered = status == b"200"
            self._say("ACK", 1)
            if not self._answered:
                self._over.set()
        elif method == b"BYE":
            self._over.set()

    @property
    def _target(self) -> str:
        return f"<sip:{self.line}@{self.switch[0]}>"

    def _say(self, method: str, sequence: int) -> None:
        self.transport.sendto(self._request(method, sequence), self.switch)

    def _request(self, method: str, sequence: int, body: str = "") -> bytes:
        here = f"{self.address[0]}:{self.address[1]}"
        own = f"-{method}" if method == "BYE" or (method == "ACK" and self._answered) else ""
        kind = "Content-Type: application/sdp\r\n" if body else ""
        return (
            f"{method} sip:{self.line}@{self.switch[0]}:{self.switch[1]} SIP/2.0\r\n"
            f"Via: SIP/2.0/UDP {here};branch=z9hG4bK-{self._call}{own}\r\nMax-Forwards: 70\r\n"
            f"From: <sip:{self._caller}@{self.address[0]}>;tag=f{self._call}\r\nTo: {self._to}\r\n"
            f"Call-ID: {self._call}-{here}\r\nCSeq: {sequence} {method}\r\n"
            f"Contact: <sip:{self._caller}@{here}>\r\n{kind}Content-Length: {len(body)}\r\n\r\n{body}"
        ).encode()
