"""Real SIP telephones for tests: baresip with a tone of its own, sipp for what is said on the wire.

Decides how they are started, told what to do and listened to; what is expected of them is left to
the tests. Each needs a loopback address of its own, see `loopback`.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import math
import os
import random
import struct
import subprocess
import time
import wave
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from hotline.telephony.ari.server import AsteriskServer

RATE = 8000
BLOCK = 400  # samples; tones are multiples of RATE / BLOCK = 20 Hz
PATIENCE_S = 20.0  # on a machine with much else to do
HUMS_S = 180.0
"""How long a telephone hums: it hangs up when it has nothing to say any more."""
MODULES = Path("/usr/lib/baresip/modules")


async def until(true: Callable[[], object], what: str = "") -> None:
    """Wait until *true* holds; fail after a generous while."""
    give_up_at = time.monotonic() + PATIENCE_S
    while not true():
        assert time.monotonic() < give_up_at, what or "waited in vain"
        await asyncio.sleep(0.01)


def loopback() -> str:
    """Return the beginning of a loopback network that no other test run is likely to use."""
    return f"127.{random.randint(10, 250)}.{random.randint(0, 250)}."


def write_tone(path: Path, hz: int, *, seconds: float) -> None:
    """Write a soft tone as a telephone carries it."""
    step = 2 * math.pi * hz / RATE
    samples = [int(8000 * math.sin(step * n)) for n in range(BLOCK)] * math.ceil(
        RATE * seconds / BLOCK
    )
    with wave.open(str(path), "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(RATE)
        sound.writeframes(struct.pack(f"<{len(samples)}h", *samples))


def tone_share(path: Path, hz: int, *, seconds: float = 0.5) -> float:
    """Return how much of the sound is this tone, 0 to 1, where there is most of it (Goertzel)."""
    with wave.open(str(path)) as sound:
        raw = sound.readframes(sound.getnframes())
        step = 2 * sound.getnchannels()
    samples = [it[0] for it in struct.iter_unpack("<h", raw[: len(raw) // step * step])]
    samples = samples[:: step // 2]
    shares = [share(samples[at : at + BLOCK], hz) for at in range(0, len(samples) - BLOCK, BLOCK)]
    width = int(seconds * RATE / BLOCK)
    return max(
        (sum(shares[at : at + width]) / width for at in range(len(shares) - width + 1)), default=0.0
    )


def loudness(path: Path, *, seconds: float = 1.0) -> float:
    """Return how loud the last of a sound is, which may still be growing (root mean square of 16 bits)."""
    raw = path.read_bytes()[-int(seconds * RATE) * 2 :]
    samples = [it[0] for it in struct.iter_unpack("<h", raw)]
    return math.sqrt(sum(sample * sample for sample in samples) / len(samples))


def share(block: Sequence[int], hz: int) -> float:
    """Return how much of a block of sound is this tone, 0 to 1; of silence nothing is."""
    loudness = sum(sample * sample for sample in block)
    if loudness < BLOCK * 100 * 100:
        return 0.0
    turn, one, two = 2 * math.cos(2 * math.pi * hz / RATE), 0.0, 0.0
    for sample in block:
        one, two = sample + turn * one - two, one
    return 2 * (one * one + two * two - turn * one * two) / (len(block) * loudness)


class Baresip:
    """A telephone that hums *tone* and keeps what it hears; it picks up by itself unless told to ring."""

    def __init__(
        self,
        folder: Path,
        address: str,
        *,
        user: str,
        tone: int,
        registrar: str = "",
        password: str = "none",
        login: str = "",
        picks_up: bool = True,
    ) -> None:
        self.folder, self.address, self.user = folder, address, user
        self.events: list[dict[str, Any]] = []
        self._answered = self._dialled = 0
        self._process: asyncio.subprocess.Process
        self._reading: asyncio.Task[None]
        self._writer: asyncio.StreamWriter
        folder.mkdir(parents=True)
        write_tone(folder / "tone.wav", tone, seconds=HUMS_S)
        first = random.randrange(30000, 40000, 20)
        (folder / "config").write_text(
            f"sip_listen {address}:5070\n"
            f"audio_player aubridge,ear\naudio_source aufile,{folder}/tone.wav\n"
            "audio_alert aubridge,bell\n"
            "ausrc_srate 8000\nauplay_srate 8000\nausrc_channels 1\nauplay_channels 1\n"
            f"rtp_ports {first}-{first + 18}\nctrl_tcp_listen {address}:4444\n"
            f"snd_path {folder}\nmodule_path {MODULES}\n"
            "module_app account.so\nmodule g711.so\nmodule aubridge.so\nmodule aufile.so\n"
            "module sndfile.so\nmodule_app ctrl_tcp.so\nmodule_app menu.so\n"
        )
        # without a password, even one that nobody asks for, baresip asks the keyboard
        (folder / "accounts").write_text(
            f"<sip:{user}@{registrar or address}>;auth_user={login or user};auth_pass={password}"
            f";regint={300 if registrar else 0};answermode={'auto' if picks_up else 'manual'}"
            ";audio_codecs=PCMA\n"
        )

    async def __aenter__(self) -> Baresip:
        with (self.folder / "log.txt").open("wb") as log:
            self._process = await asyncio.create_subprocess_exec(
                *("setpriv", "--pdeathsig", "KILL", "baresip", "-f", str(self.folder)),
                stdin=asyncio.subprocess.DEVNULL,
                stdout=log,
                stderr=log,
            )
        give_up_at = time.monotonic() + PATIENCE_S
        while True:
            try:
                reader, self._writer = await asyncio.open_connection(self.address, 4444)
                break
            except OSError:
                assert time.monotonic() < give_up_at, (self.folder / "log.txt").read_text()
                await asyncio.sleep(0.02)
        self._reading = asyncio.create_task(self._read(reader))
        return self

    async def __aexit__(self, *_: object) -> None:
        """Let it say good-bye to the switch."""
        with contextlib.suppress(ConnectionError):
            await self._command("quit")
        try:
            await asyncio.wait_for(self._process.wait(), PATIENCE_S)
        except TimeoutError:
            self._process.kill()
            await self._process.wait()
        self._reading.cancel()
        self._writer.close()

    async def dial(self, number: str, *, at: str) -> None:
        """Call *number* at the switch that listens at *at*."""
        self._dialled += 1
        await self._command("dial", f"sip:{number}@{at}")

    async def transfer(self, number: str, *, at: str) -> None:
        """Ask the other side to call *number* instead (REFER)."""
        await self._command("transfer", f"sip:{number}@{at}")

    async def rings(self) -> None:
        """Wait until somebody calls that was not answered yet."""
        await until(lambda: self._count("CALL_INCOMING") > self._answered, f"{self.user} is silent")

    async def answer(self) -> None:
        """Pick up the telephone once it rings."""
        await self.rings()
        self._answered += 1
        await self._command("accept")

    async def press(self, digit: str) -> None:
        """Press a key."""
        await self._command("sndcode", digit)

    async def hang_up(self) -> None:
        """End the call and wait until what was heard is on disk."""
        await self._command("hangup")
        await self.gone()

    async def gone(self) -> None:
        """Wait until the call is over, and each before it."""
        calls = self._dialled + self._count("CALL_INCOMING")
        await until(lambda: self._count("CALL_CLOSED") >= max(calls, 1))

    async def hears(self, *, seconds: float) -> None:
        """Wait until it has heard that much more than now."""
        enough = self._size() + seconds * RATE * 2
        await until(lambda: self._size() >= enough, f"{self.user} heard nothing")

    @property
    def ear(self) -> Path:
        """Return the file with what it heard in its last call."""
        return max(self.folder.glob("dump-*-dec.wav"))

    def _count(self, kind: str) -> int:
        return sum(event.get("type") == kind for event in self.events)

    def _size(self) -> int:
        with contextlib.suppress(ValueError):
            return self.ear.stat().st_size
        return 0

    async def _command(self, name: str, words: str = "") -> None:
        text = json.dumps({"command": name, "params": words, "token": name}).encode()
        self._writer.write(b"%d:%s," % (len(text), text))
        await self._writer.drain()

    async def _read(self, reader: asyncio.StreamReader) -> None:
        with contextlib.suppress(asyncio.IncompleteReadError, ConnectionError):
            while True:
                length = await reader.readuntil(b":")
                self.events.append(
                    json.loads((await reader.readexactly(int(length[:-1]) + 1))[:-1])
                )


def at(asterisk: AsteriskServer) -> str:
    """Return where telephones find a switch."""
    return f"{asterisk.configuration.sip_address}:{asterisk.sip_port}"


def of_seat_28(
    folder: Path, network: str, asterisk: AsteriskServer, *, tone: int, picks_up: bool
) -> Baresip:
    """Return the telephone on operator 28's desk, which registers at the switch."""
    return Baresip(
        folder / "seat",
        f"{network}4",
        user="seat-28",
        tone=tone,
        registrar=at(asterisk),
        password="of-seat-28",
        picks_up=picks_up,
    )


