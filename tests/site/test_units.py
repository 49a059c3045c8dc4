"""The units as systemd itself runs them: with all their walls, under the account and at the places that they name."""

from __future__ import annotations

import re
import shutil

import pytest

from hotline.site import parts
from hotline.site.configuration import Configuration
from tests.site import boxed
from tests.site.boxed import ACCOUNT, HOUSE, PROGRAM, Box

UNITS = {unit.name: unit.read_text() for unit in (HOUSE / "deploy" / "systemd").iterdir()}
INSTALL = (HOUSE / "docs" / "operations" / "install.md").read_text(encoding="utf-8")
EXAMPLE = dict(
    re.findall(r"^([A-Z_]+)=(.*)$", (HOUSE / "deploy" / "environment").read_text(), re.M)
)
# What a whole system brings and our units name; here it is reached at once.
TARGETS = ("sysinit", "basic", "shutdown", "network-online", "multi-user", "timers", "trial")
BEGIN = """
umount -l /sys/fs/cgroup
mount -t cgroup2 none /sys/fs/cgroup
mkdir /run/units && cp $BOX/units/* /run/units
exec env -i container=box PATH=$PATH SYSTEMD_UNIT_PATH=/run/units \\
    /lib/systemd/systemd --unit=trial.target --log-target=null --show-status=no
"""
FILES = {f"units/{name}": text for name, text in UNITS.items()} | {
    f"units/{name}.target": "[Unit]\nDefaultDependencies=no\n" for name in TARGETS
}

pytestmark = [
    pytest.mark.skipif(not shutil.which("systemctl"), reason="no systemd here"),
    pytest.mark.skipif(bool(boxed.why_not()), reason=boxed.why_not() or "-"),
]


def settled(box: Box) -> None:
    """Type what the page on installing says: the folder of the backups as root, then the checks and the tables as the account."""
    box.wait_for(lambda: box.run("systemctl", "is-active", "trial.target").stdout == "active\n")
    folder = re.search(r"^install -d .*$", INSTALL, re.M)
    assert folder
    assert box.run(*folder[0].split()).returncode == 0
    command = f"set -a; . /etc/hotline/environment; {PROGRAM} check-config && {PROGRAM} migrate"
    box.run("install", "-d", "-m", "0700", "-o", "hotline", "-g", "hotline", "/var/lib/hotline")
    done = box.run(
        "setpriv", f"--reuid={ACCOUNT}", f"--regid={ACCOUNT}", "--clear-groups", "sh", "-c", command
    )
    assert done.returncode == 0, done.stderr


def all_up(box: Box) -> bool:
    every = {*parts.names(Configuration.from_env({})), "database"}
    return box.states() == dict.fromkeys(every, "up")


def walls(box: Box, unit: str) -> dict[str, str]:
    """Return what the kernel says of a unit's first process."""
    pid = box.run("systemctl", "show", "--value", "--property=MainPID", unit).stdout.strip()
    said = box.run("cat", f"/proc/{pid}/status").stdout
    return dict(line.split(":\t", 1) for line in said.splitlines() if ":\t" in line)


def is_shut_off(box: Box, unit: str) -> bool:
    told = walls(box, unit)
    return (
        set(told["Uid"].split()) == {str(ACCOUNT)}
        and int(told["CapBnd"], 16) == int(told["CapEff"], 16) == 0
        and (told["NoNewPrivs"], told["Seccomp"]) == ("1", "2")
    )


def started(box: Box, unit: str) -> None:
    done = box.run("systemctl", "start", unit)
    assert done.returncode == 0, done.stderr + box.said
    box.wait_for(lambda: all_up(box))


def ended_well(box: Box, unit: str) -> None:
    assert box.run("systemctl", "stop", unit).returncode == 0
    told = box.run("systemctl", "show", "--value", "--property=Result", unit).stdout.strip()
    assert told == "success"


def backed_up(box: Box) -> list[str]:
    """Start the backup as its timer does; return the folders that are there then."""
    done = box.run("systemctl", "start", "hotline-backup.service")
    assert done.returncode == 0, box.run("systemctl", "status", "hotline-backup.service").stdout
    return box.run("sh", "-c", "ls -d /srv/backup/hotline/*/manifest.json").stdout.split()


def test_one_unit_is_a_whole_line_with_its_own_database() -> None:
    without = {name: text for name, text in EXAMPLE.items() if not name.startswith("DATABASE_")}
    with boxed.box(without, BEGIN, files=FILES) as box:
        settled(box)
        started(box, "hotline.service")
        assert is_shut_off(box, "hotline.service")
        assert len(backed_up(box)) == 1
        ended_well(box, "hotline.service")


def test_each_part_is_a_unit_on_a_postgresql_of_ones_own() -> None:
    sql = re.search(r"```sql\n(.*?)```", INSTALL, re.S)
    assert sql
    files = FILES | {"roles.sql": sql[1].replace("…", "change-me")}
    with boxed.box(EXAMPLE, boxed.POSTGRES + BEGIN, files=files) as box:
        settled(box)
        started(box, "hotline.target")
        for part in parts.names(Configuration.from_env(EXAMPLE)):
            assert is_shut_off(box, f"hotline@{part}.service"), part
        assert len(backed_up(box)) == 1
        for part in parts.names(Configuration.from_env(EXAMPLE)):
            ended_well(box, f"hotline@{part}.service")
