"""A telephone in memory.

Decides what its owner sees, hears and can do; what follows from it is left to the `exchange`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from hotline import clock
from hotline.telephony.handset import HandsetState, Heard

if TYPE_CHECKING:
    from hotline.telephony.sim.exchange import Exchange, SimLeg


class SimHandset:
    """One telephone, plugged into the exchange in memory."""

    def __init__(self, address: str, exchange: Exchange) -> None:
        self.address = address
        self.number = address.partition(":")[2]
        self.shows = self.connection = ""
        self.leg: SimLeg | None = None
        self._exchange = exchange
        self._heard: list[Heard] = []

    @property
    def state(self) -> HandsetState:
        """Return what it is doing now."""
        if self.leg is None:
            return HandsetState.IDLE
        if self.leg.up:
            return HandsetState.TALKING
        return HandsetState.DIALLING if self.leg.inbound else HandsetState.RINGING

    @property
    def heard(self) -> Sequence[Heard]:
        """Return all it heard in its present or last call."""
        return tuple(self._heard)

    async def ring(self, number: str, *, withheld: bool = False) -> None:
        """Dial *number*; a seat's telephone dials nothing itself."""
        if self.leg is None and self.address.startswith("tel:") and self._exchange.running:
            self._begin(shows=number)
            self._is_on(self._exchange.arrive(self, number, withheld=withheld))

    async def answer(self) -> None:
        """Pick up."""
        if self.leg is not None and self.state is HandsetState.RINGING:
            self._exchange.picked_up(self.leg)
            self._exchange.changed(self)

    async def refuse(self) -> None:
        """Turn a ringing call away."""
        if self.leg is not None and self.state is HandsetState.RINGING:
            self._exchange.failed(self.leg, "refused")

    async def speak(self, text: str) -> None:
        """Say *text* to whoever is in the same room."""
        if self.leg is not None:
            self._exchange.said(self.leg, text)

    async def press(self, digits: str) -> None:
        """Press keys."""
        if self.leg is not None and self.leg.up:
            self._exchange.pressed(self.leg, digits)

    async def hang_up(self) -> None:
        """End the call; a call that still rings is refused."""
        if self.leg is not None:
            self._exchange.end(self.leg)

    # -- what the exchange does to it ----------------------------------------------------------

    def called(self, leg: SimLeg, caller_id: str) -> None:
        """Ring."""
        self._begin(shows=caller_id)
        self._is_on(leg)

    def hear(self, kind: str, text: str = "", speaker: str = "") -> None:
        """Let this come out of the telephone."""
        self._heard.append(Heard(clock.now(), kind, text, speaker))
        self._exchange.changed(self)

    def ended(self) -> None:
        """Fall silent."""
        self.leg = None
        self._exchange.changed(self)

    def _is_on(self, leg: SimLeg) -> None:
        self.leg, self.connection = leg, leg.id
        self._exchange.changed(self)

    def _begin(self, *, shows: str) -> None:
        self.shows = shows
        self._heard.clear()