class Sipp:
    """A telephone that follows a scenario; all it said and was told is in `wire`."""

    def __init__(self, folder: Path, scenario: str, address: str, *arguments: str) -> None:
        folder.mkdir(parents=True)
        self._trace = folder / "wire.log"
        (folder / "scenario.xml").write_text(scenario)
        self._process = subprocess.Popen(
            [
                *("setpriv", "--pdeathsig", "KILL", "sipp", *arguments, "-nostdin"),
                *("-sf", "scenario.xml", "-i", address, "-p", "5070", "-mi", address, "-m", "1"),
                *("-trace_msg", "-message_file", str(self._trace)),
            ],
            cwd=folder,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env=os.environ | {"TERM": "dumb"},
        )

    @property
    def wire(self) -> str:
        """Return every SIP message so far."""
        return self._trace.read_text() if self._trace.exists() else ""

    async def done(self) -> None:
        """Wait until the scenario is over; fail if it went wrong."""
        await until(lambda: self._process.poll() is not None, self.wire)
        assert self._process.returncode == 0, self.wire

    def stop(self) -> None:
        """End it."""
        if self._process.poll() is None:
            self._process.kill()
        self._process.wait()


# Somebody who picks up at once and waits for the other side to hang up.
PICKS_UP = """<?xml version="1.0" encoding="ISO-8859-1"?>
<scenario name="picks up">
  <recv request="INVITE"/>
  <send><![CDATA[
SIP/2.0 180 Ringing
[last_Via:]
[last_From:]
[last_To:];tag=[pid]t[call_number]
[last_Call-ID:]
[last_CSeq:]
Contact: <sip:provider@[local_ip]:[local_port]>
Content-Length: 0

]]></send>
  <send retrans="500"><![CDATA[
SIP/2.0 200 OK
[last_Via:]
[last_From:]
[last_To:];tag=[pid]t[call_number]
[last_Call-ID:]
[last_CSeq:]
Contact: <sip:provider@[local_ip]:[local_port]>
Content-Type: application/sdp
Content-Length: [len]

v=0
o=- 5 5 IN IP[local_ip_type] [local_ip]
s=-
c=IN IP[media_ip_type] [media_ip]
t=0 0
m=audio [media_port] RTP/AVP 8 101
a=rtpmap:8 PCMA/8000
a=rtpmap:101 telephone-event/8000

]]></send>
  <recv request="ACK"/>
  <recv request="BYE"/>
  <send><![CDATA[
SIP/2.0 200 OK
[last_Via:]
[last_From:]
[last_To:]
[last_Call-ID:]
[last_CSeq:]
Content-Length: 0

]]></send>
</scenario>
"""

