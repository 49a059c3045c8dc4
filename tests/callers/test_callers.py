"""Callers: taken down once, found again, seen by who may, unmasked for a reason."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection, connections
from django.test.utils import CaptureQueriesContext

from hotline.callers import actions as callers
from hotline.callers import queries
from hotline.callers.models import Caller, CallerNumber, Title
from hotline.callers.numbers import WITHHELD, read
from hotline.callers.sealing import SealBroken
from hotline.journal import queries as journal
from hotline.journal import verify
from hotline.life.errors import NotSo, NotYours
from hotline.people import actions as people
from hotline.people import queries as people_of
from hotline.people.models import Person
from hotline.people.roles import Role

MS_CHEN = "13800005126"
OFFICE = "0577 6581 2345"


@pytest.fixture
def engage(db: None) -> Callable[[Role], Person]:
    return lambda role: people.engage(f"somebody-{role.name}", name="-", role=role, by=None)


@pytest.fixture
def operator(engage: Callable[[Role], Person]) -> Person:
    return engage(Role.OPERATOR)


@pytest.fixture
def ms_chen(operator: Person) -> Caller:
    return callers.take_down(number=read(MS_CHEN), name="Chen", title="ms", by=operator)


def acts(caller: Caller) -> list[str]:
    return [told.entry.act for told in journal.story(caller)]


# -- taken down and found --------------------------------------------------------------------------


def test_a_number_that_rings_again_is_the_same_caller(ms_chen: Caller, operator: Person) -> None:
    again = callers.take_down(number=read("+86 138 0000 5126"), by=operator)
    assert again == ms_chen
    assert queries.find_by_number(read(MS_CHEN)) == ms_chen
    assert acts(ms_chen) == ["take_down"]


def test_a_known_number_costs_one_query(ms_chen: Caller, operator: Person) -> None:
    with CaptureQueriesContext(connection) as asked:
        callers.take_down(number=read(MS_CHEN), by=operator)
    assert len(asked) == 1


def test_a_new_number_costs_a_look_and_three_inserts(operator: Person) -> None:
    with CaptureQueriesContext(connection) as asked:
        callers.take_down(number=read(MS_CHEN), name="Chen", by=operator)
    spoken = [q["sql"].split()[0] for q in asked if "SAVEPOINT" not in q["sql"]]
    assert spoken == ["SELECT", "INSERT", "INSERT", "INSERT"]


def test_a_withheld_number_is_a_new_caller_each_time(operator: Person) -> None:
    one, other = (callers.take_down(number=WITHHELD, by=operator) for _ in range(2))
    assert one != other
    assert queries.find_by_number(WITHHELD) is None
    assert not CallerNumber.objects.filter(caller__in=[one, other]).exists()


def test_a_name_given_later_fills_an_empty_one_and_replaces_none(operator: Person) -> None:
    number = read(MS_CHEN)
    nameless = callers.take_down(number=number, by=operator)
    assert queries.display_name(nameless, operator) == "来电人"
    named = callers.take_down(number=number, name="Chen", by=operator)
    kept = callers.take_down(number=number, name="Li", by=operator)
    assert queries.display_name(named, operator) == "Chen"
    assert queries.display_name(kept, operator) == "Chen"
    assert acts(kept) == ["take_down", "rename"]


def test_two_who_take_down_the_same_number_at_once_get_one_caller(committed: str) -> None:
    by = people.engage("somebody", name="-", role=Role.OPERATOR, by=None)
    gate, found, faults = threading.Barrier(4), list[int](), list[BaseException]()

    def take(n: int) -> None:
        try:
            connection.ensure_connection()
            for round_ in range(10):
                gate.wait(timeout=20)
                number = read(f"1380000{5100 + round_}")
                found.append(callers.take_down(number=number, name=f"Chen {n}", by=by).pk)
        except BaseException as fault:
            faults.append(fault)
            gate.abort()
        finally:
            connections.close_all()

    threads = [threading.Thread(target=take, args=[n]) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert not faults
    assert len(found) == 40
    assert len(set(found)) == Caller.objects.count() == CallerNumber.objects.count() == 10
    assert verify.run() == []


# -- sealed ----------------------------------------------------------------------------------------


DRAWN = re.compile(r"[0-9a-f]{5,}")
"""Hashes, seals and keys: four figures stand in one of them by chance now and then."""


def test_neither_name_nor_number_lies_in_the_database(ms_chen: Caller, operator: Person) -> None:
    callers.describe(ms_chen, by=operator, wishes="after three", dialect="")
    callers.unmask(ms_chen, by=operator, why="to call back")
    with connection.cursor() as cursor:
        for table in ("callers_caller", "callers_callernumber", "journal_entry", "journal_words"):
            cursor.execute(f"SELECT coalesce(string_agg(t::text, ' '), '') FROM {table} t")
            text = cursor.fetchone()[0]
            for secret in ("Chen", "13800005126", "after three"):
                assert secret not in text
                assert secret.encode().hex() not in text
            assert "5126" not in DRAWN.sub("", text), "four figures alone may stand in a hash"


def test_a_name_moved_to_another_caller_is_broken(ms_chen: Caller, operator: Person) -> None:
    other = callers.take_down(number=read("13800005127"), by=operator)
    other.name_sealed = ms_chen.name_sealed
    with pytest.raises(SealBroken):
        queries.display_name(other, operator)


def test_a_number_under_another_fingerprint_is_broken(ms_chen: Caller, operator: Person) -> None:
    other = callers.take_down(number=read("13800005127"), by=operator)
    theirs, hers = other.numbers.get(), ms_chen.numbers.get()
    theirs.sealed = hers.sealed
    with pytest.raises(SealBroken):
        _ = theirs.opened


# -- who sees what ---------------------------------------------------------------------------------

STAFF = [Role.OPERATOR, Role.LEADER, Role.REVIEWER, Role.CALLBACK, Role.AUDITOR, Role.ADMIN]
OUTSIDERS = [Role.PROVIDER, Role.DEPARTMENT, Role.CITIZEN]


@pytest.mark.parametrize("role", STAFF)
def test_the_lines_own_people_see_a_name_and_a_mask(
    role: Role, ms_chen: Caller, engage: Callable[[Role], Person], operator: Person
) -> None:
    person = operator if role is Role.OPERATOR else engage(role)
    assert Caller.objects.all().seen_by(person).get() == ms_chen
    shown = queries.masked([ms_chen.pk], person)[ms_chen.pk]
    assert (shown.name, shown.number) == ("Chen", "138****5126")


@pytest.mark.parametrize("role", OUTSIDERS)
def test_providers_and_departments_see_nobody(
    role: Role, ms_chen: Caller, engage: Callable[[Role], Person]
) -> None:
    person = engage(role)
    assert not Caller.objects.all().seen_by(person).exists()
    shown = queries.masked([ms_chen.pk], person)[ms_chen.pk]
    assert (shown.name, shown.numbers) == ("来电人", ())
    assert queries.display_name(ms_chen, person) == "来电人"
    assert queries.wishes(ms_chen, person) == ""


def test_many_callers_with_many_numbers_are_masked_in_one_query(operator: Person) -> None:
    several = [callers.take_down(number=read(f"1380000{n}"), by=operator) for n in (5001, 5002)]
    several.append(callers.take_down(number=WITHHELD, by=operator))
    callers.add_number(several[1], number=read(OFFICE), by=operator)
    with CaptureQueriesContext(connection) as asked:
        seen = queries.masked([caller.pk for caller in several], operator)
    assert len(asked) == 1
    assert [seen[caller.pk].numbers for caller in several] == [
        ("138****5001",),
        ("138****5002", "0577****2345"),
        (),
    ]


def test_a_family_name_alone_gets_its_title(operator: Person) -> None:
    caller = callers.take_down(number=read(MS_CHEN), name="C", title=Title.MS, by=operator)
    assert queries.display_name(caller, operator) == "C女士"


# -- unmasked --------------------------------------------------------------------------------------


def test_unmasking_shows_the_number_once_and_stays_in_the_journal(
    ms_chen: Caller, operator: Person
) -> None:
    assert callers.unmask(ms_chen, by=operator, why="to call back") == "138 0000 5126"
    told = journal.story(ms_chen)[-1]
    assert (told.entry.act, told.entry.by_id) == ("unmask", operator.pk)
    assert told.said["why"] == "to call back"
    assert told.said["number"] == f"callernumber:{ms_chen.numbers.get().pk}"


@pytest.mark.parametrize("role", [Role.REVIEWER, Role.ADMIN, Role.PROVIDER, Role.DEPARTMENT])
def test_who_may_not_unmask_is_told_so_and_sees_nothing(
    role: Role, ms_chen: Caller, engage: Callable[[Role], Person]
) -> None:
    with pytest.raises(NotYours):
        callers.unmask(ms_chen, by=engage(role), why="curious")
    assert acts(ms_chen) == ["take_down"]


def test_unmasking_needs_a_reason(ms_chen: Caller, operator: Person) -> None:
    with pytest.raises(NotSo, match="理由"):
        callers.unmask(ms_chen, by=operator, why="  ")
    assert acts(ms_chen) == ["take_down"]


def test_who_left_no_number_has_none_to_show(operator: Person) -> None:
    nobody = callers.take_down(number=WITHHELD, by=operator)
    with pytest.raises(NotSo, match="没有留下号码"):
        callers.unmask(nobody, by=operator, why="to call back")
    with pytest.raises(NotSo, match="没有留下号码"):
        callers.dial(nobody, by=operator)


def test_somebody_elses_number_is_not_shown_as_the_callers(
    ms_chen: Caller, operator: Person
) -> None:
    other = callers.take_down(number=read("13800005127"), by=operator)
    with pytest.raises(NotSo):
        callers.unmask(ms_chen, by=operator, why="to call back", which=other.numbers.get())


def test_in_a_call_the_desk_sees_the_number_and_the_journal_names_the_call(
    ms_chen: Caller, operator: Person, engage: Callable[[Role], Person]
) -> None:
    call = ms_chen  # any recorded thing; the calls stand above this package
    assert callers.show_in_call(ms_chen, by=operator, call=call) == "138 0000 5126"
    assert journal.story(ms_chen)[-1].said["in_call"] == call.about
    with pytest.raises(NotYours):
        callers.show_in_call(ms_chen, by=engage(Role.AUDITOR), call=call)


def test_the_switch_is_given_what_to_dial(ms_chen: Caller, operator: Person) -> None:
    callers.add_number(ms_chen, number=read(OFFICE), by=operator)
    office = ms_chen.numbers.get(kind="landline")
    assert callers.dial(ms_chen, by=operator) == "13800005126"
    assert callers.dial(ms_chen, by=operator, which=office) == "057765812345"
    assert acts(ms_chen)[-2:] == ["dial", "dial"]


# -- named, described, given numbers, erased -------------------------------------------------------


def test_what_is_written_down_of_a_caller_reads_back(ms_chen: Caller, operator: Person) -> None:
    callers.rename(ms_chen, name=" Chen Min ", title="", by=operator)
    callers.describe(ms_chen, by=operator, wishes="after three", dialect="Ruian")
    again = Caller.objects.get(pk=ms_chen.pk)
    assert queries.display_name(again, operator) == "Chen Min"
    assert (queries.wishes(again, operator), again.dialect) == ("after three", "Ruian")


def test_another_number_finds_the_same_caller(ms_chen: Caller, operator: Person) -> None:
    callers.add_number(ms_chen, number=read(OFFICE), by=operator)
    callers.add_number(ms_chen, number=read(OFFICE), by=operator)
    assert queries.find_by_number(read(OFFICE)) == ms_chen
    assert acts(ms_chen) == ["take_down", "add_number"]


def test_a_number_belongs_to_one_caller(ms_chen: Caller, operator: Person) -> None:
    other = callers.take_down(number=read(OFFICE), by=operator)
    for number in (read(MS_CHEN), WITHHELD):
        with pytest.raises(NotSo):
            callers.add_number(other, number=number, by=operator)
    assert acts(other) == ["take_down"]


def test_an_erased_caller_leaves_an_empty_row_and_a_whole_journal(
    ms_chen: Caller, operator: Person, engage: Callable[[Role], Person]
) -> None:
    for somebody in (operator, engage(Role.ADMIN)):
        with pytest.raises(NotYours):
            callers.erase(ms_chen, by=somebody)
    assert callers.erase(ms_chen, by=people_of.the_clock())
    assert not callers.erase(ms_chen, by=people_of.the_clock())
    gone = Caller.objects.get(pk=ms_chen.pk)
    assert (bytes(gone.name_sealed), gone.numbers.count()) == (b"", 0)
    assert queries.display_name(gone, operator) == "来电人"
    assert acts(gone) == ["take_down", "erase"]
    assert [fault for fault in verify.run() if gone.about in fault] == []
    assert callers.take_down(number=read(MS_CHEN), by=operator) != gone


def test_a_caller_prints_as_a_key(ms_chen: Caller) -> None:
    number: Any = ms_chen.numbers.get()
    assert str(ms_chen) == f"caller:{ms_chen.pk}"
    assert "5126" not in f"{number} {number!r} {number.opened!r}"
