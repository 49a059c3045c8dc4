"""What is done with recordings: taken from the switch and sealed, listened to, emptied.

A recording is sealed first, written down second, and only then is the open file deleted: whoever is killed between has
left one copy at least, and whoever does it again writes the same file and the same rows.
"""

from __future__ import annotations

import logging
from array import array
from collections.abc import Iterable, Sequence
from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from hotline import clock
from hotline.calls.models import Call, Recording, Speaker
from hotline.calls.states import Status
from hotline.journal import log as journal
from hotline.journal.models import Entry
from hotline.life.errors import NotYours
from hotline.people.models import Person
from hotline.people.queries import the_clock
from hotline.telephony.recording import RATE, NotSound

from . import companding, queries, tapes, waveform
from .stereo import Stereo
from .store import STORE, name_of

log = logging.getLogger(__name__)

TOLD_S = 60.0
"""For how long it is told that a recording cannot be read; it stays where it is, for somebody to look at."""
HEARD_AGAIN = timedelta(hours=1)
"""Within this a recording that is played again is the same listening: a browser asks for it piece by piece."""


def listen(call: Call, *, by: Person) -> Stereo:
    """Return what was said, and put on record first that somebody listens; FileNotFoundError when there is nothing."""
    if not queries.may_hear(call, by):
        raise NotYours(_("只能听自己接的通话的录音。"))
    files = queries.sides(call)
    if not files:
        raise FileNotFoundError(call.about)
    far, operator = (
        STORE.get(files[side]) if side in files else b"" for side in (Speaker.FAR, Speaker.OPERATOR)
    )
    with transaction.atomic():
        held = Call.objects.select_for_update(no_key=True).get(
            pk=call.pk
        )  # asked for twice at once
        since = clock.now() - HEARD_AGAIN
        heard = Entry.objects.filter(kind=Call.KIND, subject=call.pk, act="listen", by=by)
        if not heard.filter(at__gt=since).exists():
            journal.write(act="listen", about=held, by=by, locked=True)
            held.save(update_fields=["head"])
    return Stereo(far, operator)


def take_finished() -> int:
    """Take every recording whose call is over; return how many. What no call has is thrown away after a day."""
    lying = tapes.settled()
    calls = {
        call.recording: call
        for call in Call.objects.filter(recording__in=list(lying)).order_by("pk")
    }
    taken = 0
    for name, age_s in lying.items():
        call = calls.get(name)
        if call is not None and call.status == Status.ENDED:
            taken += _taken(call, age_s)
        elif call is None and age_s > tapes.STRAY_S:
            log.warning("a recording that no call has is thrown away: %s", name)
            tapes.throw_away(name)
    return taken


def _taken(call: Call, age_s: float) -> bool:
    try:
        take(call)
    except NotSound as fault:
        if age_s < TOLD_S:  # it is looked at again and again, and told in the beginning
            log.warning("the recording %s cannot be read: %s", call.recording, fault)
        return False
    return True


def take(call: Call) -> None:
    """Seal what the switch wrote of an ended call, write down how long and loud it is, delete the open files.

    Raises `NotSound` when what lies there is no recording: it is left where it is.
    """
    name, sides = call.recording, _sides(call)
    length = max(map(len, sides.values()), default=0)
    files = {
        side: STORE.put(companding.encode(samples), name_of(call, side))
        for side, samples in sides.items()
        if length
    }
    with transaction.atomic():
        held = Call.objects.select_for_update(no_key=True).get(pk=call.pk)
        if held.recording != name:  # its caller was forgotten meanwhile
            STORE.throw_away(*files.values())
        elif files and not Recording.objects.filter(call=held).exists():
            Recording.objects.bulk_create(
                Recording(
                    call=held,
                    side=side,
                    file=file,
                    length_ms=1000 * len(sides[side]) // RATE,
                    peaks=waveform.peaks(sides[side], of=length),
                    taken_at=clock.now(),
                )
                for side, file in files.items()
            )
            journal.write(act="keep_recording", about=held, by=the_clock(), locked=True)
            held.save(update_fields=["head"])
    tapes.throw_away(name)


def _sides(call: Call) -> dict[Speaker, array[int]]:
    """Return the sides of a call, from the switch or, where somebody was killed half-way, from the store."""
    found = tapes.read(call.recording)
    for side in Speaker:
        if side not in found:
            try:
                found[side] = companding.decode(STORE.get(name_of(call, side)))
            except FileNotFoundError:
                found[side] = array("h")
    return found


def empty(recordings: Sequence[Recording]) -> None:
    """Destroy what was recorded; that there was something, and how long, stays.

    The files go before the commit: whatever fails afterwards is done again.
    """
    STORE.throw_away(*(row.file for row in recordings))
    Recording.objects.filter(pk__in=[row.pk for row in recordings]).update(file="", peaks=b"")


def tidy(within: Iterable[str]) -> int:
    """Put right what somebody who was killed has left in parts of the store; return how many recordings and files it was.

    A sealed recording whose rows are not there gets them: so does one that a backup caught between. What belongs to
    nobody is thrown away, and so is what was taken in the moment in which its caller was forgotten.
    """
    forgotten = queries.lately_forgotten()
    empty(forgotten)
    left = set(queries.orphans(within))
    for call in queries.whose(left):
        take(call)
        left -= {name_of(call, side) for side in Speaker}
    STORE.throw_away(*left)
    return len(forgotten) + len(left)
