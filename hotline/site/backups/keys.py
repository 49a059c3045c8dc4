"""The keys' own file: kept apart from the backup, because together the two tell every caller's name."""

import hashlib
import json
import os
from collections.abc import Sequence
from pathlib import Path

from hotline.callers import ring
from hotline.site.configuration import Configuration

from . import UnableToBackUp, UnableToRestore, files


def known_by(callers: ring.Ring) -> list[str]:
    """Return by what each of the callers' keys is known again; of 32 random bytes it tells nothing."""
    return [hashlib.sha256(b"hotline backup " + key).hexdigest() for _number, key in callers.keys]


def opens(told: dict[str, bytes], wanted: Sequence[str]) -> bool:
    """Say whether these keys open a backup: all of its own are among them, maybe with a newer one."""
    try:
        return set(wanted) <= set(known_by(ring.parse(told["callers"])))
    except ring.RingUnreadable:
        return False


def write(configuration: Configuration, path: Path) -> None:
    """Write the keys into a file of their own, for its owner's eyes; the same once more is no fault."""
    told = {name: key.read_bytes().hex() for name, key in files.secrets(configuration).items()}
    text = json.dumps(told, indent=1)
    if path.exists():
        if path.read_text() != text:
            raise UnableToBackUp(f"{path} holds other keys already: choose another file.")
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as out:
        out.write(text)
        out.flush()
        os.fsync(out.fileno())


def read(path: Path) -> dict[str, bytes]:
    """Read a file of keys."""
    try:
        told = {name: bytes.fromhex(key) for name, key in json.loads(path.read_text()).items()}
    except (OSError, ValueError, AttributeError, TypeError) as fault:
        raise UnableToRestore(f"{path} is no file of keys: {fault}.") from None
    if set(told) != {"sessions", "callers", "factors"}:
        raise UnableToRestore(f"{path} is no file of keys: it names {', '.join(told) or 'none'}.")
    return told


def lay_down(configuration: Configuration, keys: dict[str, bytes]) -> None:
    """Put the keys where this installation looks for them; others that lie there stay, and it is said."""
    for name, path in files.secrets(configuration).items():
        if path.exists():
            if path.read_bytes() != keys[name]:
                raise UnableToRestore(f"{path} holds another key: this place is not empty.")
            continue
        path.parent.mkdir(parents=True, exist_ok=True)
        if path.parent == configuration.data / "keys":
            path.parent.chmod(0o700)
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
            out.write(keys[name])
