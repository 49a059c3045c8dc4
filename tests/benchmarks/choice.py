"""Whom to send: among ten thousand who render the service, some two hundred of whom can be asked; and five who take it at once.

`dispatch.rank` finds and scores them, counts what each filter removed, and puts the first ten into words; beside it the bare
conditions, from which comes nothing but keys. `dispatch.race` is how long it takes until five have been answered; beside it
five bare updates of one row, of which one succeeds. A case that two have won, or none, ends the run.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from threading import Barrier
from typing import TYPE_CHECKING

from django.db import connection
from django.utils import timezone

from hotline import clock
from hotline.areas import actions as areas
from hotline.areas.models import Area, Kind
from hotline.cases import actions as cases
from hotline.cases.models import Case
from hotline.desks.operator import reasons
from hotline.dispatch import actions, queries
from hotline.dispatch.life import TAKEN, Status
from hotline.dispatch.models import Dispatch
from hotline.dispatch.ranking import Mode
from hotline.life.errors import NotDone
from hotline.providers import actions as providers
from hotline.providers.life import Status as Standing
from hotline.providers.models import Offer, Provider
from hotline.rules import actions as rules

from . import stage
from .figures import Figure, median, slower

if TYPE_CHECKING:
    from .measures import Bench
    from .town import BenchTown

REGISTERED, HERE, EXPLAINED, JOBS, TIMES = 10_000, 20, 10, 30, 9
"""Of every twenty who are registered one serves the place; each of these had thirty jobs in the last month."""
RACERS, RACES, WARM = 5, 200, 10
STANDINGS = [Standing.SIGNED] * 5 + [Standing.SUSPENDED, Standing.LEFT]
HOURS = ("00:00-24:00", "00:00-23:59", "22:00-22:01")
_BARE = """
SELECT p.id FROM providers_offer o JOIN providers_provider p ON p.id = o.provider_id
    JOIN catalogue_service s ON s.id = o.service_id
WHERE s.code = %(code)s AND p.status IN ('trial', 'signed')
    AND (p.contract_until_on IS NULL OR p.contract_until_on >= %(today)s) AND (o.until_on IS NULL OR o.until_on > %(today)s)
    AND EXISTS (SELECT FROM providers_offer_areas a WHERE a.offer_id = o.id AND a.area_id = ANY(%(places)s))
    AND CASE WHEN left(o.hours, 5) < right(o.hours, 5)
        THEN %(minute)s >= left(o.hours, 5) AND %(minute)s < right(o.hours, 5)
        ELSE %(minute)s >= left(o.hours, 5) OR %(minute)s < right(o.hours, 5) END
    AND NOT EXISTS (SELECT FROM absences_absence a WHERE a.provider_id = p.id AND a.status = 'stands'
        AND a.from_at <= %(now)s AND a.until_at > %(now)s)
    AND (SELECT count(*) FROM dispatch_dispatch d WHERE d.provider_id = p.id
        AND d.status IN ('offered', 'accepted', 'contacted', 'arrived')) < p.most_open
"""


def dispatch_rank(bench: Bench) -> Figure:
    """Choose among ten thousand, and say why of the first ten."""
    town = bench.town
    service, area = town.cast.services["水管维修"], town.cast.places["虹桥"]
    _register(town, area)
    now = clock.now()
    asked = {
        "code": service.code,
        "places": [town.cast.places[name].pk for name in ("虹桥", "安阳", "瑞安")],
        "today": timezone.localdate(now),
        "now": now,
        "minute": timezone.localtime(now).strftime("%H:%M"),
    }
    with stage.connect() as bare:

        def floor() -> int:
            return len(bare.execute(_BARE, asked).fetchall())

        def ours() -> int:
            found = queries.ranking(service, area)
            if len(reasons.choices(found).listed[:EXPLAINED]) < EXPLAINED:
                raise RuntimeError("too few to explain")
            if sum(map(len, found.removed.values())) + len(found.candidates) < REGISTERED:
                raise RuntimeError("not everybody was looked at")
            return len(found.candidates)

        can, bare_can = ours(), floor()
        if can != bare_can or not 150 <= can <= 300:
            raise RuntimeError(f"{can} can be asked, by the bare conditions {bare_can}")
        pairs = [(_ms(ours), _ms(floor)) for _ in range(TIMES)]
    _away_with_them()
    return slower("dispatch.rank", "ms", min(a for a, _ in pairs), min(b for _, b in pairs), bar=5)


def _register(town: BenchTown, area: Area) -> None:
    """Register ten thousand; those who serve the place have a month's work behind them."""
    elsewhere = areas.draw(
        "bench",
        name="远镇",
        kind=Kind.TOWN,
        within=town.cast.places["瑞安"],
        by=town.cast.people["admin"],
    )
    made = Provider.objects.bulk_create(
        [
            Provider(
                name=f"bench {n}", short_name=f"bench {n}", status=STANDINGS[n % len(STANDINGS)],
                address_area=area, since_on=date(2012, 1, 1), most_open=1 + n % 7,
            )
            for n in range(REGISTERED)
        ],
        batch_size=1000,
    )  # fmt: skip
    service = town.cast.services["水管维修"]
    offers = Offer.objects.bulk_create(
        [
            Offer(provider=one, service=service, hours=HOURS[n % len(HOURS)])
            for n, one in enumerate(made)
        ],
        batch_size=1000,
    )
    through = Offer.areas.through
    through.objects.bulk_create(
        [
            through(offer_id=one.pk, area_id=(elsewhere if n % HERE else area).pk)
            for n, one in enumerate(offers)
        ],
        batch_size=1000,
    )
    _work(town, made[::HERE])
    with stage.owner() as owner:
        owner.execute("VACUUM ANALYZE")


