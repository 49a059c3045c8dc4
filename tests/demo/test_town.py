"""The sample town as it is loaded: whole, once, alive today."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db.models import Count, Q

from hotline import clock
from hotline.cases.life import ALIVE, Result
from hotline.cases.life import Status as CaseStatus
from hotline.cases.models import Case
from hotline.deadlines.models import Deadline
from hotline.demo import records, town
from hotline.dispatch.life import OPEN
from hotline.dispatch.life import Status as DispatchStatus
from hotline.dispatch.models import Dispatch
from hotline.followups.models import FollowUp
from hotline.journal import verify
from hotline.journal.models import Entry, Reaction
from hotline.life.errors import NotSo
from hotline.outbox.models import Message
from hotline.people import actions as people
from hotline.people.roles import Role
from hotline.providers.models import Provider
from hotline.site import worker


def test_it(committed: str) -> None:
    import time

    t = time.time()
    import cProfile,pstats
    pr=cProfile.Profile(); pr.enable(); first = town.load(); pr.disable(); pstats.Stats(pr).sort_stats("tottime").print_stats(25); pstats.Stats(pr).sort_stats("cumtime").print_stats(70)
    print(first, time.time() - t)
    from collections import Counter

    print(Counter(Case.objects.values_list("status", flat=True)))
    print(Counter(Dispatch.objects.values_list("status", flat=True)))
    print(Counter(FollowUp.objects.values_list("status", flat=True)))
    print(Counter(Entry.objects.values_list("act", flat=True)))
    print(
        Reaction.objects.filter(closed_at=None).count(),
        list(Reaction.objects.exclude(trouble="").values_list("name", "trouble")),
    )
    for c in Case.objects.alive().order_by("due_at"):
        d = c.dispatches.open().first()
        print(
            c.number,
            c.said[:16],
            c.status,
            d and d.status,
            c.handler,
            c.due_at and (c.due_at - clock.now()),
        )
    print(verify.run()[:5])
    print(worker.sweep())
    for d in town.who_can_sign_in():
        print(d)
    assert 0
