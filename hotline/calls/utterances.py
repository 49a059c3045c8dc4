"""What is said in a call between made-up telephones: words instead of sound, kept beside the call."""

from __future__ import annotations

from hotline import clock
from hotline.callers import numbers
from hotline.callers import queries as callers
from hotline.journal import news

from .models import Call, Request, Seat, Speaker, Utterance
from .states import Status


def note(request: Request) -> None:
    """Keep what is said in a made-up call as text beside it."""
    call, speaker = request.call, Speaker.OPERATOR
    if call is None:
        number = numbers.from_carrier(request.address.removeprefix("tel:"))
        caller = callers.find_by_number(number)
        talking = Call.objects.filter(status=Status.TALKING, caller__isnull=False, caller=caller)
        call, speaker = talking.order_by("-pk").first(), Speaker.FAR
    if call is not None and call.status == Status.TALKING:
        Utterance.objects.create(call=call, at=clock.now(), speaker=speaker, text=request.text)
        news.announce(call.about, "say")
        for seat in Seat.objects.filter(call=call):
            news.announce(seat.about, "say")
