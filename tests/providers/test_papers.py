"""Papers end: their services are off at midnight, the provider is told twice before, a new one puts them on again."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db import transaction

from hotline import clock
from hotline.catalogue.models import Service
from hotline.catalogue.permits import Permit
from hotline.deadlines import actions as deadlines
from hotline.deadlines.models import Deadline
from hotline.dispatch import queries as choice
from hotline.dispatch.ranking import LeftOut
from hotline.journal import queries as journal
from hotline.journal.models import Entry
from hotline.life.errors import NotDone, NotNow, NotSo, NotYours
from hotline.outbox.models import Message
from hotline.providers import actions as providers
from hotline.providers.credentials import actions as papers
from hotline.providers.credentials import queries as admission
from hotline.providers.models import Credential, Offer, PaperKind, Provider
from hotline.providers.workers import actions as workers
from hotline.today import today
from tests.providers.paperwork import bring_all, in_days
from tests.town import RUIAN, Town

END = date(2026, 6, 30)


def at(day: date, hour: int, minute: int = 0) -> datetime:
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=RUIAN)


@pytest.fixture
def spring() -> Iterator[None]:
    """Let it be three months before the papers end."""
    with clock.frozen(at(date(2026, 3, 30), 10)):
        yield


@pytest.fixture
def wiring(town: Town) -> Service:
    """Electric work, for which one needs a licence."""
    service = town.services["电路维修"]
    Service.objects.filter(pk=service.pk).update(permits=[Permit.ELECTRICIAN])
    service.refresh_from_db()
    return service


def add(town: Town, to: Provider, kind: PaperKind, **given: Any) -> Credential:
    return papers.add_paper(to, by=town.people["reviewer"], kind=kind, **given)


def until(provider: Provider, service: str = "水管维修") -> date | None:
    return Offer.objects.get(provider=provider, service__name=service).until_on


def is_on(provider: Provider, service: str = "水管维修") -> bool:
    """Say whether a service may be rendered today, as the choice reads it."""
    off = until(provider, service)
    return off is None or off > today()


def wait_until(moment: datetime) -> None:
    """Let the clocks run as they would, moment by moment."""
    while (
        due := Deadline.objects.filter(closed_at=None, next_at__lte=moment)
        .order_by("next_at")
        .first()
    ) is not None:
        with clock.frozen(due.next_at):
            deadlines.take()


def test_a_service_is_off_at_the_midnight_after_the_last_good_day(town: Town, spring: None) -> None:
    one = town.providers["家家乐"]
    add(town, one, PaperKind.LICENCE, number="91330381X", until_on=END)
    assert until(one) == date(2026, 7, 1)
    with clock.frozen(at(END, 23, 59)):
        assert is_on(one)
    with clock.frozen(at(date(2026, 7, 1), 0, 1)):
        assert not is_on(one)


def test_who_is_chosen_at_a_minute_to_midnight_is_left_out_a_minute_after(
    town: Town, spring: None
) -> None:
    one, service = town.providers["家家乐"], town.services["水管维修"]
    add(town, one, PaperKind.INSURANCE, until_on=END)
    late, early = at(END, 23, 59), at(END + timedelta(days=1), 0, 1)
    assert choice.ranking(service, town.places["虹桥"], at=late).find(one.pk)
    after = choice.ranking(service, town.places["虹桥"], at=early)
    assert after.find(one.pk) is None
    assert after.reason(one.pk) == LeftOut.PAPER


def test_the_first_paper_to_end_counts(town: Town, spring: None) -> None:
    one = town.providers["家家乐"]
    assert until(one) is None
    add(town, one, PaperKind.LICENCE, number="91330381X", until_on=END)
    add(town, one, PaperKind.INSURANCE, until_on=END - timedelta(days=30))
    assert until(one) == date(2026, 6, 1)
    providers.sign(one, by=town.leader, until_on=date(2026, 5, 2))
    assert until(one) == date(2026, 5, 3)


def test_a_new_paper_puts_the_services_on_again(town: Town, spring: None) -> None:
    one = town.providers["家家乐"]
    old = add(town, one, PaperKind.INSURANCE, until_on=END)
    with clock.frozen(at(END + timedelta(days=5), 9)):
        assert not is_on(one)
        new = add(town, one, PaperKind.INSURANCE, until_on=date(2027, 6, 30))
        assert until(one) == date(2027, 7, 1)
    old.refresh_from_db()
    assert old.followed_by == new


def test_a_permit_ends_for_the_services_that_ask_for_it_alone(
    town: Town, wiring: Service, spring: None
) -> None:
    one = town.providers["老潘水电"]
    add(town, one, PaperKind.PERMIT, permit=Permit.ELECTRICIAN, until_on=END)
    providers.serve(one, wiring, areas=[town.places["瑞安"]], by=town.leader)
    assert until(one, "电路维修") == date(2026, 7, 1)
    assert until(one, "水管维修") is None


def test_a_workers_own_permit_counts_as_long_as_he_is_there(
    town: Town, wiring: Service, spring: None
) -> None:
    one = town.providers["老潘水电"]
    electrician = workers.take_on(one, by=town.leader, name="小吴", telephone="13800000012")
    add(town, one, PaperKind.PERMIT, permit=Permit.ELECTRICIAN, member=electrician, until_on=END)
    providers.serve(one, wiring, areas=[town.places["瑞安"]], by=town.leader)
    assert is_on(one, "电路维修")
    workers.let_go(electrician, by=town.leader, why="回老家")
    assert not is_on(one, "电路维修")
    with pytest.raises(NotSo, match="低压电工作业证"), transaction.atomic():
        providers.serve(one, wiring, areas=[town.places["瑞安"]], by=town.leader)


def test_the_provider_is_told_thirty_and_seven_days_before_each_once(
    town: Town, spring: None
) -> None:
    one = town.providers["家家乐"]
    add(town, one, PaperKind.INSURANCE, until_on=END)
    for day, told in ((30, 0), (29, 1), (8, 1), (6, 2), (0, 2), (-40, 2)):
        wait_until(at(END - timedelta(days=day), 8))
        assert Message.objects.count() == told, day
        deadlines.take()
    first, second = Message.objects.order_by("pk")
    assert first.telephone == one.telephone
    assert "家家乐的保险 2026-06-30 到期，还有 30 天" in first.text
    assert "还有 7 天" in second.text
    warned = Entry.objects.filter(kind="provider", subject=one.pk, act="warn").order_by("pk")
    assert [entry.said["days"] for entry in warned] == [30, 7]


def test_nobody_is_told_of_a_paper_that_has_a_newer_one_or_was_taken_back(
    town: Town, spring: None
) -> None:
    one = town.providers["家家乐"]
    add(town, one, PaperKind.INSURANCE, until_on=END)
    add(town, one, PaperKind.INSURANCE, issued_on=END + timedelta(days=1), until_on=date(2027, 6, 30))  # fmt: skip
    card = add(town, one, PaperKind.LICENCE, number="91330381X", until_on=END)
    papers.withdraw_paper(card, by=town.leader, why="看错了")
    wait_until(at(date(2026, 8, 1), 8))
    assert Message.objects.count() == 0


def test_a_provider_that_is_gone_is_told_nothing(town: Town, spring: None) -> None:
    one = town.providers["家家乐"]
    add(town, one, PaperKind.INSURANCE, until_on=END)
    providers.leave(one, by=town.leader, why="不做了")
    wait_until(at(END, 8))
    assert Message.objects.count() == 0


def test_how_long_before_is_a_rule_of_the_line(town: Town, spring: None) -> None:
    from hotline.rules import actions as rules

    rules.set_rule("paper_warn_days", value=60, by=town.leader, why="早点说")
    clock.pass_time(timedelta(seconds=1))
    add(town, town.providers["家家乐"], PaperKind.INSURANCE, until_on=END)
    days = [(END - due.due_at.astimezone(RUIAN).date()).days for due in Deadline.objects.filter(kind="credential")]  # fmt: skip
    assert sorted(days) == [7, 60]


def test_a_gap_between_two_papers_is_off_and_its_end_puts_it_on_again(
    town: Town, spring: None
) -> None:
    one = town.providers["家家乐"]
    add(town, one, PaperKind.INSURANCE, until_on=END)
    later = END + timedelta(days=10)
    add(town, one, PaperKind.INSURANCE, issued_on=later, until_on=date(2027, 6, 30))
    assert until(one) == date(2026, 7, 1)
    wait_until(at(later, 0, 1))
    assert until(one) == date(2027, 7, 1)


def test_one_who_once_showed_an_insurance_must_keep_one(town: Town, spring: None) -> None:
    one = town.providers["家家乐"]
    assert is_on(one)
    only = add(town, one, PaperKind.INSURANCE, until_on=END)
    papers.withdraw_paper(only, by=town.leader, why="保单是假的")
    assert not is_on(one)
    with pytest.raises(NotNow, match="已经作废"), transaction.atomic():
        papers.withdraw_paper(only, by=town.leader, why="再来一次")


def test_a_paper_taken_back_gives_its_place_to_the_one_before(town: Town, spring: None) -> None:
    one = town.providers["家家乐"]
    first = add(town, one, PaperKind.INSURANCE, until_on=END)
    second = add(town, one, PaperKind.INSURANCE, until_on=date(2027, 6, 30))
    papers.withdraw_paper(second, by=town.leader, why="录错了")
    first.refresh_from_db()
    assert first.followed_by is None
    assert until(one) == date(2026, 7, 1)
    wait_until(at(END - timedelta(days=29), 12))
    assert Message.objects.count() == 1


def test_a_contract_that_has_ended_sends_nobody_until_it_is_renewed(
    town: Town, spring: None
) -> None:
    one = town.providers["家家乐"]
    providers.sign(one, by=town.leader, until_on=END)
    with clock.frozen(at(END, 23, 59)):
        assert is_on(one)
    with clock.frozen(at(END + timedelta(days=1), 0)):
        assert not is_on(one)
        providers.renew(one, by=town.leader, until_on=date(2027, 6, 30))
        assert is_on(one)
    contracts = Credential.objects.filter(provider=one, kind=PaperKind.CONTRACT)
    assert contracts.count() == 2
    assert contracts.newest().get().until_on == date(2027, 6, 30)


def test_on_trial_again_the_contract_of_before_does_not_count(town: Town, spring: None) -> None:
    one = town.providers["家家乐"]
    providers.sign(one, by=town.leader, until_on=END)
    providers.suspend(one, by=town.leader, why="整改")
    with clock.frozen(at(END + timedelta(days=9), 9)):
        providers.resume_trial(one, by=town.leader, why="改好了")
        assert is_on(one)


def test_papers_are_not_good_before_all_are_there_and_it_says_which_are_missing(
    town: Town, wiring: Service, spring: None
) -> None:
    asked = providers.apply(
        "新光电气", telephone="13800000009", by=town.operator_28,
        services=[wiring], areas=[town.places["安阳"]],
    )  # fmt: skip
    reviewer = town.people["reviewer"]
    with (
        pytest.raises(NotSo, match="营业执照、身份证明、保险、低压电工作业证"),
        transaction.atomic(),
    ):
        providers.check(asked, by=reviewer, seen="什么都没带")
    bring_all(asked, by=reviewer)
    with pytest.raises(NotSo, match="缺少或已过期：低压电工作业证"), transaction.atomic():
        providers.check(asked, by=reviewer, seen="没有电工证")
    add(town, asked, PaperKind.PERMIT, permit=Permit.ELECTRICIAN, until_on=in_days(20))
    providers.check(asked, by=reviewer, seen="齐了")
    providers.visit(asked, by=reviewer, seen="门面一间")
    with (
        clock.frozen(clock.now() + timedelta(days=21)),
        pytest.raises(NotSo, match="低压电工作业证"),
        transaction.atomic(),
    ):
        providers.try_out(asked, by=town.leader, why="批")
    providers.try_out(asked, by=town.leader, why="批")
    assert is_on(asked, "电路维修")
    assert [area.name for area in Offer.objects.get(provider=asked).areas.all()] == ["安阳街道"]


def test_a_single_worker_needs_no_trade_licence(town: Town) -> None:
    from hotline.providers.models import Form

    asked = providers.apply("老周", telephone="13800000009", form=Form.PERSON, by=town.operator_28)
    assert admission.lacking(asked, today=today()) == ["身份证明", "保险"]


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"kind": PaperKind.LICENCE}, "要写编号"),
        ({"kind": PaperKind.INSURANCE}, "有效至"),
        ({"kind": PaperKind.INSURANCE, "until_on": END}, "已经过期"),
        ({"kind": PaperKind.PERMIT}, "哪种证照"),
        ({"kind": PaperKind.CARD, "number": "1", "until_on": date(2030, 1, 1)}, "不能登记"),
        ({"kind": PaperKind.CONTRACT, "until_on": date(2030, 1, 1)}, "不能登记"),
        (
            {"kind": PaperKind.INSURANCE, "issued_on": date(2031, 1, 1), "until_on": date(2030, 1, 1)},
            "不能早于",
        ),
    ],
)  # fmt: skip
def test_what_cannot_be_such_a_paper_is_refused_and_leaves_nothing(
    town: Town, given: dict[str, Any], said: str
) -> None:
    with clock.frozen(at(date(2026, 7, 5), 9)):
        before = Entry.objects.count()
        with pytest.raises(NotSo, match=said), transaction.atomic():
            papers.add_paper(town.providers["家家乐"], by=town.leader, **given)
        assert Entry.objects.count() == before
        assert not Credential.objects.exists()


def test_the_same_paper_is_not_written_down_twice(town: Town, spring: None) -> None:
    one = town.providers["家家乐"]
    add(town, one, PaperKind.INSURANCE, number="P1", until_on=END)
    with pytest.raises(NotSo, match="已经登记过"), transaction.atomic():
        add(town, one, PaperKind.INSURANCE, number="P1", until_on=END)


def test_of_an_identity_number_the_last_four_signs_are_kept(town: Town) -> None:
    one = add(town, town.providers["家家乐"], PaperKind.IDENTITY, number="33032519700101123X")
    assert Credential.objects.get(pk=one.pk).number == "123X"


@pytest.mark.parametrize("who", ["op28", "callback", "auditor", "lin", "clerk"])
def test_papers_are_checked_by_those_who_vet(town: Town, who: str) -> None:
    with pytest.raises(NotYours), transaction.atomic():
        papers.add_paper(
            town.providers["家家乐"], by=town.people[who], kind=PaperKind.INSURANCE, until_on=in_days(9)
        )  # fmt: skip
    good = add(town, town.providers["家家乐"], PaperKind.INSURANCE, until_on=in_days(9))
    with pytest.raises(NotDone), transaction.atomic():
        papers.withdraw_paper(good, by=town.people[who], why="x")
    good.refresh_from_db()
    assert good.withdrawn_at is None


def test_what_ends_soon_is_listed_the_first_to_end_first(town: Town, spring: None) -> None:
    one, other = town.providers["家家乐"], town.providers["老潘水电"]
    add(town, one, PaperKind.INSURANCE, until_on=in_days(29))
    add(town, other, PaperKind.INSURANCE, until_on=in_days(5))
    add(town, other, PaperKind.LICENCE, number="1", until_on=in_days(90))
    listed = admission.ending(town.leader, today=today(), days=30)
    assert [row.provider for row in listed] == [other, one]
    assert not admission.ending(town.people["clerk"], today=today(), days=30)
    providers.leave(other, by=town.leader, why="x")
    assert [row.provider for row in listed.all()] == [one]


def test_every_paper_stands_in_the_story_of_its_provider(town: Town) -> None:
    one = town.providers["家家乐"]
    paper = add(town, one, PaperKind.INSURANCE, until_on=in_days(90))
    papers.withdraw_paper(paper, by=town.leader, why="看错了")
    told = journal.story(one)[-2:]
    assert [it.entry.act for it in told] == ["add_paper", "withdraw_paper"]
    assert told[0].entry.said["paper"] == paper.about
    assert told[1].said["why"] == "看错了"
