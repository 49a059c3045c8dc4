"""Telephones without sound, as many as one likes behind one address: a carrier's callers, or the seats of a floor.

Decides how SIP is spoken: what is not answered is said again, what is heard again is answered again, so that a packet
that a busy machine loses costs no call. Who rings, picks up and hangs up when is left to the tests. Of sound there is a
packet every few seconds, without which the switch would take a line for dead; what the switch sends is read by nobody.
"""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import re
import secrets
import socket
import struct
import time
from collections.abc import Callable
from typing import cast

from tests.registering import proof

Address = tuple[str, int]
SOUND_PORT, HUM_S = 40000, 5.0
T1_S, LONGEST_S, GIVE_UP_S = 0.5, 4.0, 32.0
"""How soon something is said again, how rarely at last, and when it is no use any more (RFC 3261, table 4)."""
ROOM = 4_000_000
"""Bytes that may wait to be read while this process has something else to do."""
_HEAD = re.compile(r"^([\w-]+) *: *(.*?)\r?$", re.MULTILINE)
_SOUND = re.compile(r"^c=IN IP4 ([\d.]+).*?^m=audio (\d+)", re.MULTILINE | re.DOTALL)


class Message:
    """A packet of SIP, as far as telephones must understand it."""

    def __init__(self, packet: bytes) -> None:
        head, _blank, self.body = packet.decode().partition("\r\n\r\n")
        self.first, _line, rest = head.partition("\r\n")
        found = [(name.lower(), text) for name, text in _HEAD.findall(rest)]
        self.heads = dict(found)
        self.vias = [text for name, text in found if name == "via"]
        self.method = self.heads["cseq"].partition(" ")[2]
        self.status = int(self.first.split()[1]) if self.first.startswith("SIP/2.0 ") else 0
        """0 of a request."""

    @property
    def sound(self) -> Address | None:
        """Return where the other side wants to hear us."""
        found = _SOUND.search(self.body)
        return (found[1], int(found[2])) if found else None


