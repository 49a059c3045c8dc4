"""Programmes are told by signed webhooks, once, for a day; they are sent nowhere else and answer as long as they like in vain."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings

from hotline import clock
from hotline.journal.models import Entry, Words
from hotline.life.errors import NotNow, NotSo, NotYours
from hotline.outbox import actions as outbox
from hotline.outbox import hooks, jobs, patience, queries
from hotline.outbox.models import Message, State, Webhook
from hotline.outbox.ways import NotTaken
from tests.outbox.certificates import made
from tests.outbox.receiver import Receiver, listening
from tests.town import Town


@pytest.fixture
def receiver(monkeypatch: pytest.MonkeyPatch) -> Iterator[Receiver]:
    monkeypatch.setattr(settings, "CONFIGURATION", replace(settings.CONFIGURATION, demo=False))
    with listening() as one:
        yield one


@pytest.fixture
def hook(town: Town, receiver: Receiver) -> Webhook:
    """Have a unit's programme told of what it is sent."""
    admin = town.people["admin"]
    hook = outbox.add_hook(name="市政局系统", address=receiver.address, whose="unit:7", by=admin)
    receiver.secret = outbox.show_secret(hook, by=admin)
    return hook


@pytest.fixture
def message(hook: Webhook) -> Message:
    return outbox.post_event(
        hook, event="assignment.send", data={"number": "2026-1", "sign_by": "10:00"}, text="请签收",
        about="assignment:1",
    )  # fmt: skip


def now(message: Message) -> Message:
    return Message.objects.get(pk=message.pk)


def test_a_programme_is_told_what_it_can_believe(message: Message, receiver: Receiver) -> None:
    assert outbox.deliver(message.pk)
    assert receiver.had[message.key] == {
        "id": message.key, "type": "assignment.send", "at": message.posted_at.isoformat(),
        "about": "assignment:1", "text": "请签收", "data": {"number": "2026-1", "sign_by": "10:00"},
    }  # fmt: skip
    assert now(message).state == State.SENT
    assert not outbox.deliver(message.pk)
    assert len(receiver.tries) == 1


def test_a_signature_fits_its_id_its_moment_and_its_body_alone(
    message: Message, receiver: Receiver
) -> None:
    outbox.deliver(message.pk)
    [headers], [body] = receiver.tries, receiver.bodies
    assert receiver.believes(headers, body)
    for name, value in (
        ("webhook-id", "9-9"),
        ("webhook-timestamp", "1"),
        ("webhook-signature", "v1,x"),
    ):
        assert not receiver.believes(headers | {name: value}, body)
    assert not receiver.believes(headers, body + b" ")
    old = hooks.headers_of(message.key, body, secret=receiver.secret, at_s=1_300_000_000)
    assert not receiver.believes(old, body)


def test_the_signature_is_the_one_that_receivers_libraries_check() -> None:
    """The example of the Standard Webhooks specification."""
    headers = hooks.headers_of(
        "msg_p5jXN8AQM9LWM0D4loKWxJek", b'{"test": 2432232314}',
        secret="whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", at_s=1614265330,
    )  # fmt: skip
    assert headers["webhook-signature"] == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


@pytest.mark.parametrize("status", ["302", "307", "400", "401", "404", "500", "503"])
def test_what_is_not_taken_comes_again_with_the_same_id_and_body(
    message: Message, receiver: Receiver, status: str
) -> None:
    receiver.next = [status]
    with pytest.raises(NotTaken, match=status):
        outbox.deliver(message.pk)
    assert now(message).answer.endswith(status)
    with clock.frozen(clock.now() + timedelta(seconds=60)):
        assert outbox.deliver(message.pk)
    first, second = receiver.tries
    assert first["webhook-id"] == second["webhook-id"] == message.key
    assert int(second["webhook-timestamp"]) >= int(first["webhook-timestamp"]) + 59
    assert receiver.bodies[0] == receiver.bodies[1]
    assert not receiver.sent_elsewhere


