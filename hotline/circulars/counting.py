"""What the figures of a circular are counted from: a fixed number of statements, however long the time.

What units are measured by is assessment's (`assessment.counting`), word for word: there is one "replied in time" in the house. Calls are
counted as the floor counts them (`calls.service_level`): who rang while nobody served, or is barred, was not to be answered. Beside
each number stand the keys of what it counts: a figure opens by them.
"""

from __future__ import annotations

from hotline.assessment.counting import LIKED, MARKS
from hotline.assignments.life import AT_WORK
from hotline.calls.service_level import COUNTED
from hotline.calls.states import Direction
from hotline.cases.life import Status
from hotline.followups.life import Status as Asked
from hotline.followups.life import YesNo

_WHEN = "{at} >= %(earlier)s AND {at} < %(ends)s"
_NOW = "({at} >= %(begins)s)"

CALLS = f"""SELECT {_NOW.format(at="c.arrived_at")}, {COUNTED}
FROM calls_call c WHERE c.direction = '{Direction.IN}' AND {_WHEN.format(at="c.arrived_at")} GROUP BY 1"""  # noqa: S608
"""Whether it is this time or the one before → as `Counted`."""

_TAKEN = _NOW.format(at="c.taken_at")
KINDS = f"""SELECT {_TAKEN}, c.kind, count(*), count(*) FILTER (WHERE c.outside_catalogue),
    array_agg(c.id) FILTER (WHERE {_TAKEN}), array_agg(c.id) FILTER (WHERE {_TAKEN} AND c.outside_catalogue)
FROM cases_case c WHERE c.status <> '{Status.VOID}' AND {_WHEN.format(at="c.taken_at")} GROUP BY 1, 2"""  # noqa: S608
"""Whether it is this time, kind → how many cases, how many of them outside the catalogue; of this time, which."""

_CONCLUDED = f"c.status = '{Status.CLOSED}'"
"""What was made void, joined, declined or withdrawn has ended, too, and is nothing that the line concluded."""
CLOSED = f"""SELECT {_NOW.format(at="c.closed_at")}, count(*), array_agg(c.id) FILTER (WHERE {_NOW.format(at="c.closed_at")})
FROM cases_case c WHERE {_CONCLUDED} AND {_WHEN.format(at="c.closed_at")} GROUP BY 1"""  # noqa: S608

SERVICES = f"""SELECT c.service_id, s.name, count(*) FILTER (WHERE {_TAKEN}) AS n, count(*) FILTER (WHERE NOT {_TAKEN}),
    array_agg(c.id) FILTER (WHERE {_TAKEN})
FROM cases_case c JOIN catalogue_service s ON s.id = c.service_id
WHERE c.status <> '{Status.VOID}' AND {_WHEN.format(at="c.taken_at")}
GROUP BY 1, 2 HAVING count(*) FILTER (WHERE {_TAKEN}) > 0 ORDER BY n DESC, 1 LIMIT %(most)s"""  # noqa: S608

DAYS = f"""WITH taken AS MATERIALIZED (
    SELECT date_trunc('day', c.taken_at AT TIME ZONE %(zone)s) AS day FROM cases_case c
    WHERE c.status <> '{Status.VOID}' AND c.taken_at >= %(curve)s AND c.taken_at < %(ends)s
), ended AS MATERIALIZED (
    SELECT date_trunc('day', c.closed_at AT TIME ZONE %(zone)s) AS day FROM cases_case c
    WHERE {_CONCLUDED} AND c.closed_at >= %(curve)s AND c.closed_at < %(ends)s
), a AS (SELECT day, count(*) AS n FROM taken GROUP BY 1), b AS (SELECT day, count(*) AS n FROM ended GROUP BY 1)
SELECT d.day::date, coalesce(a.n, 0), coalesce(b.n, 0)
FROM generate_series(%(curve_on)s::timestamp, %(until_on)s::timestamp, interval '1 day') d(day)
LEFT JOIN a ON a.day = d.day LEFT JOIN b ON b.day = d.day ORDER BY 1"""  # noqa: S608

