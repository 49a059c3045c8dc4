"""The logs: a line an event, one id from the click to what follows, and nobody's name or number in them."""

from __future__ import annotations

import io
import json
import logging
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client

from hotline.journal import clicks, reactions
from hotline.journal.models import Entry
from hotline.site import logs
from tests.outbox.conftest import service
from tests.outbox.service import Service
from tests.town import Town

__all__ = ["service"]

NUMBER, NAME, SAID = "13957712345", "林淑芬", "孙子把假牙冲进了马桶"


@pytest.fixture
def lines() -> Iterator[io.StringIO]:
    """What is written, as the parts write it."""
    written = io.StringIO()
    handler = logging.StreamHandler(written)
    handler.setFormatter(logs.Json())
    handler.addFilter(logs.Known())
    root = logging.getLogger()
    root.addHandler(handler)
    yield written
    root.removeHandler(handler)


def read(lines: io.StringIO) -> list[dict[str, Any]]:
    return [json.loads(line) for line in lines.getvalue().splitlines()]


def test_a_line_has_time_level_part_and_sentence(lines: io.StringIO) -> None:
    logging.getLogger("hotline.x").warning("%s is away", "the database")
    (line,) = read(lines)
    assert line["time"].endswith("+00:00")
    assert (line["level"], line["logger"]) == ("WARNING", "hotline.x")
    assert (line["part"], line["message"]) == ("hotline", "the database is away")


@pytest.mark.parametrize("said", [NUMBER, "139 5771 2345", "+86 139-5771-2345", "0577-65881234"])
def test_long_numbers_are_masked(lines: io.StringIO, said: str) -> None:
    logging.getLogger("hotline.x").warning("no answer from %s at step 12", said)
    (line,) = read(lines)
    assert line["message"] == "no answer from … at step 12"


def test_a_fault_is_told_by_kind_and_place_without_its_words(lines: io.StringIO) -> None:
    try:
        raise ValueError(f"{NAME} {NUMBER}")
    except ValueError:
        logging.getLogger("hotline.x").exception("it failed")
    assert NAME not in lines.getvalue()
    (line,) = read(lines)
    assert line["fault"].startswith("builtins.ValueError\n")
    assert "test_a_fault_is_told" in line["fault"]


def test_what_the_database_quotes_is_left_out(lines: io.StringIO) -> None:
    fault = RuntimeError(f"new row violates a rule\nDETAIL: Failing row contains ({NAME}).")
    logging.getLogger("hotline.x").warning("not done: %s", fault)
    assert read(lines)[0]["message"] == "not done: new row violates a rule"


def write(client: Client, town: Town, **more: object) -> Any:
    form = {
        "said": SAID, "kind": "service", "service": town.services["水管维修"].pk,
        "area": town.places["虹桥"].pk, "address": "隆山东路 218 号", "urgency": 2, "source": "phone",
        "number": NUMBER, "name": NAME, "then": "offer", "provider": town.providers["家家乐"].pk,
        "key": "log-1",
    }  # fmt: skip
    return client.post("/desk/write", form | more)


def test_a_story_leaves_nobodys_name_or_number_in_the_logs(
    town: Town, lines: io.StringIO, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = Client(raise_request_exception=False)
    client.force_login(town.operator_28)
    assert write(client, town).status_code == 302
    client.get("/cases/find", {"q": NUMBER})
    client.get(f"/{NUMBER}/nowhere", {"name": NAME})
    client.post("/sign-in/", {"login": NAME, "password": NUMBER})

    def fail(*_: object, **__: object) -> None:
        raise RuntimeError(f"{NAME} {NUMBER} {SAID}")

    monkeypatch.setattr("hotline.desks.operator.actions.write_down", fail)
    assert write(client, town, key="log-2").status_code == 500
    text = lines.getvalue()
    assert [one for one in (NUMBER, NAME, SAID, "隆山") if one in text] == []
    told = read(lines)
    assert {one["view"] for one in told if "view" in one} >= {"operator:write", "operator:find"}
    assert any("RuntimeError" in one.get("fault", "") for one in told)


def test_one_id_runs_from_the_click_to_what_follows(
    town: Town, lines: io.StringIO, service: Service
) -> None:
    from procrastinate.contrib.django.models import ProcrastinateJob

    from hotline.deadlines.models import Deadline

    client = Client()
    client.force_login(town.operator_28)
    answer = write(client, town)
    click = answer["X-Request-Id"]
    assert click == read(lines)[-1]["request"]
    assert {one.request for one in Entry.objects.filter(kind__in=("case", "dispatch"))} == {click}
    assert {one.request for one in Deadline.objects.filter(kind="dispatch")} == {click}
    reactions.take()
    jobs = ProcrastinateJob.objects.filter(task_name="outbox.deliver")
    assert {job.args["request"] for job in jobs} == {click}
    assert clicks.request_id.get() == ""
