"""`/metrics` and `/system/`: the figures for a monitor with its token, the words for whoever is in charge."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client

from hotline.site import figures, heartbeats, requests
from hotline.site.watch import watch
from tests.town import Town


@pytest.fixture
def run_folder() -> Iterator[Path]:
    folder: Path = settings.CONFIGURATION.run_folder
    folder.mkdir(parents=True, exist_ok=True)
    _forget()
    yield folder
    for path in folder.iterdir():
        path.unlink()
    _forget()


def _forget() -> None:
    watch.forget()
    figures.forget()
    requests.tallies.clear()


def read() -> dict[str, float]:
    token = settings.CONFIGURATION.metrics_token()
    answer = Client().get("/metrics", headers={"Authorization": f"Bearer {token}"})
    assert answer.status_code == 200
    lines = [one for one in answer.text.splitlines() if not one.startswith("#")]
    return {one.rpartition(" ")[0]: float(one.rpartition(" ")[2]) for one in lines}


@pytest.mark.parametrize("said", ["", "Bearer ", "Bearer wrong", "Basic Zm9v"])
def test_figures_are_told_for_the_token_alone(db: None, said: str) -> None:
    headers = {"Authorization": said, "X-Forwarded-For": "127.0.0.1"}
    answer = Client(REMOTE_ADDR="127.0.0.1").get("/metrics", headers=headers)
    assert answer.status_code == 401
    assert b"hotline_" not in answer.content


def test_the_figures_are_those_of_the_line(town: Town, run_folder: Path) -> None:
    from hotline.cases import actions as cases

    heartbeats.beat(run_folder, "worker")
    for _ in range(3):
        asked = cases.Asked(said="漏水", service=town.services["水管维修"])
        cases.take_in(asked, by=town.operator_28)
    told = read()
    assert told['hotline_cases_alive{status="open"}'] == 3
    assert told["hotline_deadlines_open"] == 3
    assert told["hotline_calls_waiting"] == 0
    assert told['hotline_part_up{part="worker"}'] == 1
    assert told['hotline_part_up{part="database"}'] == 1
    assert told['hotline_disk_free_bytes{disk="data"}'] > 0


def test_answers_are_counted_by_view_and_class_of_status(db: None, run_folder: Path) -> None:
    for path in ("/sign-in/", "/sign-in/", "/cases/find?q=13957712345"):
        Client().get(path)
    requests.write(run_folder, "web-1")
    requests.write(run_folder, "web-2")
    told = read()
    of = 'hotline_http_request_seconds_count{part="web-1",status="%s",view="%s"}'
    assert told[of % ("2xx", "people:sign_in")] == 2
    assert told[of % ("3xx", "operator:find")] == 1
    assert told[(of % ("2xx", "people:sign_in")).replace("web-1", "web-2")] == 2
    bucket = 'hotline_http_request_seconds_bucket{le="+Inf",part="web-1",status="2xx",view="people:sign_in"}'
    assert told[bucket] == 2
    assert not [name for name in told if "13957712345" in name]


def test_without_a_database_the_rest_is_still_told(committed: str, run_folder: Path) -> None:
    there = connection.settings_dict["NAME"]
    connection.close()
    connection.settings_dict["NAME"] = "nowhere"
    try:
        told = read()
        health = Client().get("/healthz")
        cookie = Client(raise_request_exception=False)
        cookie.cookies[settings.SESSION_COOKIE_NAME] = "x" * 32
        away = cookie.get("/desk/")
        health_of_somebody = cookie.get("/healthz")
    finally:
        connection.settings_dict["NAME"] = there
    assert told['hotline_part_up{part="database"}'] == 0
    assert told['hotline_trouble{name="database",state="bad"}'] == 1
    assert "hotline_cases_alive" not in told
    assert health.status_code == 503
    said = health.json()["troubles"][0]
    assert said["name"] == "database"
    assert said["do"]
    assert (away.status_code, away["Retry-After"]) == (503, "5")
    assert health_of_somebody.json()["troubles"][0]["name"] == "database"


def in_charge(town: Town, name: str) -> Client:
    client = Client()
    client.force_login(town.people[name])
    return client


def test_whoever_is_in_charge_reads_what_is_wrong_and_what_to_do(
    town: Town, run_folder: Path
) -> None:
    heartbeats.beat(run_folder, "worker")
    leader = in_charge(town, "leader")
    assert "一切正常" in leader.get("/system/").text
    assert leader.get("/system/line").text.strip() == ""
    assert "trouble-line" in leader.get("/desk/").text
    operator = in_charge(town, "op28")
    assert "trouble-line" in operator.get("/desk/").text
    watch.forget()
    (run_folder / "worker.beat").write_text('{"at": 1.0}')
    page = leader.get("/system/").text
    assert "worker 没有响应" in page
    assert "看它的日志" in page
    assert "worker 没有响应" in leader.get("/system/line").text
    assert operator.get("/system/line").text.strip() == ""
    heartbeats.note_switch(run_folder, "lost")
    said = operator.get("/system/line").text
    assert "电话交换机没有回应" in said
    assert "告诉值班长" in said
    assert "Asterisk" not in said, "that is for whoever runs it"
    assert "看 Asterisk" in leader.get("/system/line").text
    assert "/system/" not in said, "an operator has no such page"
    heartbeats.note_switch(run_folder, "there")
    assert operator.get("/system/line").text.strip() == ""
