"""Seals: what they cover while many write at once, what tampering they show, what a move to another server does to them."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import timedelta
from itertools import pairwise
from random import Random

import psycopg
import pytest
from django.db import Error, connection, transaction

from hotline import clock
from hotline.cases import actions as cases
from hotline.journal import chain, seals, verify
from hotline.journal.models import Entry, Seal, Words
from hotline.people.models import Person
from hotline.people.queries import the_clock
from tests import town as cast
from tests.conftest import POSTGRES


@pytest.fixture
def town(committed: str) -> cast.Town:
    return cast.build()


@pytest.fixture
def owner(committed: str) -> Iterator[psycopg.Connection[tuple[object, ...]]]:
    """Somebody with every right, who has put the triggers out of force."""
    with psycopg.connect(POSTGRES.url(committed), autocommit=True) as mighty:
        for table in ("journal_entry", "journal_seal"):
            mighty.execute(f"ALTER TABLE {table} DISABLE TRIGGER ALL")
        yield mighty


def seal() -> Seal:
    made = seals.seal(by=the_clock())
    assert made is not None
    return made


def members(one: Seal) -> set[int]:
    return {member.id for member in chain.unpacked(bytes(one.members))}


@pytest.fixture
def sealed(town: cast.Town) -> list[Entry]:
    """Five entries of one case, under one seal; then one more, under none."""
    case = cases.take_in(cases.Asked(said="水管漏水"), by=town.operator_28)
    for n in range(4):
        cases.note(case, by=town.operator_28, note=f"第 {n} 句")
    seal()
    cases.note(case, by=town.operator_28, note="还没封")
    return list(Entry.objects.filter(kind="case", subject=case.pk).order_by("pk"))


# -- what a seal covers


def test_a_seal_covers_what_has_ended_and_carries_the_one_before(town: cast.Town) -> None:
    first = seal()
    assert members(first) == set(Entry.objects.exclude(kind="seal").values_list("pk", flat=True))
    second = seal()
    assert bytes(second.before) == bytes(first.hash)
    assert members(second) == set(
        Entry.objects.filter(kind="seal", subject=1).values_list("pk", flat=True)
    )
    assert verify.run() == []


def test_what_commits_late_falls_into_the_next_seal(town: cast.Town, committed: str) -> None:
    """A lower number, committed later: the seal stops before it, and the next one has it."""
    with psycopg.connect(POSTGRES.url(committed, user="hotline_app")) as late:
        late.execute(
            """INSERT INTO journal_entry (at, by_id, act, kind, subject, said, was, now, request, before)
            VALUES (now(), %s, 'note', 'person', %s, '{}', '', '', '', %s)""",
            [
                town.operator_28.pk,
                town.operator_28.pk,
                bytes(Person.objects.get(pk=town.operator_28.pk).head),
            ],
        )
        cases.take_in(cases.Asked(said="早提交"), by=town.operator_28)
        first = seal()
        late.commit()
    entry = Entry.objects.get(kind="person", act="note")
    early = Entry.objects.get(kind="case", act="take_in")
    assert entry.pk < early.pk
    assert not {entry.pk, early.pk} & members(first)
    assert {entry.pk, early.pk} <= members(seal())


@pytest.mark.parametrize("luck", range(4))
def test_however_transactions_overlap_every_entry_lies_under_one_seal(
    town: cast.Town, luck: int
) -> None:
    """Writers that hold their transactions open for a while, some of which fail, around seals."""
    chance, done = Random(luck), threading.Event()
    waits = [[chance.random() * 0.02 for _ in range(12)] for _ in range(5)]

    def write(mine: list[float]) -> None:
        for n, wait in enumerate(mine):
            with transaction.atomic():
                case = cases.take_in(cases.Asked(said="漏水"), by=town.operator_28)
                done.wait(wait)
                cases.note(case, by=town.operator_28, note="又说")
                if n % 5 == 4:
                    transaction.set_rollback(True)
        connection.close()

    writers = [threading.Thread(target=write, args=[mine]) for mine in waits]
    for writer in writers:
        writer.start()
    while any(writer.is_alive() for writer in writers):
        seal()
        done.wait(0.01)
    last = seal()
    under = [pk for one in Seal.objects.all() for pk in members(one)]
    assert len(under) == len(set(under))
    assert set(under) == set(
        Entry.objects.exclude(kind="seal", subject=last.pk).values_list("pk", flat=True)
    )
    assert Seal.objects.count() > 2
    for one, after in pairwise(Seal.objects.order_by("pk")):
        assert one.until_xid == after.from_xid
    assert verify.run() == []


def test_two_workers_seal_once(town: cast.Town, committed: str) -> None:
    with psycopg.connect(POSTGRES.url(committed)) as other:
        other.execute("SELECT pg_advisory_xact_lock(%s)", [seals.LOCK])
        assert seals.hourly(by=the_clock()) is None
    assert seals.hourly(by=the_clock()) is not None
    assert seals.hourly(by=the_clock()) is None
    with clock.frozen(clock.now() + timedelta(hours=1)):
        assert seals.hourly(by=the_clock()) is not None
    assert Seal.objects.count() == 2


def test_an_hour_in_which_nothing_happened_is_sealed_too(town: cast.Town) -> None:
    seal()
    seal()
    assert seal().entries == 1  # what the seal before wrote of itself
    assert verify.run() == []


def test_a_journal_that_moves_to_another_server_is_sealed_on(
    town: cast.Town, owner: psycopg.Connection[object]
) -> None:
    """Restored where transactions are counted anew: what was not sealed yet is, and nothing new seems old."""
    case = cases.take_in(cases.Asked(said="水管漏水"), by=town.operator_28)
    seal()
    cases.note(case, by=town.operator_28, note="搬家前")
    for table in ("journal_entry", "journal_seal"):
        owner.execute(f"UPDATE {table} SET cluster = 7")
    owner.execute(
        "UPDATE journal_entry SET xid = xid + 1000000"
    )  # as if that server had counted further
    owner.execute("DELETE FROM journal_seal")
    owner.execute("DELETE FROM journal_entry WHERE kind = 'seal'")
    with pytest.MonkeyPatch.context() as there:
        real = seals._one
        there.setattr(
            seals,
            "_one",
            lambda s, g: (
                {"SELECT journal_cluster()": 7}.get(s) or (10**9 if "xmin" in s else real(s, g))
            ),
        )
        seals.seal(by=the_clock())
    owner.execute(
        "UPDATE journal_entry SET cluster = 7, xid = xid + 1000000000 WHERE kind = 'seal'"
    )
    cases.note(case, by=town.operator_28, note="搬家后")
    assert verify.run() == []
    moved = seal()
    assert moved.cluster != 7
    assert set(Seal.objects.values_list("cluster", flat=True)) == {7, moved.cluster}
    assert verify.run() == []
    cases.note(case, by=town.operator_28, note="过后")
    seal()
    assert verify.run() == []


# -- what tampering shows


def test_verify_is_silent_about_an_honest_journal(sealed: list[Entry]) -> None:
    assert verify.run() == []


def test_an_altered_entry_is_named(sealed: list[Entry], owner: psycopg.Connection[object]) -> None:
    owner.execute(
        "UPDATE journal_entry SET by_id = (SELECT min(id) FROM people_person) WHERE id = %s",
        [sealed[2].pk],
    )
    assert [f"#{sealed[2].pk}" in fault and "改动" in fault for fault in verify.run()] == [True]


def test_a_removed_entry_is_named(sealed: list[Entry], owner: psycopg.Connection[object]) -> None:
    owner.execute("DELETE FROM journal_entry WHERE id = %s", [sealed[2].pk])
    assert [f"#{sealed[2].pk}" in fault and "删除" in fault for fault in verify.run()] == [True]


def test_an_added_entry_is_named_though_the_chain_was_mended(
    sealed: list[Entry], owner: psycopg.Connection[object]
) -> None:
    """The owner slips an entry in at the end of a subject's sealed story and mends what hangs on it."""
    person = Person.objects.get(username="op21")
    like = Entry.objects.get(kind="person", subject=person.pk)
    owner.execute(
        """INSERT INTO journal_entry (at, by_id, act, kind, subject, said, was, now, request, before, cluster, xid)
        SELECT at, by_id, 'unlock', kind, subject, '{}', '', '', '', %s, cluster, xid FROM journal_entry WHERE id = %s""",
        [bytes(person.head), like.pk],
    )
    added = Entry.objects.get(kind="person", act="unlock")
    owner.execute("UPDATE people_person SET head = %s WHERE id = %s", [digest_of(added), person.pk])
    assert [f"#{added.pk}" in fault and "后加" in fault for fault in verify.run()] == [True]


