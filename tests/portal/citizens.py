"""What citizens do with their browsers, and how far the town's people bring a case meanwhile."""

from __future__ import annotations

import uuid
from typing import Any

from django.test import Client

from hotline.cases.models import Case
from hotline.dispatch import actions as dispatch
from hotline.dispatch.models import Dispatch
from hotline.journal.models import Entry
from tests.stories.steps import the_house_reacts
from tests.town import Town


def look_up(case: Case, **more: Any) -> Client:
    """Look a case up by its number and code."""
    client = Client(**more)
    answer = client.post("/track/", {"number": case.number, "code": case.query_code})
    assert answer.status_code == 302, answer.content.decode()
    return client


def page(client: Client) -> str:
    """Return the page of the case that was looked up."""
    return client.get("/track/case/").content.decode()


def do(client: Client, act: str, *, key: str = "", **given: Any) -> Any:
    """Send one of the citizen's forms as the page's script does."""
    data = {"key": key or str(uuid.uuid4())} | given
    return client.post(f"/track/case/{act}", data, headers={"X-Requested-With": "step-form"})


def done(case: Case, town: Town) -> Dispatch:
    """Let 家家乐 come and say that it is done."""
    lin = town.people["lin"]
    job = dispatch.offer(case, to=town.providers["家家乐"], by=town.operator_28)
    dispatch.accept(job, by=lin)
    dispatch.arrive(job, by=lin)
    job = dispatch.finish(job, by=lin, answer="换软管一根，试水不漏", amount=50)  # type: ignore[arg-type]
    the_house_reacts()
    return job


def acts(case: Case) -> list[str]:
    """Return what was done to a case by its citizen, in order."""
    rows = Entry.objects.filter(kind="case", subject=case.pk, by__username="citizen")
    return list(rows.order_by("id").values_list("act", flat=True))
