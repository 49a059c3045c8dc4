"""A town large enough to measure: a hundred thousand cases, thirty in a hundred of them alive.

Each has what a case has that came by telephone: its call, its story in the journal, its work, its call-back.
"""

from __future__ import annotations

from typing import ClassVar

from psycopg import sql

from hotline.callers import actions as callers
from hotline.callers import numbers
from hotline.cases.numbers import ALPHABET
from hotline.journal import seals
from hotline.people.models import Person
from hotline.people.queries import the_clock
from tests import town as cast

from . import stage

ALIVE_PCT = 30
_CASES = """
INSERT INTO cases_case (head, status, version, serial, query_code, taken_at, taken_by_id, source, kind,
    service_id, outside_catalogue, area_id, address, said, asked, urgency, secret, caller_id, tags,
    handler, due_at, due_from_at, result, ground, passed_to, times_reopened, closed_at, closed_by_id,
    notice, wants_call_back, times_urged)
SELECT '', CASE WHEN alive THEN (ARRAY['open','in_hand','answered'])[1 + n %% 3] ELSE 'closed' END,
    1, nextval('case_number'), translate(lpad(n::text, 8, '0'), '0123456789', %(letters)s),
    now() - n * interval '1 minute', %(person)s, 'phone', 'service',
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
_CALLS = """
WITH rung AS (SELECT c.*, nextval('calls_call_id_seq') AS call FROM cases_case c WHERE c.id > %(last)s),
told AS (INSERT INTO calls_call (id, head, direction, far, status, line_number, caller_id, provider_number, subject,
    operator_id, arrived_at, answered_at, ended_at, wait_s, talk_s, how, cause, recording, outcome, legs, step, outbox,
    talk, note)
SELECT call, '', 'in', 'citizen', 'ended', '81890', caller_id, '', '', taken_by_id, taken_at, taken_at + interval '5 s',
    taken_at + interval '95 s', 5, 90, 'answered', '', '', '', '{}', 6, '[]', 'together', ''
    FROM rung)
INSERT INTO cases_case_calls (case_id, call_id) SELECT id, call FROM rung
"""
_WORK = """
INSERT INTO dispatch_dispatch (head, status, version, case_id, provider_id, offered_at, offered_by_id, accept_by_at,
    refusal, parts, arrived_place, ranked)
SELECT '', CASE status WHEN 'closed' THEN 'confirmed' WHEN 'answered' THEN 'done'
        ELSE (ARRAY['offered','accepted','arrived'])[1 + serial / 3 %% 3] END, 1,
    id, (%(providers)s::bigint[])[1 + serial %% cardinality(%(providers)s::bigint[])],
    taken_at, taken_by_id, taken_at + interval '5 min', '', '', '', '[]'
FROM cases_case WHERE id > %(last)s AND status <> 'open' ORDER BY id
"""
_CALL_BACKS = """
INSERT INTO followups_followup (head, status, version, case_id, due_at, tries, tried_hours, answered, solved, attitude,
    outcome, speed)
SELECT '', CASE status WHEN 'closed' THEN 'asked' ELSE 'due' END, 1, id, taken_at + interval '2 h', 1, '[]', '', '', '',
    '', '' FROM cases_case WHERE id > %(last)s AND status IN ('answered', 'closed') ORDER BY id
"""
_STORY = """
INSERT INTO journal_entry (at, by_id, act, kind, subject, said, was, now, request, before)
SELECT c.taken_at + n * interval '10 min', c.taken_by_id, act, 'case', c.id, '{}', was, now, '', ''
FROM cases_case c, (VALUES (0, 'take_in', '', 'open', '{open,in_hand,answered,closed}'::text[]),
    (1, 'hand_over', 'open', 'in_hand', '{in_hand,answered,closed}'), (2, 'answer', 'in_hand', 'answered', '{answered,closed}'),
    (3, 'close', 'answered', 'closed', '{closed}')) AS step (n, act, was, now, of)
WHERE c.id > %(last)s AND c.status = ANY (of) ORDER BY c.id, n
"""
STEP = 100_000
"""How many cases are written at once: a seal holds in memory what it seals."""
_COUNTED = ("cases_case", "dispatch_dispatch", "followups_followup", "wishes_wish")


class BenchTown:
    """The cast and a growing heap of cases."""

    ASIDE: ClassVar[str] = "aside"
    """Where a smaller town is kept for comparison."""
    NUMBER: ClassVar[str] = "13800006001"
    """A telephone number with many cases."""

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
        """Have no cases, as before the first, and nothing that was still to follow from them.

        The journal, which forgets nothing, keeps their stories.
        """
        with stage.owner() as connection:
            # The adviser's opinions, which only grow, go with their cases here.
            connection.execute("ALTER TABLE disputes_opinion DISABLE TRIGGER USER")
            connection.execute("TRUNCATE cases_case, deadlines_deadline, journal_reaction CASCADE")
            connection.execute("ALTER TABLE disputes_opinion ENABLE TRIGGER USER")
        self.size = 0

    def grow(self, size: int) -> None:
        """Have *size* cases, as a town has them that is years old: its journal is sealed, nothing waits to be done."""
        if size < self.size:
            self.empty()
        if size == self.size:
            return
        while self.size < size:
            self._grow(min(size, self.size + STEP))
            seals.seal(by=the_clock())

    def _grow(self, size: int) -> None:
        given = {
            "person": self.operator.pk,
            "service": self.cast.services["水管维修"].pk,
            "area": self.cast.places["虹桥"].pk,
            "callers": self.callers,
            "providers": [one.pk for one in self.cast.providers.values()],
            "letters": ALPHABET[:10],
            "alive": ALIVE_PCT,
            "from": self.size + 1,
            "until": size,
        }
        with stage.owner() as connection:
            row = connection.execute("SELECT coalesce(max(id), 0) FROM cases_case").fetchone()
            assert row
            given["last"] = row[0]
            for statement in (_CASES, _CALLS, _WORK, _CALL_BACKS, _STORY):
                connection.execute(statement, given)
            connection.execute("VACUUM ANALYZE")
            connection.execute("CHECKPOINT")  # the disk's work on it is none of the pages'
        self.size = size

    def keep_aside(self) -> None:
        """Keep what the side bar counts as it is now, in tables of the same names elsewhere."""
        aside = sql.Identifier(self.ASIDE)
        with stage.owner() as connection:
            connection.execute(
                sql.SQL(
                    "DROP SCHEMA IF EXISTS {0} CASCADE; CREATE SCHEMA {0}; GRANT USAGE ON SCHEMA {0} TO PUBLIC"
                ).format(aside)
            )
            for name in _COUNTED:
                there, here = sql.Identifier(self.ASIDE, name), sql.Identifier("public", name)
                connection.execute(
                    sql.SQL(
                        "CREATE TABLE {0} (LIKE {1} INCLUDING ALL); INSERT INTO {0} SELECT * FROM {1};"
                        "GRANT SELECT ON {0} TO PUBLIC"
                    ).format(there, here)
                )
                connection.execute(sql.SQL("VACUUM ANALYZE {}").format(there))
