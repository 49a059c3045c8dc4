"""Forgetting: two people say so, nothing is left of the person, and everything else is as it was."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from django.db import connection, transaction
from django.db.models import QuerySet

from hotline.callers import actions as callers
from hotline.callers import queries as known
from hotline.callers.models import Caller
from hotline.callers.numbers import read
from hotline.calls.models import Call
from hotline.cases import actions as cases
from hotline.cases.models import Case
from hotline.dispatch.models import Dispatch
from hotline.followups.models import FollowUp
from hotline.journal import queries as journal
from hotline.journal import verify
from hotline.journal.models import Entry
from hotline.life.errors import NotNow, NotSo, NotYours
from hotline.people.models import Person
from hotline.people.queries import the_citizen, the_clock
from hotline.privacy import actions as privacy
from hotline.privacy import forgotten
from hotline.privacy.life import Status
from hotline.privacy.models import Erasure
from hotline.wishes import actions as wishes
from hotline.wishes.models import Because
from tests.privacy.dump import everything
from tests.privacy.someone import Someone, someone
from tests.stories.steps import the_house_reacts

if TYPE_CHECKING:
    from tests.town import Town

NUMBER, OTHER = "13800005126", "13900007777"
COUNTED = (Case, Dispatch, FollowUp, Call)


@pytest.fixture
def neighbour(town: Town, data: Path) -> Someone:
    return someone(town, data / "recordings", mark="other8642", number=OTHER)


def admin(town: Town) -> Person:
    return town.people["admin"]


def auditor(town: Town) -> Person:
    return town.people["auditor"]


def asked(who: Someone, town: Town) -> Erasure:
    return privacy.ask(who.caller, by=admin(town), why="she wrote, and showed trace7531 her card")


def granted(who: Someone, town: Town) -> Erasure:
    return privacy.grant(asked(who, town), by=auditor(town))


def figures() -> list[object]:
    """Return what reports are made of: how many of what, where, how they ended, when."""
    return [
        list(Case.objects.order_by("pk").values_list(
            "pk", "serial", "status", "result", "service", "area", "caller", "taken_at", "closed_at", "kind"
        )),
        list(Dispatch.objects.order_by("pk").values_list("pk", "status", "provider", "amount", "done_at")),
        list(FollowUp.objects.order_by("pk").values_list("pk", "status", "solved", "attitude", "asked_at")),
        list(Call.objects.order_by("pk").values_list("pk", "status", "talk_s", "arrived_at", "caller")),
        list(_others_entries().order_by("pk").values_list("pk", "act", "said", "before")),
    ]  # fmt: skip


def _others_entries() -> QuerySet[Entry]:
    """Return the entries that forgetting does not add to: it says itself what it did, and erases papers as an act."""
    return Entry.objects.exclude(kind__in=("erasure", "caller")).exclude(kind="paper", act="erase")


def test_nothing_is_left_of_whoever_is_forgotten_and_all_of_the_others(
    ms_chen: Someone, neighbour: Someone, town: Town, data: Path
) -> None:
    before, had = everything(data), figures()
    assert all(trace in before for trace in (*ms_chen.traces, *neighbour.traces))
    erasure = granted(ms_chen, town)
    the_house_reacts()
    after = everything(data)
    assert Erasure.objects.get(pk=erasure.pk).status == Status.DONE
    left = [line[:200] for line in after.splitlines() if any(t in line for t in ms_chen.traces)]
    assert left == []
    assert after.count("other8642") == before.count("other8642")
    assert (data / "recordings" / "rec-other8642-said.wav").exists()
    assert figures() == had
    assert verify.run() == []


def test_the_empty_rows_still_tell_what_was_done(ms_chen: Someone, town: Town, data: Path) -> None:
    granted(ms_chen, town)
    the_house_reacts()
    told = journal.story(Case.objects.get(pk=ms_chen.case.pk))
    assert [one.entry.act for one in told] == ["take_in", "note", "hand_over", "answer", "close"]
    assert told[1].said == {"note": None}
    gone = Caller.objects.get(pk=ms_chen.caller.pk)
    assert gone.erased_at
    assert known.display_name(gone, town.operator_28) == "来电人"
    again = callers.take_down(number=read(NUMBER), by=town.operator_28)
    assert again != gone


def test_the_record_says_how_much_went_and_nothing_of_whom(
    ms_chen: Someone, town: Town, data: Path
) -> None:
    erasure = granted(ms_chen, town)
    the_house_reacts()
    erased = Erasure.objects.get(pk=erasure.pk).erased
    assert erased["cases.case"] == 1
    assert erased["calls.call"] == 2
    assert erased["callers.callernumber"] == 1
    assert erased["journal.words"] >= 5
    assert all(isinstance(n, int) for n in erased.values())


def test_two_people_say_so(ms_chen: Someone, town: Town) -> None:
    with pytest.raises(NotYours):
        privacy.ask(ms_chen.caller, by=town.operator_28, why="x")
    with pytest.raises(NotSo, match="核实"):
        privacy.ask(ms_chen.caller, by=admin(town), why=" ")
    erasure = asked(ms_chen, town)
    with pytest.raises(NotSo, match="一份申请"):
        asked(ms_chen, town)
    with pytest.raises(NotYours, match="另一个人"), transaction.atomic():
        privacy.grant(erasure, by=admin(town))
    with pytest.raises(NotYours), transaction.atomic():
        privacy.grant(erasure, by=town.operator_28)
    privacy.grant(erasure, by=auditor(town))
    with pytest.raises(NotYours), transaction.atomic():
        privacy.carry_out(erasure, by=admin(town))
    assert privacy.carry_out_granted() == 1
    with pytest.raises(NotSo, match="已经清除"):
        asked(ms_chen, town)


def test_a_refused_request_changes_nothing(ms_chen: Someone, town: Town, data: Path) -> None:
    erasure = asked(ms_chen, town)
    privacy.refuse(erasure, by=auditor(town), why="a court asks for it")
    assert privacy.carry_out_granted() == 0
    assert NUMBER[-4:] in everything(data)
    assert asked(ms_chen, town) != erasure


def test_whoever_has_something_under_way_is_forgotten_when_it_is_over(
    ms_chen: Someone, town: Town, data: Path
) -> None:
    op = town.operator_28
    again = cases.take_in(cases.Asked(said="again trace7531"), by=op, caller=ms_chen.caller)
    erasure = granted(ms_chen, town)
    the_house_reacts()
    with pytest.raises(NotNow, match=again.number), transaction.atomic():
        privacy.carry_out(erasure, by=the_clock())
    assert "trace7531" in everything(data)
    cases.withdraw(again, by=op, why="trace7531 wants it no more")
    the_house_reacts()
    assert privacy.carry_out_granted() == 1
    assert "trace7531" not in everything(data)


def test_whoever_waits_with_a_joined_case_for_its_main_one_is_not_forgotten_yet(
    ms_chen: Someone, town: Town
) -> None:
    op = town.operator_28
    main = cases.take_in(cases.Asked(said="dark"), by=op, caller=town.caller("周", "13800005199"))
    mine = cases.take_in(cases.Asked(said="dark too"), by=op, caller=ms_chen.caller)
    cases.join(mine, by=op, into=main)
    the_house_reacts()
    granted(ms_chen, town)
    assert privacy.carry_out_granted() == 0
    cases.separate(mine, by=op, why="another house")
    cases.withdraw(mine, by=op, why="light again")
    assert privacy.carry_out_granted() == 1


def test_whoever_is_owed_a_call_is_not_forgotten_yet(ms_chen: Someone, town: Town) -> None:
    call = Call.objects.filter(caller=ms_chen.caller).latest("arrived_at")
    owed = wishes.owe(call, because=Because.MISSED, by=the_clock())
    assert owed is not None
    granted(ms_chen, town)
    assert privacy.carry_out_granted() == 0
    wishes.fulfil(owed, by=town.operator_28)
    assert privacy.carry_out_granted() == 1


def test_whoever_is_forgotten_cannot_be_called_and_is_told_so(ms_chen: Someone, town: Town) -> None:
    granted(ms_chen, town)
    assert privacy.carry_out_granted() == 1
    ms_chen.case.refresh_from_db()
    with pytest.raises(NotNow, match="再打一次"), transaction.atomic():
        wishes.wish(ms_chen.case, by=the_citizen())


def test_whoever_was_forgotten_is_forgotten_again_after_a_backup_was_restored(
    ms_chen: Someone, neighbour: Someone, town: Town, data: Path
) -> None:
    granted(ms_chen, town)
    the_house_reacts()
    assert [pk for pk, _when in forgotten.everybody()] == [ms_chen.caller.pk]
    with connection.cursor() as cursor:  # as a backup would have it
        cursor.execute(
            "UPDATE callers_caller SET erased_at = NULL, dialect = 'trace7531' WHERE id = %s",
            [ms_chen.caller.pk],
        )
        cursor.execute("UPDATE cases_case SET said = 'trace7531' WHERE id = %s", [ms_chen.case.pk])
    assert privacy.replay() == 1
    assert privacy.replay() == 0
    assert "trace7531" not in everything(data)
    assert "other8642" in everything(data)


def test_a_key_that_a_restored_database_gave_to_somebody_else_is_not_his(
    ms_chen: Someone, neighbour: Someone, town: Town, data: Path
) -> None:
    forgotten.file().write_text(f"{neighbour.caller.pk} 2012-01-01T00:00:00+00:00\ncut sho")
    assert privacy.replay() == 0
    assert "other8642" in everything(data)
