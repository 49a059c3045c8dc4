"""Two clocks that strike at the same moment draft one circular."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date

from django.db import connection

from hotline import clock
from hotline.circulars import jobs
from hotline.circulars.models import Circular
from hotline.journal.models import Entry
from tests import town as cast
from tests.town import at


def test_the_clock_drafts_once_even_if_it_strikes_four_times_at_once(committed: str) -> None:
    with clock.frozen(at(7, 3, day=date(2012, 10, 1))):
        cast.build()

        def strike(_n: int) -> None:
            try:
                jobs.draft_due(0)
            finally:
                connection.close()

        with ThreadPoolExecutor(4) as pool:
            list(pool.map(strike, range(4)))
        assert sorted(Circular.objects.values_list("span", flat=True)) == [
            *["day"] * 5, "month", "week",
        ], "the five days since the line began"  # fmt: skip
        assert Entry.objects.filter(kind="circular", act="draft").count() == 7
