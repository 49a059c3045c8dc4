"""Jobs of the house itself."""

from __future__ import annotations

from procrastinate import JobContext
from procrastinate.contrib.django import app

BEAT_S = 2.0
"""How often a worker says that it lives; several times before it is taken for dead, or a job is done twice."""
STALLED_AFTER_S = 10
LOOPS: tuple[tuple[tuple[str, ...], int], ...] = (
    (("default", "builtin", "outbox"), 1),
    (("letters",), 4),
    (("webhooks",), 4),
)
"""Which queues the worker serves, and how many jobs of them at once."""


@app.periodic(cron="* * * * * */10")
@app.task(queueing_lock="retry_stalled", pass_context=True, name="site.retry_stalled")
async def retry_stalled(context: JobContext, timestamp: int) -> None:
    """Take up again the jobs of a worker that was killed: they would stay "doing" for ever."""
    manager = context.app.job_manager
    for job in await manager.get_stalled_jobs(seconds_since_heartbeat=STALLED_AFTER_S):
        await manager.retry_job(job)
