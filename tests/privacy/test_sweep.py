"""Every day the house empties what it has kept long enough, and only that."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from django.db import connection

from hotline import clock
from hotline.callers.models import Caller
from hotline.calls.models import Call, Recording
from hotline.cases import actions as cases
from hotline.cases.models import Case
from hotline.journal import queries as journal
from hotline.journal import verify
from hotline.journal.models import Words
from hotline.outbox.models import Message
from hotline.privacy import actions as privacy
from hotline.privacy.models import Sweep
from hotline.rules import actions as rules
from hotline.rules import queries as book
from tests.privacy.dump import everything
from tests.privacy.someone import Someone
from tests.town import at

if TYPE_CHECKING:
    from tests.town import Town

MARK, NUMBER = "trace7531", "13800005126"


def days_pass(days: int) -> None:
    clock.pass_time(timedelta(days=days))
    book.forget()


def voices(data: Path) -> list[Path]:
    return [file for file in (data / "voices").rglob("*") if file.is_file()]


def kept(name: str) -> int:
    return book.book()[name]


def test_everything_goes_when_its_own_time_has_come(ms_chen: Someone, data: Path) -> None:
    call, case = Call.objects.get(caller=ms_chen.caller), ms_chen.case
    days_pass(kept("keep_message_days") + 1)
    assert privacy.sweep()["outbox.message"] == Message.objects.count()
    assert not Message.objects.exclude(text="").exists()
    assert voices(data)
    assert f"rec-{MARK}" in everything(data)
    assert all(bytes(row.peaks) for row in call.recordings.all())

    days_pass(kept("keep_recording_days") - kept("keep_message_days"))
    privacy.sweep()
    assert not list((data / "recordings").glob("*.wav"))
    assert not voices(data)
    assert not Recording.objects.exclude(file="", peaks=b"").exists()
    assert call.recordings.count() == 2  # that there was something, and how long, stays
    assert Case.objects.get(pk=case.pk).said == f"words-{MARK}"

    days_pass(kept("keep_words_days") - kept("keep_recording_days"))
    privacy.sweep()
    after = Case.objects.get(pk=case.pk)
    assert (after.said, after.address) == ("", "")
    assert (after.status, after.closed_at) == (case.status, case.closed_at)
    assert not Words.objects.filter(kind="case", subject=case.pk, erased_at=None).exists()
    assert Caller.objects.get(pk=ms_chen.caller.pk).erased_at
    assert verify.run() == []


def test_nothing_goes_a_day_too_early(ms_chen: Someone, data: Path) -> None:
    days_pass(kept("keep_message_days") - 1)
    assert set(privacy.sweep()) <= {"calls.telephone"}
    assert everything(data).count(f"words-{MARK}") == 1


def test_a_case_under_way_is_kept_however_old_and_so_is_whoever_asked(
    ms_chen: Someone, town: Town, data: Path
) -> None:
    alive = cases.take_in(
        cases.Asked(said=f"alive-{MARK}"), by=town.operator_28, caller=ms_chen.caller
    )
    days_pass(5000)
    privacy.sweep()
    assert Case.objects.get(pk=alive.pk).said == f"alive-{MARK}"
    assert Case.objects.get(pk=ms_chen.case.pk).said == ""
    assert Caller.objects.get(pk=ms_chen.caller.pk).opened("name") == f"name-{MARK}"


def test_at_last_nothing_is_left(ms_chen: Someone, data: Path) -> None:
    days_pass(5000)
    from hotline.calls.ledger import Ledger
    from hotline.site import worker

    worker.tidy()
    Ledger(lambda _call: 0).tidy()
    left = [line[:200] for line in everything(data).splitlines() if MARK in line or NUMBER in line]
    assert left == []


def test_the_line_sets_how_long_it_keeps(ms_chen: Someone, town: Town) -> None:
    days_pass(30)
    admin = town.people["admin"]
    rules.set_rule("keep_words_days", value=10, by=admin, why="the city's rule")
    privacy.sweep()
    assert Case.objects.get(pk=ms_chen.case.pk).said == ""


def test_a_day_has_one_sweep_and_it_says_what_went(ms_chen: Someone) -> None:
    days_pass(5000)
    went = privacy.sweep()
    assert privacy.sweep() == {}
    row = Sweep.objects.get()
    assert row.erased == dict(went)
    assert row.ended_at
    acts = [one.entry.act for one in journal.story(row)]
    assert acts[-1] == "sweep"
    assert set(acts[:-1]) == {"clear"}
    clock.pass_time(timedelta(days=1))
    assert privacy.sweep() == {}
    assert Sweep.objects.count() == 2


def test_a_sweep_that_was_killed_goes_on(ms_chen: Someone, monkeypatch: pytest.MonkeyPatch) -> None:
    days_pass(5000)
    monkeypatch.setattr(privacy, "BATCH", 1)
    once = privacy._swept
    Sweep.objects.create(day_on="2030-01-01", began_at=clock.now())
    once()
    once()
    half = Sweep.objects.get(day_on="2030-01-01")
    assert half.ended_at is None
    assert half.erased
    privacy.sweep()
    assert Sweep.objects.get(pk=half.pk).ended_at
    assert Case.objects.get(pk=ms_chen.case.pk).said == ""


def test_rows_that_somebody_holds_are_left_for_the_next_round(
    committed: str, key_file: Path
) -> None:
    from hotline.outbox import actions as outbox

    with clock.frozen(at(9)):
        one, other = (
            outbox.post(to="-", telephone="1", text=MARK, about="dispatch:1") for _ in range(2)
        )
        days_pass(kept("keep_message_days") + 1)
        holder = connection.copy()
        holder.set_autocommit(False)
        with holder.cursor() as cursor:
            cursor.execute("SELECT FROM outbox_message WHERE id = %s FOR UPDATE", [one.pk])
            assert privacy.sweep() == {"outbox.message": 1}
        holder.close()
        clock.pass_time(timedelta(days=1))
        assert privacy.sweep() == {"outbox.message": 1}
    assert not Message.objects.exclude(text="").exists()
    assert other.pk
