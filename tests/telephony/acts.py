"""What people do with their telephones, in the words of the contract's tests."""

from __future__ import annotations

from hotline.telephony import port
from hotline.telephony.handset import Handset, HandsetState
from tests.phones import until
from tests.telephony.conftest import Stand

CHEN, SHOP, SEAT, OTHER_SEAT = "tel:13800005126", "tel:95598", "seat:28", "seat:31"
LINE = "12345"


def said(phone: Handset) -> list[str]:
    return [it.text for it in phone.heard if it.kind == "words"]


def heard(phone: Handset, kind: str, text: str = "") -> bool:
    return any((it.kind, it.text) == (kind, text) for it in phone.heard)


async def is_(phone: Handset, state: HandsetState) -> None:
    await until(lambda: phone.state is state, f"{phone.address} is {phone.state}, not {state}")


async def arrive(stand: Stand, address: str = CHEN) -> tuple[Handset, port.LegId]:
    """Let somebody call us and be answered."""
    phone = stand.handsets.handset(address)
    await phone.ring(LINE)
    leg = (await stand.ear.next(port.CallArrived)).leg
    await stand.switch.answer(leg)
    await is_(phone, HandsetState.TALKING)
    return phone, leg


async def ring(stand: Stand, leg: port.LegId, to: str, *, ring_s: int = 20) -> Handset:
    """Ring a telephone that is there."""
    phone = stand.handsets.handset(to)
    await stand.switch.originate(leg, to=to, caller_id=LINE, ring_s=ring_s)
    await stand.ear.next(port.LegRinging, leg=leg)
    await is_(phone, HandsetState.RINGING)
    return phone


async def reach(stand: Stand, leg: port.LegId, to: str) -> Handset:
    """Ring a telephone that picks up."""
    phone = await ring(stand, leg, to)
    await phone.answer()
    await stand.ear.next(port.LegAnswered, leg=leg)
    return phone
