"""kill -9 at random moments while four people work: whatever was acknowledged is there once, and the desks heal by themselves."""

from __future__ import annotations

import os
import random
import shutil
import signal
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from hotline.journal.claims import LEASE
from hotline.site import supervisor
from tests import drills
from tests.drills.installation import Cast, Installation
from tests.drills.walkers import Ear, Ledger, Walker, patiently

WALKERS = 4
CASES, ROUNDS = (2000, 3) if drills.IS_WHOLE else (200, 1)
GAP_S = (2.0, 10.0) if drills.IS_WHOLE else (0.3, 2.5)
PARTS = ("web-1", "web-2", "worker", "live", "switchboard")
POSTGRES = "postgres"
SWEEP_S = 10.0
"""A look every second, and a sweep on a busy machine."""
BACK_S = supervisor.LONGEST_PAUSE_S + 30.0
"""How long a part may take to be back: the supervisor's longest pause, and a start on a busy machine."""


STANDSTILLS: list[float] = []
"""When the worker or its database was killed: each may keep deadlines waiting until it is back."""


@pytest.fixture
def place() -> Iterator[Installation]:
    folder = Path(tempfile.mkdtemp(prefix="hotline-drill-"))
    folder.chmod(0o711)
    place = Installation(folder, HOTLINE_WEB_WORKERS="2", HOTLINE_SECOND_FACTOR="none")
    yield place
    place.remove()
    shutil.rmtree(folder, ignore_errors=True)


def eventually(holds: Callable[[], bool], within_s: float) -> bool:
    give_up_at = time.monotonic() + within_s
    while time.monotonic() < give_up_at:
        if holds():
            return True
        time.sleep(0.2)
    return False


def pid_of(place: Installation, what: str) -> int:
    """Return which process something is now; 0 when it is none."""
    if what == POSTGRES:
        note = place.postgres._places.data / "postmaster.pid"
        try:
            return int(note.read_text().split()[0])
        except (OSError, ValueError, IndexError):
            return 0
    return place.pid(what)


def kill(place: Installation, *names: str) -> None:
    """End each at once, as a fault would; one that is just starting is waited for."""
    for name in names:
        assert eventually(lambda: pid_of(place, name) > 0, BACK_S), f"{name} did not come back"  # noqa: B023
        try:
            os.kill(pid_of(place, name), signal.SIGKILL)
        except ProcessLookupError:
            continue  # it ended by itself a moment ago


def break_things(place: Installation, choice: random.Random) -> list[str]:
    """Kill everything one at a time in some order, and together once, round after round."""
    said = []
    for _round in range(ROUNDS):
        victims = [(name,) for name in (*PARTS, POSTGRES)] + [(*PARTS, POSTGRES)]
        choice.shuffle(victims)
        for names in victims:
            time.sleep(choice.uniform(*GAP_S))
            kill(place, *names)
            said.append(names[0] if len(names) == 1 else "all")
            if {"worker", POSTGRES} & set(names):
                STANDSTILLS.append(time.time())
    return said