class Call:
    """One call of one telephone. Its times are those of `time.perf_counter`, 0 until it is so far."""

    def __init__(self, phones: Phones, user: str, came: Message | None = None) -> None:
        self.phones, self.user, self.came = phones, user, came
        self.name = came.heads["call-id"] if came else f"{next(_NUMBERS)}-{phones.here}"
        self.about = came.heads.get("x-call-id", "") if came else ""
        """What the switch says it rings for: "call-7"."""
        self.rung_at = time.perf_counter()
        self.answered_at = self.over_at = 0.0
        self.hung_up = False
        """By us."""
        self.answered, self.over = asyncio.Event(), asyncio.Event()
        self.sound = came.sound if came else None
        own = came.heads["to"] if came else f"<sip:{user}@{phones.address[0]}>"
        self._own = f"{own};tag={secrets.token_hex(4)}"
        self._other = came.heads["from"] if came else f"<sip:{phones.line}@{phones.switch[0]}>"
        self._branch, self._sequence = _branch(), 1
        self._said = b""
        """Our last word on an INVITE that came."""

    @property
    def is_up(self) -> bool:
        """Say whether it was answered and goes on."""
        return self.answered.is_set() and not self.over.is_set()

    # -- what we do ----------------------------------------------------------------------------

    def begin(self) -> None:
        """Ring the switch, or let it hear that the telephone rings."""
        if self.came:
            self._reply("180 Ringing")
            return
        packet = self._request("INVITE", self._branch, self.phones.offer)
        self.rung_at = time.perf_counter()
        self._insist("INVITE", packet)

    def answer(self) -> None:
        """Pick up; nothing happens if nobody is there any more."""
        if self.came and not self._said.startswith((b"SIP/2.0 2", b"SIP/2.0 4")):
            self._reply("200 OK", self.phones.offer)

    async def hang_up(self) -> None:
        """End it, answered or not, and wait until the switch has heard."""
        if not self.hung_up and not self.over.is_set():
            self.hung_up = True
            if self.answered.is_set():
                self._bye()
            elif self.came:
                self._reply("486 Busy Here")
            else:
                self._insist("CANCEL", self._request("CANCEL", self._branch))
        await asyncio.wait_for(self.over.wait(), GIVE_UP_S)

    # -- what we hear --------------------------------------------------------------------------

    def is_asked(self, message: Message) -> None:
        """Do what the other side asks."""
        method = message.method
        if method == "INVITE" and self.came and message.heads["cseq"] == self.came.heads["cseq"]:
            self.phones.send(self._said)  # it was not heard
        elif method == "ACK":
            self._relent("reply")
            self._is_up() if self._said.startswith(b"SIP/2.0 200") else self._is_over()
        else:
            body = self.phones.offer if method == "INVITE" else ""
            self.phones.send(self._reply_to(message, "200 OK", body))
            if method == "CANCEL" and self.came and self._said.startswith(b"SIP/2.0 180"):
                self._reply("487 Request Terminated")
                self._is_over()
            elif method == "BYE":
                self._relent("reply", "BYE")
                self._is_over()

    def is_told(self, message: Message) -> None:
        """Hear what the other side answers."""
        self._relent(message.method)
        if message.status < 200 or message.method not in ("INVITE", "BYE"):
            return
        if message.method == "BYE":
            self._is_over()
            return
        is_taken, self._other = message.status < 300, message.heads["to"]
        self.phones.send(self._request("ACK", _branch() if is_taken else self._branch))
        if not is_taken:
            self._is_over()
        elif not self.answered.is_set():
            self.sound = message.sound
            self._is_up()
            if self.hung_up:  # the answer crossed what took the call back
                self._bye()

    def _is_up(self) -> None:
        if not self.answered.is_set():
            self.answered_at = time.perf_counter()
            self.answered.set()

    def _is_over(self) -> None:
        if not self.over.is_set():
            self.over_at = time.perf_counter()
            self.over.set()

    # -- on the wire ---------------------------------------------------------------------------

    def _bye(self) -> None:
        self._sequence += 1
        self._insist("BYE", self._request("BYE", _branch()))

    def _reply(self, status: str, body: str = "") -> None:
        """Say something about the INVITE that came; the last word until it is heard."""
        assert self.came
        self._said = self._reply_to(self.came, status, body)
        if status.startswith("1"):
            self.phones.send(self._said)
        else:
            self._insist("reply", self._said)

    def _insist(self, what: str, packet: bytes) -> None:
        self.phones.insist(f"{what} of {self.name}", packet)

    def _relent(self, *what: str) -> None:
        for one in what:
            self.phones.relent(f"{one} of {self.name}")

    def _request(self, method: str, branch: str, body: str = "") -> bytes:
        switch, here = self.phones.switch, self.phones.here
        sequence = 1 if method == "ACK" else self._sequence
        return _packed(
            f"{method} sip:{self.phones.line}@{switch[0]}:{switch[1]} SIP/2.0",
            f"Via: SIP/2.0/UDP {here};branch={branch}",
            f"Max-Forwards: 70\r\nFrom: {self._own}\r\nTo: {self._other}",
            f"Call-ID: {self.name}\r\nCSeq: {sequence} {method}",
            f"Contact: <sip:{self.user}@{here}>",
            body=body,
        )

    def _reply_to(self, message: Message, status: str, body: str = "") -> bytes:
        return _packed(
            f"SIP/2.0 {status}",
            *(f"Via: {via}" for via in message.vias),
            f"From: {message.heads['from']}\r\nTo: {self._own}",
            f"Call-ID: {self.name}\r\nCSeq: {message.heads['cseq']}",
            f"Contact: <sip:{self.user}@{self.phones.here}>",
            body=body,
        )