def test_a_story_forged_as_a_whole_is_named_from_its_first_row_on(
    sealed: list[Entry], owner: psycopg.Connection[object]
) -> None:
    """Every hash of the subject's own chain is made anew, and so is the row's: the seal still knows."""
    owner.execute("UPDATE journal_entry SET was = 'x' WHERE id = %s", [sealed[1].pk])
    before = digest_of(Entry.objects.get(pk=sealed[1].pk))
    for entry in sealed[2:]:
        owner.execute("UPDATE journal_entry SET before = %s WHERE id = %s", [before, entry.pk])
        before = digest_of(Entry.objects.get(pk=entry.pk))
    owner.execute("UPDATE cases_case SET head = %s", [before])
    found = verify.run()
    assert f"#{sealed[1].pk}" in found[0]
    assert len(found) >= 4


def test_what_no_seal_covers_yet_is_held_by_its_chain(
    sealed: list[Entry], owner: psycopg.Connection[object]
) -> None:
    owner.execute("UPDATE journal_entry SET was = 'x' WHERE id = %s", [sealed[5].pk])
    assert [f"case:{sealed[5].subject}" in fault for fault in verify.run()] == [True]


def test_an_altered_transaction_is_named(
    sealed: list[Entry], owner: psycopg.Connection[object]
) -> None:
    owner.execute("UPDATE journal_entry SET xid = xid + 100000 WHERE id = %s", [sealed[2].pk])
    assert [f"#{sealed[2].pk}" in fault for fault in verify.run()] == [True]


