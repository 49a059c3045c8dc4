"""What a unit is sent also reaches its people by message, and its programme by webhook, without a word of the citizen's."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from hotline import clock
from hotline.assignments import actions as assignments
from hotline.assignments import queries
from hotline.assignments.life import Level, Truth, YesNo
from hotline.assignments.models import Assignment, Plea
from hotline.assignments.pleas import actions as pleas
from hotline.assignments.rulings import actions as rulings
from hotline.assignments.watching import actions as watching
from hotline.cases import actions as cases
from hotline.deadlines import actions as deadlines
from hotline.departments import actions as departments
from hotline.departments.life import Part
from hotline.departments.models import Liaison
from hotline.journal.models import Entry, Reaction, Words
from hotline.life.errors import NotSo, NotYours
from hotline.notices import actions as notices
from hotline.notices import jobs, wording
from hotline.outbox import actions as outbox
from hotline.outbox.models import Channel, Message
from hotline.people import actions as people
from hotline.people.models import Person
from hotline.people.queries import the_citizen, the_clock
from hotline.timelimits.limits import Clock
from tests.notices.cast import SAID, given, reached
from tests.stories.steps import as_it_is, the_house_reacts
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


def test_a_mailbox_that_mail_cannot_be_sent_to_stops_no_other_way(town: Town) -> None:
    admin, unit = town.people["admin"], town.units["执法局"]
    outbox.add_hook(
        name="系统", address="https://works.example/", whose=unit.about, by=admin
    )  # fmt: skip
    departments.describe_unit(
        unit, by=admin, email="office@市政局.中国", telephone="0577-65812345"
    )  # fmt: skip
    sent = given(town)
    the_house_reacts()
    rows = Message.objects.filter(about=sent.about).order_by("pk")
    assert [one.channel for one in rows] == [Channel.SMS, Channel.HOOK]
    assert not Reaction.objects.filter(closed_at=None).exists()


def test_a_leader_who_speaks_for_the_unit_too_is_told_once(sent: Assignment, town: Town) -> None:
    head = town.people["head"]
    Person.objects.filter(pk=head.pk).update(roles=["department", "leader"])
    people_told = [one.pk for one in queries.told(sent, queries.LEADER)]
    assert head.pk in people_told
    assert len(people_told) == len(set(people_told))


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


ITSELF = "the unit does it itself"
NOT_TOLD = {
    "sign": ITSELF, "contact": ITSELF, "reply": ITSELF, "ask_return": ITSELF, "ask_extension": ITSELF,
    "ask_suspension": ITSELF, "ask_wait": ITSELF, "give_down": ITSELF, "answer_supervision": ITSELF,
    "accept": "nothing is to be done", "conclude": "nothing is to be done", "end": "nothing is to be done",
    "add_evidence": "nothing is to be done", "go_on": "what was decided of its plea tells it",
    "extend": "what was decided of its plea tells it", "stand": "what was decided of its plea tells it",
    "bind": "what was decided of its plea tells it", "give_back": "what was decided of its plea tells it",
    "spare": "it is due when it was", "count_on": "it is due when it was",
    "reckon_answer": "its page says by when, and the notice itself names no time",
}  # fmt: skip
"""Acts that no unit is told of, with why: every other one is told."""
PLEAS_NOT_TOLD = {"withdraw": ITSELF, "grant_to": "that it was moved tells it"}


def test_every_act_that_concerns_a_unit_is_told_and_what_is_not_told_has_its_reason() -> None:
    from hotline.assignments.life import LIFE, PLEA
    from hotline.site.reactions import REACTIONS

    told = {
        kind: {
            name.partition(".")[2]
            for name, done in REACTIONS.items()
            if name.startswith(f"{kind}.") and tells in done
        }
        for kind, tells in (("assignment", jobs.tell_unit), ("plea", jobs.tell_decision))
    }
    assert told["assignment"].isdisjoint(NOT_TOLD)
    assert told["assignment"] | set(NOT_TOLD) == {"send", *LIFE.steps}
    assert told["plea"].isdisjoint(PLEAS_NOT_TOLD)
    assert told["plea"] | set(PLEAS_NOT_TOLD) == set(PLEA.steps)


def test_a_clock_that_goes_on_is_told_but_not_to_who_let_it_go_on(
    sent: Assignment, town: Town
) -> None:
    clerk, leader = town.people["clerk"], town.leader
    assignments.sign(sent, by=clerk)
    pleas.ask_wait(sent, by=clerk, why="等市民开门")
    rulings.grant(Plea.objects.get(), by=leader)
    until = as_it_is(sent).goes_on_at
    assert until
    [*_before, (_to, granted)] = told()
    assert f"申请已同意，计时停止到 {wording.at(until)}" in granted
    with clock.frozen(until + timedelta(minutes=1)):
        deadlines.take()
        due = as_it_is(sent).reply_by_at
        [(_to, text)] = told()
    assert f"恢复计时，办理时限 {wording.at(due)}" in text
    pleas.ask_wait(as_it_is(sent), by=clerk, why="再等")
    rulings.grant(Plea.objects.latest("pk"), by=leader)
    told()
    pleas.resume(as_it_is(sent), by=clerk, why="来了")
    assert told() == []


def test_helpers_are_told_what_their_leads_plea_did_to_their_clock(
    sent: Assignment, town: Town
) -> None:
    clerk, leader, power = town.people["clerk"], town.leader, town.people["power"]
    notices.set_reach(power, telephone="13900000003", mailbox="", by=town.people["admin"])
    assignments.sign(sent, by=clerk)
    assignments.share(as_it_is(sent), by=leader, unit=town.units["供电公司"], task="查线路")
    assert "由贵单位汇总" in dict(told())[clerk.name]
    part = Assignment.objects.get(under=sent)
    pleas.ask_extension(as_it_is(sent), by=clerk, days=2, why="缺料")
    rulings.grant(Plea.objects.get(), by=leader)
    heard, due = told(), wording.at(as_it_is(part).reply_by_at)
    assert [name for name, _text in heard].count(clerk.name) == 1, "the lead hears of its plea"
    assert f"主办的时限改了，“水管维修”的办理时限改为 {due}" in dict(heard)[power.name]
    pleas.ask_wait(as_it_is(sent), by=clerk, why="等市民开门")
    rulings.grant(Plea.objects.latest("pk"), by=leader)
    assert "的计时也停止，主办恢复时一起恢复" in dict(told())[power.name]
    pleas.resume(as_it_is(sent), by=leader, why="来了")
    assert "主办的时限改了" in dict(told())[power.name]


def test_what_the_citizen_adds_is_told_to_all_that_are_on_it_without_his_words(
    sent: Assignment, town: Town
) -> None:
    power = town.people["power"]
    notices.set_reach(power, telephone="13900000003", mailbox="", by=town.people["admin"])
    assignments.share(as_it_is(sent), by=town.leader, unit=town.units["供电公司"], task="查")
    told()
    cases.add_word(as_it_is(sent.case), by=the_citizen(), words="陈阿姨不在家")
    heard = told()
    assert {name for name, _text in heard} == {town.people["clerk"].name, power.name}
    for _name, text in heard:
        assert "市民对“水管维修”有补充" in text
        assert "陈阿姨" not in text


def test_what_stays_overdue_is_told_to_the_unit_its_head_and_the_leaders(
    sent: Assignment, town: Town
) -> None:
    notices.set_reach(town.leader, telephone="13900000009", mailbox="", by=town.people["admin"])
    told()
    watching.tell_leader(sent, by=the_clock())
    heard = told()
    everyone = {town.people["clerk"].name, town.people["head"].name, town.leader.name}
    assert {name for name, _text in heard} == everyone
    assert all("已报值班长" in text for _name, text in heard)


@pytest.mark.parametrize(
    ("level", "told_too"),
    [(Level.ONE, set()), (Level.TWO, {"head"}), (Level.THREE, {"head", "leader"})],
)
def test_each_level_of_supervision_is_told_further_up(
    town: Town, level: Level, told_too: set[str]
) -> None:
    """The squad lies below the bureau: its own man is told, then the bureau's head, then the line's leader too."""
    admin = town.people["admin"]
    departments.appoint(
        town.units["市政一中队"], person=town.people["squad"], part=Part.HEAD, by=admin
    )
    for n, who in enumerate(("squad", "head", "clerk", "power", "leader")):
        notices.set_reach(town.people[who], telephone=f"1390000000{n}", mailbox="", by=admin)
    squads = given(town, to="市政一中队")
    told()
    watching.supervise(squads, by=town.leader, level=level, demand="快办")
    heard = {name for name, text in told() if "被督办" in text}
    assert heard == {town.people[who].name for who in {"squad", *told_too}}


def test_a_plea_that_is_granted_is_told_without_a_due_time_that_there_is_no_more(
    sent: Assignment, town: Town
) -> None:
    told()
    pleas.ask_return(sent, by=town.people["clerk"], why="不归我们")
    rulings.grant(Plea.objects.get(), by=town.leader)
    [(_to, text)] = told()
    assert "“退单”申请已同意，不用再办" in text
    assert "–" not in text


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
