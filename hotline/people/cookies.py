"""Which cookies go only over TLS, and under which name. Pure, because the settings ask before there is a Django."""

from __future__ import annotations

import ipaddress
from collections.abc import Iterable

HERE = ("localhost", "testserver")
"""Names that never leave this machine; the second is Django's own, in tests."""


def over_tls_only(hosts: Iterable[str], *, debug: bool, demo: bool) -> bool:
    """Say whether browsers may send our cookies over TLS alone: in service, but not on loopback.

    The sample town keeps no secret and is often shown over plain HTTP.
    """
    return not debug and not demo and any(not is_here(host) for host in hosts)


def tls_origins(hosts: Iterable[str]) -> list[str]:
    """Name the origins that browsers give for our own pages behind a proxy that speaks TLS."""
    named = [host for host in hosts if host != "*" and not is_here(host)]
    return [f"https://*{host}" if host.startswith(".") else f"https://{host}" for host in named]


def is_here(host: str) -> bool:
    """Say whether a host name means this machine."""
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host in HERE


def named(name: str, *, over_tls: bool) -> str:
    """Return a cookie's name; over TLS one that browsers take from this very host alone."""
    return f"__Host-{name}" if over_tls else name