ALTER = {
    "its time": "UPDATE journal_seal SET at = at - interval '1 day' WHERE id = 2",
    "its hash": "UPDATE journal_seal SET hash = before WHERE id = 2",
    "what it holds": "UPDATE journal_seal SET members = substr(members, 49) WHERE id = 2",
    "its reach": "UPDATE journal_seal SET until_xid = until_xid + 1 WHERE id = 2",
}


@pytest.mark.parametrize("what", ALTER)
def test_an_altered_seal_is_named(
    sealed: list[Entry], owner: psycopg.Connection[object], what: str
) -> None:
    seal()
    seal()
    owner.execute(ALTER[what])
    found = verify.run()
    assert "第 2 号封印被改动" in found[0]
    assert len(found) == 1


def test_a_seal_altered_together_with_its_hash_is_named(
    sealed: list[Entry], owner: psycopg.Connection[object]
) -> None:
    seal()
    seal()
    forged = Seal.objects.get(pk=2)
    forged.at -= timedelta(days=1)
    owner.execute(
        "UPDATE journal_seal SET at = %s, hash = %s WHERE id = 2",
        [forged.at, seals.hash_of(forged)],
    )
    assert ["第 2 号封印被改动" in fault for fault in verify.run()] == [True]


@pytest.mark.parametrize("number", [1, 2, 3])
def test_a_removed_seal_is_named_the_last_one_too(
    sealed: list[Entry], owner: psycopg.Connection[object], number: int
) -> None:
    seal()
    seal()
    owner.execute("DELETE FROM journal_seal WHERE id = %s", [number])
    assert [f"第 {number} 号封印被删除" in fault for fault in verify.run()] == [True]


def test_a_seal_that_nobody_made_is_named(
    sealed: list[Entry], owner: psycopg.Connection[object]
) -> None:
    forged = seal()
    forged.pk += 1
    forged.before, forged.from_xid, forged.members, forged.head = (
        forged.hash,
        forged.until_xid,
        b"",
        b"",
    )
    forged.entries, forged.first_id = 0, None
    forged.hash = seals.hash_of(forged)
    forged.save(force_insert=True)
    assert ["第 3 号封印是后加的" in fault for fault in verify.run()] == [True]


def test_words_that_were_never_said_are_named(
    sealed: list[Entry], owner: psycopg.Connection[object]
) -> None:
    owner.execute(
        "UPDATE journal_words SET text = '没说过' WHERE id::text = %s",
        [sealed[2].said["note"]["words"]],
    )
    owner.execute(
        "DELETE FROM journal_words WHERE id::text = %s", [sealed[3].said["note"]["words"]]
    )
    assert [
        f"#{entry.pk}" in fault for entry, fault in zip(sealed[2:], verify.run(), strict=False)
    ] == [True, True]


def test_erased_words_are_no_fault(sealed: list[Entry]) -> None:
    Words.objects.filter(kind="case").update(text="", erased_at=clock.now())
    assert verify.run() == []


def test_a_seal_is_only_added_to(sealed: list[Entry]) -> None:
    for order in (
        "UPDATE journal_seal SET entries = 0",
        "DELETE FROM journal_seal",
        "TRUNCATE journal_seal",
    ):
        with pytest.raises(Error), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(order)


def digest_of(entry: Entry) -> bytes:
    return chain.digest(
        at=entry.at, by=entry.by_id, act=entry.act, kind=entry.kind, subject=entry.subject, said=entry.said,
        was=entry.was, now=entry.now, request=entry.request, before=bytes(entry.before),
    )  # fmt: skip
