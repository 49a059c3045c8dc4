"""Every unit is told of what was published and what was withdrawn: its people as of anything else, its programme by a signed webhook."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from django.conf import settings

from hotline import clock
from hotline.circulars import actions as circulars
from hotline.circulars.models import Circular
from hotline.departments.models import Unit
from hotline.journal import queries as journal
from hotline.outbox import actions as outbox
from hotline.outbox.models import Channel, Message
from tests.circulars.days import NEXT_MORNING, published
from tests.notices.cast import reached
from tests.outbox.receiver import Receiver, listening
from tests.stories.steps import the_house_reacts
from tests.town import Town


@pytest.fixture
def receiver(monkeypatch: pytest.MonkeyPatch) -> Iterator[Receiver]:
    configured = replace(settings.CONFIGURATION, demo=False, public_url="https://line.example.org")
    monkeypatch.setattr(settings, "CONFIGURATION", configured)
    with listening() as one:
        yield one


def out(town: Town) -> Circular:
    """Publish one, and let the house react."""
    with clock.frozen(NEXT_MORNING):
        made = published(town)
        the_house_reacts()
    return made


def withdrawn(made: Circular, town: Town) -> Circular:
    with clock.frozen(NEXT_MORNING):
        made = circulars.withdraw(made, by=town.leader, why="数错了")
        the_house_reacts()
    return made


def test_units_are_told_by_every_way_that_it_is_out_and_that_it_was_withdrawn(town: Town) -> None:
    reached(town, "power")
    made = out(town)
    told = Message.objects.filter(about=made.about)
    clerk, power = town.people["clerk"].name, town.people["power"].name
    assert sorted(told.values_list("channel", "to")) == sorted(
        [(Channel.MAIL, clerk), (Channel.SMS, clerk), (Channel.SMS, power)]
    )
    assert all(made.title in one.text and "已发布" in one.text for one in told)
    withdrawn(made, town)
    assert told.filter(text__contains="已撤回").count() == 3
    assert not told.filter(text__contains="数错了").exists()
    told_of = [(one.entry.act, one.said.get("why")) for one in journal.story(made)]
    assert ("withdraw", "数错了") in told_of


def test_a_units_programme_is_told_what_a_circular_is_and_nothing_else(
    town: Town, receiver: Receiver
) -> None:
    unit, admin = Unit.objects.get(short="供电公司"), town.people["admin"]
    hook = outbox.add_hook(name="供电", address=receiver.address, whose=unit.about, by=admin)
    receiver.secret = outbox.show_secret(hook, by=admin)
    made = withdrawn(out(town), town)
    told = Message.objects.filter(hook=hook).order_by("pk")
    for one in told:
        assert outbox.deliver(one.pk)
    assert [one["type"] for one in receiver.had.values()] == [
        "circular.publish",
        "circular.withdraw",
    ]
    data = {
        "unit": unit.name, "span": "day", "from_on": "2012-09-08", "until_on": "2012-09-08",
        "year": 2012, "issue": 1, "title": made.title,
        "link": f"https://line.example.org/circulars/{made.pk}/",
    }  # fmt: skip
    for one, body in zip(told, receiver.had.values(), strict=True):
        said = "已发布，请查看" if one.event == "circular.publish" else "已撤回，理由登录后看"
        assert body == {
            "id": one.key, "type": one.event, "at": one.posted_at.isoformat(), "about": made.about,
            "text": f"《{made.title}》（2012 年第 1 期）{said}。", "data": data,
        }  # fmt: skip
    assert not any("数错了".encode() in body for body in receiver.bodies)
