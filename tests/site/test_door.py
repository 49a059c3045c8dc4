"""The front door over real sockets, before real ASGI servers and some that misbehave."""

import asyncio
import contextlib
import json
import tempfile
from collections.abc import AsyncIterator
from ipaddress import ip_network
from pathlib import Path
from typing import Any

import pytest
import websockets

from hotline.site.door import visitors
from hotline.site.door.server import Door
from hotline.site.door.upstream import Part, Process
from tests.site.backstage import BIG, Backstage
from tests.site.serving import served

LIVE = frozenset([b"/live", b"/live/stream", b"/live/ws"])


class House:
    """A door before two parts."""

    def __init__(self, folder: Path) -> None:
        self.web, self.live = Backstage("web"), Backstage("live")
        self.folder = folder
        self.door = Door(
            [
                Part([Process(folder / "live")], LIVE),
                Part([Process(folder / "web")]),
            ]
        )
        self.port = 0

    async def connect(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        return await asyncio.open_connection("127.0.0.1", self.port, limit=BIG * 2)

    async def say(self, request: bytes) -> bytes:
        """Send raw bytes and return everything until the door hangs up."""
        reader, writer = await self.connect()
        writer.write(request)
        said = await asyncio.wait_for(reader.read(), 5)
        writer.close()
        return said


@pytest.fixture
async def house() -> AsyncIterator[House]:
    with tempfile.TemporaryDirectory() as folder:
        house = House(Path(folder))
        async with (
            served(house.web, house.folder / "web"),
            served(house.live, house.folder / "live"),
            house.door.open("127.0.0.1", 0) as house.port,
        ):
            yield house


def get(path: str, *fields: str, method: str = "GET") -> bytes:
    return "\r\n".join([f"{method} {path} HTTP/1.1", "Host: x", *fields, "", ""]).encode()


async def answer(reader: asyncio.StreamReader) -> tuple[int, bytes]:
    """Read one answer of known length."""
    head = (await asyncio.wait_for(reader.readuntil(b"\r\n\r\n"), 5)).decode().lower()
    length = int(head.partition("content-length: ")[2].partition("\r\n")[0])
    return int(head.split()[1]), await asyncio.wait_for(reader.readexactly(length), 20)


async def told(reader: asyncio.StreamReader) -> dict[str, Any]:
    status, said = await answer(reader)
    assert status == 200
    return dict(json.loads(said))


def values(told: dict[str, Any], name: str) -> list[str]:
    return [text for key, text in told["fields"] if key == name]


async def test_one_connection_reaches_every_part_by_path(house: House) -> None:
    reader, writer = await house.connect()
    for path, part in (("/a", "web"), ("/live", "live"), ("/live/b", "web"), ("/live?c", "live")):
        writer.write(get(path))
        assert (await told(reader))["part"] == part
    writer.close()


async def test_pipelined_requests_are_answered_in_order(house: House) -> None:
    reader, writer = await house.connect()
    writer.write(b"".join(get(f"/{n}") for n in range(50)) + get("/live") + get("/last"))
    heard = [(await told(reader))["path"] for _ in range(52)]
    assert heard == [*(f"/{n}" for n in range(50)), "/live", "/last"]
    writer.close()


async def test_a_request_cut_anywhere_is_understood(house: House) -> None:
    body = b"4\r\nwiki\r\n5\r\npedia\r\n0\r\n\r\n"
    request = get("/a", "Transfer-Encoding: chunked", method="POST") + body
    for cut in range(1, len(request)):
        reader, writer = await house.connect()
        writer.write(request[:cut])
        await asyncio.sleep(0.001)
        writer.write(request[cut:])
        assert (await told(reader))["size"] == 9
        writer.close()


async def test_what_a_visitor_says_about_where_it_comes_from_is_not_believed(house: House) -> None:
    reader, writer = await house.connect()
    lies = ["X-Forwarded-For: 1.1.1.1", "x-forwarded-proto: https", "Forwarded: for=1.1.1.1"]
    lies += ["X_Forwarded_For: 1.1.1.1", "X-Real-IP: 1.1.1.1", "Connection: X-Kept-Out, close"]
    writer.write(get("/a", *lies, "X-Kept-Out: 1", "X-Kept: 2"))
    heard = await told(reader)
    assert values(heard, "x-forwarded-for") == ["127.0.0.1"]
    assert values(heard, "x-forwarded-proto") == ["http"]
    assert values(heard, "x-kept") == ["2"]
    for gone in ("forwarded", "x_forwarded_for", "x-real-ip", "x-kept-out"):
        assert values(heard, gone) == []
    writer.close()


WHENCE = [
    (["X-Forwarded-For: 203.0.113.7"], "203.0.113.7"),
    (["X-Forwarded-For: 6.6.6.6, 203.0.113.7"], "203.0.113.7"),  # what a stranger put before it
    (["X-Forwarded-For: 6.6.6.6, 203.0.113.7, 10.1.2.3"], "203.0.113.7"),  # two proxies of ours
    (["X-Forwarded-For: 6.6.6.6, nonsense, 10.1.2.3"], "10.1.2.3"),
    ([], "127.0.0.1"),
]


@pytest.mark.parametrize(("said", "whence"), WHENCE)
async def test_a_trusted_proxy_says_where_a_request_comes_from(
    house: House, said: list[str], whence: str
) -> None:
    house.door.trusted = [ip_network("127.0.0.0/8"), ip_network("10.0.0.0/8")]
    reader, writer = await house.connect()
    writer.write(get("/a", *said))
    assert values(await told(reader), "x-forwarded-for") == [whence]
    writer.close()


@pytest.mark.parametrize(
    ("said", "proto"),
    [
        (["X-Forwarded-Proto: https"], "https"),
        (["X-Forwarded-Proto: http"], "http"),
        (["X-Forwarded-Proto: https", "X-Forwarded-Proto: http"], "http"),
        ([], "http"),
    ],
)
async def test_a_trusted_proxy_says_whether_it_was_asked_over_tls(
    house: House, said: list[str], proto: str
) -> None:
    house.door.trusted = [ip_network("127.0.0.1")]
    reader, writer = await house.connect()
    writer.write(get("/a", *said))
    assert values(await told(reader), "x-forwarded-proto") == [proto]
    writer.close()


async def test_whoever_is_no_trusted_proxy_is_still_not_believed(house: House) -> None:
    house.door.trusted = [ip_network("192.0.2.0/24")]
    reader, writer = await house.connect()
    writer.write(get("/a", "X-Forwarded-For: 192.0.2.1", "X-Forwarded-Proto: https"))
    heard = await told(reader)
    assert values(heard, "x-forwarded-for") == ["127.0.0.1"]
    assert values(heard, "x-forwarded-proto") == ["http"]
    writer.close()


async def test_a_stream_passes_at_once_and_ends_when_its_visitor_leaves(house: House) -> None:
    reader, writer = await house.connect()
    writer.write(get("/live/stream"))
    await asyncio.wait_for(reader.readuntil(b"data: 1\n\n"), 2)
    house.live.more.set()
    await asyncio.wait_for(reader.readuntil(b"data: 2\n\n"), 2)
    assert not house.live.left.is_set()
    writer.close()
    await asyncio.wait_for(house.live.left.wait(), 2)


async def test_large_bodies_pass_both_ways(house: House) -> None:
    reader, writer = await house.connect()
    writer.write(get("/up", f"Content-Length: {BIG}", method="POST") + b"x" * BIG)
    assert (await told(reader))["size"] == BIG
    writer.write(get("/download"))
    assert len((await answer(reader))[1]) == BIG
    writer.write(get("/up", "Transfer-Encoding: chunked", method="POST"))
    for _ in range(20):
        writer.write(b"186a0\r\n" + b"x" * 100_000 + b"\r\n")
        await writer.drain()
    writer.write(b"0\r\n\r\n")
    assert (await told(reader))["size"] == 2_000_000
    writer.close()


async def test_a_visitor_who_does_not_read_slows_the_part_down(house: House) -> None:
    sent = 0

    async def pour(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nonlocal sent
        await reader.readuntil(b"\r\n\r\n")
        writer.write(b"HTTP/1.1 200 OK\r\n\r\n")
        with contextlib.suppress(ConnectionError):
            while True:
                writer.write(b"x" * 100_000)
                await writer.drain()
                sent += 100_000

    (house.folder / "web").unlink()
    pouring = await asyncio.start_unix_server(pour, house.folder / "web")
    _, writer = await asyncio.open_connection("127.0.0.1", house.port)
    writer.write(get("/"))
    before = -1
    while sent != before:
        before = sent
        await asyncio.sleep(0.3)
    assert 0 < sent < 50_000_000
    writer.close()
    pouring.close()


async def test_an_answer_without_length_passes_and_closes(house: House) -> None:
    said = await house.say(get("/chunked", "Connection: close"))
    assert b"transfer-encoding: chunked" in said.lower()
    assert said.endswith(b"\r\n0\r\n\r\n")


async def test_an_answer_to_head_has_no_body(house: House) -> None:
    said = await house.say(get("/a", method="HEAD") + get("/b", "Connection: close"))
    assert said.count(b"200 OK") == 2
    assert said.count(b'{"part"') == 1


async def test_an_old_visitor_is_answered_and_left(house: House) -> None:
    said = await house.say(b"GET /chunked HTTP/1.0\r\n\r\n")
    assert b"200" in said.partition(b"\r\n")[0]
    assert b"chunked\r\n" not in said


async def test_a_websocket_passes_through(house: House) -> None:
    async with websockets.connect(f"ws://127.0.0.1:{house.port}/live/ws") as socket:
        await socket.send("abc")
        assert await asyncio.wait_for(socket.recv(), 2) == "cba"
        await socket.send("x" * 500_000)
        assert len(await asyncio.wait_for(socket.recv(), 5)) == 500_000


async def test_no_other_protocol_is_let_through(house: House) -> None:
    reader, writer = await house.connect()
    writer.write(get("/a", "Connection: Upgrade, HTTP2-Settings", "Upgrade: h2c"))
    assert values(await told(reader), "upgrade") == []
    writer.close()


SMUGGLING = {
    "two lengths": get("/", "Content-Length: 3", "Content-Length: 3"),
    "a list of lengths": get("/", "Content-Length: 3, 3"),
    "a signed length": get("/", "Content-Length: +3"),
    "length and chunks": get("/", "Content-Length: 3", "Transfer-Encoding: chunked"),
    "two encodings": get("/", "Transfer-Encoding: chunked", "Transfer-Encoding: identity"),
    "a strange encoding": get("/", "Transfer-Encoding: xchunked"),
    "a space before the colon": get("/", "Content-Length : 3"),
    "a folded line": get("/", "X-A: b", " Content-Length: 3"),
    "a lone line feed": get("/", "X-A: b\nContent-Length: 3"),
    "a zero byte": get("/", "X-A: b\0c"),
    "no host": b"GET / HTTP/1.1\r\n\r\n",
    "two hosts": get("/", "Host: y"),
    "a whole address": get("http://other/"),
    "a tunnel": get("x:443", method="CONNECT"),
    "a space in the path": get("/a b"),
    "no version": b"GET /\r\nHost: x\r\n\r\n",
    "chunks of version 1.0": b"POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    "a chunk with a name": get("/", "Transfer-Encoding: chunked") + b"1;a=b\r\nx\r\n0\r\n\r\n",
    "a chunk of sign": get("/", "Transfer-Encoding: chunked") + b"+1\r\nx\r\n0\r\n\r\n",
    "a chunk too long": get("/", "Transfer-Encoding: chunked") + b"1\r\nxy\r\n0\r\n\r\n",
    "a chunk ended by a lone feed": get("/", "Transfer-Encoding: chunked") + b"1\nx\n0\n\n",
}


@pytest.mark.parametrize("request_", SMUGGLING.values(), ids=SMUGGLING.keys())
async def test_what_can_be_read_in_two_ways_is_refused(house: House, request_: bytes) -> None:
    said = await house.say(request_ + get("/smuggled"))
    assert said.startswith(b"HTTP/1.1 400 ")
    assert said.count(b"HTTP/1.1") == 1


async def test_a_head_without_end_is_refused(house: House) -> None:
    said = await house.say(b"GET / HTTP/1.1\r\n" + b"X-A: b\r\n" * 9000)
    assert said.startswith(b"HTTP/1.1 431 ")


async def test_a_slow_head_is_refused(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(visitors, "HEAD_S", 0.5)
    assert (await house.say(b"GET / HTTP/1.1\r\n")).startswith(b"HTTP/1.1 408 ")


async def test_a_part_that_is_down_is_said_in_both_languages(house: House) -> None:
    house.door.parts[1].processes[0].socket = house.folder / "nobody"
    said = (await house.say(get("/"))).decode()
    assert said.startswith("HTTP/1.1 502 ")
    assert "请稍候" in said
    assert "try once more" in said


async def test_the_less_busy_process_gets_the_next_request(house: House) -> None:
    second = Backstage("second")
    async with served(second, house.folder / "second"):
        house.door.parts[1].processes.append(Process(house.folder / "second"))
        holding = [await house.connect() for _ in range(2)]
        for reader, writer in holding:
            writer.write(get("/stream"))
            await asyncio.wait_for(reader.readuntil(b"data: 1"), 2)
        assert [process.busy for process in house.door.parts[1].processes] == [1, 1]
        for _, writer in holding:
            writer.close()
        house.web.more.set()


@contextlib.asynccontextmanager
async def misbehaving(house: House, *answers: bytes) -> AsyncIterator[list[bytes]]:
    """Give each new connection to the web part the next answer, then hang up."""
    heard: list[bytes] = []
    left = list(answers)

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        for said in left.pop(0).split(b"|"):
            heard.append(await reader.readuntil(b"\r\n\r\n"))
            writer.write(said)
        writer.close()

    house.door.parts[1].processes[0].socket = house.folder / "misbehaving"
    server = await asyncio.start_unix_server(serve, house.folder / "misbehaving")
    yield heard
    server.close()


WHOLE = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"


async def test_a_page_asked_for_on_a_dying_connection_is_asked_again(house: House) -> None:
    async with misbehaving(house, WHOLE + b"|", WHOLE) as heard:
        reader, writer = await house.connect()
        for _ in range(2):
            writer.write(get("/a"))
            assert await answer(reader) == (200, b"ok")
        assert len(heard) == 3
        writer.close()


async def test_an_act_on_a_dying_connection_is_never_repeated(house: House) -> None:
    async with misbehaving(house, WHOLE + b"|", WHOLE) as heard:
        reader, writer = await house.connect()
        for status in (200, 502):
            writer.write(get("/a", "Content-Length: 0", method="POST"))
            assert (await answer(reader))[0] == status
        assert len(heard) == 2
        writer.close()


async def test_an_answer_cut_short_is_not_taken_for_whole(house: House) -> None:
    async with misbehaving(house, WHOLE[:-1]):
        reader, writer = await house.connect()
        writer.write(get("/a"))
        with pytest.raises(asyncio.IncompleteReadError):
            await answer(reader)
        writer.close()


@pytest.mark.parametrize("said", [b"", b"nonsense\r\n\r\n", b"HTTP/1.1 101 X\r\n\r\n"])
async def test_a_part_that_answers_nonsense_is_a_part_that_is_down(
    house: House, said: bytes
) -> None:
    async with misbehaving(house, said):
        assert (await house.say(get("/"))).startswith(b"HTTP/1.1 502 ")


async def test_an_answer_before_the_end_of_the_request_is_heard(house: House) -> None:
    async with misbehaving(house, b"HTTP/1.1 413 Too Large\r\nContent-Length: 2\r\n\r\nno"):
        reader, writer = await house.connect()
        writer.write(get("/a", "Content-Length: 100000000", method="POST") + b"x" * 100_000)
        assert await answer(reader) == (413, b"no")
        writer.close()
