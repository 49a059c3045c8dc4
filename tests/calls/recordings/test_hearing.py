"""Who hears a recording, in which parts, and that it is written down before the first byte."""

from __future__ import annotations

import wave
from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from hotline import clock
from hotline.callers.sealing import SealBroken
from hotline.calls.models import Call
from hotline.calls.recordings import actions, queries
from hotline.calls.recordings.store import STORE
from hotline.journal.models import Entry
from hotline.people.models import Person
from hotline.people.roles import Role
from tests.calls.exchange import engage
from tests.calls.recordings.tapes import FAR, OPERATOR, a_call, recorded

pytestmark = pytest.mark.usefixtures("db")
SCRIPT = {"X-Requested-With": "test"}


@pytest.fixture
def call(op: Person) -> Call:
    """Have a call that is over and whose recording was taken."""
    call = a_call(op, "in-1")
    recorded("in-1")
    actions.take(call)
    return call


def client_of(person: Person) -> Client:
    client = Client()
    client.force_login(person, backend=settings.AUTHENTICATION_BACKENDS[0])
    return client


def ask(person: Person, call: Call, **headers: str) -> Any:
    return client_of(person).get(f"/calls/{call.pk}/recording", headers=SCRIPT | headers)


def body(answer: Any) -> bytes:
    return b"".join(answer.streaming_content)


def listened(call: Call) -> list[tuple[str, str]]:
    entries = Entry.objects.filter(kind="call", subject=call.pk, act="listen").order_by("pk")
    return [(entry.act, str(entry.by)) for entry in entries]


def test_it_is_a_sound_with_the_citizen_left_and_the_operator_right(call: Call, op: Person) -> None:
    answer = ask(op, call)
    assert answer["Content-Type"] == "audio/wav"
    assert "no-store" in answer["Cache-Control"]
    content = body(answer)
    assert int(answer["Content-Length"]) == len(content)
    with wave.open(BytesIO(content)) as sound:
        assert (sound.getnchannels(), sound.getnframes()) == (2, 8000)
        frames = memoryview(sound.readframes(8000)).cast("h")
    for n, samples in ((0, FAR), (1, OPERATOR)):
        heard = list(frames)[n::2]
        assert all(abs(a - b) <= max(8, abs(b) / 32) for a, b in zip(heard, samples, strict=True))


def test_it_is_given_in_the_parts_that_are_asked_for(call: Call, op: Person) -> None:
    whole = body(ask(op, call))
    for asked, part in [
        ("bytes=0-", whole),
        ("bytes=5-9", whole[5:10]),
        ("bytes=2001-", whole[2001:]),
        ("bytes=-7", whole[-7:]),
        ("bytes=0-999999", whole),
        ("bytes=40-47", whole[40:48]),
    ]:
        answer = ask(op, call, Range=asked)
        assert answer.status_code == 206
        assert body(answer) == part
        assert int(answer["Content-Length"]) == len(part)
        start = len(whole) - 7 if asked == "bytes=-7" else int(asked[6:].split("-")[0])
        assert answer["Content-Range"] == f"bytes {start}-{start + len(part) - 1}/{len(whole)}"
    for strange in ("bytes=x-", "bytes=", "bytes=0-1,5-6", f"bytes={'9' * 5000}-", "lines=1-2"):
        answer = ask(op, call, Range=strange)
        assert (answer.status_code, body(answer)) == (200, whole)
    for beyond in (f"bytes={len(whole)}-", "bytes=9-5", "bytes=-0", f"bytes={'9' * 18}-"):
        answer = ask(op, call, Range=beyond)
        assert answer.status_code == 416
        assert answer["Content-Range"] == f"bytes */{len(whole)}"


def test_one_listening_is_one_entry_however_many_parts_it_takes(call: Call, op: Person) -> None:
    for asked in ("bytes=9-", "bytes=0-99", "bytes=100-", ""):
        ask(op, call, **({"Range": asked} if asked else {}))
    assert listened(call) == [("listen", str(op))]


def test_another_person_and_another_day_are_other_listenings(call: Call, op: Person) -> None:
    leader = engage("90", Role.LEADER)
    ask(op, call)
    ask(leader, call)
    with clock.frozen(clock.now() + actions.HEARD_AGAIN + timedelta(minutes=1)):
        actions.listen(call, by=op)
    assert [who for _act, who in listened(call)] == [str(op), str(leader), str(op)]


def test_the_entry_is_there_before_the_first_byte(
    call: Call, op: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    from hotline.calls.recordings.stereo import Stereo

    def part(_sound: Stereo, _start: int, _end: int) -> Any:
        yield str(len(listened(call))).encode()

    monkeypatch.setattr(Stereo, "part", part)
    assert body(ask(op, call)) == b"1"


@pytest.mark.parametrize("role", [Role.LEADER, Role.REVIEWER, Role.AUDITOR])
def test_whoever_answers_for_the_line_hears_every_call(call: Call, role: Role) -> None:
    person = engage("77", role)
    assert ask(person, call).status_code == 200
    assert call.pk in queries.drawn([call], person)


@pytest.mark.parametrize(
    "role",
    [Role.OPERATOR, Role.CALLBACK, Role.PROVIDER, Role.DEPARTMENT, Role.ADMIN],
)
def test_nobody_else_hears_the_calls_of_others(call: Call, role: Role) -> None:
    person = engage("77", role)
    answer = ask(person, call, Range="bytes=1-")
    assert answer.status_code == 403
    assert not listened(call)
    assert queries.drawn([call], person) == {}


def test_a_stranger_is_sent_to_the_door(call: Call) -> None:
    answer = Client().get(f"/calls/{call.pk}/recording")
    assert answer.status_code == 302
    assert not listened(call)


def test_a_recording_that_is_not_there_is_not_there(op: Person) -> None:
    call = a_call(op, "in-9")
    assert ask(op, call).status_code == 404
    assert not listened(call)


def test_what_was_emptied_is_not_there(call: Call, op: Person) -> None:
    actions.empty(list(call.recordings.all()))
    assert ask(op, call).status_code == 404
    assert queries.drawn([call], op) == {}


def test_a_side_put_in_the_place_of_the_other_is_not_played(call: Call, op: Person) -> None:
    files = queries.sides(call)
    far, operator = (STORE.folder() / name[:2] / name for name in files.values())
    operator.write_bytes(far.read_bytes())
    with pytest.raises(SealBroken):
        actions.listen(call, by=op)
    assert not listened(call)


def test_a_page_draws_both_sides_before_anybody_listens(call: Call, op: Person) -> None:
    drawn = queries.drawn([call], op)[call.pk]
    assert drawn.length_s == 1
    assert drawn.far.count("v-") == 110
    assert 54 <= drawn.operator.count("v") <= 56
    assert "v-" not in drawn.operator
    assert not listened(call)
