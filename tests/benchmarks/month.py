"""A month of a hundred thousand assignments in sixty units: counted, kept with what is behind each figure, scored and ranked.

`assessment.month` is the whole act, as a leader takes it who counts a draft anew; beside it one bare statement counts the same ten
measures by unit, and throws away what it finds. Where both do not count the same of every unit and measure, the run ends.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from hotline.assessment import actions
from hotline.assessment.measures import Measure
from hotline.assessment.models import Month, begins
from hotline.assignments.life import Status
from hotline.assignments.models import Assignment
from hotline.cases.models import Case
from hotline.departments import actions as departments
from hotline.departments.models import Unit
from hotline.followups.models import FollowUp
from hotline.today import today

from . import stage
from .figures import Figure, slower

if TYPE_CHECKING:
    from .measures import Bench
    from .town import BenchTown

ASSIGNMENTS, UNITS, TIMES, BATCH = 100_000, 60, 5, 1_000
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
_BARE = """
SELECT a.unit_id, count(*),
    count(*) FILTER (WHERE a.signed_at <= a.sign_by_at AND NOT a.sign_late),
    count(*) FILTER (WHERE a.signed_at IS NOT NULL OR a.sign_by_at < now()),
    count(*) FILTER (WHERE a.contacted_at <= a.contact_by_at AND NOT a.contact_late),
    count(*) FILTER (WHERE a.contacted_at IS NOT NULL
        OR a.contact_by_at < now() AND a.accepted_at IS NULL),
    count(*) FILTER (WHERE a.replied_at <= a.reply_by_at AND NOT a.reply_late), count(*),
    count(*) FILTER (WHERE f.answered = 'yes'), count(*) FILTER (WHERE f.answered <> ''),
    count(*) FILTER (WHERE f.solved = 'yes'), count(*) FILTER (WHERE f.solved <> ''),
    count(*) FILTER (WHERE f.attitude <> 'not' AND f.outcome <> 'not' AND f.speed <> 'not'
        AND (f.attitude <> '' OR f.outcome <> '' OR f.speed <> '')),
    count(*) FILTER (WHERE f.attitude <> '' OR f.outcome <> '' OR f.speed <> ''),
    count(*) FILTER (WHERE a.times_returned > 0), count(*), count(*) FILTER (WHERE a.times_extended > 0), count(*),
    count(*) FILTER (WHERE a.times_done_again > 0), count(*) FILTER (WHERE a.replied_at IS NOT NULL),
    count(*) FILTER (WHERE f.status = 'asked'), count(*) FILTER (WHERE f.id IS NOT NULL)
FROM assignments_assignment a LEFT JOIN LATERAL (
    SELECT *, COALESCE(f.asked_at, f.due_at) AS was_at FROM followups_followup f
    WHERE f.case_id = a.case_id AND f.status IN ('asked', 'unreachable') AND COALESCE(f.asked_at, f.due_at) >= a.replied_at
    ORDER BY f.id LIMIT 1) f ON NOT EXISTS (SELECT FROM assignments_assignment n WHERE n.case_id = a.case_id
        AND n.part = 'lead' AND n.sent_at > a.replied_at AND n.sent_at < f.was_at)
