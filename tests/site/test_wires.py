"""The wire from a browser's telephone to the switch: who gets one, what passes, and when it is cut off."""

from __future__ import annotations

import asyncio
import contextlib
import tempfile
from collections.abc import AsyncIterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from websockets.asyncio.client import ClientConnection, connect
from websockets.asyncio.server import Server, ServerConnection, serve
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.typing import Subprotocol

from hotline.calls import tickets
from hotline.calls.actions import UNPLUG
from hotline.site import live, reach, wires
from hotline.site.door.server import Door
from hotline.site.door.upstream import Part, Process
from tests.site.serving import served

SEAT = tickets.Ticket("seat:5", "seat-28")
SIP = [Subprotocol("sip")]


@dataclass
class House:
    """The door before the live part, and a switch behind it that says everything back."""

    port: int = 0
    heard: list[str | bytes] = field(default_factory=list)
    telephones: list[ServerConnection] = field(default_factory=list)
    silent: asyncio.Event = field(default_factory=asyncio.Event)

    async def answer(self, telephone: ServerConnection) -> None:
        self.telephones.append(telephone)
        with contextlib.suppress(ConnectionClosed):
            async for message in telephone:
                self.heard.append(message)
                await telephone.send(message)

    async def wire(self, ticket: tickets.Ticket | None = SEAT, **given: Any) -> ClientConnection:
        """Connect as a page of ours does."""
        origin = given.pop("origin", f"http://127.0.0.1:{self.port}")
        asked = f"?ticket={tickets.give(ticket)}" if ticket else given.pop("asked", "")
        options = {"subprotocols": SIP, "origin": origin, "compression": None, "proxy": None}
        return await connect(f"ws://127.0.0.1:{self.port}/ws{asked}", **(options | given))

    async def is_refused(self, *args: Any, **given: Any) -> int:
        with pytest.raises(InvalidStatus) as refusal:
            await self.wire(*args, **given)
        return refusal.value.response.status_code


WS: dict[str, Any] = {
    "ws": "websockets-sansio", "ws_max_size": wires.LARGEST, "ws_per_message_deflate": False,
}  # fmt: skip
"""How the live part takes wires in service."""


