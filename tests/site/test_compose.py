"""The services of `compose.yaml` as their containers run them: each its own command and environment, on a root that nobody can write."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass

import pytest

from hotline.site import parts
from hotline.site.configuration import Configuration
from tests.site import boxed
from tests.site.boxed import HOUSE, PROGRAM

COMPOSE = (HOUSE / "compose.yaml").read_text(encoding="utf-8")
IMAGE = (HOUSE / "deploy" / "Dockerfile").read_text(encoding="utf-8")
GIVEN = {"HOTLINE_DATABASE_PASSWORD": "p-of-the-trial"}
WALLS = """
for volume in VOLUMES; do mount --bind $volume $volume; done
for folder in / /etc /opt /srv /mnt /run /var/lib; do mount -o remount,bind,ro $folder; done
mount -t tmpfs none /tmp
exec setpriv --reuid=900 --regid=900 --clear-groups --no-new-privs --bounding-set=-all --inh-caps=-all -- "$@"
"""
# The volumes; everything else is as in the image, and cannot be written.
BEGIN = """
groupadd --gid 900 image; useradd --uid 900 --gid 900 --home-dir /var/lib/hotline image
install -d -o 900 -g 900 /var/lib/hotline /srv/backup
exec sleep 100000
"""
ROLES = f"""CREATE ROLE hotline LOGIN SUPERUSER PASSWORD '{GIVEN["HOTLINE_DATABASE_PASSWORD"]}';
CREATE DATABASE hotline OWNER hotline;
"""

pytestmark = pytest.mark.skipif(bool(boxed.why_not()), reason=boxed.why_not() or "-")


@dataclass(frozen=True)
class Service:
    """What the file says of one of our own services."""

    name: str
    command: list[str]
    environment: dict[str, str]
    volumes: list[str]


def filled(text: str) -> str:
    """Put values in as compose does: `${NAME:-else}` and `${NAME:?sentence}`."""
    return re.sub(r"\$\{(\w+):[-?]([^}]*)\}", lambda found: GIVEN.get(found[1], found[2]), text)


def mapping(text: str) -> dict[str, str]:
    """Read `NAME: value` pairs, in lines or between commas."""
    pairs = re.findall(r"([A-Z_]{4,}): (\"[^\"]*\"|[^\s,}]+)", filled(text))
    return {name: value.strip('"') for name, value in pairs}


def services() -> dict[str, Service]:
    """Read our own services: what they share, and what each says itself."""
    shared = re.search(r"^x-hotline:.*?(?=^services:)", COMPOSE, re.M | re.S)
    assert shared
    common = mapping(re.split(r"environment: &environment", shared[0])[1].split("volumes:")[0])
    blocks = re.findall(
        r"^  ([\w-]+):(.*?)(?=^  [\w#-]|^\w|\Z)", COMPOSE.split("\nservices:\n")[1], re.M | re.S
    )
    found = {}
    for name, text in blocks:
        if "<<: *hotline" in text:
            command = re.search(r"command: (\[.*?\])", text)
            volumes = re.search(r"volumes: (\[.*?\])", text) or re.search(
                r"volumes: (\[.*?\])", shared[0]
            )
            assert command
            assert volumes
            own = re.search(r"environment:\n +<<: \*environment\n((?:      .*\n)+)", text)
            environment = common | (mapping(own[1]) if own else {})
            found[name] = Service(
                name, json.loads(command[1]), environment, json.loads(filled(volumes[1]))
            )
    return found


SERVICES = services()


def contained(service: Service, *command: str) -> list[str]:
    """Return how its container runs a command: nothing of ours around it, no capability, one volume that can be written."""
    image = dict(re.findall(r"(\w+)=(\S+)", IMAGE.split("\nENV ")[1].split("\n")[0]))
    environment = {"PATH": "/usr/local/bin:/usr/bin:/bin"} | image | service.environment
    volumes = [volume.rpartition(":")[2] for volume in service.volumes]
    return [
        *("unshare", "--mount", "sh", "-ec", WALLS.replace("VOLUMES", " ".join(map(here, volumes))), "-"),
        *("env", "-i", *(f"{name}={text}" for name, text in environment.items())),
        *map(here, command),
    ]  # fmt: skip


def here(path: str) -> str:
    """Put the image's folder of backups where it is on this machine."""
    return path.replace("/backup", "/srv/backup") if path.startswith("/backup") else path


def test_the_file_names_every_part_once_and_what_comes_before_and_beside() -> None:
    every = {*parts.names(Configuration.from_env({})), "migrate", "backup"}
    assert set(SERVICES) == every
    for part in parts.names(Configuration.from_env({})):
        assert SERVICES[part].command == ["part", part]
        assert Configuration.from_env(SERVICES[part].environment).data.is_absolute()
    assert SERVICES["door"].environment["HOTLINE_HOST"] == "0.0.0.0"
    assert SERVICES["door"].environment["HOTLINE_TRUSTED_PROXIES"] == "172.16.0.0/12"
    assert "read_only: true" in COMPOSE
    assert 'cap_drop: ["ALL"]' in COMPOSE


def test_the_services_make_a_whole_line_and_its_backup() -> None:
    every = parts.names(Configuration.from_env({}))
    with boxed.box({}, boxed.POSTGRES + BEGIN, files={"roles.sql": ROLES}) as box:
        box.wait_for(lambda: box.run("test", "-d", "/srv/backup").returncode == 0)
        done = box.run(*ordered("migrate"))
        assert done.returncode == 0, done.stderr
        for name in every:
            box.begin(*ordered(name))
        box.wait_for(lambda: box.states() == dict.fromkeys([*every, "database"], "up"))
        done = box.run(*ordered("backup"))
        assert done.returncode == 0, done.stderr
        assert len(box.run("sh", "-c", "ls /srv/backup/*/manifest.json").stdout.split()) == 1


def ordered(name: str) -> list[str]:
    return contained(SERVICES[name], str(PROGRAM), *SERVICES[name].command)


def test_a_container_can_write_its_volume_and_nothing_else() -> None:
    with boxed.box({}, BEGIN) as box:
        box.wait_for(lambda: box.run("test", "-d", "/srv/backup").returncode == 0)
        could = [
            (name, folder)
            for name in ("worker", "backup")
            for folder in (
                "/var/lib/hotline",
                "/tmp",
                "/backup",
                "/etc",
                "/opt/hotline",
                "/usr",
                "/run",
            )
            if box.run(*contained(SERVICES[name], "touch", f"{folder}/x")).returncode == 0
        ]
        part = [("worker", "/var/lib/hotline"), ("worker", "/tmp")]
        assert could == [
            *part,
            *(("backup", folder) for _name, folder in part),
            ("backup", "/backup"),
        ]
        said = box.run(*contained(SERVICES["door"], "cat", "/proc/self/status")).stdout
        assert {"CapBnd:\t0000000000000000", "CapEff:\t0000000000000000", "NoNewPrivs:\t1"} <= set(
            said.splitlines()
        )
