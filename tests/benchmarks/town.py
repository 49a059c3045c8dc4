"""A town large enough to measure: a hundred thousand cases, thirty in a hundred of them alive."""

from __future__ import annotations

from hotline.callers import actions as callers
from hotline.callers import numbers
from hotline.people.models import Person
from tests import town as cast

from . import stage

ALIVE_PCT = 30
_FILL = """
INSERT INTO cases_case (head, status, version, serial, query_code, taken_at, taken_by_id, source, kind,
    service_id, outside_catalogue, area_id, address, said, asked, urgency, secret, caller_id, tags,
    handler, due_at, due_from_at, result, ground, passed_to, times_reopened, closed_at, closed_by_id,
    notice, wants_call_back, times_urged)
SELECT '', CASE WHEN alive THEN (ARRAY['open','in_hand','answered'])[1 + n %% 3] ELSE 'closed' END,
    1, nextval('case_number'), 'BENCH', now() - n * interval '1 minute', %(person)s, 'phone', 'service',
    %(service)s, n %% 97 = 0, %(area)s, '隆山东路 ' || n || ' 号', '厨房水槽下面的管道漏水了 ' || n, '', 1 + n %% 3,
    false, (%(callers)s::bigint[])[1 + n %% cardinality(%(callers)s::bigint[])], '[]',
    CASE WHEN alive THEN '家家乐' ELSE '' END,
    CASE WHEN alive THEN now() + (n - 5000) * interval '1 minute' END,
    CASE WHEN alive THEN now() - interval '1 hour' END,
    CASE WHEN alive THEN '' ELSE 'solved' END, '', '', 0,
    CASE WHEN alive THEN NULL ELSE now() - n * interval '1 minute' END, CASE WHEN alive THEN NULL ELSE %(person)s END,
    '', true, 0
FROM (SELECT n, n %% 100 < %(alive)s AS alive FROM generate_series(%(from)s::bigint, %(until)s::bigint) n) rows
"""


class BenchTown:
    """The cast and a growing heap of cases."""

    def __init__(self) -> None:
        self.cast = cast.build()
        self.size = 0
        self.callers = [
            callers.take_down(
                number=numbers.read(f"1380000{n:04d}"), by=self.operator, name="陈"
            ).pk
            for n in range(6000, 6200)
        ]

    @property
    def operator(self) -> Person:
        """Return operator 28."""
        return self.cast.operator_28

    def empty(self) -> None:
        """Have no cases, as before the first."""
        with stage.owner() as connection:
            connection.execute("TRUNCATE cases_case CASCADE")
        self.size = 0

    def grow(self, size: int) -> None:
        """Have *size* cases."""
        given = {
            "person": self.operator.pk,
            "service": self.cast.services["水管维修"].pk,
            "area": self.cast.places["虹桥"].pk,
            "callers": self.callers,
            "alive": ALIVE_PCT,
            "from": self.size + 1,
            "until": size,
        }
        with stage.owner() as connection:
            connection.execute(_FILL, given)
            connection.execute("VACUUM ANALYZE")
        self.size = size
