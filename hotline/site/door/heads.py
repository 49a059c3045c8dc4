"""The heads of requests and answers.

Decides which requests are let in and what of a head goes on to a part. Strict on purpose: whatever
two readers could take in two ways (two lengths, a folded line, a lone line feed) is refused, so
that no request can hide inside another.
"""

import ipaddress
import re
from collections.abc import Sequence
from dataclasses import dataclass

Networks = Sequence[ipaddress.IPv4Network | ipaddress.IPv6Network]

LONGEST_HEAD = 64 * 1024
END = b"\r\n\r\n"

_REQUEST_LINE = re.compile(rb"([!#$%&'*+.^_`|~0-9A-Za-z-]+) ([^\x00-\x20\x7f]+) HTTP/1\.([01])")
_FIELD = re.compile(rb"([!#$%&'*+.^_`|~0-9A-Za-z-]+):[ \t]*([^\x00\r\n]*)")
_STATUS_LINE = re.compile(rb"HTTP/1\.([01]) ([1-5][0-9][0-9])(?: |\r)")
_HOP = re.compile(rb"\r\n(?:connection|keep-alive|proxy-connection):[^\r\n]*", re.IGNORECASE)
_LENGTH = re.compile(rb"\r\ncontent-length:[ \t]*([0-9]{1,18})[ \t]*\r\n", re.IGNORECASE)
_CHUNKED = re.compile(rb"\r\ntransfer-encoding:[ \t]*chunked[ \t]*\r\n", re.IGNORECASE)
_CLOSES = re.compile(rb"\r\nconnection:[^\r\n]*close", re.IGNORECASE)

# Only the door says where a request came from, itself or by a proxy it trusts; the last ones are for one connection alone.
_NOT_PASSED_ON = frozenset(
    b"forwarded x-forwarded-for x-forwarded-proto x-forwarded-host x-forwarded-port"
    b" x-forwarded-prefix x-real-ip connection keep-alive proxy-connection te upgrade".split()
)
# Naming these in Connection takes nothing out: what the request means would change.
_NEVER_DROPPED = frozenset(b"host content-length transfer-encoding cookie authorization".split())


class Refused(Exception):
    """The request cannot be let in; its text is the status line of the answer."""


@dataclass(slots=True)
class Request:
    """What the door must know of one request, and the head a part is given."""

    method: bytes
    path: bytes
    head: bytes
    length: int  # of the body; -1 when it is chunked
    keep_alive: bool
    upgrade: bool
    can_repeat: bool  # sending it twice does no harm


@dataclass(slots=True)
class Answer:
    """What the door must know of one answer, and the head the visitor is given."""

    status: int
    head: bytes
    length: int | None  # of the body; -1 when it is chunked, None when it ends with the connection
    keep_alive: bool


def read_request(head: bytes, *, peer: bytes, trusted: Networks = ()) -> Request:
    """Read the head of a request, given up to and with its empty line; believe `trusted` proxies alone."""
    first, *lines = head[: -len(END)].split(b"\r\n")
    match = _REQUEST_LINE.fullmatch(first)
    if not match:
        raise Refused("400 Bad Request")
    method, target, minor = match.groups()
    if target[:1] != b"/" and not (method == b"OPTIONS" and target == b"*"):
        raise Refused("400 Bad Request")
    fields = _Fields(lines)
    is_10 = minor == b"0"
    if len(fields.hosts) != 1 and not (is_10 and not fields.hosts):
        raise Refused("400 Bad Request")
    length = fields.body_length(is_10=is_10)
    upgrade = method == b"GET" and length == 0 and fields.upgrades and not is_10
    kept = [first, *fields.kept]
    if upgrade:
        kept += [b"Connection: Upgrade", b"Upgrade: websocket"]
    elif is_10:
        kept.append(b"Connection: close")
    whence, proto = (peer, b"http") if not trusted else forwarded(peer, fields, trusted)
    kept += [b"X-Forwarded-For: " + whence, b"X-Forwarded-Proto: " + proto, b"", b""]
    return Request(
        method=method,
        path=target.partition(b"?")[0],
        head=b"\r\n".join(kept),
        length=length,
        keep_alive=not is_10 and b"close" not in fields.connection,
        upgrade=upgrade,
        can_repeat=method in (b"GET", b"HEAD", b"OPTIONS") and length == 0,
    )


