"""The floor of a call: a loop that asks a switch for the same as ours does for each call, and does nothing else.

No database, no queue, no journal, nobody who is told: the next telephone in turn rings, and what fails is not tried again.
It runs as a process of its own, so that its work can be told from that of whoever measures, and says when it heard of whom.
"""

from __future__ import annotations

import asyncio
import base64
import itertools
import json
import os
import sys
import time
from typing import Any
from urllib.parse import quote, urlencode

import websockets

from hotline.telephony.prompts import FOLDER

MUSIC = "music"
HEARD = ("StasisStart", "StasisEnd", "ChannelDestroyed", "RESTResponse")


class Loop:
    """One connection to one Asterisk."""

    def __init__(self, socket: websockets.ClientConnection, seats: list[str]) -> None:
        self._socket = socket
        self._seats = itertools.cycle(seats)
        self._numbers = itertools.count(1)
        self._answers: dict[str, asyncio.Future[None]] = {}
        self._other: dict[str, str] = {}
        """Who speaks with whom, both ways."""
        self._doing: set[asyncio.Task[None]] = set()

    async def run(self) -> None:
        """Hear and do, until the connection ends."""
        begun = asyncio.create_task(self._begin())
        async for text in self._socket:
            message = json.loads(text)
            if message["type"] == "RESTResponse":
                if answer := self._answers.pop(message["request_id"], None):
                    answer.set_result(None)
                continue
            leg = message["channel"]["id"]
            if message["type"] == "StasisStart":
                if message["args"][0] == "inbound":
                    _say(f"{message['channel']['caller']['number']} {time.perf_counter()}")
                    self._soon(self._arrives(leg))
                else:
                    self._soon(self._answers_it(leg))
            elif other := self._other.pop(leg, None):
                self._soon(self._goes(leg, other))
        await begun

    async def _begin(self) -> None:
        allowed = {"allowed": [{"type": kind} for kind in HEARD]}
        await self._ask("PUT", "applications/hotline/eventFilter", allowed)
        await self._ask("POST", f"bridges/{MUSIC}", type="holding")
        _say("ready")

    async def _arrives(self, leg: str) -> None:
        """Greet, let music play, ring."""
        await self._ask("POST", f"channels/{leg}/answer")
        await self._enter(MUSIC, leg)
        await self._ask("POST", f"bridges/{MUSIC}/moh")
        await self._ask(
            "POST", f"channels/{leg}/play/p-{leg}", media=f"sound:{FOLDER}/recorded_notice"
        )
        seat = f"s-{leg}"
        self._other |= {leg: seat, seat: leg}
        to = f"PJSIP/seat-{next(self._seats)}"
        about = {"variables": {"PJSIP_HEADER(add,X-Call-Id)": leg}}
        how = {"app": "hotline", "appArgs": "leg", "callerId": "81890", "timeout": "15"}
        await self._ask("POST", f"channels/{seat}", about, endpoint=to, formats="alaw", **how)

    async def _answers_it(self, seat: str) -> None:
        """Let both hear each other."""
        leg = self._other[seat]
        await self._ask("DELETE", f"playbacks/p-{leg}")
        await self._ask("POST", f"bridges/b-{leg}", type="mixing,proxy_media")
        await asyncio.gather(self._enter(f"b-{leg}", leg), self._enter(f"b-{leg}", seat))

    async def _goes(self, leg: str, other: str) -> None:
        """End what is left."""
        self._other.pop(other, None)
        await self._ask("DELETE", f"channels/{other}", reason="normal")
        await self._ask("DELETE", f"bridges/b-{leg.removeprefix('s-')}")

    async def _enter(self, room: str, leg: str) -> None:
        silently = {"channel": leg, "inhibitConnectedLineUpdates": "true"}
        await self._ask("POST", f"bridges/{room}/addChannel", **silently)

    def _soon(self, doing: Any) -> None:
        task = asyncio.create_task(doing)
        self._doing.add(task)
        task.add_done_callback(self._doing.discard)

    async def _ask(
        self, method: str, path: str, body: dict[str, Any] | None = None, /, **query: str
    ) -> None:
        number = str(next(self._numbers))
        uri = f"{path}?{urlencode(query, quote_via=quote)}" if query else path
        request = {"type": "RESTRequest", "request_id": number, "method": method, "uri": uri}
        if body is not None:
            request |= {"content_type": "application/json", "message_body": json.dumps(body)}
        answer = self._answers[number] = asyncio.get_running_loop().create_future()
        await self._socket.send(json.dumps(request))
        await answer


def _say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


async def main(url: str, user: str, *seats: str) -> None:
    """Serve the switch at *url* with these seats; the password stands in the environment."""
    who = base64.b64encode(f"{user}:{os.environ['ARI_PASSWORD']}".encode()).decode()
    address = f"{url.replace('http', 'ws')}/ari/events?app=hotline"
    heads = {"Authorization": f"Basic {who}"}
    async with websockets.connect(address, additional_headers=heads, compression=None) as socket:
        await Loop(socket, list(seats)).run()


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
