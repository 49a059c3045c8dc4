"""The benchmarks measure what was promised, tell it in the agreed form, and lose nothing when a run is broken off."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, cast

import pytest
from django.apps import apps
from django.db.models.fields import NOT_PROVIDED

from tests.benchmarks import measures, run, town
from tests.benchmarks.figures import Figure

PROMISED = {
    *("case.create", "step.take", "deadline.claim", "queue.page", "queue.flat", "queue.counts"),
    *("case.find", "live.fanout", "live.memory", "screen.pop", "demo.ready", "journal.verify"),
    *("router.route", "switch.lost", "dispatch.rank", "dispatch.race", "assessment.month"),
    *("deadline.step", "deadline.idle", "inbox.page"),
    *("queue.flat_1m", "find.flat_1m", "case.flat_1m"),
}
INSERT = re.compile(r"INSERT INTO (\w+) \(([^)]*)\)")
BENCH = cast(measures.Bench, None)
"""No measure of these tests asks for it."""


def figure(name: str, **more: Any) -> Figure:
    return Figure(**{"name": name, "value": 6.0, "unit": "ms", "floor": 2.0, "ratio": 3.0,
                     "better": "lower", "bar": 5, **more})  # fmt: skip


def test_every_promised_figure_is_measured() -> None:
    assert set(measures.measures()) >= PROMISED


def test_a_figure_is_kept_as_six_things(tmp_path: Path) -> None:
    assert run.tell([figure("a"), figure("b")], tmp_path / "bench.json")
    kept = json.loads((tmp_path / "bench.json").read_text())
    assert [one["name"] for one in kept] == ["a", "b"]
    assert set(kept[0]) == {"name", "value", "unit", "floor", "ratio", "better"}


def test_a_run_that_is_broken_off_has_kept_what_it_found(tmp_path: Path) -> None:
    def broken() -> Iterator[Figure]:
        yield figure("a")
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run.tell(broken(), tmp_path / "bench.json")
    assert [one["name"] for one in json.loads((tmp_path / "bench.json").read_text())] == ["a"]


@pytest.mark.parametrize(
    "missed",
    [
        {"ratio": 5.1},
        {"value": 1001.0, "most": 1000},
        {"value": 26.0, "bar": None, "most": 25},
        {"better": "higher", "ratio": 0.19, "bar": 0.20},
    ],
)
def test_a_run_fails_when_a_promise_is_not_kept(missed: dict[str, Any], tmp_path: Path) -> None:
    assert not run.tell([figure("a"), figure("b", **missed)], tmp_path / "bench.json")


def test_a_measure_that_finds_several_figures_runs_once_for_any_of_them() -> None:
    ran: list[str] = []

    def both(_bench: measures.Bench) -> Iterator[Figure]:
        ran.append("both")
        yield from (figure("queue.page"), figure("queue.screen"))

    def other(_bench: measures.Bench) -> Figure:
        ran.append("other")
        return figure("case.find")

    among: dict[str, measures.Measure] = {
        "queue.page": both,
        "queue.screen": both,
        "case.find": other,
    }
    found = measures.measured(BENCH, ("queue.s",), among)
    assert [one.name for one in found] == ["queue.page", "queue.screen"]
    assert ran == ["both"]
    assert len(list(measures.measured(BENCH, among=among))) == 3


def test_a_figure_that_a_measure_owes_is_asked_for() -> None:
    among: dict[str, measures.Measure] = {"a": lambda _bench: [figure("a")]}
    among["b"] = among["a"]
    with pytest.raises(RuntimeError, match="not measured: b"):
        list(measures.measured(BENCH, among=among))


def test_the_town_of_the_benchmarks_grows_as_the_tables_are() -> None:
    """What it writes in one go past the models must name every column that they would fill."""
    tables = {model._meta.db_table: model for model in apps.get_models()}
    sql = "\n".join(value for value in vars(town).values() if isinstance(value, str))
    written = INSERT.findall(sql)
    assert len(written) > 4
    for table, named in written:
        if table not in tables:
            continue  # rows that join two tables have no model's defaults
        fields: Any = tables[table]._meta.local_concrete_fields
        needed = {
            one.column
            for one in fields
            if not (one.null or one.primary_key or one.generated) and one.db_default is NOT_PROVIDED
        }
        assert needed <= {name.strip() for name in named.split(",")}, table
