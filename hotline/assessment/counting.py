"""What each measure counts, and the one statement that counts a month by unit.

A month is about what fell due in it: the assignments whose time to reply ended within, as lead or co-handler. A lead answers for
all of its figures; a co-handler for having signed. What was given down to a sub-unit is the lead's own affair. What the citizen
said is the first call-back after the reply, unless another unit was given the case before it. What was moved, withdrawn or given back
by leave is nobody's: what stays of a unit's returns is what was its own. What stands, for the citizen or by a plan, does not fall due
before it goes on.

Each assignment is marked once, by bits: which measures it is about, and for which it counts. Counts are made of the marks, and
figures open by them, so that a number and its list cannot disagree. Marking is materialized: else the planner works each mark out anew
for every figure that is made of it.

What is left out (`excluding`) is a mask over the marks. A month keeps what it masks beside what counts, so that leaving out, and
counting again what was left out, never asks what the assignments have become since.
"""

from __future__ import annotations

from typing import NamedTuple

from .measures import ALL_BITS, BITS, Measure


class Condition(NamedTuple):
    """Of `a`, an assignment, and `f`, its call-back: whether a measure is about it, and whether it counts."""

    about: str
    hit: str


LEAD = "a.part = 'lead'"
GOOD = "'very', 'content', 'so_so'"
EXCUSED = "a.contacted_at IS NULL AND a.accepted_at IS NOT NULL"
"""The line let a reply pass that said why nobody could be contacted: without a reason it would have been none. Not asked of the reason
itself, which is erased with the citizen.
"""
LIKED = f"f.attitude IN ('', {GOOD}) AND f.outcome IN ('', {GOOD}) AND f.speed IN ('', {GOOD})"

CONDITIONS: dict[Measure, Condition] = {
    Measure.SIGNED: Condition(
        "a.sign_by_at IS NOT NULL AND (a.signed_at IS NOT NULL OR a.sign_by_at < %(at)s)",
        "a.signed_at <= a.sign_by_at AND NOT a.sign_late",
    ),
    Measure.CONTACTED: Condition(
        f"{LEAD} AND a.contact_by_at IS NOT NULL AND (a.contacted_at IS NOT NULL OR a.contact_by_at < %(at)s)"
        f" AND NOT ({EXCUSED})",
        "a.contacted_at <= a.contact_by_at AND NOT a.contact_late",
    ),
    Measure.CONCLUDED: Condition(LEAD, "a.replied_at <= a.reply_by_at AND NOT a.reply_late"),
    Measure.RESPONSE: Condition(f"{LEAD} AND f.answered <> ''", "f.answered = 'yes'"),
    Measure.SOLVED: Condition(f"{LEAD} AND f.solved <> ''", "f.solved = 'yes'"),
    Measure.SATISFIED: Condition(
        f"{LEAD} AND (f.attitude <> '' OR f.outcome <> '' OR f.speed <> '')", LIKED
    ),
    Measure.RETURNED: Condition(LEAD, "a.times_returned > 0"),
    Measure.EXTENDED: Condition(LEAD, "a.times_extended > 0"),
    Measure.DONE_AGAIN: Condition(f"{LEAD} AND a.replied_at IS NOT NULL", "a.times_done_again > 0"),
    Measure.REACHED: Condition(f"{LEAD} AND f.id IS NOT NULL", "f.status = 'asked'"),
}


def _bits(part: str) -> str:
    cases = (
        f"CASE WHEN {getattr(CONDITIONS[measure], part)} THEN {bit} ELSE 0 END"
        for measure, bit in BITS.items()
    )
    return "\n        | ".join(cases)


def _counts() -> str:
    pairs = (
        f"'{measure.value}', jsonb_build_array(count(*) FILTER (WHERE hit & {bit} <> 0),"
        f" count(*) FILTER (WHERE about & {bit} <> 0))"
        for measure, bit in BITS.items()
    )
    return ",\n        ".join(pairs)


def _masks() -> str:
    whens = (f"WHEN '{measure.value}' THEN {bit}" for measure, bit in BITS.items())
    return f"CASE x.measure {' '.join(whens)} ELSE {ALL_BITS} END"


CALL_BACK = """LEFT JOIN LATERAL (
        SELECT f.*, COALESCE(f.asked_at, f.due_at) AS was_at FROM followups_followup f
        WHERE a.part = 'lead' AND f.case_id = a.case_id AND f.status IN ('asked', 'unreachable')
            AND COALESCE(f.asked_at, f.due_at) >= a.replied_at
        ORDER BY f.id LIMIT 1
    ) f ON NOT EXISTS (
        SELECT FROM assignments_assignment n WHERE n.case_id = a.case_id AND n.part = 'lead'
            AND n.sent_at > a.replied_at AND n.sent_at < f.was_at
    )"""
"""The call-back of an assignment: the first after its reply. What is said after the next unit was given the case is the next one's."""

EXCLUDED = f"""excluded AS (
    SELECT x.assignment_id, m.id AS month_id, m.first_on, bit_or({_masks()}) AS mask
    FROM assessment_exclusion x JOIN assessment_standing s ON s.id = x.standing_id
        JOIN assessment_month m ON m.id = s.month_id
    WHERE x.status = 'approved' GROUP BY x.assignment_id, m.id
)"""  # noqa: S608 (made of this file's own words)

