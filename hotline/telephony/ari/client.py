"""The connection to Asterisk's REST interface (ARI): one websocket for events and requests.

Asterisk before 20.14 answers no requests there; then they go over plain HTTP. Which of the two is
found out on each connecting by asking `asterisk/ping`. What is asked and what events mean is left
to `switch` and `handsets`.
"""

from __future__ import annotations

import asyncio
import base64
import contextlib
import itertools
import json
import logging
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlencode

import httpx
import websockets

from hotline.telephony.port import UnableToReachSwitch

log = logging.getLogger(__name__)

Message = dict[str, Any]
ALREADY_SO = frozenset({404, 409, 412})  # gone, done before, not in the state for it

ANSWER_S = 10.0  # a request without an answer in this time has failed
PING_S = 1.0  # an Asterisk that takes requests on the websocket answers much sooner
FIRST_WAIT_S, LONGEST_WAIT_S = 0.1, 2.0  # between attempts to connect


class RefusedBySwitch(UnableToReachSwitch):
    """Asterisk understood and said no."""

    def __init__(self, status: int, request: str, body: object) -> None:
        super().__init__(f"{request}: {status} {body}")
        self.status = status


@dataclass(frozen=True, slots=True)
class Access:
    """Where an Asterisk listens and as whom we come."""

    url: str  # such as "http://127.0.0.1:8088"
    user: str
    password: str

    @property
    def authorization(self) -> str:
        """Return the header that says who we are."""
        return "Basic " + base64.b64encode(f"{self.user}:{self.password}".encode()).decode()


class AriClient:
    """One ARI application's connection, made again whenever it breaks.

    *hear* gets every event, in order and at once. *ready* is awaited after each connecting; *lost*
    is called when the connection breaks.
    """

    def __init__(
        self,
        access: Access,
        app: str,
        *,
        hear: Callable[[Message], None],
        ready: Callable[[], Awaitable[None]],
        lost: Callable[[], None],
    ) -> None:
        self.access, self.app = access, app
        self._hear, self._ready, self._lost = hear, ready, lost
        self._socket: websockets.ClientConnection | None = None
        self.over_http = False
        self._http: httpx.AsyncClient | None = None
        self._numbers = itertools.count(1)
        self._waiting: dict[str, asyncio.Future[Message]] = {}
        self._task: asyncio.Task[None] | None = None

    # -- connection ----------------------------------------------------------------------------

    def open(self) -> None:
        """Begin to connect, and to connect again, until `close`."""
        self._task = asyncio.create_task(self._stay_connected())

    async def close(self) -> None:
        """Let go."""
        if self._task is not None and self._task is not asyncio.current_task():
            self._task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._task
        if self._http is not None:
            await self._http.aclose()

    async def _stay_connected(self) -> None:
        wait = FIRST_WAIT_S
        while True:
            try:
                async with self._connect() as socket:
                    wait = FIRST_WAIT_S
                    await self._converse(socket)
            except (OSError, websockets.WebSocketException) as error:
                log.log(logging.WARNING if wait == FIRST_WAIT_S else logging.DEBUG, "%r", error)
            await asyncio.sleep(wait)
            wait = min(wait * 2, LONGEST_WAIT_S)

    def _connect(self) -> websockets.connect:
        query = urlencode({"app": self.app, "subscribeAll": "false"})
        return websockets.connect(
            f"ws{self.access.url.removeprefix('http')}/ari/events?{query}",
            additional_headers={"Authorization": self.access.authorization},
            compression=None,
            max_size=None,
            ping_interval=10,
            proxy=None,
        )

    async def _converse(self, socket: websockets.ClientConnection) -> None:
        self._socket, self.over_http = socket, False
        told = asyncio.create_task(self._begin())
        try:
            with contextlib.suppress(websockets.ConnectionClosed):
                async for text in socket:
                    self._receive(json.loads(text))
        finally:
            self._socket = None
            for answer in self._waiting.values():
                if not answer.done():
                    answer.set_exception(UnableToReachSwitch("the connection broke"))
            told.cancel()
            await asyncio.gather(told, return_exceptions=True)
        self._lost()

    async def _begin(self) -> None:
        try:
            await asyncio.wait_for(self._ask_on_socket("GET", "asterisk/ping", None), PING_S)
        except TimeoutError:
            self.over_http = True
        try:
            await self._ready()
        except RefusedBySwitch:
            log.exception("the switch does not let us begin")
        except UnableToReachSwitch:
            log.debug("lost again while connecting")  # `_stay_connected` goes on

    def _receive(self, message: Message) -> None:
        if message["type"] != "RESTResponse":
            try:
                self._hear(message)
            except Exception:  # one event that nobody understands must not end the connection
                log.exception("not understood: %s", message["type"])
        elif (answer := self._waiting.pop(message["request_id"], None)) and not answer.done():
            answer.set_result(message)

    # -- requests ------------------------------------------------------------------------------

    async def ask(
        self,
        method: str,
        path: str,
        query: Mapping[str, str | int] | None = None,
        *,
        body: Mapping[str, object] | None = None,
        done: frozenset[int] = frozenset(),
    ) -> Any:
        """Return the answer to a request; a refusal with a status in *done* counts as done."""
        uri = quote(path, safe="/:;@.")
        if query:
            uri = f"{uri}?{urlencode(query, quote_via=quote)}"
        ask = self._ask_over_http if self.over_http else self._ask_on_socket
        try:
            status, answer = await ask(method, uri, body)
        except (OSError, TimeoutError, httpx.HTTPError, websockets.WebSocketException) as error:
            raise UnableToReachSwitch(f"{method} {path}: {error!r}") from error
        if status >= 300 and status not in done:
            raise RefusedBySwitch(status, f"{method} {path}", answer)
        return json.loads(answer) if answer and status < 300 else None

    async def _ask_on_socket(
        self, method: str, uri: str, body: Mapping[str, object] | None
    ) -> tuple[int, str]:
        if self._socket is None:
            raise UnableToReachSwitch("not connected")
        number = str(next(self._numbers))
        request = {"type": "RESTRequest", "request_id": number, "method": method, "uri": uri}
        if body is not None:
            request |= {"content_type": "application/json", "message_body": json.dumps(body)}
        loop = asyncio.get_running_loop()
        answer = self._waiting[number] = loop.create_future()
        # A timer, not `asyncio.timeout`: a task that may be cancelled at each word costs as much as the word.
        give_up = loop.call_later(ANSWER_S, _give_up, answer)
        try:
            await self._socket.send(json.dumps(request))
            said = await answer
        finally:
            give_up.cancel()
            self._waiting.pop(number, None)
        return said["status_code"], said.get("message_body", "")

    async def _ask_over_http(
        self, method: str, uri: str, body: Mapping[str, object] | None
    ) -> tuple[int, str]:
        if self._socket is None:
            raise UnableToReachSwitch("not connected")
        if self._http is None:
            headers = {"Authorization": self.access.authorization}
            self._http = httpx.AsyncClient(headers=headers, timeout=ANSWER_S, trust_env=False)
        said = await self._http.request(method, f"{self.access.url}/ari/{uri}", json=body)
        return said.status_code, said.text


def _give_up(answer: asyncio.Future[Message]) -> None:
    if not answer.done():
        answer.set_exception(TimeoutError())
