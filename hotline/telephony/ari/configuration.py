"""An Asterisk's whole configuration, from one record: the same for tests, demo and production.

Decides what can differ between installations. What stands in each file, and who may read them, is
left to `etc`; starting an Asterisk with it to `server`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from ipaddress import ip_network
from pathlib import Path

from hotline.telephony.prompts import FOLDER, MUSIC


@dataclass(frozen=True, slots=True, kw_only=True)
class Trunk:
    """The carrier's end of our line; it is known by its address alone."""

    contact: str  # "host:port" where we send calls
    networks: tuple[str, ...]  # where calls may come from


def trunk(contact: str, networks: Sequence[str] | None) -> Trunk:
    """Return the carrier's end as an engineer writes it; ValueError with a sentence when it cannot be so.

    Without *networks* calls may come from the one address that ours go to; a name there must then be written out.
    """
    host, colon, port = contact.rpartition(":")
    if not (colon and host and port.isascii() and port.isdigit() and 0 < int(port) < 65536):
        raise ValueError(f"--trunk: {contact!r} is no HOST:PORT")
    found = []
    for written in networks or [host.strip("[]")]:
        try:
            network = ip_network(written)
        except ValueError:
            raise ValueError(
                f"--trunk-from: {written!r} is no network such as 203.0.113.0/28"
            ) from None
        if network.is_loopback or network.prefixlen == 0:
            raise ValueError(
                f"--trunk-from: {written} would let anybody in as the carrier: name its own addresses"
            )
        found.append(str(network))
    return Trunk(contact=contact, networks=tuple(found))


@dataclass(frozen=True, slots=True, kw_only=True)
class SeatPhone:
    """A seat's telephone with a lasting password; others come and go, see `phones`."""

    seat: str  # "28"
    password: str = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Tls:
    """What browsers need to reach the switch from another machine."""

    address: str  # "0.0.0.0:8089"
    certificate: Path
    key: Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Configuration:
    """All that an Asterisk for a line needs to know."""

    folder: Path  # all it writes lies beneath
    modules: Path
    data: Path
    ari_password: str = field(repr=False)
    ari_user: str = "hotline"
    ari_port: int = 8088  # on 127.0.0.1 alone
    sip_address: str = "127.0.0.1"
    sip_port: int = 5060
    media_address: str = "127.0.0.1"  # without it sound would leave by the first network card
    rtp_ports: tuple[int, int] = (10000, 19999)
    trunk: Trunk | None = None
    seats: tuple[SeatPhone, ...] = ()
    handsets: bool = False  # demo and tests: telephones without SIP, see `handsets`
    prompts: Path = FOLDER
    music: Path = MUSIC
    hold_s: int = 120  # how long a call waits for a switchboard that is away
    tls: Tls | None = None
    system: str = "hotline1"  # begins the id of every call; differs between several switches

    @property
    def recordings(self) -> Path:
        """Return the folder where recordings lie, named by leg, a file for each side."""
        return self.folder / "recordings"

    @property
    def main_file(self) -> Path:
        """Return the file that Asterisk is started with."""
        return self.folder / "etc" / "asterisk.conf"
