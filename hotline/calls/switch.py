"""Which switch this installation uses, and whether it has made-up telephones."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from django.conf import settings

from hotline.telephony.ari import addresses
from hotline.telephony.ari.client import Access
from hotline.telephony.ari.handsets import AriHandsets
from hotline.telephony.ari.switch import AriSwitch
from hotline.telephony.handset import Handsets
from hotline.telephony.port import Switch
from hotline.telephony.sim import SimSwitch
from hotline.telephony.sim.exchange import Exchange


@asynccontextmanager
async def connected() -> AsyncIterator[tuple[Switch, Handsets | None]]:
    """Give the switch, and the telephones of the demo where there are any."""
    wanted = settings.CONFIGURATION
    if wanted.switch == "sim":
        memory = SimSwitch(Exchange(recordings=wanted.recordings))
        yield memory, memory.exchange
        return
    access = Access(wanted.ari_url, wanted.ari_user, wanted.ari_password())
    if not wanted.demo:
        yield AriSwitch(access, media_address=wanted.phones_address, made_up=False), None
        return
    handsets = AriHandsets(access)
    await handsets.open()
    try:
        yield AriSwitch(access, dial=addresses.to_handsets), handsets
    finally:
        await handsets.close()
