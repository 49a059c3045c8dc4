"""A wrong click taken back: everything as before but the journal and the version; and when it is too late."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction

from hotline import clock
from hotline.cases import actions as cases
from hotline.cases.life import ALIVE, LIFE, Emergency, NotOurs, Result, Status
from hotline.cases.models import Case
from hotline.deadlines.models import Deadline
from hotline.dispatch import actions as dispatch
from hotline.journal import queries as journal
from hotline.journal import verify
from hotline.journal.models import Entry
from hotline.life import undoing
from hotline.life.errors import NotNow, NotYours
from hotline.life.models import Before, Living
from hotline.life.steps import LIVES
from hotline.papers import actions as papers
from hotline.site import worker
from hotline.wishes import actions as wishes
from tests.papers.conftest import store_folder
from tests.papers.paperwork import photo
from tests.town import Town

__all__ = ["store_folder"]

GIVEN: dict[str, dict[str, Any]] = {
    "answer_at_once": {"result": Result.EXPLAINED, "answer": "教他关阀"},
    "reopen": {"why": "又漏了"},
    "decline": {"ground": NotOurs.COURT, "why": "请找法院"},
    "pass_on": {"to": Emergency.FIRE},
    "withdraw": {"why": "不要了"},
    "make_void": {"why": "误记"},
    "join": {},
    "separate": {"why": "不是一件事"},
    "declare": {"notice": "虹桥社区停电，正在抢修"},
    "call_off": {},
    "consent": {"words": "可以告诉师傅"},
}
WAYS = [(step.name, whence) for step in LIFE.steps.values() for whence in step.undo]

BESIDE: dict[str, dict[str, Any]] = {
    "wish.fulfil": {"note": "说好了"},
    "wish.drop": {"why": "不用了"},
    "paper.withdraw": {"why": "拍错了"},
}
"""Steps of what hangs on a case."""


def standing(thing: Living) -> tuple[Any, ...]:
    """Return everything about a thing but its journal and version."""
    row: dict[str, Any] = dict(type(thing)._base_manager.values().get(pk=thing.pk))
    clocks = Deadline.objects.filter(kind=thing.KIND, subject=thing.pk, closed_at=None)
    return {name: row[name] for name in row if name not in ("head", "version")}, list(
        clocks.values_list("pk", "name", "due_at", "next_at", "paused_at")
    )


def brought_to(town: Town, step: str, whence: Status) -> Case:
    """Return a case from which the step can be taken."""
    by = town.operator_28
    asked = cases.Asked(said="漏水", service=town.services["水管维修"], secret=step == "consent")
    case = cases.take_in(asked, by=by, caller=town.caller("陈", "13800005126"))
    if step == "call_off":
        cases.declare(case, by=by, notice="停电")
    match whence:
        case Status.IN_HAND | Status.ANSWERED:
            job = dispatch.offer(case, to=town.providers["家家乐"], by=by)
            if whence == Status.ANSWERED:
                dispatch.accept(job, by=by)
                dispatch.finish(job, by=by, answer="好了")
        case Status.CLOSED:
            cases.answer_at_once(case, by=by, **GIVEN["answer_at_once"])
        case Status.DECLINED:
            cases.decline(case, by=by, **GIVEN["decline"])
        case Status.WITHDRAWN:
            cases.withdraw(case, by=by, **GIVEN["withdraw"])
        case Status.JOINED:
            cases.join(case, by=by, into=another(town))
    worker.sweep()
    found = Case.objects.get(pk=case.pk)
    assert found.status == whence
    return found


def another(town: Town) -> Case:
    return cases.take_in(cases.Asked(said="五楼漏水"), by=town.operator_28)


def take(town: Town, step: str, case: Case) -> None:
    given = GIVEN[step] | ({"into": another(town)} if step == "join" else {})
    LIFE.actions[step](case, by=town.operator_28, **given)


@pytest.mark.parametrize(("step", "whence"), WAYS)
@pytest.mark.parametrize("swept", [False, True], ids=["at once", "after the house reacted"])
def test_done_and_undone_is_as_before(town: Town, step: str, whence: Status, swept: bool) -> None:
    case = brought_to(town, step, whence)
    before, version = standing(case), case.version
    take(town, step, case)
    assert standing(case) != before
    if swept:
        worker.sweep()
    undoing.undo(case, by=town.operator_28)
    worker.sweep()
    assert standing(case) == before
    now = Case.objects.get(pk=case.pk)
    assert now.version == version + 2
    assert [one.entry.act for one in journal.story(now)][-2:] == [step, "undo"]
    assert verify.run() == []


@pytest.mark.parametrize("act", BESIDE)
def test_what_hangs_on_a_case_is_put_back_likewise(town: Town, act: str) -> None:
    kind, _dot, step = act.partition(".")
    put_back: Any = {"wish": wishes.put_back, "paper": papers.put_back}[kind]
    case, by = another(town), town.operator_28
    papers.receive(case, files=[(photo(), "水槽")], by=by, key="k")
    thing: Living = wishes.wish(case, by=by) if kind == "wish" else case.papers.get()
    before = standing(thing)
    LIVES[kind].actions[step](thing, by=by, **BESIDE[act])
    assert standing(thing) != before
    worker.sweep()
    put_back(thing, by=by)
    assert standing(thing) == before
    assert [one.entry.act for one in journal.story(thing)][-2:] == [step, "undo"]
    assert verify.run() == []


def test_every_step_that_may_be_undone_is_tried() -> None:
    assert {step for step, _whence in WAYS} == set(GIVEN)
    every = {
        f"{kind}.{one.name}" for kind in LIVES for one in LIVES[kind].steps.values() if one.undo
    }
    assert {one for one in every if not one.startswith("case.")} == set(BESIDE)
    for life in LIVES.values():
        for step in life.steps.values():
            assert set(step.undo) <= set(step.whence), step.name


@pytest.fixture
def declined(town: Town) -> Iterator[Case]:
    case = brought_to(town, "decline", Status.OPEN)
    take(town, "decline", case)
    yield case
    assert verify.run() == []


def test_only_whoever_clicked_takes_it_back(town: Town, declined: Case) -> None:
    with pytest.raises(NotYours, match="自己"), transaction.atomic():
        undoing.undo(declined, by=town.people["op21"])
    assert undoing.may(declined, town.people["op21"]) is None
    assert undoing.may(declined, town.operator_28)


def test_after_a_minute_it_is_too_late(town: Town) -> None:
    with clock.frozen(clock.now()):
        case = brought_to(town, "decline", Status.OPEN)
        take(town, "decline", case)
        clock.pass_time(timedelta(seconds=60))
        assert undoing.may(case, town.operator_28)
        clock.pass_time(timedelta(seconds=1))
        assert undoing.may(case, town.operator_28) is None
        with pytest.raises(NotNow, match="一分钟"), transaction.atomic():
            undoing.undo(case, by=town.operator_28)


def test_once_somebody_has_acted_on_it_it_stays(town: Town, declined: Case) -> None:
    cases.note(declined, by=town.people["op21"], note="已打电话说明")
    with pytest.raises(NotNow, match="已经有人办过"), transaction.atomic():
        undoing.undo(declined, by=town.operator_28)
    assert Case.objects.get(pk=declined.pk).status == Status.DECLINED


def test_it_is_taken_back_once(town: Town, declined: Case) -> None:
    undoing.undo(declined, by=town.operator_28)
    with pytest.raises(NotNow), transaction.atomic():
        undoing.undo(declined, by=town.operator_28)
    assert not Before.objects.exists()


def test_what_has_gone_out_to_others_is_not_taken_back(town: Town) -> None:
    main = brought_to(town, "answer_at_once", Status.OPEN)
    joined = another(town)
    cases.join(joined, by=town.operator_28, into=main, wants_no_call=True)
    worker.sweep()
    take(town, "answer_at_once", main)
    worker.sweep()  # the joined one ends with it
    assert Case.objects.get(pk=joined.pk).status == Status.CLOSED
    with pytest.raises(NotNow, match="已经通知出去"), transaction.atomic():
        undoing.undo(main, by=town.operator_28)


def test_what_would_have_followed_does_not_follow(town: Town) -> None:
    main = brought_to(town, "answer_at_once", Status.OPEN)
    joined = another(town)
    cases.join(joined, by=town.operator_28, into=main, wants_no_call=True)
    worker.sweep()
    take(town, "answer_at_once", main)
    undoing.undo(main, by=town.operator_28)
    worker.sweep()
    assert Case.objects.get(pk=joined.pk).status == Status.JOINED


def test_what_has_another_thing_changed_may_not_be_undone() -> None:
    """The set was chosen: nothing that a provider or a call-back stands on."""
    chosen = {
        f"{life.kind}.{step.name}"
        for life in LIVES.values()
        for step in life.steps.values()
        if step.undo
    }
    assert chosen.isdisjoint(
        {"case.close", "case.answer", "case.answer_all", "case.urge", "case.take_back"}
    )
    assert not {whence for _step, whence in WAYS} & {Status.ANSWERED} - {
        whence for whence in ALIVE if whence in LIFE.steps["call_off"].undo
    }


def test_what_can_no_longer_be_undone_is_forgotten(town: Town, declined: Case) -> None:
    assert undoing.forget_old() == 0
    with clock.frozen(clock.now() + timedelta(minutes=3)):
        assert undoing.forget_old() == 1
    assert Entry.objects.filter(kind="case", subject=declined.pk, act="decline").exists()
