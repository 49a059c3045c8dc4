"""Clocks: acted on once when they run out, not when they were met, and as much later as they stood still."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest
from django.db import connection

from hotline import clock
from hotline.cases import actions as cases
from hotline.cases.models import Case
from hotline.deadlines import actions as deadlines
from hotline.deadlines.models import Deadline
from hotline.journal import claims
from tests import town as cast
from tests.town import Town, at

HOUR = timedelta(hours=1)


@pytest.fixture
def case(town: Town) -> Case:
    with clock.frozen(at(8)):
        return cases.take_in(cases.Asked(said="漏水"), by=town.operator_28)


@pytest.fixture
def ran_out(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    subjects: list[int] = []
    monkeypatch.setitem(deadlines._table, "case.trial", subjects.append)
    return subjects


def test_a_clock_that_runs_out_is_acted_on_once(case: Case, ran_out: list[int]) -> None:
    with clock.frozen(at(9)):
        deadlines.start(case, "trial", due_at=at(10))
        clock.pass_time(HOUR - timedelta(seconds=1))
        deadlines.take()
        assert ran_out == []
        clock.pass_time(timedelta(seconds=1))
        deadlines.take()
        deadlines.take()
    assert ran_out == [case.pk]
    assert Deadline.objects.get(name="trial").met is False


def test_a_clock_that_was_met_is_not_acted_on(case: Case, ran_out: list[int]) -> None:
    with clock.frozen(at(9)):
        deadlines.start(case, "trial", due_at=at(10))
        assert deadlines.meet(case, "trial")
        assert not deadlines.meet(case, "trial")
        clock.pass_time(2 * HOUR)
        deadlines.take()
    assert ran_out == []


def test_a_paused_clock_runs_out_as_much_later_as_it_stood(case: Case, ran_out: list[int]) -> None:
    with clock.frozen(at(9)):
        deadlines.start(case, "trial", due_at=at(10))
        clock.pass_time(timedelta(minutes=59, seconds=59))
        deadlines.pause(case, "trial")
        clock.pass_time(5 * HOUR)
        deadlines.take()
        deadlines.resume(case, "trial")
        deadlines.take()
        assert ran_out == []
        clock.pass_time(timedelta(seconds=1))
        deadlines.take()
    assert ran_out == [case.pk]


def test_an_act_that_fails_is_kept_and_tried_again(
    case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    tries: list[int] = []

    def fails_once(subject: int) -> None:
        tries.append(subject)
        if len(tries) == 1:
            raise RuntimeError("no line")

    monkeypatch.setitem(deadlines._table, "case.trial", fails_once)
    with clock.frozen(at(9)):
        deadlines.start(case, "trial", due_at=at(9))
        deadlines.take()
        assert Deadline.objects.get(name="trial").trouble == "RuntimeError"
        clock.pass_time(HOUR)
        deadlines.take()
    assert len(tries) == 2
    assert Deadline.objects.get(name="trial").closed_at


def test_an_act_that_has_failed_for_days_is_still_tried(
    case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(deadlines._table, "case.trial", lambda _subject: 1 // 0)
    with clock.frozen(at(9)):
        deadlines.start(case, "trial", due_at=at(9))
        Deadline.objects.filter(name="trial").update(tries=5_000)
        deadlines.take()
        row = Deadline.objects.get(name="trial")
        assert row.trouble == "ZeroDivisionError"
        assert row.next_at == clock.now() + claims.WAIT_LONGEST


def test_four_workers_act_on_each_of_many_clocks_once(
    committed: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    town = cast.build()
    with clock.frozen(at(8)):
        several = [cases.take_in(cases.Asked(said="漏水"), by=town.operator_28) for _ in range(60)]
        for case in several:
            deadlines.start(case, "trial", due_at=at(8))
        acted: list[int] = []
        monkeypatch.setitem(deadlines._table, "case.trial", acted.append)

        def work() -> None:
            while deadlines.take(most=7):
                pass
            connection.close()

        workers = [threading.Thread(target=work) for _ in range(4)]
        for worker in workers:
            worker.start()
        for worker in workers:
            worker.join()
    assert sorted(acted) == [case.pk for case in several]