def _work(town: BenchTown, those: list[Provider]) -> None:
    """Let each of them have had some jobs, each accepted, arrived at, done and praised."""
    service, now, by = town.cast.services["水管维修"], clock.now(), town.operator
    done = [(one, now - timedelta(hours=20 * n)) for one in those for n in range(1, JOBS + 1)]
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval('case_number') FROM generate_series(1, %s)", [len(done)])
        serials = [row[0] for row in cursor.fetchall()]
    taken = Case.objects.bulk_create(
        [
            Case(status="closed", serial=serial, query_code="", taken_at=at, taken_by=by,
                 service=service, said="bench", result="solved", closed_at=at)
            for serial, (_one, at) in zip(serials, done, strict=True)
        ],
        batch_size=1000,
    )  # fmt: skip
    rows = list(zip(taken, done, strict=True))
    Dispatch.objects.bulk_create(
        [
            Dispatch(case=case, provider=one, status=Status.CONFIRMED, offered_at=at, offered_by=by,
                     accept_by_at=at, accepted_at=at + timedelta(minutes=2), code=service.code,
                     arrive_by_at=at + timedelta(minutes=30), arrived_at=at + timedelta(minutes=20),
                     done_at=at + timedelta(hours=1), ended_at=at + timedelta(hours=3),
                     liked_pct=100)
            for case, (one, at) in rows
        ],
        batch_size=1000,
    )  # fmt: skip


def _away_with_them() -> None:
    """Leave the town as it was: what is measured after this meets no ten thousand."""
    with stage.owner() as owner:
        for statement in (
            "DELETE FROM dispatch_dispatch USING cases_case c WHERE case_id = c.id AND c.said = 'bench'",
            "DELETE FROM cases_case WHERE said = 'bench'",
            "DELETE FROM providers_offer_areas USING providers_offer o, providers_provider p"
            " WHERE offer_id = o.id AND o.provider_id = p.id AND p.name LIKE 'bench %'",
            "DELETE FROM providers_offer USING providers_provider p"
            " WHERE provider_id = p.id AND p.name LIKE 'bench %'",
            "DELETE FROM providers_provider WHERE name LIKE 'bench %'",
            "VACUUM ANALYZE",
        ):
            owner.execute(statement)


def dispatch_race(bench: Bench) -> Figure:
    """Let five take one case at the same moment, two hundred times: exactly one may have it."""
    town, admin = bench.town, bench.town.cast.people["admin"]
    service = town.cast.services["电路维修"]
    for n in range(RACERS):
        one = providers.enter(
            f"race {n}",
            telephone="13800000002",
            since_on=date(2012, 1, 1),
            most_open=10_000,
            by=admin,
        )
        providers.serve(one, service, areas=[town.cast.places["瑞安"]], by=admin)
    Offer.objects.filter(service=service).exclude(provider__name__startswith="race ").delete()
    rules.set_rule("choice_first_most", value=RACERS, by=admin, why="race")
    actions.set_mode(service, mode=Mode.FIRST, by=admin)
    together = Barrier(RACERS)
    with ThreadPoolExecutor(RACERS) as threads:
        pairs = [
            (_race(town, threads, together), _bare_race(town, threads, together))
            for _ in range(RACES + WARM)
        ][WARM:]
        list(threads.map(lambda _n: connection.close(), range(RACERS)))
    return slower(
        "dispatch.race", "ms", median([a for a, _ in pairs]), median([b for _, b in pairs])
    )


def _race(town: BenchTown, threads: ThreadPoolExecutor, together: Barrier) -> float:
    """Return how long five take to be answered, or end the run."""
    asked = cases.Asked(said="停电", service=town.cast.services["电路维修"])
    case = actions.offer_best(cases.take_in(asked, by=town.operator), by=town.operator).case
    jobs = list(case.dispatches.select_related("case__service", "provider"))

    def take(job: Dispatch) -> bool:
        together.wait()
        try:
            actions.accept(job, by=town.operator)
        except NotDone:
            return False
        return True

    took, won = _timed(lambda: list(threads.map(take, jobs)))
    have = case.dispatches.filter(status__in=TAKEN).count()
    if len(jobs) != RACERS or won.count(True) != 1 or have != 1:
        raise RuntimeError(
            f"of {len(jobs)}, {won.count(True)} were told that they have it, {have} have it"
        )
    return took


def _bare_race(town: BenchTown, threads: ThreadPoolExecutor, together: Barrier) -> float:
    """Return how long it takes when each of five sends one statement, of which one finds the row as it was."""
    case = cases.take_in(cases.Asked(said="停电"), by=town.operator)

    def take(_n: int) -> bool:
        together.wait()
        with connection.cursor() as cursor:
            cursor.execute(
                "UPDATE cases_case SET handler = 'race' WHERE id = %s AND handler = ''", [case.pk]
            )
            return bool(cursor.rowcount)

    took, won = _timed(lambda: list(threads.map(take, range(RACERS))))
    assert won.count(True) == 1
    return took


def _timed(do: Callable[[], list[bool]]) -> tuple[float, list[bool]]:
    start = time.perf_counter()
    found = do()
    return (time.perf_counter() - start) * 1000, found


def _ms(do: Callable[[], object]) -> float:
    start = time.perf_counter()
    do()
    return (time.perf_counter() - start) * 1000