# Somebody who calls the line as a carrier does, and waits for the other side to hang up.
RINGS = """<?xml version="1.0" encoding="ISO-8859-1"?>
<scenario name="rings">
  <send retrans="500"><![CDATA[
INVITE sip:[service]@[remote_ip]:[remote_port] SIP/2.0
Via: SIP/2.0/[transport] [local_ip]:[local_port];branch=[branch]
Max-Forwards: 70
From: <sip:[caller]@[local_ip]>;tag=[pid]f[call_number]
To: <sip:[service]@[remote_ip]>
Call-ID: [call_id]
CSeq: 1 INVITE
Contact: <sip:[caller]@[local_ip]:[local_port]>
Content-Type: application/sdp
Content-Length: [len]

v=0
o=- 5 5 IN IP[local_ip_type] [local_ip]
s=-
c=IN IP[media_ip_type] [media_ip]
t=0 0
m=audio [media_port] RTP/AVP 8 101
a=rtpmap:8 PCMA/8000
a=rtpmap:101 telephone-event/8000

]]></send>
  <recv response="100" optional="true"/>
  <recv response="180" optional="true"/>
  <recv response="183" optional="true"/>
  <recv response="200" rrs="true"/>
  <send><![CDATA[
ACK [next_url] SIP/2.0
Via: SIP/2.0/[transport] [local_ip]:[local_port];branch=[branch]
Max-Forwards: 70
From: <sip:[caller]@[local_ip]>;tag=[pid]f[call_number]
[last_To:]
Call-ID: [call_id]
CSeq: 1 ACK
Content-Length: 0

]]></send>
  <recv request="BYE"/>
  <send><![CDATA[
SIP/2.0 200 OK
[last_Via:]
[last_From:]
[last_To:]
[last_Call-ID:]
[last_CSeq:]
Content-Length: 0

]]></send>
</scenario>
"""