class Phones(asyncio.DatagramProtocol):
    """Telephones behind one address that speak with one switch; *line* is what callers among them dial."""

    def __init__(
        self,
        address: Address,
        switch: Address,
        *,
        line: str = "hotline",
        rings: Callable[[Call], None] = lambda _call: None,
    ) -> None:
        self.address, self.switch, self.line = address, switch, line
        self.here = f"{address[0]}:{address[1]}"
        self.offer = (
            f"v=0\r\no=- 1 1 IN IP4 {address[0]}\r\ns=-\r\nc=IN IP4 {address[0]}\r\n"
            f"t=0 0\r\nm=audio {SOUND_PORT} RTP/AVP 8\r\na=rtpmap:8 PCMA/8000\r\n"
        )
        self.calls: dict[str, Call] = {}
        self.unheard: list[str] = []
        """What was said many times and never answered."""
        self.rings = rings
        """Told of each call that rings here."""
        self._insisting: dict[str, asyncio.TimerHandle] = {}
        self._registering: dict[str, asyncio.Future[Message]] = {}

    async def __aenter__(self) -> Phones:
        line = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        line.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, ROOM)
        line.bind(self.address)
        self._sound = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._sound.bind((self.address[0], SOUND_PORT))
        await asyncio.get_running_loop().create_datagram_endpoint(lambda: self, sock=line)
        self._humming = asyncio.create_task(self._hum())
        return self

    async def __aexit__(self, *_: object) -> None:
        """Fall silent."""
        self._humming.cancel()
        await asyncio.gather(self._humming, return_exceptions=True)
        for what in list(self._insisting):
            self.relent(what)
        self._transport.close()
        self._sound.close()

    def ring(self, number: str) -> Call:
        """Call the line as *number*."""
        call = Call(self, number)
        self.calls[call.name] = call
        call.begin()
        return call

    async def register(self, user: str, password: str) -> int:
        """Let the switch know where *user* is to be rung; return its last word, 200 when it knows."""
        name, told = f"{user}-{self.here}", ""
        for turn in (1, 2):
            heard: asyncio.Future[Message] = asyncio.get_running_loop().create_future()
            self._registering[f"{name} {turn} REGISTER"] = heard
            who = f"<sip:{user}@{self.switch[0]}>"
            self.insist(
                f"REGISTER of {name}",
                _packed(
                    f"REGISTER sip:{self.switch[0]} SIP/2.0",
                    f"Via: SIP/2.0/UDP {self.here};branch={_branch()}\r\nMax-Forwards: 70",
                    f"From: {who};tag={secrets.token_hex(4)}\r\nTo: {who}",
                    f"Call-ID: {name}\r\nCSeq: {turn} REGISTER",
                    f"Contact: <sip:{user}@{self.here}>;expires=3600{told}",
                ),
            )
            answer = await asyncio.wait_for(heard, GIVE_UP_S)
            if answer.status != 401:
                break
            challenge = answer.heads["www-authenticate"]
            told = "\r\n" + proof(challenge, user, password, f"sip:{self.switch[0]}").rstrip()
        return answer.status

    # -- what comes in, what goes out ----------------------------------------------------------

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Remember the way out."""
        self._transport = cast(asyncio.DatagramTransport, transport)

    def datagram_received(self, data: bytes, _address: object) -> None:
        """Let whom it concerns hear."""
        if not data.strip():
            return
        message = Message(data)
        name = message.heads["call-id"]
        call = self.calls.get(name)
        if message.method == "REGISTER":
            self.relent(f"REGISTER of {name}")
            heard = self._registering.get(f"{name} {message.heads['cseq']}")
            if heard and not heard.done():
                heard.set_result(message)
        elif message.status:
            if call:
                call.is_told(message)
        elif call:
            call.is_asked(message)
        elif message.method == "INVITE":
            call = self.calls[name] = Call(self, _user_of(message.first), message)
            call.begin()
            self.rings(call)

    def send(self, packet: bytes) -> None:
        """Say something once."""
        self._transport.sendto(packet, self.switch)

    def insist(self, what: str, packet: bytes, after_s: float = T1_S, said_s: float = 0.0) -> None:
        """Say something until `relent`: at once, and again later and later."""
        self.relent(what)
        if said_s > GIVE_UP_S:
            self.unheard.append(what)
            return
        self.send(packet)
        again = (what, packet, min(after_s * 2, LONGEST_S), said_s + after_s)
        self._insisting[what] = asyncio.get_running_loop().call_later(after_s, self.insist, *again)

    def relent(self, what: str) -> None:
        """It was heard."""
        if timer := self._insisting.pop(what, None):
            timer.cancel()

    async def _hum(self) -> None:
        """Send a moment of silence now and then in each call."""
        for nth in itertools.count():
            head = struct.pack("!BBHII", 0x80, 8, nth % 65536, nth * 160 % 2**32, 1)
            for call in self.calls.values():
                if call.is_up and call.sound:
                    with contextlib.suppress(OSError):
                        self._sound.sendto(head + b"\xd5" * 160, call.sound)
            await asyncio.sleep(HUM_S)


_NUMBERS = itertools.count(1)


def _branch() -> str:
    return f"z9hG4bK{secrets.token_hex(8)}"


def _user_of(request: str) -> str:
    """Return who is wanted: "seat-28" of "INVITE sip:seat-28@127.0.0.1:5070 SIP/2.0"."""
    return request.partition("sip:")[2].partition("@")[0]


def _packed(*heads: str, body: str = "") -> bytes:
    kind = "Content-Type: application/sdp\r\n" if body else ""
    told = "\r\n".join(heads)
    return f"{told}\r\n{kind}Content-Length: {len(body)}\r\n\r\n{body}".encode()