ASKED_BITS = {"called_back": 1, "solved": 2, "satisfied": 4}
"""What a call-back is counted for, each a bit: reached, solved, content."""
_OVER = _NOW.format(at="coalesce(f.asked_at, f.due_at)")
_SHARES = ", ".join(
    f"count(*) FILTER (WHERE hit & {bit} <> 0), count(*) FILTER (WHERE about & {bit} <> 0)"
    for bit in ASKED_BITS.values()
)
CALL_BACKS = f"""WITH asked AS MATERIALIZED (
    SELECT f.id, {_OVER} AS now, 1
        | CASE WHEN f.solved <> '' THEN 2 ELSE 0 END
        | CASE WHEN f.attitude <> '' OR f.outcome <> '' OR f.speed <> '' THEN 4 ELSE 0 END AS about,
        CASE WHEN f.status = '{Asked.ASKED}' THEN 1 ELSE 0 END
        | CASE WHEN f.solved = '{YesNo.YES}' THEN 2 ELSE 0 END
        | CASE WHEN {LIKED} THEN 4 ELSE 0 END AS hits
    FROM followups_followup f WHERE f.status IN ('{Asked.ASKED}', '{Asked.UNREACHABLE}')
        AND {_WHEN.format(at="coalesce(f.asked_at, f.due_at)")}
), marked AS (SELECT id, now, about, hits & about AS hit FROM asked)
SELECT now, {_SHARES}, array_agg(id) FILTER (WHERE now), array_agg(about) FILTER (WHERE now), array_agg(hit) FILTER (WHERE now)
FROM marked GROUP BY 1"""  # noqa: S608
"""Whether it is this time → hits and of for each of `ASKED_BITS`; of this time, which they are, by bits."""

_AT_WORK = ", ".join(f"'{status}'" for status in AT_WORK)
OVERDUE = f"""a.status IN ({_AT_WORK}) AND a.part IN ('lead', 'co') AND a.reply_by_at < %(at)s AND a.stands_since_at IS NULL
    AND (a.asks_since_at IS NULL OR a.asks_since_at > a.reply_by_at)
    AND (a.above_asks_since_at IS NULL OR a.above_asks_since_at > a.reply_by_at)"""
"""What was asked in time and is undecided is late nowhere before the line has decided (`assignments.queries.overdue`)."""

UNITS = f"""{MARKS}, sent AS (
    SELECT unit_id, array_agg(a.id) AS ids FROM assignments_assignment a
    WHERE a.sent_at >= %(begins)s AND a.sent_at < %(ends)s AND a.part IN ('lead', 'co')
        AND a.status <> ALL(%(nobodys)s) GROUP BY 1
), late AS (SELECT unit_id, array_agg(a.id) AS ids FROM assignments_assignment a WHERE {OVERDUE} GROUP BY 1)
SELECT u.id, u.name, u.short, u."group", coalesce(c.volume, 0), coalesce(c.counts, '{{}}'),
    coalesce(sent.ids, '{{}}'), coalesce(late.ids, '{{}}'),
    ARRAY(SELECT a.id FROM assignments_assignment a WHERE a.id = ANY(c.ids) AND a.times_sent_back > 0),
    coalesce(c.ids, '{{}}'), coalesce(c.abouts, '{{}}'), coalesce(c.hits, '{{}}')
FROM departments_unit u LEFT JOIN counted c ON c.unit_id = u.id LEFT JOIN sent ON sent.unit_id = u.id
    LEFT JOIN late ON late.unit_id = u.id
WHERE c.unit_id IS NOT NULL OR sent.unit_id IS NOT NULL OR late.unit_id IS NOT NULL
    OR (u.parent_id IS NULL AND u.status = 'in_service')
ORDER BY u.id"""  # noqa: S608

CONCLUDED = f"{MARKS} SELECT unit_id, counts -> 'concluded' FROM counted"  # noqa: S608
"""Of the time before: only what is compared."""

LATE = f"""SELECT a.case_id, k.serial, k.taken_at, u.short, coalesce(s.name, ''), a.reply_by_at
FROM assignments_assignment a JOIN departments_unit u ON u.id = a.unit_id JOIN cases_case k ON k.id = a.case_id
    LEFT JOIN catalogue_service s ON s.id = k.service_id
WHERE {OVERDUE} ORDER BY a.reply_by_at, a.id LIMIT %(most_late)s"""  # noqa: S608
