"""What is said in a call between made-up telephones: words instead of sound, kept beside the call."""

from __future__ import annotations

from hotline import clock
from hotline.journal import news

from . import queries
from .memory import state_of
from .models import Call, Request, Seat, Speaker, Telephone, Utterance
from .states import Status


def note(request: Request) -> None:
    """Keep what caller and operator say in a made-up call as text beside it; a third's words are heard, and kept nowhere."""
    call, speaker = request.call, Speaker.OPERATOR
    if call is None:
        call, speaker = _of_the_far_end(request.address), Speaker.FAR
    if call is not None and call.status == Status.TALKING:
        Utterance.objects.create(call=call, at=clock.now(), speaker=speaker, text=request.text)
        news.announce(call.about, "say")
        for seat in Seat.objects.filter(call=call):
            news.announce(seat.about, "say")


def _of_the_far_end(address: str) -> Call | None:
    """Return the call that the telephone at *address* talks in as caller, or as the one who was called."""
    telephone = Telephone.objects.filter(address=address).first()
    call = queries.call_at(telephone)
    if telephone is None or call is None:
        return None
    far = state_of(call).far
    return call if far and far.id == telephone.leg else None
