"""Switches of a benchmark's own: an Asterisk for the system that is measured, another for the floor beside it."""

from __future__ import annotations

import contextlib
import shutil
from collections.abc import Iterator

from hotline.telephony.ari import server
from hotline.telephony.ari.configuration import SeatPhone, Trunk
from hotline.telephony.ari.server import AsteriskServer
from tests.soundless import Phones

from . import stage

LINE = "81890"


@contextlib.contextmanager
def asterisk(
    name: str, network: str, host: int, *, seats: tuple[str, ...] = ("28",)
) -> Iterator[AsteriskServer]:
    """Run an Asterisk at …*host* for as long as the block runs; its carriers are at …2 and …3."""
    folder = stage.data_folder() / f"asterisk-{name}"
    shutil.rmtree(folder, ignore_errors=True)
    running = server.start(
        folder,
        sip_address=f"{network}{host}",
        media_address=f"{network}{host}",
        rtp_ports=(10000, 19999),
        trunk=Trunk(contact=f"{network}2:5070", networks=(f"{network}2/32", f"{network}3/32")),
        seats=tuple(SeatPhone(seat=seat, password=f"of-seat-{seat}") for seat in seats),
    )
    try:
        yield running
    finally:
        running.stop()


def settings(switch: AsteriskServer) -> dict[str, str]:
    """Return the settings of a system that uses this switch."""
    password = stage.data_folder() / "ari-password"
    password.write_text(switch.password)
    return {
        "HOTLINE_SWITCH": "ari",
        "HOTLINE_DEMO": "0",
        "ARI_URL": switch.url,
        "ARI_USER": switch.user,
        "ARI_PASSWORD_FILE": str(password),
    }


def phones(address: str, switch: AsteriskServer) -> Phones:
    """Return telephones at *address*: a carrier's callers, or those of seats."""
    there = (switch.configuration.sip_address, switch.sip_port)
    return Phones((address, 5070), there, line=LINE)
