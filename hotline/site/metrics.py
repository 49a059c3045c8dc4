"""`/metrics`: the line's figures as Prometheus reads them, for whoever brings the token.

Only the token counts, never the address it is asked from: behind a proxy on the same machine everybody
seems to be the machine itself (decision 13).
"""

from __future__ import annotations

import hmac
from collections.abc import Iterator

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest
from prometheus_client.core import (
    CounterMetricFamily,
    GaugeMetricFamily,
    HistogramMetricFamily,
    Metric,
)
from prometheus_client.registry import Collector

from hotline.site import figures, requests, troubles
from hotline.site.watch import watch


def metrics(request: HttpRequest) -> HttpResponse:
    """Answer with every figure; 401 without the right token."""
    said = request.headers.get("Authorization", "")
    wanted = f"Bearer {settings.CONFIGURATION.metrics_token()}"
    if not hmac.compare_digest(said.encode(), wanted.encode()):
        return HttpResponse(status=401, headers={"WWW-Authenticate": "Bearer"})
    registry = CollectorRegistry(auto_describe=False)
    registry.register(House())
    return HttpResponse(generate_latest(registry), content_type=CONTENT_TYPE_LATEST)


class House(Collector):
    """Everything the house can say of itself in numbers."""

    def collect(self) -> Iterator[Metric]:
        """Yield every figure."""
        yield from _work()
        yield from _state()
        yield from _pages()


def _work() -> Iterator[Metric]:
    counted = figures.counted()
    if counted is None:
        return
    yield _one(
        "hotline_calls_waiting", "Calls that wait for a seat or ring.", counted.calls_waiting
    )
    cases = GaugeMetricFamily("hotline_cases_alive", "Cases that somebody must act on.", labels=["status"])  # fmt: skip
    for status in ("open", "in_hand", "answered"):
        cases.add_metric([status], getattr(counted, status))
    yield cases
    yield _one("hotline_deadlines_open", "Deadlines that run.", counted.deadlines)
    yield _one("hotline_deadlines_overdue", "Deadlines that ran out and were not acted on yet.", counted.overdue)  # fmt: skip
    yield _one("hotline_reactions_open", "What follows from entries and is not done yet.", counted.reactions)  # fmt: skip
    jobs = GaugeMetricFamily("hotline_jobs", "Jobs that leave the house.", labels=["state"])
    jobs.add_metric(["todo"], counted.jobs_todo)
    jobs.add_metric(["doing"], counted.jobs_doing)
    yield jobs
    yield _one("hotline_database_bytes", "Size of the database.", counted.database_bytes)


def _state() -> Iterator[Metric]:
    facts = watch.facts()
    up = GaugeMetricFamily("hotline_part_up", "1: the part is up.", labels=["part"])
    for name, part in facts.parts.items():
        up.add_metric([name], part.state == "up")
    up.add_metric(["database"], facts.database is not None)
    yield up
    restarts = CounterMetricFamily("hotline_part_restarts", "How often a part began anew.", labels=["part"])  # fmt: skip
    for name, part in facts.parts.items():
        restarts.add_metric([name], part.restarts)
    yield restarts
    free = GaugeMetricFamily("hotline_disk_free_bytes", "What is left on a disk.", labels=["disk"])
    for disk in facts.disks:
        free.add_metric([disk.name], disk.free)
    yield free
    yield _one("hotline_clock_jump_seconds", "How far the clock was set lately.", facts.jump_s)
    if facts.backup_age is not None:
        yield _one("hotline_backup_age_seconds", "Age of the last backup.", facts.backup_age.total_seconds())  # fmt: skip
    found = GaugeMetricFamily("hotline_trouble", "1: this is wrong; /system/ says what to do.", labels=["name", "state"])  # fmt: skip
    for name, state in sorted({(one.name, one.state) for one in troubles.found(facts)}):
        found.add_metric([name, state], 1)
    yield found


def _pages() -> Iterator[Metric]:
    """Yield what the web parts have counted, each its own."""
    labels = ["part", "view", "status"]
    answers = HistogramMetricFamily("hotline_http_request_seconds", "Time to answer a request.", labels=labels)  # fmt: skip
    for part, tallies in requests.read(settings.CONFIGURATION.run_folder).items():
        for (view, status), tally in tallies.items():
            answers.add_metric([part, view, status], _buckets(tally), tally.seconds)
    yield answers


def _buckets(tally: requests.Tally) -> list[tuple[str, float]]:
    """Return how many answers came within each limit, as Prometheus sums them."""
    limits = [*map(str, requests.LIMITS_S), "+Inf"]
    return [(limit, sum(tally.within[: n + 1])) for n, limit in enumerate(limits)]


def _one(name: str, says: str, value: float) -> Metric:
    return GaugeMetricFamily(name, says, value=value)