def forwarded(peer: bytes, fields: "_Fields", trusted: Networks) -> tuple[bytes, bytes]:
    """Return where a request comes from and by which protocol, as far as trusted proxies vouch for it.

    Read from the right: each proxy adds whom it was asked by, and what stands left of a stranger is his own word.
    """
    if not _is_one_of(peer, trusted):
        return peer, b"http"
    whence = peer
    for said in reversed(b",".join(fields.forwarded_for).split(b",")):
        address = _address(said)
        if address is None:
            break
        whence = address
        if not _is_one_of(address, trusted):
            break
    said = fields.forwarded_proto[-1].lower() if len(fields.forwarded_proto) == 1 else b""
    return whence, b"https" if said == b"https" else b"http"


def _address(said: bytes) -> bytes | None:
    try:
        return str(ipaddress.ip_address(said.strip(b" \t").decode("ascii"))).encode()
    except ValueError:
        return None


def _is_one_of(address: bytes, networks: Networks) -> bool:
    try:
        ip = ipaddress.ip_address(address.decode("ascii"))
    except ValueError:
        return False
    ip = getattr(ip, "ipv4_mapped", None) or ip
    return any(ip in network for network in networks)


class _Fields:
    """The fields of one request's head, sorted into what matters here and what is passed on."""

    def __init__(self, lines: list[bytes]) -> None:
        self.kept: list[bytes] = []
        self.hosts: list[bytes] = []
        self.lengths: list[bytes] = []
        self.encodings: list[bytes] = []
        self.connection: list[bytes] = []
        self.upgrade = b""
        self.forwarded_for: list[bytes] = []
        self.forwarded_proto: list[bytes] = []
        named: list[tuple[bytes, bytes]] = []
        for line in lines:
            match = _FIELD.fullmatch(line)
            if not match:
                raise Refused("400 Bad Request")
            name, value = match[1].lower(), match[2].strip(b" \t")
            self._note(name, value)
            named.append((name, line))
        # A field named in Connection is for this connection alone.
        ends_here = _NOT_PASSED_ON.union(self.connection) - _NEVER_DROPPED
        self.kept = [
            line
            for name, line in named
            # WSGI cannot tell X_Forwarded_For from X-Forwarded-For.
            if name not in ends_here and b"_" not in name
        ]

    def _note(self, name: bytes, value: bytes) -> None:
        if name == b"host":
            self.hosts.append(value)
        elif name == b"content-length":
            self.lengths.append(value)
        elif name == b"transfer-encoding":
            self.encodings.append(value.lower())
        elif name == b"upgrade":
            self.upgrade = value.lower()
        elif name == b"x-forwarded-for":
            self.forwarded_for.append(value)
        elif name == b"x-forwarded-proto":
            self.forwarded_proto.append(value)
        elif name == b"connection":
            self.connection += [token.strip(b" \t").lower() for token in value.split(b",")]

    @property
    def upgrades(self) -> bool:
        """Tell whether a websocket is asked for; no other protocol is let through."""
        return self.upgrade == b"websocket" and b"upgrade" in self.connection

    def body_length(self, *, is_10: bool) -> int:
        """Return the length of the body, -1 when it is chunked; refuse what is ambiguous."""
        if self.encodings:
            if self.lengths or is_10 or self.encodings != [b"chunked"]:
                raise Refused("400 Bad Request")
            return -1
        if not self.lengths:
            return 0
        length = self.lengths[0]
        if len(self.lengths) > 1 or not length.isdigit() or len(length) > 18:
            raise Refused("400 Bad Request")
        return int(length)


def read_answer(head: bytes, *, to: Request) -> Answer:
    """Read the head of a part's answer, given up to and with its empty line."""
    match = _STATUS_LINE.match(head)
    if not match:
        raise Refused("502 Bad Gateway")
    status = int(match[2])
    length: int | None
    if to.method == b"HEAD" or status < 200 or status in (204, 304):
        length = 0
    elif _CHUNKED.search(head):
        length = -1
    else:
        found = _LENGTH.search(head)
        length = int(found[1]) if found else None
    keep_alive = match[1] == b"1" and length is not None and not _CLOSES.search(head)
    if status == 101:
        return Answer(status, head, None, keep_alive=False)
    kept = _HOP.sub(b"", head)
    if status >= 200 and (length is None or not to.keep_alive):
        kept = kept[:-2] + b"Connection: close" + END
    return Answer(status, kept, length, keep_alive)
