"""A new key while the house works: everything stays readable, every number is found, the old key goes only when it may."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from hotline import clock
from hotline.callers import actions as callers
from hotline.callers import queries, ring, sealing
from hotline.callers.models import Caller, CallerNumber, Key
from hotline.callers.numbers import read
from hotline.cases import drafts
from hotline.journal import queries as journal
from hotline.people import actions as people
from hotline.people.models import Person
from hotline.people.roles import Role
from hotline.privacy import resealing
from hotline.privacy.resealing import UnableToChangeKeys

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
NUMBERS = [read(f"1380000{n}") for n in range(5000, 5007)]


@pytest.fixture
def operator(db: None, key_file: Path) -> Person:
    return people.engage("op", name="-", role=Role.OPERATOR, by=None)


@pytest.fixture
def known(operator: Person) -> list[Caller]:
    return [
        callers.take_down(number=number, name=f"Name {n}", by=operator)
        for n, number in enumerate(NUMBERS)
    ]


def all_is_there(known: list[Caller], operator: Person) -> bool:
    found = [queries.find_by_number(number) for number in NUMBERS]
    names = [queries.display_name(caller, operator) for caller in found if caller]
    shown = queries.masked([caller.pk for caller in known], operator)
    opened = [callers.dial(caller, by=operator) for caller in known]
    return (
        found == known
        and names == [f"Name {n}" for n in range(len(known))]
        and all(one.number.startswith("138****") for one in shown.values())
        and opened == [number.dialled for number in NUMBERS]
    )


def test_everything_sealed_is_sealed_anew_and_still_opens(
    known: list[Caller], operator: Person
) -> None:
    drafts.keep("call-1", {"said": "a pipe leaks"}, by=operator)
    callers.describe(known[0], by=operator, wishes="after three", dialect="")
    assert resealing.state().needed == 0
    told: list[int] = []
    resealing.rotate(told.append)
    assert sealing.ring().numbers == (1, 2)
    assert resealing.state().needed == 0
    assert all_is_there(known, operator)
    assert queries.wishes(Caller.objects.get(pk=known[0].pk), operator) == "after three"
    kept = drafts.read("call-1", by=operator)
    assert kept is not None
    assert kept.fields == {"said": "a pipe leaks"}


def test_the_old_key_goes_when_the_new_one_has_settled(
    known: list[Caller], operator: Person, key_file: Path
) -> None:
    with clock.frozen(NOON):
        resealing.rotate()
        with pytest.raises(UnableToChangeKeys, match="too young"):
            resealing.retire()
        clock.pass_time(resealing.SETTLES)
        resealing.retire()
    assert ring.parse(key_file.read_bytes()).numbers == (2,)
    assert not CallerNumber.objects.filter(fingerprint__isnull=False).exists()
    assert all_is_there(known, operator)
    with pytest.raises(UnableToChangeKeys, match="nothing to retire"):
        resealing.retire()


def test_keys_can_be_changed_again_and_again(known: list[Caller], operator: Person) -> None:
    with clock.frozen(NOON):
        for newest in (2, 3, 4):
            resealing.rotate()
            assert all_is_there(known, operator)
            clock.pass_time(timedelta(days=1))
            resealing.retire()
            assert sealing.ring().numbers == (newest,)
            assert all_is_there(known, operator)
    keys = list(Key.objects.order_by("number"))
    assert [(key.number, key.retired_at is None) for key in keys] == [
        (1, False), (2, False), (3, False), (4, True),
    ]  # fmt: skip
    assert [one.entry.act for one in journal.story(keys[1])] == ["make_key", "retire_key"]


def test_the_old_key_stays_while_a_row_needs_it(
    known: list[Caller], operator: Person, key_file: Path
) -> None:
    old = ring.parse(key_file.read_bytes())
    with clock.frozen(NOON):
        resealing.rotate()
        late = sealing.seal_with(1, b"Late", known[0].place("name"), keys=old)
        Caller.objects.filter(pk=known[0].pk).update(name_sealed=late)
        clock.pass_time(resealing.SETTLES)
        with pytest.raises(UnableToChangeKeys, match="1 rows"):
            resealing.retire()
        assert sealing.ring().numbers == (1, 2)
        resealing.rotate()
        resealing.retire()
    assert queries.display_name(Caller.objects.get(pk=known[0].pk), operator) == "Late"


def test_a_number_is_one_callers_whichever_key_its_writer_knew(
    operator: Person, key_file: Path, tmp_path: Path
) -> None:
    old = key_file.read_bytes()
    resealing.rotate()
    both = key_file.read_bytes()
    new_number, other = read("13800006000"), read("13800006001")
    one = callers.take_down(number=new_number, by=operator)  # knows both keys
    key_file.unlink()
    key_file.write_bytes(old)  # as somebody who had read the ring a moment before the change
    assert callers.take_down(number=new_number, by=operator) == one
    two = callers.take_down(number=other, by=operator)
    key_file.unlink()
    key_file.write_bytes(both)
    assert callers.take_down(number=other, by=operator) == two
    assert resealing.state().needed == 1
    resealing.rotate()
    assert resealing.state().needed == 0
    assert queries.find_by_number(other) == two


@pytest.fixture
def another(operator: Person) -> Iterator[Any]:
    """Have somebody else who is changing the keys."""
    other = connection.copy()
    with other.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(hashtext('hotline keys'))")
    yield other
    other.close()


def test_two_do_not_change_the_keys_at_once(another: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(resealing, "PATIENCE_S", 0.2)
    with pytest.raises(UnableToChangeKeys, match="Somebody else"):
        resealing.rotate()
    assert sealing.ring().numbers == (1,)


def test_whoever_was_killed_is_waited_for_until_the_database_sees_it(another: Any) -> None:
    threading.Timer(0.5, another.connection.close).start()
    resealing.rotate()
    assert sealing.ring().numbers == (1, 2)


def test_the_tables_of_keys_hold_no_key(known: list[Caller], key_file: Path) -> None:
    resealing.rotate()
    with connection.cursor() as cursor:
        cursor.execute("SELECT k::text FROM callers_key k")
        said = " ".join(row[0] for row in cursor.fetchall())
    assert said
    assert not any(key.hex()[:12] in said for _number, key in sealing.ring().keys)
