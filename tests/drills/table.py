"""A month's league table counted again in SQL alone, by whoever has only the tables, the journal and the printed rules.

It shares nothing with `hotline/assessment`: each measure is a question of its own, what was asked and done again is read from the
journal, and the score is worked out by the database in decimals.
"""

from __future__ import annotations

from typing import Any, TypeAlias

from django.db import connection

Line: TypeAlias = tuple[str, int, str, int | None, str | None]
"""Unit, assignments, the counts as text, rank, score."""

TABLE = """
WITH gone AS (
    SELECT x.assignment_id AS of, x.measure FROM assessment_exclusion x JOIN assessment_standing s ON s.id = x.standing_id
        JOIN assessment_month m ON m.id = s.month_id WHERE x.status = 'approved' AND to_char(m.first_on, 'YYYY-MM') = %(month)s
), due AS (
    SELECT a.* FROM assignments_assignment a
    WHERE to_char(a.reply_by_at AT TIME ZONE 'Asia/Shanghai', 'YYYY-MM') = %(month)s
        AND a.part <> 'sub' AND a.status NOT IN ('returned', 'moved', 'withdrawn')
        AND NOT (a.stands_since_at IS NOT NULL AND a.replied_at IS NULL)
        AND a.id NOT IN (SELECT of FROM gone WHERE measure = '')
), lead AS (SELECT * FROM due WHERE part = 'lead'
), said AS (
    SELECT DISTINCT ON (l.id) l.id AS of, l.unit_id AS whose, f.*
    FROM lead l JOIN followups_followup f ON f.case_id = l.case_id
    WHERE f.status NOT IN ('due', 'dropped') AND COALESCE(f.asked_at, f.due_at) >= l.replied_at
        AND NOT EXISTS (SELECT FROM assignments_assignment n WHERE n.case_id = l.case_id AND n.part = 'lead'
            AND n.sent_at > l.replied_at AND n.sent_at < COALESCE(f.asked_at, f.due_at))
    ORDER BY l.id, f.id
), did AS (SELECT e.act, e.subject, e.at, e.said FROM journal_entry e WHERE e.kind = 'assignment'
), fact (unit, assignment, measure, good) AS (
    SELECT unit_id, id, 'signed', EXISTS (SELECT FROM did WHERE subject = due.id AND act = 'sign' AND at <= sign_by_at)
        AND NOT EXISTS (SELECT FROM did WHERE subject = due.id AND act = 'overrun' AND did.said ->> 'clock' = 'sign') FROM due
    UNION ALL SELECT unit_id, id, 'contacted', COALESCE(contacted_at <= contact_by_at, false)
        AND NOT EXISTS (SELECT FROM did WHERE subject = lead.id AND act = 'overrun' AND did.said ->> 'clock' = 'contact')
        FROM lead WHERE contact_by_at IS NOT NULL AND NOT (contacted_at IS NULL AND why_no_contact <> '' AND accepted_at IS NOT NULL)
    UNION ALL SELECT unit_id, id, 'concluded', (SELECT COALESCE(max(at) <= reply_by_at, false) FROM did WHERE subject = lead.id
        AND act = 'reply') AND replied_at IS NOT NULL AND NOT EXISTS (SELECT FROM did WHERE subject = lead.id
        AND act = 'overrun' AND did.said ->> 'clock' = 'reply') FROM lead
    UNION ALL SELECT whose, of, 'response', answered = 'yes' FROM said WHERE answered IN ('yes', 'no')
    UNION ALL SELECT whose, of, 'solved', solved = 'yes' FROM said WHERE solved IN ('yes', 'no')
    UNION ALL SELECT whose, of, 'satisfied', 'not' NOT IN (attitude, outcome, speed) FROM said
        WHERE attitude || outcome || speed <> ''
    UNION ALL SELECT unit_id, id, 'returned', EXISTS (SELECT FROM did WHERE subject = lead.id AND act = 'ask_return') FROM lead
    UNION ALL SELECT unit_id, id, 'extended', EXISTS (SELECT FROM did WHERE subject = lead.id AND act = 'extend') FROM lead
    UNION ALL SELECT unit_id, id, 'done_again', EXISTS (SELECT FROM did WHERE subject = lead.id AND act = 'do_again') FROM lead
        WHERE replied_at IS NOT NULL
    UNION ALL SELECT whose, of, 'reached', asked_at IS NOT NULL FROM said
), counted AS (
    SELECT unit, measure, count(*) AS n, count(*) FILTER (WHERE good) AS hits, count(DISTINCT assignment) FROM fact
    WHERE (assignment, measure) NOT IN (SELECT of, measure FROM gone)
    GROUP BY unit, measure
), rule (measure, weight, threshold, slope, sense) AS (
    VALUES ('signed', 10, 100, 0.5, 1), ('contacted', 10, 95, 0.5, 1), ('concluded', 25, 100, 1, 1),
        ('response', 10, 100, 0.5, 1), ('solved', 20, 90, 0.5, 1), ('satisfied', 20, 95, 0.5, 1),
        ('returned', 2, 5, 0.2, -1), ('extended', 0, 10, 0, -1), ('done_again', 3, 2, 0.3, -1), ('reached', 0, 90, 0, 1)
), score AS (
    SELECT unit, round(100 * sum(GREATEST(0, weight - slope * GREATEST(0,
        sense * (threshold - 100.000000000000000000000000000000 * hits / n)))) / sum(weight), 2) AS points
    FROM counted JOIN rule USING (measure) GROUP BY unit
), volume AS (SELECT unit, count(DISTINCT assignment) AS n,
        count(*) FILTER (WHERE measure = 'concluded' AND (assignment, measure) NOT IN (SELECT of, measure FROM gone)) AS led
    FROM fact GROUP BY unit
), told AS (SELECT unit, string_agg(measure || ' ' || hits || '/' || n, ', ' ORDER BY measure) AS figures FROM counted GROUP BY unit)
SELECT u.name, COALESCE(v.n, 0), COALESCE(t.figures, ''), CASE WHEN v.led >= %(least)s
    THEN rank() OVER (PARTITION BY u."group", v.led >= %(least)s ORDER BY s.points DESC) END, s.points::text
FROM departments_unit u LEFT JOIN volume v ON v.unit = u.id LEFT JOIN score s ON s.unit = u.id LEFT JOIN told t ON t.unit = u.id
WHERE u.status = 'in_service' AND (u.parent_id IS NULL OR v.n > 0) ORDER BY u.name
"""


def counted_again(month: str, *, least: int) -> list[Line]:
    """Return every unit's line in a month, "2012-09", by name."""
    with connection.cursor() as cursor:
        cursor.execute(TABLE, {"month": month, "least": least})
        return list(cursor.fetchall())


def as_kept(standings: Any) -> list[Line]:
    """Return the lines that the house keeps, said in the same way."""
    found: list[Line] = []
    for one in standings.order_by("name"):
        pairs = sorted((name, pair) for name, pair in one.counts.items() if pair[1])
        figures = ", ".join(f"{name} {hits}/{of}" for name, (hits, of) in pairs)
        score = None if one.hundredths is None else f"{one.hundredths / 100:.2f}"
        found.append((one.name, one.volume, figures, one.rank, score))
    return found
