"""The power cut: 200 callers about one thing. One key joins each, one act answers all, and nobody is forgotten."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from functools import partial

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from hotline import clock
from hotline.calls.models import Call
from hotline.cases import actions as cases
from hotline.cases import joining, queries
from hotline.cases.life import Result, Status
from hotline.cases.models import Case
from hotline.desks.operator import actions as desk
from hotline.followups.life import Status as Asked
from hotline.followups.models import FollowUp
from hotline.journal import queries as journal
from hotline.journal import verify
from hotline.journal.models import Reaction
from hotline.people.queries import the_clock
from tests.desks.conftest import BACKEND
from tests.portal.citizens import look_up, page
from tests.stories.steps import as_it_is, the_house_reacts
from tests.town import Town, at

CALLERS = 200
NOTICE = "虹桥社区八点起停电，供电局正在抢修，预计十点恢复。"
ANSWER = "九点四十已恢复供电。"


def test_the_power_cut(town: Town) -> None:
    with clock.frozen(at(8, 5)):
        # The first caller; the shift leader sees that it is not one house.
        first = cases.take_in(
            cases.Asked(said="我家没电了", area=town.places["虹桥"]),
            by=town.operator_28,
            caller=town.caller("陈", "13800005126"),
        )
        cases.declare(first, by=town.leader, notice=NOTICE)
        assert [one.notice for one in queries.troubles(person=town.people["op21"])] == [NOTICE]

        # 199 more ring; one key joins each; two of five want to be called back.
        costs = [
            statements(partial(rings, town, first, n, wants=n % 5 < 2)) for n in range(1, CALLERS)
        ]
        # The hundredth costs what the second did; the rules are read anew every few seconds.
        assert max(costs[1:]) - min(costs[1:]) <= 1
        the_house_reacts()
        assert vars(queries.troubles(person=town.operator_28)[0])["callers"] == CALLERS - 1

        # Each is told what he may wait for.
        waiting_they_look_it_up(first)

        # The power is back: one act answers all.
        def answer() -> object:
            return cases.answer_all(
                as_it_is(first), by=town.leader, result=Result.SOLVED, answer=ANSWER
            )

        assert statements(answer) <= 20  # however many have called
        assert as_it_is(first).status == Status.ANSWERED
        assert Case.objects.filter(status=Status.JOINED).count() == CALLERS - 1
        the_house_reacts()

    # Who asked for it is called back, each about his own case; for the others it has ended.
    wanting = sum(n % 5 < 2 for n in range(1, CALLERS))
    assert Counter(Case.objects.values_list("status", flat=True)) == {
        Status.ANSWERED: 1 + wanting,
        Status.CLOSED: CALLERS - 1 - wanting,
    }
    owed = FollowUp.objects.filter(status=Asked.DUE)
    assert owed.values("case__caller").distinct().count() == owed.count() == 1 + wanting
    for case in Case.objects.exclude(pk=first.pk).order_by("pk")[:6]:
        acts = [one.entry.act for one in journal.story(case)]
        assert acts[:2] == ["take_in", "join"]
        assert acts[-1] in ("share_answer", "share_end")
    # Every one of them reads the answer, and whoever rings them has it before his eyes.
    answered_they_look_it_up(first, town)
    assert not Reaction.objects.filter(closed_at=None).exists()
    assert verify.run() == []


def test_the_house_moves_them_a_batch_at_a_time(town: Town) -> None:
    main = cases.take_in(cases.Asked(said="没电"), by=town.operator_28)
    cases.declare(main, by=town.leader, notice=NOTICE)
    several = [
        cases.take_in(cases.Asked(said="也没电"), by=town.operator_28)
        for _ in range(joining.BATCH + 1)
    ]
    cases.join(several, by=town.operator_28, into=main, wants_no_call=True)
    cases.answer_all(main, by=town.leader, result=Result.SOLVED, answer="来电了")
    moved = []
    while joining.follow(main.pk, by=the_clock()):
        moved.append(Case.objects.filter(status=Status.CLOSED).count())
    assert moved == [joining.BATCH, joining.BATCH + 1]


def waiting_they_look_it_up(trouble: Case) -> None:
    """Look up some of those who were joined."""
    for case in Case.objects.filter(joined_to=trouble).order_by("pk")[:5]:
        promised = "办完了会问您" if case.wants_call_back else "答复写在这里"
        assert promised in page(look_up(case))


def answered_they_look_it_up(trouble: Case, town: Town) -> None:
    """Look up the first caller's case and some of those who were joined; whoever rings them has it before his eyes too."""
    for case in (as_it_is(trouble), *Case.objects.filter(joined_to=trouble).order_by("pk")[:5]):
        assert ANSWER in page(look_up(case))
    operator = Client()
    operator.force_login(town.operator_28, backend=BACKEND)
    for followup in FollowUp.objects.filter(status=Asked.DUE)[:3]:
        assert ANSWER in operator.get(f"/followups/{followup.pk}/").content.decode()


def rings(town: Town, trouble: Case, n: int, *, wants: bool) -> None:
    """Let somebody ring, hear the notice and be joined by one key."""
    caller = town.caller("", f"1380001{n:04d}")
    call = Call.objects.create(
        direction="in", status="talking", caller=caller, operator=town.operator_28,
        arrived_at=clock.now(), answered_at=clock.now(),
    )  # fmt: skip
    desk.join_in(
        trouble, by=town.operator_28, call=call, said="", wants_call_back=wants, draft="call-0"
    )


def statements(act: Callable[[], object]) -> int:
    """Count what an act asks of the database."""
    with CaptureQueriesContext(connection) as asked:
        act()
    return len(asked)
