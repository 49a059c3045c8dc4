"""What the line tells its providers: who is told, who signs for it, who is reminded, when it is over."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from hotline import clock
from hotline.bulletins import actions as bulletins
from hotline.bulletins import queries
from hotline.bulletins.life import Status
from hotline.bulletins.models import Bulletin, Receipt
from hotline.deadlines.models import Deadline
from hotline.journal.models import Entry
from hotline.life.errors import NotNow, NotSo, NotYours
from hotline.outbox.models import Message
from hotline.providers import actions as providers
from hotline.today import today
from tests.stories.steps import as_it_is, the_house_reacts
from tests.town import Town


def post(town: Town, **given: object) -> Bulletin:
    said = {"words": "台风来了，高空作业一律停。", "until_on": today() + timedelta(days=3)} | given
    return bulletins.post("台风停工", by=town.leader, **said)  # type: ignore[arg-type]


def told(bulletin: Bulletin) -> set[str]:
    return {one.provider.short_name for one in bulletin.receipts.select_related("provider")}


def test_a_bulletin_goes_to_all_to_those_of_a_service_or_to_one(town: Town) -> None:
    everybody = {one.short_name for one in town.providers.values()}
    assert told(post(town)) == everybody
    plumbers = told(post(town, service=town.services["水管维修"]))
    assert "家家乐" in plumbers
    assert plumbers < everybody
    assert told(post(town, provider=town.providers["家家乐"])) == {"家家乐"}


def test_one_that_has_left_is_told_nothing(town: Town) -> None:
    providers.leave(town.providers["家家乐"], by=town.leader, why="搬走了")
    assert "家家乐" not in told(post(town))
    with pytest.raises(NotSo, match="没有在册"):
        post(town, provider=town.providers["家家乐"])


def test_only_a_leader_or_an_admin_writes_one_and_not_to_two_sorts_at_once(town: Town) -> None:
    with pytest.raises(NotYours):
        bulletins.post("x", words="y", until_on=today(), by=town.operator_28)
    with pytest.raises(NotSo, match="只能选一个"):
        post(town, service=town.services["水管维修"], provider=town.providers["家家乐"])
    with pytest.raises(NotSo, match="有效期"):
        post(town, until_on=today() - timedelta(days=1))
    with pytest.raises(NotSo, match="标题和内容"):
        post(town, words="  ")
    assert not Bulletin.objects.exists()


def test_whoever_answers_for_a_provider_is_written_to(town: Town) -> None:
    post(town, provider=town.providers["家家乐"])
    the_house_reacts()
    message = Message.objects.get()
    assert message.to == town.people["lin"].name
    assert "通知：台风停工" in message.text
    assert message.text.endswith(f"/jobs/bulletins/{Bulletin.objects.get().pk}/")


def test_a_provider_signs_once_and_its_receipt_says_who_and_when(town: Town) -> None:
    bulletin, lin = post(town), town.people["lin"]
    bulletins.confirm(bulletin, by=lin)
    receipt = bulletin.receipts.get(provider=town.providers["家家乐"])
    assert (receipt.read_by, receipt.read_at is not None) == (lin, True)
    with pytest.raises(NotNow, match="已经确认过"), transaction.atomic():
        bulletins.confirm(bulletin, by=lin)
    assert Entry.objects.filter(kind="bulletin", act="confirm").count() == 1
    assert bulletin.receipts.filter(read_at=None).count() == len(town.providers) - 1


def test_nobody_signs_for_another_provider(town: Town) -> None:
    bulletin = post(town, provider=town.providers["老潘水电"])
    with pytest.raises(NotYours), transaction.atomic():
        bulletins.confirm(bulletin, by=town.people["lin"])
    assert not Bulletin.objects.seen_by(town.people["lin"]).exists()


def test_those_who_have_not_read_are_reminded_until_all_have(town: Town) -> None:
    bulletin = post(town)
    bulletins.confirm(bulletin, by=town.people["lin"])
    the_house_reacts()
    Message.objects.all().delete()
    start = clock.now()
    with clock.frozen(start + timedelta(hours=25)):
        the_house_reacts()
        assert queries.clocks(bulletin) == {"until", "remind_again"}
        texts = list(Message.objects.values_list("to", "text"))
        assert texts
        assert all("提醒阅知" in text for _to, text in texts)
        assert town.people["lin"].name not in {to for to, _text in texts}
        assert as_it_is(bulletin).reminded_at
        bulletin.receipts.filter(read_at=None).exclude(provider=town.providers["老潘水电"]).delete()
        bulletins.confirm(bulletin, by=town.people["pan"])
    Message.objects.all().delete()
    with clock.frozen(start + timedelta(hours=60)):
        the_house_reacts()
    assert not Message.objects.exists()
    with pytest.raises(NotNow, match="都读过了"):
        bulletins.remind(bulletin, by=town.leader)


def test_what_need_not_be_signed_is_not_reminded_of(town: Town) -> None:
    bulletin = post(town, must_confirm=False)
    assert not Deadline.objects.filter(kind="bulletin", name="remind").exists()
    waits = queries.unread(town.providers["家家乐"].pk)
    assert list(waits) == [bulletin.receipts.get(provider=town.providers["家家乐"])]


def test_a_bulletin_is_over_after_its_last_day_and_nobody_is_reminded(town: Town) -> None:
    bulletin = post(town, until_on=today())
    assert not Deadline.objects.filter(kind="bulletin", name="remind").exists()
    with clock.frozen(clock.now() + timedelta(days=1, minutes=1)):
        the_house_reacts()
    assert as_it_is(bulletin).status == Status.OVER
    assert not queries.unread(town.providers["家家乐"].pk).exists()
    with pytest.raises(NotNow):
        bulletins.confirm(bulletin, by=town.people["lin"])


def test_one_that_was_wrong_is_withdrawn_and_stays_to_be_seen_as_such(town: Town) -> None:
    bulletin = post(town)
    bulletins.withdraw(bulletin, by=town.leader, why="日期写错了")
    assert as_it_is(bulletin).status == Status.WITHDRAWN
    assert Bulletin.objects.seen_by(town.people["lin"]).get() == bulletin
    assert not Deadline.objects.filter(kind="bulletin", closed_at=None).exists()
    the_house_reacts()
    assert not Message.objects.exists()


def test_a_receipt_is_read_by_somebody_or_by_nobody(town: Town) -> None:
    post(town)
    with pytest.raises(IntegrityError), transaction.atomic():
        Receipt.objects.update(read_at=clock.now())
