"""Messages leave by the gateway once, with links that lead here from anywhere; what it does not take is kept."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from procrastinate.contrib.django.models import ProcrastinateJob

from hotline import clock
from hotline.callers import actions as callers
from hotline.cases.models import Case
from hotline.dispatch import actions as dispatch
from hotline.journal.models import Entry
from hotline.outbox import actions as outbox
from hotline.outbox import gateway, jobs, patience
from hotline.outbox.models import Message
from hotline.people.queries import the_clock
from tests.desks.papers import a_case
from tests.outbox.service import Service
from tests.portal.citizens import page
from tests.stories.steps import the_house_reacts
from tests.town import Town


@pytest.fixture
def case(town: Town) -> Case:
    return a_case(town)


@pytest.fixture
def message(case: Case, service: Service) -> Message:
    """Have the message to the citizen whose case was taken in."""
    the_house_reacts()
    return Message.objects.get(about=case.about)


def is_sent(message: Message) -> bool:
    return Message.objects.get(pk=message.pk).sent_at is not None


def link_in(text: str) -> str:
    found = re.search(r"https://line\.example\.org(/\S+/)", text)
    assert found, text
    return found[1]


def test_a_citizen_gets_a_link_that_opens_his_case(
    message: Message, case: Case, service: Service
) -> None:
    assert ":" in message.telephone  # a pointer: the number is sealed until it leaves
    assert outbox.deliver(message.pk)
    [told] = service.told
    assert told["to"] == "13800005126"
    assert case.query_code in told["text"]
    chen = Client()
    assert chen.get(link_in(told["text"]))["Location"] == "/track/case/"
    assert case.number in page(chen)
    assert not outbox.deliver(message.pk)
    assert len(service.told) == 1


def test_a_worker_gets_a_link_that_opens_his_job(case: Case, service: Service, town: Town) -> None:
    job = dispatch.offer(case, to=town.providers["家家乐"], by=town.operator_28)
    the_house_reacts()
    assert outbox.deliver(Message.objects.get(about=job.about).pk)
    assert "水管漏水" in Client().get(link_in(service.told[0]["text"])).content.decode()


@pytest.mark.parametrize("way", ["refuse", "send away"])
def test_what_is_refused_is_kept_and_goes_out_later(
    message: Message, service: Service, way: str
) -> None:
    service.next = [way]
    with pytest.raises(gateway.NotTaken, match="answered"):
        outbox.deliver(message.pk)
    assert not is_sent(message)
    assert not service.sent
    assert outbox.deliver(message.pk)
    assert is_sent(message)
    assert len(service.sent) == 1


@pytest.mark.parametrize("way", ["delay", "lose"])
def test_what_was_taken_without_an_answer_goes_out_once(
    message: Message, service: Service, way: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(patience, "ANSWER_S", 1.0)
    service.next = [way]
    with pytest.raises(gateway.NotTaken, match="did not answer"):
        outbox.deliver(message.pk)
    assert not is_sent(message)
    assert outbox.deliver(message.pk)
    assert is_sent(message)
    assert len(service.told) == 2
    assert len(service.sent) == 1


def test_a_gateway_that_answers_a_letter_at_a_time_holds_nobody_up(
    message: Message, service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(patience, "WHOLE_S", 1.5)
    monkeypatch.setattr(patience, "ANSWER_S", 3.0)
    service.next = ["drip"]
    with pytest.raises(gateway.NotTaken, match="did not answer"):
        outbox.deliver(message.pk)
    assert outbox.deliver(message.pk)


def test_a_gateway_that_is_away_or_does_not_know_us_is_no_taking(
    message: Message, service: Service, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "token").write_text("an old one")
    with pytest.raises(gateway.NotTaken, match="401"):
        outbox.deliver(message.pk)
    away = replace(settings.CONFIGURATION, gateway_url="http://127.0.0.1:1/send")
    monkeypatch.setattr(settings, "CONFIGURATION", away)
    with pytest.raises(gateway.NotTaken, match="ConnectError"):
        outbox.deliver(message.pk)
    assert not is_sent(message)


def test_the_number_is_opened_when_the_message_leaves_and_that_stays_on_record(
    message: Message, service: Service
) -> None:
    opened = Entry.objects.filter(act="dial", kind="caller")
    assert not opened.exists()
    service.next = ["lose"]
    with pytest.raises(gateway.NotTaken):
        outbox.deliver(message.pk)
    assert opened.count() == 1  # it is out, whatever became of the message


def test_whoever_was_forgotten_gets_no_message(
    message: Message, case: Case, service: Service
) -> None:
    assert case.caller
    callers.erase(case.caller, by=the_clock())
    assert not outbox.deliver(message.pk)
    assert not service.told


def test_without_a_gateway_messages_stay_and_no_number_is_opened(
    message: Message, service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings, "CONFIGURATION", replace(settings.CONFIGURATION, gateway_url=""))
    assert not outbox.deliver(message.pk)
    assert not is_sent(message)
    assert not Entry.objects.filter(act="dial", kind="caller").exists()


def test_nothing_leaves_the_sample_town(
    message: Message, service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings, "CONFIGURATION", replace(settings.CONFIGURATION, demo=True))
    assert not outbox.deliver(message.pk)
    assert not service.told
    assert not Entry.objects.filter(act="dial", kind="caller").exists()


def test_a_gateway_that_is_away_for_half_an_hour_loses_nothing(
    message: Message, service: Service
) -> None:
    assert jobs.deliver.retry_strategy is jobs.PATIENT
    assert patience.wait_s(0) <= 5
    assert sum(map(patience.wait_s, range(10))) >= timedelta(minutes=30).total_seconds()
    service.next = ["refuse", "refuse"]
    with clock.frozen(message.posted_at + timedelta(minutes=29)), pytest.raises(gateway.NotTaken):
        outbox.deliver(message.pk)
    with clock.frozen(message.posted_at + timedelta(minutes=34)):
        assert not outbox.deliver(message.pk)  # its link is stale: the desk is told instead
    assert list(Message.objects.lost()) == [message]
    assert not outbox.deliver(message.pk)
    assert len(service.told) == 1


def test_what_lay_there_while_the_house_stood_still_is_not_sent_unless_somebody_asks(
    message: Message, service: Service, town: Town
) -> None:
    with clock.frozen(message.posted_at + timedelta(hours=9)):
        assert not outbox.deliver(message.pk)
        assert not service.told
        [lost] = Message.objects.lost()
        assert (lost, lost.answer, lost.tries) == (message, "stale", 0)
        assert not Entry.objects.filter(act="dial", kind="caller").exists()
        outbox.send_again(lost, by=town.leader)
        assert outbox.deliver(message.pk)


def test_a_row_that_comes_again_after_a_restore_is_another_message(message: Message) -> None:
    again = Message(pk=message.pk, posted_at=message.posted_at + timedelta(days=1))
    assert again.key != message.key


def test_a_message_waits_for_a_job_only_where_there_is_a_gateway(
    message: Message, monkeypatch: pytest.MonkeyPatch
) -> None:
    waiting = ProcrastinateJob.objects.filter(task_name="outbox.deliver")
    before = waiting.count()
    given = {"to": "来电人", "telephone": "13800000001", "text": "记下了", "about": message.about}
    monkeypatch.setattr(settings, "CONFIGURATION", replace(settings.CONFIGURATION, gateway_url=""))
    kept = jobs.send(**given)
    assert not is_sent(kept)
    assert waiting.count() == before
    ours = replace(settings.CONFIGURATION, gateway_url="http://127.0.0.1:1/send")
    monkeypatch.setattr(settings, "CONFIGURATION", ours)
    sent = jobs.send(**given)
    assert waiting.filter(args__message=sent.pk).count() == 1