WHERE a.reply_by_at >= %(begins)s AND a.reply_by_at < %(ends)s AND a.part = 'lead' AND a.status = 'ended'
GROUP BY a.unit_id
"""


def assessment_month(bench: Bench) -> Figure:
    """Count a draft anew, and beside it count the same measures bare."""
    by = bench.town.cast.people["admin"]
    first_on = (today().replace(day=1) - DAY).replace(day=1)
    bench.town.grow(ASSIGNMENTS)
    _write_down(bench.town, _units(bench.town), first_on)
    month = actions.draft(actions.begin(first_on, by=by), by=by)
    first, end = month.between
    with stage.connect() as bare:

        def floor() -> list[tuple[Any, ...]]:
            return bare.execute(_BARE, {"begins": first, "ends": end}).fetchall()

        def ours() -> Month:
            return actions.count_anew(month, by=by)

        by_unit = {row[0]: list(row[1:]) for row in floor()}
        if (counted := _counted(ours())) != by_unit:
            wrong = [(unit, one, by_unit.get(unit)) for unit, one in counted.items()]
            raise RuntimeError(f"counted otherwise than by the bare statement: {wrong[:3]}")
        if sum(one[0] for one in by_unit.values()) != ASSIGNMENTS:
            raise RuntimeError(f"not all of {ASSIGNMENTS} were counted")
        pairs = [(_ms(ours), _ms(floor)) for _ in range(TIMES)]
    _away_with_them(month)
    return slower(
        "assessment.month", "ms", min(a for a, _ in pairs), min(b for _, b in pairs), bar=3
    )


def _counted(month: Month) -> dict[Any, list[int]]:
    """Return what was kept of each unit, said as the bare statement says it: the volume, then hits and of what."""
    return {
        one.unit_id: [one.volume, *(n for it in Measure for n in one.counts[it.value])]
        for one in month.standings.filter(volume__gt=0).light()
    }


def _units(town: BenchTown) -> list[Unit]:
    by = town.cast.people["admin"]
    return [
        departments.found_unit(f"bench {n}", short=f"bench {n}", group=f"bench {n % 3}", by=by)
        for n in range(UNITS)
    ]


def _write_down(town: BenchTown, units: list[Unit], first_on: date) -> None:
    """Let each of so many cases have gone to a unit, and its citizen have been asked."""
    sent, by = begins(first_on), town.cast.operator_28
    keys = list(Case.objects.order_by("pk").values_list("pk", flat=True)[:ASSIGNMENTS])
    Assignment.objects.bulk_create(
        (
            Assignment(
                case_id=key, unit=units[n * 7 % UNITS], status=Status.ENDED, sent_at=sent, sent_by=by,
                sign_by_at=sent + DAY, signed_at=sent + n % 26 * HOUR, sign_late=n % 26 > 24,
                contact_by_at=sent + DAY, contacted_at=sent + n % 25 * HOUR if n % 9 else None,
                accepted_at=None if n % 18 else sent + 28 * DAY,
                reply_by_at=sent + (5 + n % 20) * DAY, replied_at=sent + (4 + n % 23) * DAY,
                ended_at=sent + 29 * DAY, times_returned=n % 31 == 0, times_extended=n % 17 == 0,
                times_done_again=n % 41 == 0, task="bench",
            )
            for n, key in enumerate(keys)
        ),
        batch_size=BATCH,
    )  # fmt: skip
    FollowUp.objects.bulk_create(
        (
            FollowUp(
                case_id=key, status="unreachable" if n % 11 == 0 else "asked", due_at=sent + 29 * DAY,
                asked_at=None if n % 11 == 0 else sent + 28 * DAY, tried_hours=["bench"],
                **{} if n % 11 == 0 else _said(n),
            )
            for n, key in enumerate(keys) if n % 5
        ),
        batch_size=BATCH,
    )  # fmt: skip
    with stage.owner() as owner:
        owner.execute("VACUUM ANALYZE")


def _said(n: int) -> dict[str, str]:
    """Return what a citizen said."""
    liking = ("very", "content", "so_so", "not")[n % 4]
    solved = "yes" if n % 7 else "no"
    return {
        "answered": "yes",
        "solved": solved,
        "attitude": "very",
        "outcome": liking,
        "speed": liking,
    }


def _away_with_them(month: Month) -> None:
    """Leave the town as it was."""
    with stage.owner() as owner:
        for statement in (
            f"DELETE FROM assessment_standing WHERE month_id = {month.pk}",
            f"DELETE FROM deadlines_deadline WHERE kind = 'month' AND subject = {month.pk}",
            f"DELETE FROM assessment_month WHERE id = {month.pk}",
            "DELETE FROM assignments_assignment WHERE task = 'bench'",
            "DELETE FROM followups_followup WHERE tried_hours = '[\"bench\"]'",
            "VACUUM ANALYZE",
        ):
            owner.execute(statement)


def _ms(do: Callable[[], object]) -> float:
    start = time.perf_counter()
    do()
    return (time.perf_counter() - start) * 1000
