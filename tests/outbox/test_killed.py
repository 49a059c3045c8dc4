"""A process that is killed loses no message: it was posted with its job or not at all, and comes again under the same id."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection, transaction
from procrastinate.contrib.django.models import ProcrastinateJob

from hotline.outbox import actions as outbox
from hotline.outbox import jobs
from hotline.outbox.models import Channel, Message, State, Webhook
from hotline.people import actions as people
from hotline.people.roles import Role
from tests.conftest import POSTGRES
from tests.outbox.receiver import Receiver, listening

PATIENCE_S = 60.0
DELIVER = """
import django
django.setup()
from hotline.outbox import actions
actions.deliver({pk})
"""


def wait_for(holds: Callable[[], bool]) -> None:
    give_up_at = time.monotonic() + PATIENCE_S
    while not holds():
        assert time.monotonic() < give_up_at
        time.sleep(0.05)


@pytest.fixture
def receiver(committed: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Receiver]:
    monkeypatch.setattr(settings, "CONFIGURATION", replace(settings.CONFIGURATION, demo=False))
    with listening() as one:
        yield one


@pytest.fixture
def hook(receiver: Receiver) -> Webhook:
    admin = people.engage("admin", name="管理员", role=Role.ADMIN, by=None)
    hook = outbox.add_hook(name="系统", address=receiver.address, by=admin)
    receiver.secret = outbox.show_secret(hook, by=admin)
    return hook


def tell() -> Message:
    [message] = jobs.tell(
        whose=["unit:1"], event="assignment.send", data={}, text="请签收", about="assignment:1"
    )
    return message


def of(message: Message) -> int:
    return ProcrastinateJob.objects.filter(args__message=message.pk).count()


def test_what_is_posted_has_its_job_in_the_same_transaction(hook: Webhook) -> None:
    with transaction.atomic():
        tell()
        transaction.set_rollback(True)  # the act that it tells of fails
    assert not Message.objects.exists()
    assert not ProcrastinateJob.objects.exists()
    message = tell()
    assert of(message) == 1
    assert ProcrastinateJob.objects.get().queue_name == jobs.QUEUES[Channel.HOOK]


def test_whoever_is_killed_after_the_receiver_had_it_has_it_told_again_under_the_same_id(
    hook: Webhook, receiver: Receiver, committed: str
) -> None:
    message = tell()
    receiver.next = ["delay"]
    ours = {
        "HOTLINE_DEMO": "0",
        "HOTLINE_DATA": str(settings.CONFIGURATION.data),
        "DATABASE_URL": POSTGRES.url(committed, user="hotline_app"),
        "DATABASE_OWNER_URL": POSTGRES.url(committed),
    }
    order = [sys.executable, "-c", DELIVER.format(pk=message.pk)]
    process = subprocess.Popen(order, env=os.environ | ours)
    try:
        wait_for(lambda: bool(receiver.had))
    finally:
        process.kill()
        process.wait(60)
    held = Message.objects.get(pk=message.pk)
    assert held.state == State.WAITING  # nobody wrote down that it was taken
    assert of(message) == 1
    assert outbox.deliver(message.pk)  # as the next worker does; the receiver says 409
    assert Message.objects.get(pk=message.pk).state == State.SENT
    assert {one["webhook-id"] for one in receiver.tries} == {message.key}
    assert len(receiver.tries) == 2
    assert len(receiver.had) == 1


def test_two_workers_with_one_message_send_it_once(hook: Webhook, receiver: Receiver) -> None:
    from concurrent.futures import ThreadPoolExecutor

    message = tell()

    def deliver(_number: int) -> bool:
        try:
            return outbox.deliver(message.pk)
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(deliver, range(4))) == [False, False, False, True]
    assert len(receiver.tries) == 1


def test_a_running_worker_serves_every_queue_there_is(
    hook: Webhook, receiver: Receiver, committed: str, tmp_path: Path
) -> None:
    from procrastinate.contrib.django import app

    from hotline.site.jobs import LOOPS

    served = {queue for queues, _at_once in LOOPS for queue in queues}
    used = {task.queue for task in app.tasks.values()} | set(jobs.QUEUES.values())
    assert used <= served
    for way, queue in jobs.QUEUES.items():  # a way that hangs holds up no other
        [shared] = [set(queues) for queues, _at_once in LOOPS if queue in queues]
        assert not shared & {other for one, other in jobs.QUEUES.items() if one != way}
    message = tell()
    receiver.next = ["503"]
    ours = {
        "HOTLINE_DEMO": "0",
        "HOTLINE_DATA": str(settings.CONFIGURATION.data),
        "DATABASE_URL": POSTGRES.url(committed, user="hotline_app"),
        "DATABASE_OWNER_URL": POSTGRES.url(committed),
    }
    order = [sys.executable, "-m", "hotline.site.cli", "part", "worker"]
    process = subprocess.Popen(order, env=os.environ | ours, stderr=subprocess.DEVNULL)
    try:
        wait_for(lambda: Message.objects.filter(pk=message.pk, sent_at__isnull=False).exists())
    finally:
        process.terminate()
        process.wait(60)
    assert len(receiver.tries) == 2
    assert len(receiver.had) == 1
