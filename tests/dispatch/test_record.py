"""What a dispatch keeps of the choice says the same when it is read again, and answers "why not I" as it was."""

from __future__ import annotations

import json

from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from hotline import clock
from hotline.absences import actions as absences
from hotline.cases import actions as cases
from hotline.cases.models import Case
from hotline.dispatch import actions as dispatch
from hotline.dispatch import answers, queries, record
from hotline.dispatch.life import Refusal
from hotline.dispatch.models import Dispatch
from hotline.dispatch.ranking import Facts, LeftOut, Mode, Weights, rank
from hotline.providers import actions as providers
from hotline.providers.models import Provider
from tests.town import FIRST_DAY, Town, at

keys = st.sets(st.integers(1, 10**9), max_size=60)


@given(keys)
def test_packed_keys_are_the_same_keys(some: set[int]) -> None:
    assert record.unpack(record.pack(some)) == some


def test_ten_thousand_keys_take_a_few_kilobytes() -> None:
    assert len(record.pack(range(1, 30_000, 3))) < 400
    assert len(record.pack(n * 3 + n % 7 % 2 for n in range(10_000))) < 8_000


@given(
    st.lists(st.builds(Facts, provider=st.integers(1, 99), rated=st.just(9), liked=st.floats(0, 9)),
             max_size=6, unique_by=lambda one: one.provider),
    st.dictionaries(st.sampled_from(LeftOut), keys.filter(len)),
)  # fmt: skip
def test_a_choice_is_read_as_it_was_kept(facts: list[Facts], out: dict[LeftOut, set[int]]) -> None:
    gone = {why: {key * 10 + n + 1000 for key in some} for n, (why, some) in enumerate(out.items())}
    ranking = rank(facts, weights=Weights(), removed={why: sorted(gone[why]) for why in gone})
    kept = record.read(json.loads(json.dumps(record.keep(ranking))))
    assert kept is not None
    assert [one.provider for one in kept.candidates] == [
        one.facts.provider for one in ranking.candidates
    ]
    for one in ranking.candidates:
        found = kept.find(one.facts.provider)
        assert found is not None
        assert abs(found.score - one.score) < 1e-4
        assert abs(found.shares["content"] - one.content) < 1e-3
    assert dict(kept.counts) == {why: len(some) for why, some in gone.items()}
    for key in {key for some in gone.values() for key in some}:
        assert kept.left_out(key) == ranking.reason(key)


def test_what_was_kept_before_choices_were_kept_says_nothing(town: Town) -> None:
    job = dispatch.offer_best(leak(town), by=town.operator_28)
    Dispatch.objects.filter(pk=job.pk).update(ranked=[])
    job.refresh_from_db()
    assert queries.why_not(job, town.providers["家家乐"].pk) is None
    assert queries.missed(town.providers["老潘水电"]) == []


# -- why not I ------------------------------------------------------------------------------------


def leak(town: Town, **more: object) -> Case:
    asked = cases.Asked(
        said="厨房水管漏水", service=town.services["水管维修"], area=town.places["虹桥"],
        address="隆山东路 5 号", **more,  # type: ignore[arg-type]
    )  # fmt: skip
    return cases.take_in(asked, by=town.operator_28, caller=town.caller("陈", "13800005126"))


def said(job: Dispatch, provider: Provider) -> str:
    why = queries.why_not(Dispatch.objects.get(pk=job.pk), provider.pk)
    assert why is not None
    return answers.said(why)


def test_each_that_was_not_sent_is_told_what_was_true(town: Town) -> None:
    """One is away, one serves elsewhere, one is second, one does other work: each hears its own reason, also a year later."""
    admin, city = town.people["admin"], town.places["瑞安"]
    away, asleep, full = (
        providers.enter(name, telephone="13800000009", since_on=FIRST_DAY, by=admin, most_open=most)
        for name, most in (("在外地", 5), ("只做夜班", 5), ("一单就满", 0))
    )
    for one, hours in ((away, "00:00-24:00"), (asleep, "22:00-06:00"), (full, "00:00-24:00")):
        providers.serve(one, town.services["水管维修"], areas=[city], hours=hours, by=admin)
    with clock.frozen(at(9, 0)):
        absences.enter(away, from_at=at(8), until_at=at(12), why="进货", by=town.operator_28)
        job = dispatch.offer_best(leak(town), by=town.operator_28)
    assert job.provider == town.providers["家家乐"]
    Provider.objects.all().update(status="suspended")  # what is so now changes no answer
    assert said(job, town.providers["家家乐"]) == "派给了这一家。"
    assert said(job, away) == "当时不能派：请假中。"
    assert said(job, asleep) == "当时不能派：这个时间不服务。"
    assert said(job, full) == "当时不能派：手上已满。"
    assert said(job, town.providers["明光电工"]) == "当时没有登记这个小项。"
    assert said(job, town.providers["老潘水电"]) == "当时能派的 2 家里排第 2。分数一样，轮到别家。"
    kept = record.read(Dispatch.objects.get(pk=job.pk).ranked)
    assert kept is not None
    assert dict(kept.counts) == {LeftOut.NOT_NOW: 1, LeftOut.AWAY: 1, LeftOut.FULL: 1}


