"""Addresses of telephones, and what Asterisk dials for them.

Decides names only: "seat:28" is the endpoint seat-28, "tel:13800005126" goes to the carrier; with
telephones without SIP both go to `handsets`.
"""

from __future__ import annotations

import re

_ADDRESS = re.compile(r"(?P<kind>seat|tel):(?P<name>\+?[\w*#]+)", re.ASCII)
_NAME = re.compile(r"(?P<kind>seat|tel)-(?P<name>.+)")


class NoSuchAddress(ValueError):
    """Nothing with a telephone can be meant by it."""


def name_of(address: str) -> str:
    """Return what Asterisk calls the telephone: "seat:28" is "seat-28"."""
    return "{kind}-{name}".format(**_parts(address))


def address_of(name: str) -> str:
    """Return the address of what Asterisk calls *name*; "" when it is no telephone."""
    found = _NAME.fullmatch(name)
    return f"{found['kind']}:{found['name']}" if found else ""


def over_sip(address: str) -> str:
    """Return what to dial to reach a seat's registered telephone, or a number by the carrier."""
    parts = _parts(address)
    return (
        "PJSIP/{name}@trunk".format(**parts)
        if parts["kind"] == "tel"
        else f"PJSIP/{name_of(address)}"
    )


def to_handsets(address: str) -> str:
    """Return what to dial to reach a telephone without SIP."""
    return f"Local/{name_of(address)}@handsets/n"


def _parts(address: str) -> dict[str, str]:
    if found := _ADDRESS.fullmatch(address):
        return found.groupdict()
    raise NoSuchAddress(address)
