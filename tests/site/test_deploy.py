"""What `deploy/` says is what runs: the units are sound, their commands start a whole system, the examples name real settings."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client, override_settings

from hotline.journal.models import Entry, Words
from hotline.people.cookies import tls_origins
from hotline.site import parts
from hotline.site.configuration import SETTINGS, Configuration
from tests.conftest import POSTGRES
from tests.running import _free_port
from tests.town import Town

HOUSE = Path(__file__).parents[2]
UNITS = sorted((HOUSE / "deploy" / "systemd").iterdir())
PROGRAM = "/opt/hotline/.venv/bin/hotline"
NAMES = {one.name for one in SETTINGS}


def text(name: str) -> str:
    return (HOUSE / name).read_text(encoding="utf-8")


def wanted() -> list[str]:
    """Name the parts that the target starts."""
    return re.findall(r"hotline@([\w-]+)\.service", text("deploy/systemd/hotline.target"))


def test_the_target_and_the_compose_file_start_every_part() -> None:
    every = set(parts.names(Configuration.from_env({})))
    assert set(wanted()) == every
    told = re.findall(r'command: \["part", "([\w-]+)"\]', text("compose.yaml"))
    assert sorted(told) == sorted(every)


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="no systemd here")
def test_systemd_finds_no_fault_in_the_units(tmp_path: Path) -> None:
    for unit in UNITS:
        said = unit.read_text(encoding="utf-8").replace(PROGRAM, sys.executable)
        (tmp_path / unit.name).write_text(said)
    (tmp_path / "hotline@.service").rename(tmp_path / "hotline@worker.service")
    order = ["systemd-analyze", "verify", "--man=no", "--recursive-errors=no"]
    for unit in sorted(tmp_path.iterdir()):
        checked = subprocess.run([*order, unit], capture_output=True, text=True)
        faults = [line for line in checked.stderr.splitlines() if "hotline" in line]
        assert faults == []


def test_every_service_is_shut_off() -> None:
    for unit in UNITS:
        if unit.suffix == ".service":
            said = unit.read_text(encoding="utf-8")
            for wall in ("NoNewPrivileges=yes", "ProtectSystem=strict", "User=hotline", "CapabilityBoundingSet=\n"):  # fmt: skip
                assert wall in said, f"{unit.name}: {wall}"


def settings_of_the_example() -> dict[str, str]:
    return dict(re.findall(r"^([A-Z_]+)=(.*)$", text("deploy/environment"), re.M))


def test_the_examples_name_real_settings() -> None:
    named = re.findall(r"^([A-Z_]+)=", text("deploy/environment"), re.M)
    named += re.findall(r"^\s+(HOTLINE_[A-Z_]+|DATABASE_URL):", text("compose.yaml"), re.M)
    assert named
    assert set(named) <= NAMES
    example = Configuration.from_env(settings_of_the_example())
    assert example.web_workers == 2
    assert [str(one) for one in example.trusted_proxies] == ["127.0.0.1/32"]


def test_the_image_is_built_of_what_is_there() -> None:
    said = text("deploy/Dockerfile")
    for line in re.findall(r"^COPY (.+) \S+$", said, re.M):
        for name in line.split():
            assert (HOUSE / name).exists(), name


@contextmanager
def part(name: str, environ: dict[str, str], log: Path) -> Iterator[None]:
    """Run one part as its unit does."""
    command = [sys.executable, "-m", "hotline.site.cli", "part", name]
    with log.open("ab") as out:
        process = subprocess.Popen(
            command, env=environ, stdout=out, stderr=out, start_new_session=True
        )
    try:
        yield
    finally:
        process.terminate()
        try:
            process.wait(30)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def is_up(address: str) -> bool:
    try:
        with urllib.request.urlopen(f"{address}/healthz", timeout=5) as answer:
            return bool(answer.status == 200)
    except (urllib.error.URLError, OSError):
        return False


def sent_by_nginx() -> dict[str, dict[str, str]]:
    """Return which fields the example sets on the way to the door, by location: its own, else those around it."""
    said = re.sub(r"#.*", "", text("deploy/nginx.conf"))
    locations = dict(re.findall(r"location (?:= )?(\S+) \{(.*?)\}", said, re.S))
    outside = re.sub(r"location [^{]*\{.*?\}", "", said, flags=re.S)

    def fields(block: str) -> dict[str, str]:
        return dict(re.findall(r"proxy_set_header (\S+) (\S+);", block))

    return {
        where: fields(block) or fields(outside)
        for where, block in locations.items()
        if "proxy_pass" in block
    }


def as_nginx(fields: dict[str, str], visitor: str) -> dict[str, str]:
    """Fill in what nginx knows of a visitor who came over TLS."""
    known = {"$host": "line.example.org", "$remote_addr": visitor, "$scheme": "https", '""': ""}
    filled = {name: known.get(value, value) for name, value in fields.items()}
    return {name: value for name, value in filled.items() if value}


def test_the_proxy_says_at_every_location_who_asks_and_over_what() -> None:
    assert set(sent_by_nginx()) == {"/", "/live", "/ws"}
    for fields in sent_by_nginx().values():
        said = as_nginx(fields, "203.0.113.7")
        assert said["X-Forwarded-For"] == "203.0.113.7", "one address, not what a stranger said"
        assert said["X-Forwarded-Proto"] == "https"
        assert said["Host"] == "line.example.org"


def test_the_proxy_lets_a_telephone_in_a_browser_through() -> None:
    fields = sent_by_nginx()["/ws"]
    assert (fields["Upgrade"], fields["Connection"]) == ("$http_upgrade", '"upgrade"')


def ask_as_nginx(port: int, method: str, path: str, *, visitor: str, form: str = "") -> Any:
    """Ask the door as the example proxy asks it for a visitor; return the answer, read."""
    connection = HTTPConnection("127.0.0.1", port, timeout=60)
    own = {
        "Cookie": f"__Host-csrftoken={'b' * 32}",
        "X-CSRFToken": "b" * 32,
        "Origin": "https://line.example.org",
        "Content-Type": "application/x-www-form-urlencoded",
    }
    connection.request(method, path, form or None, own | as_nginx(sent_by_nginx()["/"], visitor))
    answer = connection.getresponse()
    answer.read()
    connection.close()
    return answer


def tells_visitors_apart_and_keeps_them_to_tls(port: int) -> None:
    """See that a system with the example's settings believes the example proxy."""
    page = ask_as_nginx(port, "GET", "/sign-in/", visitor="203.0.113.7")
    assert page.headers["Strict-Transport-Security"] == "max-age=31536000"
    assert "; Secure" in page.headers["Set-Cookie"]
    wrong = "login=nobody&password=wrong+guess"
    tried = ask_as_nginx(port, "POST", "/sign-in/", visitor="198.51.100.9", form=wrong)
    assert tried.status == 422
    assert Entry.objects.filter(act="fail_to_sign_in").count() == 1
    assert Words.objects.filter(text="198.51.100.9").exists()


