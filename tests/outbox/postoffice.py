"""A mail server on this machine, with the ways in which one fails: it speaks SMTP with TLS and asks for a name."""

from __future__ import annotations

import base64
import socketserver
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage

USER, PASSWORD = "line", "between the line and its mail server"


@dataclass
class PostOffice:
    """What it was told and took, and how it answers next: "take" when nothing else is said."""

    port: int = 0
    next: list[str] = field(default_factory=list)
    talks: int = 0
    heard: list[str] = field(default_factory=list)
    """Every line but the letters', and whether it came over TLS."""
    came: list[bytes] = field(default_factory=list)
    """Every letter that arrived whole, whatever was answered."""
    taken: list[EmailMessage] = field(default_factory=list)
    """Those of which it said that it has them."""
    let_go: threading.Event = field(default_factory=threading.Event)


class Talk:
    """One connection."""

    def __init__(self, office: PostOffice, handler: socketserver.StreamRequestHandler) -> None:
        self.office, self.handler = office, handler
        self.secret, self.known = False, False
        self.way = office.next.pop(0) if office.next else "take"

    def say(self, *lines: str) -> None:
        """Answer, each line with its own number."""
        self.handler.wfile.write("".join(f"{line}\r\n" for line in lines).encode())
        self.handler.wfile.flush()

    def go_on(self, tls: ssl.SSLContext | None, *, at_once: bool) -> None:
        """Speak until one of the two is tired of it."""
        if at_once and tls:
            self.begin_tls(tls)
        if self.way == "drip":
            while not self.office.let_go.wait(0.2):
                self.handler.wfile.write(b"2")
        self.say("220 here")
        while line := self.handler.rfile.readline().decode(errors="replace").strip():
            word = line.split()[0].upper()
            self.office.heard.append(f"{'tls' if self.secret else 'plain'} {word}")
            if word == "EHLO":
                offers = ["250-here"]
                offers += ["250-STARTTLS"] if tls and not self.secret else []
                offers += ["250-AUTH PLAIN"] if self.secret else []
                self.say(*offers, "250 8BITMIME")
            elif word == "STARTTLS" and tls:
                self.say("220 go on")
                self.begin_tls(tls)
            elif word == "AUTH":
                given = base64.b64decode(line.split()[2]).split(b"\0")[1:]
                self.known = given == [USER.encode(), PASSWORD.encode()]
                self.say("235 known" if self.known else "535 not known")
            elif word == "MAIL":
                self.say("550 who are you" if self.way == "unwelcome" else "250 good")
            elif word == "RCPT":
                self.say(
                    {"refuse": "550 nobody 王五 here", "busy": "451 later"}.get(
                        self.way, "250 good"
                    )
                )
            elif word == "DATA":
                self.take()
                if self.way == "lose":
                    return
            elif word == "QUIT":
                if self.way == "hang up late":
                    self.office.let_go.wait(60)
                    return
                self.say("221 bye")
                return
            else:
                self.say("250 good")

    def begin_tls(self, tls: ssl.SSLContext) -> None:
        """Go on under TLS."""
        held = tls.wrap_socket(self.handler.connection, server_side=True)
        self.handler.connection = held
        self.handler.rfile, self.handler.wfile = held.makefile("rb"), held.makefile("wb")
        self.secret = True

    def take(self) -> None:
        """Take a letter, or fail in some way after it has come."""
        self.say("354 go on")
        lines = []
        while (line := self.handler.rfile.readline()) not in (b".\r\n", b""):
            lines.append(line)
        letter = b"".join(lines)
        self.office.came.append(letter)
        if self.way == "spam":
            self.say("554 5.7.1 we do not want this")
            return
        if self.way == "delay":
            self.office.let_go.wait(60)
        if self.way != "lose":
            self.office.taken.append(message_from_bytes(letter, policy=policy.default))
            self.say("250 taken")


@contextmanager
def open_office(
    tls: ssl.SSLContext | None = None, *, at_once: bool = False
) -> Iterator[PostOffice]:
    """Run a mail server."""
    office = PostOffice()

    class Handler(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            office.talks += 1
            with suppress(OSError):
                Talk(office, self).go_on(tls, at_once=at_once)

        def finish(self) -> None:
            with suppress(OSError, ValueError):
                super().finish()
            with suppress(OSError):
                self.connection.close()

    class Server(socketserver.ThreadingTCPServer):
        daemon_threads = True
        allow_reuse_address = True

        def handle_error(self, *_who: object) -> None:
            """Say nothing: whoever hangs up in the middle is part of the tests."""

    server = Server(("127.0.0.1", 0), Handler)
    office.port = int(server.server_address[1])
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield office
    finally:
        office.let_go.set()
        server.shutdown()
        server.server_close()
        thread.join()