def work_under_fire(place: Installation, cast: Cast, book: Ledger) -> tuple[Ear, list[str]]:
    ear = Ear(place, cast)
    walkers = [
        Walker(number, CASES // WALKERS, place, cast, book, drills.SEED)
        for number in range(WALKERS)
    ]
    for thread in (ear, *walkers):
        thread.start()
    killed = break_things(place, random.Random(drills.SEED))
    for walker in walkers:
        walker.join()
    return ear, killed


def settled(place: Installation, book: Ledger) -> bool:
    """Say whether nothing waits any more: what follows, what was to run out, what leaves the house."""
    row = patiently(
        place,
        "SELECT (SELECT count(*) FROM journal_reaction WHERE closed_at IS NULL)"
        " + (SELECT count(*) FROM deadlines_deadline WHERE closed_at IS NULL AND kind = 'case'"
        " AND subject = ANY(%s))"
        " + (SELECT count(*) FROM procrastinate_jobs WHERE queue_name = 'outbox' AND status <> 'succeeded')",
        book.hurried,
    )
    return bool(row[0][0] == 0)


def missing_or_twice(place: Installation, book: Ledger) -> Iterator[str]:
    """Say what was acknowledged and is not there once."""
    found = patiently(place, "SELECT id, address FROM cases_case WHERE address LIKE '演练%%'")
    if dict(found) != book.cases:
        yield f"{len(found)} cases are there, {len(book.cases)} were acknowledged"
    if len({mark for _pk, mark in found}) != len(found):
        yield "a case was written twice"
    counted = {
        (kind, pk, act): count
        for kind, pk, act, count in patiently(
            place, "SELECT kind, subject, act, count(*) FROM journal_entry GROUP BY 1, 2, 3"
        )
    }
    begun = [("case", pk, "take_in") for pk in book.cases]
    ran_out = [("case", pk, "overrun") for pk in book.hurried]
    for step in (*begun, *book.steps, *ran_out):
        if counted.get(step) != 1:
            yield f"{step} is there {counted.get(step, 0)} times"
    owed = patiently(
        place, "SELECT case_id, count(*) FROM followups_followup GROUP BY 1 HAVING count(*) <> 1"
    )
    yield from (f"case {pk} is owed {count} call-backs" for pk, count in owed)


def lateness(place: Installation) -> list[tuple[float, float]]:
    """Return how late each deadline that ran out was acted on, and how late it may have been; the latest first."""
    rows = patiently(
        place,
        "SELECT extract(epoch FROM due_at)::float8, extract(epoch FROM closed_at)::float8, tries FROM deadlines_deadline"
        " WHERE met = false ORDER BY closed_at - due_at DESC",
    )
    return [(closed - due, _may_be(due, closed, tries)) for due, closed, tries in rows]


def _may_be(due: float, closed: float, tries: int) -> float:
    """A sweep; and for each kill that fell on it the time to be back, for each lost try the lease of whoever held it."""
    kills = sum(due - BACK_S < at < closed for at in STANDSTILLS)
    return SWEEP_S + kills * BACK_S + (tries - 1) * LEASE.total_seconds()


def test_what_was_acknowledged_survives_any_kill(place: Installation) -> None:
    print(f"\n  seed {drills.SEED} (HOTLINE_DRILL_SEED={drills.SEED} repeats it)")
    cast, book = place.settle(), Ledger()
    with place as running:
        ear, killed = work_under_fire(running, cast, book)
        assert book.faults == [], running.log[-3000:]
        assert eventually(running._is_up, BACK_S), running.log[-3000:]
        assert eventually(lambda: settled(running, book), LEASE.total_seconds() + BACK_S)
        assert list(missing_or_twice(running, book)) == []
        late = lateness(running)
        assert len(late) == len(book.hurried)
        assert [one for one in late if one[0] > one[1]] == []
        hears_again(ear, running, cast, book)
        said = running.hotline("journal", "verify")
    assert (said.returncode, said.stdout[:20]) == (0, "The journal is whole")
    print(
        f"  killed: {', '.join(killed)}; {len(book.cases)} cases, {len(book.steps)} steps, each there once;"
        f" {len(late)} deadlines, the latest by {late[0][0]:.1f} s; the desk opened its stream {ear.opened} times"
    )


def hears_again(ear: Ear, place: Installation, cast: Cast, book: Ledger) -> None:
    """Make news, and wait until the open desk hears of it."""
    opened_again = ear.opened > 1
    pk = next(iter(book.cases))
    visitor = ear.visitor
    assert eventually(lambda: _says_and_hears(ear, pk), BACK_S), "the open desk heard nothing again"
    ear.stop.set()
    visitor.leave()
    assert opened_again, "the stream was never broken: nothing was tried"


def _says_and_hears(ear: Ear, pk: int) -> bool:
    known = len(ear.heard)
    ear.visitor.press(f"/cases/{pk}/note", key=f"ear-{time.monotonic()}", note="听到了吗")
    time.sleep(0.5)
    return any(f'"case:{pk}"' in line for line in ear.heard[known:])