def test_one_that_stood_behind_hears_in_what(town: Town) -> None:
    with clock.frozen(at(9, 0)):
        busy = dispatch.offer(leak(town), to=town.providers["家家乐"], by=town.operator_28)
        clock.pass_time(at(9, 1) - at(9, 0))
        dispatch.accept(busy, by=town.people["lin"])
        job = dispatch.offer_best(leak(town), by=town.operator_28)
    assert job.provider == town.providers["老潘水电"]
    assert said(job, town.providers["家家乐"]) == (
        "当时能派的 2 家里排第 2。派到的一家轮得公平、手上空上更靠前。"
    )


def test_one_that_was_passed_over_hears_who_said_so(town: Town) -> None:
    to, other = town.providers["老潘水电"], town.providers["家家乐"]
    picked = dispatch.offer(leak(town), to=to, by=town.operator_28)
    assert picked.mode == Mode.PICKED
    assert said(picked, other).endswith("受理员直接点选了别家。")
    named = dispatch.offer_named(leak(town), to=to, by=town.operator_28)
    assert said(named, other).endswith("市民点名要别家。")
    first = dispatch.offer(leak(town), to=other, by=town.operator_28)
    assert first.mode == Mode.BEST  # it stood first anyhow


def test_a_provider_sees_its_missed_offers_and_nothing_of_who_asked(town: Town) -> None:
    with clock.frozen(at(9, 0)):
        mine = dispatch.offer(leak(town), to=town.providers["老潘水电"], by=town.operator_28)
        dispatch.refuse(mine, by=town.people["pan"], ground=Refusal.BUSY)
        clock.pass_time(at(9, 5) - at(9, 0))
        dispatch.offer_best(leak(town), by=town.operator_28)
        clock.pass_time(at(9, 5) - at(9, 0))
        to = town.providers["家家乐"]
        dispatch.offer(leak(town, secret=True), to=to, by=town.operator_28)
        told = queries.missed(Provider.objects.get(pk=town.providers["老潘水电"].pk))
        assert [(one.at, one.service, one.town) for one in told] == [
            (at(9, 10), "水管维修", ""), (at(9, 5), "水管维修", "安阳街道"),
        ]  # fmt: skip
        assert queries.missed(town.providers["明光电工"]) == []
        browser = Client()
        browser.force_login(town.people["pan"])
        page = browser.get("/jobs/missed/").content.decode()
    assert page.count("水管维修") >= 2
    assert "安阳街道" in page
    for never in ("隆山东路", "陈", "13800005126", "家家乐", "虹桥"):
        assert never not in page


def test_the_desk_reads_the_choice_as_it_was_and_asks_where_somebody_stood(town: Town) -> None:
    with clock.frozen(at(9, 0)):
        absences.enter(
            town.providers["老潘水电"], from_at=at(8), until_at=at(12), why="进货",
            by=town.operator_28,
        )  # fmt: skip
        job = dispatch.offer_best(leak(town), by=town.operator_28)
    desk = Client()
    desk.force_login(town.people["auditor"])
    page = desk.get(f"/dispatches/{job.pk}/choice/").content.decode()
    assert "为什么派给家家乐" in page
    assert "请假中" in page
    found = desk.get(f"/dispatches/{job.pk}/choice/?q=潘").content.decode()
    assert "当时不能派：请假中。" in found
    Dispatch.objects.filter(pk=job.pk).update(ranked=[])
    assert "那时还没有记下排序" in desk.get(f"/dispatches/{job.pk}/choice/").content.decode()
    worker = Client()
    worker.force_login(town.people["lin"])
    assert worker.get(f"/dispatches/{job.pk}/choice/").status_code == 403
