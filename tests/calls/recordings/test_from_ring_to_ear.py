"""From a ring to what is heard afterwards, on the switch in memory: nothing stands in for anything of ours."""

from __future__ import annotations

from array import array
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.conf import settings

from tests.calls.exchange import Town, db, until
from tests.phones import tone_share

if TYPE_CHECKING:
    from hotline.calls.models import Call
    from hotline.people.models import Person

CHEN = "13800005126"


def the_call() -> Call | None:
    from hotline.calls.models import Call

    return Call.objects.first()


def taken() -> bool:
    """Let the worker look, as it does every ten seconds, at files that are old enough."""
    from hotline.calls import jobs
    from tests.calls.recordings.tapes import aged, folder_of_the_switch

    for file in folder_of_the_switch().glob("*.wav"):
        aged(file, 60)
    jobs.take_recordings(timestamp=0)
    call = the_call()
    return call is not None and call.recordings.count() == 2


def heard(operator: Person) -> dict[str, array[int]]:
    """Return what comes out left and right when the operator plays his call."""
    from hotline.calls.recordings import actions

    call = the_call()
    assert call is not None
    sound = actions.listen(call, by=operator)
    samples = array("h", b"".join(sound.part(44, sound.size)))
    return {"left": samples[0::2], "right": samples[1::2]}


async def test_what_was_said_on_the_telephone_is_heard_side_by_side(
    town: Town, operator: Person, tmp_path: Path
) -> None:
    from hotline.calls import actions
    from hotline.telephony import recording
    from hotline.telephony.recording import Side
    from hotline.telephony.sim.tape import TONES

    town.exchange.recordings = Path(settings.CONFIGURATION.recordings)
    async with town.switchboard():
        await town.phone(CHEN).ring("81890")
        call: Any = await until(lambda: _at_seat(operator))
        await db(lambda: actions.answer(call, by=operator))()
        await until(lambda: any(len(room) == 2 for room in town.exchange.rooms.values()))
        await town.phone(CHEN).speak("厨房的水管漏了")
        await town.seat("28").speak("马上派人来修")
        assert not await db(taken)()  # the call goes on
        await town.phone(CHEN).hang_up()
        await until(lambda: _is_over() and taken())
    sides = await db(heard)(operator)
    for side, samples in sides.items():
        recording.write(tmp_path / f"{side}.wav", samples)
    own = {"left": TONES[Side.SAID], "right": TONES[Side.HEARD]}
    for side, tone in own.items():
        shares = {hz: tone_share(tmp_path / f"{side}.wav", hz, seconds=0.2) for hz in own.values()}
        assert shares.pop(tone) > 0.8
        assert max(shares.values()) < 0.1
    assert not recording.names(Path(settings.CONFIGURATION.recordings))


def _at_seat(operator: Person) -> Call | None:
    from hotline.calls.models import Call

    return Call.objects.filter(on_seat__operator=operator).first()


def _is_over() -> bool:
    call = the_call()
    return call is not None and call.status == "ended"
