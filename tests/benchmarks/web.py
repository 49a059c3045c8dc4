"""The pages over HTTP, through the one address: writing a case, the queue, its counts, finding one."""

from __future__ import annotations

import itertools
import threading
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import TYPE_CHECKING
from urllib.parse import urlencode

import psycopg

from hotline import clock
from hotline.callers import sealing
from hotline.callers.models import seal_number
from hotline.callers.numbers import read
from hotline.cases.models import Case

from . import stage
from .engine import captured
from .figures import TURNS, Figure, latency, median, rate, slower, throughput, worst

if TYPE_CHECKING:
    from .measures import Bench
    from .town import BenchTown

CLIENTS = 4
FEW, SOME, MANY = 1_000, 10_000, 100_000
SECONDS = 3.0
_numbers = itertools.count(1)


def _together(do: Callable[[stage.Client], object], clients: list[stage.Client]) -> float:
    """Let every client do something over and over; return how often a second it got done in all."""
    done, faults = [0] * len(clients), list[BaseException]()
    until = time.perf_counter() + SECONDS

    def work(place: int) -> None:
        try:
            while time.perf_counter() < until:
                do(clients[place])
                done[place] += 1
        except BaseException as fault:
            faults.append(fault)

    threads = [threading.Thread(target=work, args=(place,)) for place in range(len(clients))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if faults:
        raise faults[0]
    return sum(done) / SECONDS


def _new_number() -> str:
    return f"1370{next(_numbers):07d}"


def case_create(bench: Bench) -> Figure:
    """Write cases of callers not known before; the floor writes the same rows bare, in one transaction each."""
    town = bench.town
    clients = [stage.Client(bench.port, town.operator) for _ in range(CLIENTS)]
    service, area = town.cast.services["水管维修"].pk, town.cast.places["虹桥"].pk

    def write(client: stage.Client) -> None:
        form = {
            "said": "我家厨房水槽下面的管道漏水了", "kind": "service", "service": service,
            "area": area, "address": "隆山东路 218 号", "urgency": 2, "source": "phone",
            "number": _new_number(), "name": "陈", "then": "keep",
            "key": f"bench-{next(_numbers)}",
        }  # fmt: skip
        client.post("/desk/write", urlencode(form))

    before = Case.objects.count()
    bare = _BareWriter(town)
    figure = throughput(
        "case.create",
        "cases/s",
        lambda: _together(write, clients),
        lambda: rate(bare.write, seconds=SECONDS),
        bar=0.20,
    )
    if Case.objects.count() - before < figure.value:
        raise RuntimeError("the cases were not written")
    town.empty()
    return figure


class _BareWriter:
    """One connection that writes what the house writes for a case, and does nothing else."""

    def __init__(self, town: BenchTown) -> None:
        self.connection = stage.connect()
        self.town = town
        self.hash = bytes(32)

    def write(self) -> None:
        """Write caller, number, case, two entries, what follows, deadline and key: one synchronous transaction."""
        number = read(_new_number())
        lies = seal_number(number)
        name = sealing.seal("陈", "bench")
        now, me = clock.now(), self.town.operator.pk
        run = self.connection.execute
        entry = """INSERT INTO journal_entry (at, by_id, act, kind, subject, said, was, now, request, before)
            VALUES (%s, %s, %s, %s, %s, '{}', '', %s, 'bench', %s) RETURNING id"""
        with self.connection.transaction():
            run(
                "INSERT INTO life_once (person_id, key, at, answer) VALUES (%s, %s, %s, 'x')",
                [me, f"bare-{next(_numbers)}", now],
            )
            caller = run(
                """INSERT INTO callers_callernumber (caller_id, kind, sealed, fingerprint)
                VALUES (nextval('callers_caller_id_seq'), %s, %s, %s) RETURNING caller_id""",
                [number.kind.value, lies.sealed, lies.fingerprint],
            ).fetchone()
            assert caller
            run(
                """INSERT INTO callers_caller (id, head, name_sealed, title, dialect, wishes_sealed, first_seen_at,
                elderly) VALUES (%s, %s, %s, '', '', '', %s, false)""",
                [caller[0], self.hash, name, now],
            )
            run(entry, [now, me, "take_down", "caller", caller[0], "", b""])
            case = run(
                """INSERT INTO cases_case (head, status, version, serial, query_code, taken_at, taken_by_id,
                source, kind, service_id, outside_catalogue, area_id, address, said, asked, urgency, secret,
                caller_id, tags, handler, due_at, due_from_at, result, ground, passed_to, times_reopened,
                notice, wants_call_back, times_urged)
                VALUES (%s, 'open', 1, nextval('case_number'), 'BARE', %s, %s, 'phone', 'service', %s, false, %s,
                '隆山东路 218 号', '我家厨房水槽下面的管道漏水了', '', 2, false, %s, '[]', '', %s, %s, '', '', '', 0, '', true, 0)
                RETURNING id""",
                [self.hash, now, me, self.town.cast.services["水管维修"].pk,
                 self.town.cast.places["虹桥"].pk, caller[0], now + timedelta(minutes=10), now],
            ).fetchone()  # fmt: skip
            assert case
            told = run(entry, [now, me, "take_in", "case", case[0], "open", b""]).fetchone()
            assert told
            run(
                """INSERT INTO journal_reaction (due_at, next_at, tries, trouble, entry_id, name)
                VALUES (%s, %s, 0, '', %s, 'portal.send_link')""",
                # Tomorrow, for nobody knows the name: the worker would try it again and again, beside what is measured.
                [now, now + timedelta(days=1), told[0]],
            )
            run(
                """INSERT INTO deadlines_deadline (due_at, next_at, tries, trouble, kind, subject, name, start_at)
                VALUES (%s, %s, 0, '', 'case', %s, 'hand_over', %s)""",
                [now + timedelta(minutes=10)] * 2 + [case[0], now],
            )


_ROWS = """SELECT c.*, s.name, a.name, p.name FROM cases_case c
    LEFT JOIN catalogue_service s ON s.id = c.service_id
    LEFT JOIN areas_area a ON a.id = c.area_id LEFT JOIN areas_area p ON p.id = a.parent_id
    WHERE c.status IN ('open', 'in_hand', 'answered') ORDER BY c.due_at, c.id LIMIT 50"""


def queue_page(bench: Bench) -> Iterator[Figure]:
    """Fetch fifty rows of a hundred thousand cases; the floor selects them bare.

    `queue.page` is what every open desk fetches again on each piece of news; `queue.screen` the whole page around it,
    which is opened a few times an hour.
    """
    bench.town.grow(MANY)
    clients = [stage.Client(bench.port, bench.town.operator) for _ in range(CLIENTS)]
    bare = stage.connect()
    for name, path, bar in (("queue.page", "/cases/rows", 0.35), ("queue.screen", "/cases/", 0.15)):
        yield throughput(
            name,
            "pages/s",
            lambda path=path: _together(lambda client: client.get(path), clients),  # type: ignore[misc]
            lambda: rate(lambda: bare.execute(_ROWS).fetchall()),
            bar=bar,
        )


def queue_flat(bench: Bench) -> Figure:
    """Open the queue among a hundred thousand cases; the floor is the same page among a thousand."""
    bench.town.grow(FEW)
    few = page_ms(bench, "/cases/")
    bench.town.grow(MANY)
    return slower("queue.flat", "ms p50", page_ms(bench, "/cases/"), few, bar=1.3)


def page_ms(bench: Bench, path: str, *, times: int = 120) -> float:
    """Return the middle time of one page for one client, in ms; the best of three."""
    client = stage.Client(bench.port, bench.town.operator)
    for _ in range(10):
        client.follow(path)
    return min(middle_ms(lambda: client.follow(path), times) for _ in range(TURNS))


def middle_ms(do: Callable[[], object], times: int) -> float:
    """Return the middle time of doing something so often, in ms."""
    taken: list[float] = []
    for _ in range(times):
        start = time.perf_counter()
        do()
        taken.append(1000 * (time.perf_counter() - start))
    return median(taken)


def queue_counts(bench: Bench) -> Figure:
    """Count the side bar's figures afresh among a hundred thousand cases; the floor is the same among ten thousand.

    The smaller town is kept aside in tables of its own, so that both are counted in turns.
    """
    from hotline.desks.operator import queue

    town = bench.town
    town.grow(SOME)
    town.keep_aside()
    town.grow(MANY)
    [(statement, given)] = captured(lambda: queue.counts(town.operator))
    many, some = stage.connect(), stage.connect()
    some.execute(f"SET search_path = {town.ASIDE}, public")

    def counted(among: psycopg.Connection[tuple[object, ...]]) -> Callable[[], float]:
        return lambda: middle_ms(lambda: among.execute(statement, given).fetchall(), 200)

    return latency("queue.counts", "ms", counted(many), counted(some), bar=1.5)


def case_find(bench: Bench) -> Figure:
    """Find a case by its number and by telephone; the floor is one row by its key through the same stack.

    A number is answered with where the case is, and with a list to choose from where one types; a telephone number with
    fifty cases. The slowest of them counts.
    """
    bench.town.grow(MANY)
    case = Case.objects.alive().order_by("-serial").first()
    assert case
    ways = {
        "number": f"/cases/find?q={case.number}",
        "listed": f"/cases/options?q={case.number}",
        "phone": f"/cases/find?q={bench.town.NUMBER}",
    }
    return worst(
        "case.find",
        [
            latency(
                way,
                "ms p50",
                lambda path=path: page_ms(bench, path, times=40),  # type: ignore[misc]
                lambda: page_ms(bench, f"/bench/case/{case.pk}", times=40),
                bar=4,
            )
            for way, path in ways.items()
        ],
    )