@pytest.fixture
async def house(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[House]:
    house = House()
    switch: Server = await serve(house.answer, "127.0.0.1", 0, subprotocols=SIP, max_size=None)
    port = next(iter(switch.sockets)).getsockname()[1]
    here = replace(settings.CONFIGURATION, ari_url=f"http://127.0.0.1:{port}")
    monkeypatch.setattr(settings, "CONFIGURATION", here)
    monkeypatch.setattr(live, "hub", live.Hub())
    monkeypatch.setattr(wires, "wires", wires.Wires())
    live.hub.listening.set()
    with tempfile.TemporaryDirectory() as folder:
        socket = Path(folder) / "live"
        door = Door([Part([Process(socket)], frozenset([b"/ws"])), Part([Process(socket)])])
        async with served(live.application, socket, **WS), door.open("127.0.0.1", 0) as house.port:
            yield house
    switch.close()
    await switch.wait_closed()


async def closed(wire: ClientConnection) -> int:
    """Wait until the wire is closed; return why."""
    await asyncio.wait_for(wire.wait_closed(), 5)
    return wire.close_code or 0


async def test_what_a_telephone_says_reaches_the_switch_and_comes_back(house: House) -> None:
    wire = await house.wire()
    assert wire.subprotocol == "sip"
    for text in ("REGISTER sip:hotline.invalid SIP/2.0\r\n\r\n", "\r\n\r\n", "x" * 20_000):
        await wire.send(text)
        assert await wire.recv() == text
    assert len(house.heard) == 3
    await wire.close()
    for telephone in house.telephones:
        await asyncio.wait_for(telephone.wait_closed(), 5)


@pytest.mark.parametrize(
    "given",
    [
        {"ticket": None},
        {"ticket": None, "asked": "?ticket=x"},
        {"ticket": None, "asked": "?ticket="},
        {"origin": None},
        {"origin": "https://elsewhere.example"},
        {"origin": "null"},
        {"origin": "http://127.0.0.1.elsewhere.example"},
        {"subprotocols": None},
        {"subprotocols": [Subprotocol("media")]},
    ],
)
async def test_a_stranger_gets_no_wire(house: House, given: dict[str, Any]) -> None:
    assert await house.is_refused(**given) == 403
    assert house.telephones == []


async def test_an_old_ticket_opens_nothing(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tickets, "AGE_S", -1)
    assert await house.is_refused() == 403
    assert house.telephones == []


async def test_a_host_that_is_not_ours_is_no_page_of_ours(house: House) -> None:
    heads = [(b"host", b"elsewhere.example"), (b"origin", b"https://elsewhere.example")]
    assert not wires.is_own_page({"headers": heads})
    assert not wires.is_own_page({"headers": [(b"origin", b"https://localhost")]})
    assert wires.is_own_page(
        {"headers": [(b"host", b"localhost"), (b"origin", b"https://localhost")]}
    )


async def test_a_message_that_is_too_large_ends_the_wire_and_does_not_reach_the_switch(
    house: House,
) -> None:
    wire = await house.wire()
    await wire.send("x" * (wires.LARGEST + 1))
    assert await closed(wire) == 1009
    assert house.heard == []


async def test_what_is_no_text_is_no_sip(house: House) -> None:
    wire = await house.wire()
    await wire.send(b"REGISTER")
    assert await closed(wire) == wires.STRANGE
    assert house.heard == []


async def test_the_switch_cannot_flood_a_browser_with_one_message(house: House) -> None:
    wire = await house.wire()
    await wire.send("hello")
    await wire.recv()
    await house.telephones[0].send("x" * (wires.LARGEST + 1))
    assert await closed(wire) == 1012


async def test_a_side_that_does_not_read_stops_the_other(house: House) -> None:
    wire = await house.wire(max_queue=1)
    await wire.send("hello")
    await wire.recv()
    piece, sent = "x" * 60_000, 0

    async def pour() -> None:
        nonlocal sent
        for _ in range(2000):
            await house.telephones[0].send(piece)
            sent += 1

    pouring = asyncio.create_task(pour())
    before = -1
    while before != sent:
        before = sent
        await asyncio.sleep(0.3)
    assert sent < 1000  # what the sockets between hold, and no more
    for _ in range(sent):
        assert await wire.recv() == piece
    pouring.cancel()
    await wire.close()


async def test_a_wire_that_nobody_uses_is_cut_off(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(wires, "SILENT_S", 0.2)
    wire = await house.wire()
    assert await closed(wire) == wires.SILENT


async def test_who_leaves_his_seat_is_cut_off_and_nobody_else(house: House) -> None:
    wire, other = await house.wire(), await house.wire(tickets.Ticket("seat:6", "seat-29"))
    for act in ("ready", "sign_in"):
        live.hub._tell(f'[{{"about": "seat:5", "act": "{act}"}}]')
    live.hub._tell(f'[{{"about": "seat:5", "act": "{UNPLUG}"}}]')
    assert await closed(wire) == wires.ENDED
    await other.send("still here")
    assert await other.recv() == "still here"
    await other.close()


async def test_another_window_takes_the_place_of_the_first(house: House) -> None:
    first = await house.wire()
    second = await house.wire()
    assert await closed(first) == wires.REPLACED
    await second.send("here")
    assert await second.recv() == "here"
    await second.close()


async def test_without_news_nobody_is_connected(house: House) -> None:
    wire = await house.wire()
    live.hub.listening.clear()
    assert await house.is_refused() == 403
    wires.wires.cut_all()
    assert await closed(wire) == wires.ENDED


async def test_no_wire_leads_to_a_switch_that_is_away(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = replace(settings.CONFIGURATION, ari_url="http://127.0.0.1:1")
    monkeypatch.setattr(settings, "CONFIGURATION", here)
    assert await house.is_refused() == 403


async def test_check_config_says_what_a_browser_lacks_on_its_way_to_the_switch(
    house: House,
) -> None:
    here = replace(
        settings.CONFIGURATION, switch="ari", demo=False, phones_address="192.0.2.7",
        public_url=f"http://127.0.0.1:{house.port}",
    )  # fmt: skip

    async def lacks(**other: str) -> str:
        return " ".join(await asyncio.to_thread(reach.missing, replace(here, **other)))  # type: ignore[arg-type]

    assert await lacks() == ""
    assert "nothing answers at ARI_URL" in await lacks(ari_url="http://127.0.0.1:1")
    assert "takes no SIP at /ws" in await lacks(ari_url=f"http://127.0.0.1:{house.port}")
    assert "(101): see /ws" in await lacks(public_url=here.ari_url)
    assert "must be https" in await lacks(public_url="http://line.example.org")
    assert "nothing answers" in await lacks(public_url="http://127.0.0.1:1")
    assert "this machine alone" in await lacks(phones_address="127.0.0.1")
    assert await lacks(switch="sim") == ""


async def test_a_plain_request_is_told_what_is_missing(house: House) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", house.port)
    writer.write(b"GET /ws HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
    assert b" 426 " in await reader.readline()
    writer.close()