def test_the_units_commands_make_a_whole_system(committed: str, tmp_path: Path) -> None:
    port, log, example = _free_port(), tmp_path / "log", settings_of_the_example()
    environ = os.environ | {
        "HOTLINE_DATA": str(tmp_path / "data"),
        "HOTLINE_PORT": str(port),
        "HOTLINE_DEMO": "0",
        "HOTLINE_ALLOWED_HOSTS": f"{example['HOTLINE_ALLOWED_HOSTS']},127.0.0.1",
        "HOTLINE_TRUSTED_PROXIES": example["HOTLINE_TRUSTED_PROXIES"],
        "DATABASE_URL": POSTGRES.url(committed, user="hotline_app"),
        "DATABASE_OWNER_URL": POSTGRES.url(committed),
    }
    with ExitStack() as running:
        for name in wanted():
            running.enter_context(part(name, environ, log))
        give_up_at = time.monotonic() + 120
        while not is_up(f"http://127.0.0.1:{port}"):
            assert time.monotonic() < give_up_at, log.read_text()[-3000:]
            time.sleep(0.2)
        tells_visitors_apart_and_keeps_them_to_tls(port)
    assert '"fault"' not in log.read_text()


def test_behind_a_proxy_with_tls_forms_are_taken(town: Town) -> None:
    hosts = ["line.example.org", ".example.net", "localhost", "127.0.0.1"]
    assert tls_origins(hosts) == ["https://line.example.org", "https://*.example.net"]
    with override_settings(ALLOWED_HOSTS=hosts, CSRF_TRUSTED_ORIGINS=tls_origins(hosts)):
        client = Client(enforce_csrf_checks=True)
        client.cookies[settings.CSRF_COOKIE_NAME] = "b" * 32
        client.force_login(town.operator_28)
        for origin, status in (
            ("https://line.example.org", 302),
            ("https://elsewhere.example.com", 403),
        ):
            answer = client.post(
                "/language/",
                {"language": "en"},
                headers={"Host": "line.example.org", "Origin": origin, "X-CSRFToken": "b" * 32},
            )
            assert answer.status_code == status
