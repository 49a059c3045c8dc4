"""The units as systemd itself runs them: with all their walls, under the account and at the places that they name."""

from __future__ import annotations

import json
import shutil
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from hotline.site import parts
from hotline.site.configuration import Configuration
from tests.running import _free_port
from tests.site import boxed
from tests.site.boxed import ACCOUNT, HOUSE, PROGRAM, Box

PATIENCE_S = 240.0
UNITS = HOUSE / "deploy" / "systemd"
# What a whole system brings and our units name; here it is reached at once.
TARGETS = ("sysinit", "basic", "shutdown", "network-online", "multi-user", "timers", "umount", "trial")
BEGIN = f"""
umount -l /sys/fs/cgroup
mount -t cgroup2 none /sys/fs/cgroup
mkdir -p /run/units; cp $BOX/units/* /run/units
install -d -m 0700 -o hotline -g hotline /srv/backup/hotline
exec env -i container=box PATH=$PATH SYSTEMD_UNIT_PATH=/run/units \\
    $BOX/systemd --unit=trial.target --log-target=null --show-status=no
"""
# A PostgreSQL of one's own: any that the parts do not start themselves.
DATABASE = f"""[Service]
User=hotline
StateDirectory=database
Environment=PYTHONHOME=/opt/hotline/python PYTHONPATH=/opt/hotline/house:/opt/hotline/packages
ExecStart=/opt/hotline/python/bin/python3 /run/units/database.py
"""
SERVE = """
import time
from hotline.localpg import LocalPostgres
from hotline.site.database import _make_database

server = LocalPostgres("/var/lib/database/server")
_make_database(server.start())
time.sleep(100_000)
"""

pytestmark = [
    pytest.mark.skipif(not shutil.which("systemctl"), reason="no systemd here"),
    pytest.mark.skipif(bool(boxed.why_not()), reason=boxed.why_not() or "-"),
]


@pytest.fixture
def port() -> int:
    return _free_port()
