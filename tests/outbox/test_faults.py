"""A fault of our own is counted, shown and ends as a receiver's does; what did not arrive is told each time, and counted fast."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext

from hotline import clock
from hotline.outbox import actions as outbox
from hotline.outbox import jobs, queries
from hotline.outbox.models import Message, State, Webhook
from hotline.outbox.ways import NotTaken
from tests.outbox.service import Service
from tests.town import Town

MAILBOX = "liu@works.example"
Make = Callable[[Town], Message]


def a_letter(_town: Town) -> Message:
    return jobs.mail(to="市政局", mailbox=MAILBOX, subject="交办", text="请签收", about="unit:1")


def a_text(_town: Town) -> Message:
    return jobs.send(to="刘工", telephone="13900000001", text="请签收", about="unit:1")


def an_event(town: Town) -> Message:
    admin = town.people["admin"]
    hook = outbox.add_hook(name="系统", address="https://works.example/in", by=admin)
    return jobs.try_out(hook, by=admin)


def no_file(monkeypatch: pytest.MonkeyPatch, **changed: Any) -> None:
    ours = replace(
        settings.CONFIGURATION, mail_url="smtp://localhost:1", mail_user="line",
        mail_from="line@city.example", mail_password_file=Path("/nowhere/password"), **changed,
    )  # fmt: skip
    monkeypatch.setattr(settings, "CONFIGURATION", ours)


@pytest.mark.parametrize(
    ("make", "broken", "answer"),
    [
        (an_event, {"address": "https://192.168.1.300/in"}, "InvalidURL"),
        (an_event, {"secret": "AAAA" * 20}, "BrokenSeal"),
        (a_text, {"telephone": "nobody:1"}, "KeyError"),
    ],
)
def test_a_fault_of_our_own_is_counted_shown_and_ends(
    town: Town, service: Service, make: Make, broken: dict[str, str], answer: str
) -> None:
    message = make(town)
    if isinstance(message.hook, Webhook):
        Webhook.objects.filter(pk=message.hook.pk).update(**broken)
    else:
        Message.objects.filter(pk=message.pk).update(**broken)
    with pytest.raises(NotTaken, match=answer):
        outbox.deliver(message.pk)
    message.refresh_from_db()
    assert (message.state, message.tries) == (State.WAITING, 1)
    assert message.answer.endswith(answer)
    with clock.frozen(message.posted_at + timedelta(days=1)):
        assert not outbox.deliver(message.pk)
    assert list(Message.objects.lost()) == [message]


def test_a_token_that_cannot_be_read_stops_no_posting_and_shows_as_a_fault(
    town: Town, service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    no_file(monkeypatch, gateway_token_file=Path("/nowhere/token"))
    for message in (a_text(town), a_letter(town)):  # both are posted, with their jobs
        with pytest.raises(NotTaken):
            outbox.deliver(message.pk)
        message.refresh_from_db()
        assert (message.state, message.tries) == (State.WAITING, 1)
        assert message.answer


def test_a_message_that_did_not_arrive_a_second_time_is_told_a_second_time(
    town: Town, service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    message = a_text(town)
    later = message.posted_at + timedelta(hours=1)
    with clock.frozen(later):
        outbox.deliver(message.pk)
    outbox.see_to(message, by=town.leader)
    assert not Message.objects.lost().exists()
    with clock.frozen(later):
        assert outbox.send_again(message, by=town.leader).seen_to_at is None
    with clock.frozen(later + timedelta(hours=1)):
        outbox.deliver(message.pk)
    assert list(Message.objects.lost()) == [message]


def test_a_message_that_is_given_up_again_without_being_asked_for_is_told_too(
    town: Town, service: Service
) -> None:
    message = a_text(town)  # as one was left that had been seen to before it was sent again
    Message.objects.filter(pk=message.pk).update(seen_to_at=clock.now())
    with clock.frozen(message.posted_at + timedelta(hours=1)):
        outbox.deliver(message.pk)
    assert list(Message.objects.lost()) == [message]


def test_a_first_try_goes_before_those_that_come_again() -> None:
    def after(attempts: int) -> int:
        job: Any = SimpleNamespace(attempts=attempts)
        decision = jobs.PATIENT.get_retry_decision(exception=NotTaken(), job=job)
        assert decision is not None
        assert decision.priority is not None
        return decision.priority

    assert jobs.deliver.priority > after(0) > after(1) > after(10)


def test_what_waits_and_what_was_lost_is_counted_by_their_own_indexes(db: None) -> None:
    with CaptureQueriesContext(connection) as asked:
        queries.counts()
    plans = ""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        for one in asked.captured_queries:
            cursor.execute(f"EXPLAIN {one['sql']}")
            plans += "".join(line for (line,) in cursor.fetchall())
    for index in ("outbox_waiting", "outbox_lost"):
        assert index in plans
    assert "Seq Scan" not in plans
