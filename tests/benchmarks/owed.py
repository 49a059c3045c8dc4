"""Assignments in hand: so many, given to sixty units below one, and a third of them to a single one of these.

Three in ten are at work, as in the town's cases; the others have ended. Laid down by SQL, each with the clock of its reply.
"""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from hotline.departments import actions as departments
from hotline.departments.life import Part
from hotline.departments.models import Unit
from hotline.people import actions as people
from hotline.people.models import Person
from hotline.people.roles import Role

from . import stage

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .town import BenchTown

UNITS = 60
AT_WORK_PCT = 30
_KEPT = """jsonb_build_object({0}, jsonb_build_object('from', to_char(now(), 'YYYY-MM-DD"T"HH24:MI:SS+00:00'),
    'length', '5 working days', 'counting', 'next_day', 'rule', 1))"""
_ASSIGNMENTS = f"""
INSERT INTO assignments_assignment (head, status, version, case_id, unit_id, part, task, sent_at, sent_by_id, sign_by_at,
    signed_at, contact_by_at, contacted_at, reply_by_at, replied_at, ended_at, contacted_from, why_no_contact, is_true,
    why_not, account, answer, why_alone, supervised, bound, times_urged, times_sent_back, times_done_again,
    times_extended, times_returned, sign_late, contact_late, reply_late, reply_length, kept, stood)
SELECT '', CASE WHEN NOT works THEN 'ended' WHEN n %% 4 = 0 THEN 'sent' ELSE 'signed' END, 1, case_id,
    (%(units)s::bigint[])[CASE WHEN n %% 3 = 0 THEN 1 ELSE 1 + n %% cardinality(%(units)s::bigint[]) END],
    'lead', 'bench', now() - interval '2 days', %(person)s, now() + n * interval '1 min',
    CASE WHEN NOT works OR n %% 4 > 0 THEN now() END, NULL, CASE WHEN NOT works OR n %% 4 > 0 THEN now() END,
    now() + %(due)s::interval + n * %(apart)s::interval, CASE WHEN NOT works THEN now() END, CASE WHEN NOT works THEN now() END,
    '', '', '', '', '', '', '', 0, false, 0, 0, 0, 0, 0, false, false, false, '5 working days',
    {_KEPT.format("'sign'")} || {_KEPT.format("'reply'")}, '[]'
FROM (SELECT id AS case_id, n, n %% 100 < %(at_work)s AS works
    FROM (SELECT id, row_number() OVER (ORDER BY id) AS n FROM cases_case) c WHERE n <= %(many)s) rows
"""
_CLOCKS = """
INSERT INTO deadlines_deadline (due_at, next_at, tries, trouble, kind, subject, name, start_at)
SELECT reply_by_at, reply_by_at, 0, '', 'assignment', id, 'reply', now() FROM assignments_assignment
WHERE task = 'bench' AND status IN ('sent', 'signed')
"""
_AWAY = """
DELETE FROM deadlines_deadline WHERE kind = 'assignment' AND subject IN (
    SELECT id FROM assignments_assignment WHERE task = 'bench');
DELETE FROM assignments_assignment WHERE task = 'bench';
DELETE FROM journal_reaction r USING journal_entry e WHERE e.id = r.entry_id AND e.kind = 'assignment'
"""


@dataclass(frozen=True)
class Owed:
    """Who reads: somebody of the unit above all, and somebody of the one that has a third of everything."""

    units: list[Unit]
    of_all: Person
    of_one: Person


def units_of(town: BenchTown) -> Owed:
    """Found the units, once; a run of the benchmarks may ask for them several times."""
    by = town.cast.people["admin"]
    there = Unit.objects.filter(name="bench all").first()
    if there is None:
        there = departments.found_unit("bench all", short="bench all", group="bench", by=by)
        for n in range(UNITS):
            name = f"bench below {n}"
            departments.found_unit(name, short=name, group="bench", parent=there, by=by)
        first = Unit.objects.filter(parent=there).earliest("pk")
        for who, unit in (("bench-all", there), ("bench-one", first)):
            clerk = people.engage(who, name=who, role=Role.DEPARTMENT, by=by)
            departments.appoint(unit, person=clerk, part=Part.LIAISON, by=by)
    below = list(Unit.objects.filter(parent=there).order_by("pk"))
    readers = Person.objects.in_bulk(["bench-all", "bench-one"], field_name="username")
    return Owed(below, readers["bench-all"], readers["bench-one"])


@contextmanager
def owed(
    town: BenchTown,
    many: int,
    *,
    due: str = "1 hour",
    apart: str = "1 min",
    at_work: int = AT_WORK_PCT,
) -> Iterator[Owed]:
    """Have *many* assignments on the town's first cases, the first due in *due*; take them away afterwards."""
    found = units_of(town)
    given = {
        "units": [unit.pk for unit in found.units], "person": town.operator.pk, "many": many,
        "due": due, "apart": apart, "at_work": at_work,
    }  # fmt: skip
    with stage.owner() as owner:
        owner.execute(_ASSIGNMENTS, given)
        owner.execute(_CLOCKS)
        owner.execute("VACUUM ANALYZE")
    try:
        yield found
    finally:
        with stage.owner() as owner:
            owner.execute(_AWAY)
            owner.execute("VACUUM ANALYZE")
