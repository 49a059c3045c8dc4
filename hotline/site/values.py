"""How the text of a setting becomes a value; a text that is none raises ValueError with what it must be.

Which settings there are is left to `configuration`.
"""

import ipaddress
import re
import shlex
from pathlib import Path
from urllib.parse import urlsplit


def text(value: str) -> str:
    """Take it as it is."""
    return value


def switch(value: str) -> str:
    """Read which switch there is."""
    if value not in ("sim", "ari"):
        raise ValueError('must be "sim" (a switch in memory) or "ari" (Asterisk)')
    return value


def flag(value: str) -> bool:
    """Read 0 or 1."""
    if value not in ("0", "1"):
        raise ValueError("must be 0 or 1")
    return value == "1"


def port(value: str) -> int:
    """Read a port."""
    if not (value.isascii() and value.isdigit() and 0 < int(value) < 65536):
        raise ValueError("must be a port, 1 to 65535")
    return int(value)


def count(value: str) -> int:
    """Read a whole number above 0."""
    if not (value.isascii() and value.isdigit() and int(value) > 0):
        raise ValueError("must be a whole number above 0")
    return int(value)


def digits(value: str) -> str:
    """Read digits that are dialled."""
    if not (value.isascii() and value.isdigit()):
        raise ValueError("must be the digits that citizens dial")
    return value


def address(value: str) -> str:
    """Read the address of a machine."""
    try:
        return str(ipaddress.ip_address(value))
    except ValueError:
        raise ValueError("must be an IP address, as 192.0.2.7") from None


def database(value: str) -> str:
    """Read where a database is."""
    if value and urlsplit(value).scheme not in ("postgresql", "postgres"):
        raise ValueError("must begin with postgresql://")
    return value


def http(value: str) -> str:
    """Read an address of HTTP."""
    if urlsplit(value).scheme not in ("http", "https") or not urlsplit(value).netloc:
        raise ValueError("must begin with http:// or https:// and name a host")
    return value


def folder(value: str) -> Path:
    """Read a folder or file."""
    return Path(value).expanduser().absolute()


def optional_file(value: str) -> Path | None:
    """Read a file that need not be there."""
    return folder(value) if value else None


def command(value: str) -> tuple[str, ...]:
    """Read a command with its arguments."""
    return tuple(shlex.split(value))


def names(value: str) -> tuple[str, ...]:
    """Read names between commas."""
    return tuple(name.strip() for name in value.split(",") if name.strip())


def prefixes(value: str) -> tuple[str, ...]:
    """Read beginnings of numbers between commas."""
    found = names(value)
    if not all(one.isascii() and one.isdigit() for one in found):
        raise ValueError("must be beginnings of numbers: digits, separated by commas")
    return found


Network = ipaddress.IPv4Network | ipaddress.IPv6Network


def networks(value: str) -> tuple[Network, ...]:
    """Read addresses and networks between commas."""
    try:
        return tuple(ipaddress.ip_network(one) for one in names(value))
    except ValueError:
        raise ValueError("must be addresses or networks, separated by commas") from None


def roles(value: str) -> frozenset[str]:
    """Read roles between commas."""
    named = frozenset(names(value)) - {"none"}
    if not named <= set(ROLES):
        raise ValueError(f"must be none, or some of {', '.join(ROLES)}")
    return named


def site(value: str) -> str:
    """Read under which address others reach us, without a path."""
    address = urlsplit(value)
    if value and (http(value).rstrip("/") != f"{address.scheme}://{address.netloc}"):
        raise ValueError("must be http:// or https:// and a host, with nothing behind it")
    return value.rstrip("/")


def service(value: str) -> str:
    """Read the address of somebody who is told secrets."""
    if not value:
        return value
    address = urlsplit(value)
    at_home = address.scheme == "http" and address.hostname in ("localhost", "127.0.0.1", "::1")
    if not address.netloc or address.query or not (address.scheme == "https" or at_home):
        raise ValueError("must begin with https:// and name a host (http:// on this machine alone)")
    return value


def mail_server(value: str) -> str:
    """Read the address of a mail server."""
    if not value:
        return value
    address = urlsplit(value)
    plain = not address.hostname or address.username or address.path.strip("/") or address.query
    if address.scheme not in ("smtp", "smtps") or plain:
        raise ValueError(
            "must be smtps:// or smtp://, a host and a port, as smtps://mail.city.example:465"
        )
    try:
        address.port  # noqa: B018  (reading it is what refuses a wrong one)
    except ValueError:
        raise ValueError("must name a port from 1 to 65535") from None
    return value.rstrip("/")


def mailbox(value: str) -> str:
    """Read the address of a mailbox."""
    if value and not re.fullmatch(
        r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+|[\w.+-]+@localhost", value, re.ASCII
    ):
        raise ValueError("must be a mailbox, as line@city.example")
    return value


_RELAY = re.compile(
    r"(?:stuns?|(?P<turn>turns?)):(?P<host>[\w.-]+|\[[^\]]+\])(?::(?P<port>\d{1,5}))?"
    r"(?P<transport>\?transport=(?:udp|tcp))?",
    re.ASCII,
)


def relays(value: str) -> tuple[str, ...]:
    """Read addresses of STUN and TURN servers between commas; one that a browser does not take would cost it every call."""
    found = names(value)
    if not all(map(_is_relay, found)):
        raise ValueError(
            "must be addresses as stun:turn.example.org:3478 or turn:turn.example.org:3478?transport=udp, "
            "separated by commas"
        )
    return found


def _is_relay(value: str) -> bool:
    parts = _RELAY.fullmatch(value)
    if parts is None or (parts["transport"] and not parts["turn"]):
        return False
    if parts["host"].startswith("["):
        try:
            ipaddress.IPv6Address(parts["host"][1:-1])
        except ValueError:
            return False
    return parts["port"] is None or 0 < int(parts["port"]) < 65536


def issuer(value: str) -> str:
    """Read the address of an OpenID provider."""
    return service(value).rstrip("/")


ROLES = ("operator", "leader", "reviewer", "callback", "department", "provider", "auditor", "admin")
"""The roles that a setting may name; the same as in `hotline.people.roles`, which needs Django."""
