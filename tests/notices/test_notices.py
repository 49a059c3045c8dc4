"""What a unit is sent also reaches its people by message, and its programme by webhook, without a word of the citizen's."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from hotline import clock
from hotline.assignments import actions as assignments
from hotline.assignments.life import Level, Truth, YesNo
from hotline.assignments.models import Assignment, Plea
from hotline.assignments.pleas import actions as pleas
from hotline.assignments.rulings import actions as rulings
from hotline.assignments.watching import actions as watching
from hotline.deadlines import actions as deadlines
from hotline.departments import actions as departments
from hotline.departments.models import Liaison
from hotline.journal.models import Entry, Words
from hotline.life.errors import NotSo, NotYours
from hotline.notices import actions as notices
from hotline.notices import wording
from hotline.outbox import actions as outbox
from hotline.outbox.models import Channel, Message
from hotline.people import actions as people
from hotline.people.queries import the_clock
from hotline.timelimits.limits import Clock
from tests.notices.cast import SAID, given, reached
from tests.stories.steps import the_house_reacts
from tests.town import Town


@pytest.fixture
def sent(town: Town) -> Assignment:
    reached(town)
    return given(town)


def told(channel: str = Channel.SMS) -> list[tuple[str, str]]:
    """Return to whom what was sent, the oldest first; then nothing is new any more."""
    the_house_reacts()
    rows = Message.objects.filter(channel=channel, about__startswith="assignment:")
    found = [(one.to, one.text) for one in rows.order_by("pk")]
    rows.delete()
    return found


def test_a_unit_is_told_what_it_was_given_by_telephone_by_mail_and_by_webhook(
    sent: Assignment, town: Town
) -> None:
    hook = outbox.add_hook(
        name="执法局系统", address="https://works.example/", whose=town.units["执法局"].about,
        by=town.people["admin"],
    )  # fmt: skip
    the_house_reacts()
    short, letter, event = Message.objects.filter(about=sent.about).order_by("pk")
    clerk = town.people["clerk"]
    assert (short.channel, short.to, short.telephone) == (Channel.SMS, clerk.name, "13900000001")
    assert (letter.channel, letter.mailbox) == (Channel.MAIL, "clerk@works.example")
    assert sent.case.number in letter.subject
    assert (event.channel, event.hook, event.event) == (Channel.HOOK, hook, "assignment.send")
    assert event.data["case"] == sent.case.number
    assert "/t/" not in event.text  # a programme is no person: it cannot sign by a link
    for message in (short, letter, event):
        assert sent.case.number in message.text
        assert "水管维修" in message.text


def test_no_message_says_a_word_of_the_citizens(sent: Assignment, town: Town) -> None:
    outbox.add_hook(name="全市", address="https://city.example/", by=town.people["admin"])
    clerk, leader = town.people["clerk"], town.leader
    watching.urge(sent, by=leader, words="陈阿姨又来电话了")
    watching.supervise(sent, by=leader, level=Level.ONE, demand="陈阿姨家的事请办好")
    assignments.sign(sent, by=clerk)
    pleas.ask_extension(sent, by=clerk, days=2, why="陈阿姨不在家")
    the_house_reacts()
    texts = [
        f"{one.to} {one.subject} {one.text} {one.data}"
        for one in Message.objects.filter(about=sent.about)
    ]
    assert len(texts) >= 9
    for word in (SAID, "陈", "13800005126", "虹桥路"):
        assert not [text for text in texts if word in text]


def test_every_act_that_a_unit_must_know_of_is_told_in_its_own_words(
    sent: Assignment, town: Town
) -> None:
    clerk, leader = town.people["clerk"], town.leader
    [(to, first)] = told()
    assert to == clerk.name
    assert "新的交办" in first
    watching.urge(sent, by=leader)
    assert "已催 1 次" in told()[0][1]
    watching.supervise(sent, by=leader, level=Level.ONE, demand="快办")
    assert {name for name, text in told() if "被督办" in text} == {
        clerk.name, town.people["head"].name,
    }  # fmt: skip
    assignments.sign(sent, by=clerk)
    assert told() == []  # it knows what it does itself
    pleas.ask_extension(sent, by=clerk, days=2, why="缺料")
    rulings.refuse(Plea.objects.get(), by=leader, why="抓紧")
    assert "“延期”申请没有同意" in told()[0][1]
    pleas.ask_extension(sent, by=clerk, days=2, why="还是缺料")
    rulings.grant(Plea.objects.latest("pk"), by=leader)
    assert "“延期”申请已同意" in told()[0][1]
    reply(sent, town)
    assignments.send_back(sent, by=leader, why="没有答到点上")
    assert "被退回" in told()[0][1]
    assignments.withdraw(sent, by=leader, why="不用了")
    assert "已收回" in told()[0][1]


def reply(sent: Assignment, town: Town) -> None:
    assignments.reply(
        sent, by=town.people["clerk"], is_true=Truth.YES, beyond_duty=False, solved=YesNo.YES,
        account="修好了", answer="修好了", contacted_at=clock.now(), contacted_from="65650000",
    )  # fmt: skip


def test_what_is_near_and_what_is_late_is_told_once_each(sent: Assignment, town: Town) -> None:
    told()
    assert sent.sign_by_at
    with clock.frozen(sent.sign_by_at - timedelta(minutes=1)):
        deadlines.take()
        near = told()
        deadlines.take()
        assert told() == []
    assert ["快到签收时限" in text for _to, text in near] == [True]
    with clock.frozen(sent.sign_by_at + timedelta(minutes=1)):
        deadlines.take()
        late = told()
    assert {to for to, text in late if "超过签收时限" in text} == {
        town.people["clerk"].name, town.people["head"].name,
    }  # fmt: skip


def test_every_act_has_its_reaction_and_is_an_act() -> None:
    from hotline.assignments.life import LIFE, PLEA
    from hotline.site.reactions import REACTIONS

    acts = {"send", *LIFE.steps}
    assert set(wording.ASSIGNMENT) <= acts
    assert set(wording.PLEA) <= set(PLEA.steps)
    assert all(f"assignment.{act}" in REACTIONS for act in wording.ASSIGNMENT)
    assert all(f"plea.{act}" in REACTIONS for act in wording.PLEA)


def test_a_unit_whose_people_cannot_be_reached_is_told_itself_without_a_link(town: Town) -> None:
    departments.describe_unit(
        town.units["执法局"],
        by=town.people["admin"],
        telephone="65651234",
        email="zfj@city.example",
    )
    given(town)
    the_house_reacts()
    short, letter = Message.objects.filter(about__startswith="assignment:").order_by("pk")
    assert (short.to, short.telephone) == ("执法局", "65651234")
    assert letter.mailbox == "zfj@city.example"
    assert "/notices/t/" not in short.text + letter.text


def test_whoever_left_is_told_nothing(sent: Assignment, town: Town) -> None:
    told()
    admin, office = town.people["admin"], town.units["执法局"]
    liaison = Liaison.objects.standing().get(unit=office, person=town.people["clerk"])
    departments.dismiss(office, by=admin, liaison=liaison)
    watching.urge(sent, by=town.leader)
    assert {to for to, _text in told()} == {town.people["head"].name}
    people.deactivate(town.people["head"], by=admin, why="调走")
    watching.urge(sent, by=town.leader)
    assert told() == []


def test_each_has_a_link_of_his_own(sent: Assignment, town: Town) -> None:
    told()
    watching.supervise(sent, by=town.leader, level=Level.ONE, demand="快办")
    told()
    watching.overrun(sent, by=the_clock(), clock=Clock.SIGN)
    texts = [text for _to, text in told()]
    links = {found for text in texts for found in re.findall(r"/notices/t/(\S+)/", text)}
    assert len(links) == len(texts) == 2


def test_where_people_are_reached_is_set_by_who_manages_units_and_stays_on_record(
    town: Town,
) -> None:
    clerk, admin = town.people["clerk"], town.people["admin"]
    with pytest.raises(NotYours):
        notices.set_reach(clerk, telephone="1", mailbox="", by=clerk)
    for telephone, mailbox in (("138x", ""), ("1" * 16, ""), ("", "no mailbox")):
        with pytest.raises(NotSo):
            notices.set_reach(clerk, telephone=telephone, mailbox=mailbox, by=admin)
    with pytest.raises(NotSo):
        notices.set_reach(town.people["lin"], telephone="", mailbox="", by=admin)
    notices.set_reach(clerk, telephone="13900000001", mailbox="a@b.example", by=admin)
    entry = Entry.objects.get(act="set_reach")
    assert "13900000001" not in str(entry.said)
    assert Words.objects.filter(text="13900000001").exists()