@pytest.mark.parametrize("way", ["delay", "lose"])
def test_a_receiver_that_has_it_already_says_so_and_that_ends_it(
    message: Message, receiver: Receiver, way: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(patience, "ANSWER_S", 1.0)
    receiver.next = [way]
    with pytest.raises(NotTaken, match="did not answer"):
        outbox.deliver(message.pk)
    assert outbox.deliver(message.pk)  # 409
    assert now(message).state == State.SENT
    assert len(receiver.had) == 1


def test_an_answer_without_an_end_is_not_read(message: Message, receiver: Receiver) -> None:
    receiver.next = ["flood"]
    assert outbox.deliver(message.pk)


def test_an_answer_a_letter_at_a_time_is_cut_off(
    message: Message, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(patience, "WHOLE_S", 1.5)
    receiver.next = ["drip"]
    with pytest.raises(NotTaken, match="did not answer"):
        outbox.deliver(message.pk)


def test_https_asks_for_a_certificate_that_is_believed(
    town: Town, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    trusted, tls = made(tmp_path)
    admin = town.people["admin"]
    ours = replace(settings.CONFIGURATION, demo=False)
    monkeypatch.setattr(settings, "CONFIGURATION", ours)
    with listening(tls) as receiver:
        hook = outbox.add_hook(name="系统", address=receiver.address, by=admin)
        receiver.secret = outbox.show_secret(hook, by=admin)
        trial = outbox.try_out(hook, by=admin)
        with pytest.raises(NotTaken, match="ConnectError"):
            outbox.deliver(trial.pk)
        assert not receiver.tries
        monkeypatch.setattr(settings, "CONFIGURATION", replace(ours, trust_file=trusted))
        assert outbox.deliver(trial.pk)
        monkeypatch.setattr(patience, "WHOLE_S", 1.5)
        receiver.next = ["drip"]
        slow = outbox.try_out(hook, by=admin)
        with pytest.raises(NotTaken, match="did not answer"):
            outbox.deliver(slow.pk)


def test_it_is_tried_for_a_day_then_given_up_with_an_entry(
    message: Message, receiver: Receiver
) -> None:
    receiver.next = ["500"] * 3
    for hours in (0, 12):
        with clock.frozen(message.posted_at + timedelta(hours=hours)), pytest.raises(NotTaken):
            outbox.deliver(message.pk)
    with clock.frozen(message.posted_at + timedelta(hours=24)):
        assert not outbox.deliver(message.pk)
    assert now(message).state == State.GIVEN_UP
    assert list(Message.objects.lost()) == [message]
    [entry] = Entry.objects.filter(kind="message", act="give_up")
    assert entry.said["tries"] == 3


def test_waits_double_to_an_hour_and_fill_a_day() -> None:
    waits = [patience.wait_s(tries) for tries in range(jobs.TRIES_MOST)]
    assert waits[:4] == [2, 4, 8, 16]
    assert max(waits) == 3600
    assert sum(waits) > timedelta(days=1).total_seconds()
    assert patience.wait_s(10**9) == 3600


def test_a_receiver_that_is_gone_is_told_nothing_any_more(
    message: Message, hook: Webhook, receiver: Receiver
) -> None:
    other = outbox.post_event(hook, event="x.y", data={}, text="-", about="assignment:2")
    receiver.next = ["410"]
    assert not outbox.deliver(message.pk)
    hook.refresh_from_db()
    assert hook.stopped_at is not None
    assert list(Message.objects.lost()) == [message]  # the others are told by its being stopped
    assert now(other).state == State.GIVEN_UP
    assert not outbox.deliver(other.pk)
    assert Entry.objects.filter(kind="webhook", act="stop_hook").count() == 1


@pytest.mark.parametrize(
    "address",
    [
        "http://works.example/told", "ftp://works.example", "https://", "works.example", "https:///x",
        "https://me:secret@works.example/", "https://@works.example/", "http://127.0.0.1.works.example/",
        "http://localhost@works.example/", "https://works.example:99999/", "https://works.example/#a",
        "https://works.example/a b", "https://works.example/\r\nX: y", "https://市政.example/",
        "http://[::1", "https://works.example/" + "a" * 500, "https://192.168.1.300/in", "javascript:alert(1)", "file:///etc/passwd",
    ],
)  # fmt: skip
def test_only_https_is_told_or_this_machine(town: Town, address: str) -> None:
    with pytest.raises(NotSo):
        outbox.add_hook(name="系统", address=address, by=town.people["admin"])


@pytest.mark.parametrize(
    "address",
    ["https://works.example/told?a=b", "https://10.0.0.7:8443/", "http://localhost:8000/",
     "http://127.0.0.1/x", "http://[::1]:1/", "https://[2001:db8::1]/"],
)  # fmt: skip
def test_an_address_that_may_be_told(town: Town, address: str) -> None:
    assert outbox.add_hook(name="系统", address=address, by=town.people["admin"]).pk


def test_a_secret_lies_sealed_is_shown_on_record_and_sealed_anew(
    hook: Webhook, receiver: Receiver, town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    from hotline.people.factors import sealing

    assert receiver.secret.startswith("whsec_")
    assert receiver.secret not in hook.secret
    with pytest.raises(sealing.BrokenSeal):
        sealing.unseal(hook.secret)  # it is none of a second factor
    assert Entry.objects.filter(kind="webhook", act="show_secret").count() == 1
    assert not queries.needing_old_key()
    old = sealing._keys()
    monkeypatch.setattr(sealing, "_keys", lambda: [b"n" * 32, *old])
    assert queries.needing_old_key() == [hook.pk]
    assert outbox.seal_again() == 1
    monkeypatch.setattr(sealing, "_keys", lambda: [b"n" * 32])
    hook.refresh_from_db()
    assert hooks.unseal(hook) == receiver.secret


def test_only_the_administrator_adds_tries_stops_and_opens(hook: Webhook, town: Town) -> None:
    for by in (town.operator_28, town.leader, town.people["lin"]):
        for act in (
            lambda by=by: outbox.add_hook(name="x", address="https://a.example", by=by),
            lambda by=by: outbox.try_out(hook, by=by),
            lambda by=by: outbox.stop_hook(hook, by=by, why="-"),
            lambda by=by: outbox.show_secret(hook, by=by),
        ):
            with pytest.raises(NotYours):
                act()


def test_a_stopped_one_is_told_nothing(
    hook: Webhook, message: Message, receiver: Receiver, town: Town
) -> None:
    admin = town.people["admin"]
    with pytest.raises(NotSo):
        outbox.stop_hook(hook, by=admin, why=" ")
    outbox.stop_hook(hook, by=admin, why="换了系统")
    assert not outbox.deliver(message.pk)
    assert not receiver.tries
    assert now(message).state == State.GIVEN_UP
    assert not Message.objects.lost().exists()
    assert not jobs.tell(whose=["unit:7"], event="a.b", data={}, text="-", about="assignment:1")
    for act in (outbox.stop_hook, outbox.try_out):
        with pytest.raises(NotNow):
            act(hook, by=admin, **({"why": "再停"} if act is outbox.stop_hook else {}))
    with pytest.raises(NotNow):
        outbox.send_again(now(message), by=town.leader)


def test_each_is_told_what_its_own_unit_is_sent(hook: Webhook, town: Town) -> None:
    every = outbox.add_hook(name="全市", address="https://city.example/", by=town.people["admin"])
    given = {"event": "assignment.send", "data": {}, "text": "-", "about": "assignment:1"}
    assert {one.hook for one in jobs.tell(whose=["unit:7"], **given)} == {hook, every}  # type: ignore[arg-type]
    assert {one.hook for one in jobs.tell(whose=["unit:8"], **given)} == {every}  # type: ignore[arg-type]


def test_in_the_sample_town_a_programme_is_told_nothing(
    message: Message, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings, "CONFIGURATION", replace(settings.CONFIGURATION, demo=True))
    assert not outbox.deliver(message.pk)
    assert not receiver.tries


def test_neither_address_nor_secret_stands_in_the_journal(
    hook: Webhook, receiver: Receiver
) -> None:
    said = json.dumps(list(Entry.objects.filter(kind="webhook").values_list("said", flat=True)))
    assert receiver.address not in said
    assert receiver.secret not in said
    words = list(Words.objects.filter(kind="webhook").values_list("text", flat=True))
    assert receiver.secret not in words