COUNTED = f"""marked AS MATERIALIZED (
    SELECT id, unit_id, about & kept AS about, hit & about & kept AS hit FROM facts WHERE about & kept <> 0
), counted AS (
    SELECT unit_id, count(*) AS volume, jsonb_build_object(
        {_counts()}
    ) AS counts, array_agg(id) AS ids, array_agg(about) AS abouts, array_agg(hit) AS hits
    FROM marked GROUP BY unit_id
)"""  # noqa: S608 (made of this file's own words)

LEFT_OUT = """left_out AS (
    SELECT unit_id, array_agg(id) AS ids, array_agg(about & ~kept) AS abouts, array_agg(hit & about & ~kept) AS hits
    FROM facts WHERE about & ~kept <> 0 GROUP BY unit_id
)"""

MARKS = f"""
WITH {EXCLUDED}, facts AS MATERIALIZED (
    SELECT a.id, a.unit_id, ~COALESCE(e.mask, 0) AS kept,
        {_bits("about")} AS about,
        {_bits("hit")} AS hit
    FROM assignments_assignment a
    LEFT JOIN excluded e ON e.assignment_id = a.id
        AND e.first_on = date_trunc('month', a.reply_by_at AT TIME ZONE %(zone)s)::date
    {CALL_BACK}
    WHERE a.reply_by_at >= %(begins)s AND a.reply_by_at < %(ends)s AND a.part IN ('lead', 'co')
        AND a.status <> ALL(%(nobodys)s) AND (a.stands_since_at IS NULL OR a.replied_at IS NOT NULL)
), {COUNTED}"""  # noqa: S608 (made of this file's own words)

KEEP = f"""{MARKS}, {LEFT_OUT}
INSERT INTO assessment_standing AS s (month_id, unit_id, "group", name, volume, counts, assignments, abouts, hits,
    left_out, left_out_abouts, left_out_hits, place, tied)
SELECT %(month)s, u.id, u."group", u.name, COALESCE(c.volume, 0), COALESCE(c.counts, '{{}}'),
    COALESCE(c.ids, '{{}}'), COALESCE(c.abouts, '{{}}'), COALESCE(c.hits, '{{}}'),
    COALESCE(l.ids, '{{}}'), COALESCE(l.abouts, '{{}}'), COALESCE(l.hits, '{{}}'), 'none', false
FROM departments_unit u LEFT JOIN counted c ON c.unit_id = u.id LEFT JOIN left_out l ON l.unit_id = u.id
WHERE c.unit_id IS NOT NULL OR (u.parent_id IS NULL AND u.status = 'in_service')
    OR u.id IN (SELECT unit_id FROM assessment_standing WHERE month_id = %(month)s)
ON CONFLICT (month_id, unit_id) DO UPDATE SET volume = excluded.volume, counts = excluded.counts,
    assignments = excluded.assignments, abouts = excluded.abouts, hits = excluded.hits, left_out = excluded.left_out,
    left_out_abouts = excluded.left_out_abouts, left_out_hits = excluded.left_out_hits
"""  # noqa: S608 (made of this file's own words)
"""Counts a month and keeps it; a unit keeps the name and the group that it had when it was first counted."""

AGAIN = f"""
WITH {EXCLUDED}, facts AS MATERIALIZED (
    SELECT k.id, s.unit_id, ~COALESCE(e.mask, 0) AS kept, k.about, k.hit
    FROM assessment_standing s CROSS JOIN LATERAL (
        SELECT id, bit_or(about) AS about, bit_or(hit) AS hit FROM (
            SELECT * FROM unnest(s.assignments, s.abouts, s.hits)
            UNION ALL SELECT * FROM unnest(s.left_out, s.left_out_abouts, s.left_out_hits)
        ) m (id, about, hit) GROUP BY id
    ) k LEFT JOIN excluded e ON e.assignment_id = k.id AND e.month_id = s.month_id
    WHERE s.id = %(standing)s
), {COUNTED}, {LEFT_OUT}
UPDATE assessment_standing s SET volume = COALESCE(c.volume, 0), counts = COALESCE(c.counts, '{{}}'),
    assignments = COALESCE(c.ids, '{{}}'), abouts = COALESCE(c.abouts, '{{}}'), hits = COALESCE(c.hits, '{{}}'),
    left_out = COALESCE(l.ids, '{{}}'), left_out_abouts = COALESCE(l.abouts, '{{}}'), left_out_hits = COALESCE(l.hits, '{{}}')
FROM (SELECT) o LEFT JOIN counted c ON true LEFT JOIN left_out l ON true
WHERE s.id = %(standing)s
"""  # noqa: S608 (made of this file's own words)
"""Counts one unit again from the marks that were kept, less what is left out now."""

SAID = f"""
SELECT a.id, f.answered, f.solved, f.attitude, f.outcome, f.speed FROM assignments_assignment a {CALL_BACK}
WHERE a.id = ANY(%(keys)s) AND f.status = 'asked'
"""  # noqa: S608 (made of this file's own words)
"""What citizens chose of the answers they were read; none of their own words."""

PLACED = """
UPDATE assessment_standing s SET place = t.place, rank = t.rank, tied = t.tied, hundredths = t.hundredths
FROM unnest(%(keys)s::bigint[], %(places)s::text[], %(ranks)s::int[], %(tied)s::bool[], %(hundredths)s::int[])
    AS t (id, place, rank, tied, hundredths)
WHERE s.id = t.id
"""
