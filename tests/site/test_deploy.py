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
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client, override_settings

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


def test_the_examples_name_real_settings() -> None:
    named = re.findall(r"^([A-Z_]+)=", text("deploy/environment"), re.M)
    named += re.findall(r"^\s+(HOTLINE_[A-Z_]+|DATABASE_URL):", text("compose.yaml"), re.M)
    assert named
    assert set(named) <= NAMES
    example = dict(re.findall(r"^([A-Z_]+)=(.*)$", text("deploy/environment"), re.M))
    assert Configuration.from_env(example).web_workers == 2


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


def test_the_units_commands_make_a_whole_system(committed: str, tmp_path: Path) -> None:
    port, log = _free_port(), tmp_path / "log"
    environ = os.environ | {
        "HOTLINE_DATA": str(tmp_path / "data"),
        "HOTLINE_PORT": str(port),
        "HOTLINE_DEMO": "0",
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
