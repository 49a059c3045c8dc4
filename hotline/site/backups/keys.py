"""The keys' own file: kept apart from the backup, because together the two tell every caller's name.

With the keys goes the list of those who were forgotten: an older backup knows them still.
"""

import hashlib
import json
import os
from collections.abc import Sequence
from pathlib import Path

from hotline.callers import ring
from hotline.privacy import LIST
from hotline.site.configuration import Configuration

from . import UnableToBackUp, UnableToRestore, files

NAMES = {"sessions", "callers", "factors"}


def known_by(callers: ring.Ring) -> list[str]:
    """Return by what each of the callers' keys is known again; of 32 random bytes it tells nothing."""
    return [hashlib.sha256(b"hotline backup " + key).hexdigest() for _number, key in callers.keys]


def opens(callers: bytes, wanted: Sequence[str]) -> bool:
    """Say whether callers' keys open a backup: all of its own are among them, maybe with a newer one."""
    try:
        return set(wanted) <= set(known_by(ring.parse(callers)))
    except ring.RingUnreadable:
        return False


def write(configuration: Configuration, path: Path) -> None:
    """Write the keys and the list into a file of their own, for its owner's eyes; one that holds the same keys anew."""
    told = {name: key.read_bytes() for name, key in files.secrets(configuration).items()}
    listed = _read(files.forgotten(configuration))
    if path.exists():
        try:
            known = read(path)
        except UnableToRestore as fault:
            raise UnableToBackUp(f"{fault} Choose another file.") from None
        if any(known[name] != told[name] for name in NAMES):
            raise UnableToBackUp(f"{path} holds other keys already: choose another file.")
        listed = _joined(known[LIST], listed)
    path.parent.mkdir(parents=True, exist_ok=True)
    text = {name: content.hex() for name, content in (told | {LIST: listed}).items()}
    _put(path, json.dumps(text, indent=1).encode())


def read(path: Path) -> dict[str, bytes]:
    """Read a file of keys; those of the first versions had no list."""
    try:
        told = {name: bytes.fromhex(key) for name, key in json.loads(path.read_text()).items()}
    except (OSError, ValueError, AttributeError, TypeError) as fault:
        raise UnableToRestore(f"{path} is no file of keys: {fault}.") from None
    told.setdefault(LIST, b"")
    if set(told) != NAMES | {LIST}:
        raise UnableToRestore(f"{path} is no file of keys: it names {', '.join(told)}.")
    return told


def lay_down(configuration: Configuration, keys: dict[str, bytes]) -> None:
    """Put the keys and the list where this installation looks for them; other keys that lie there stay, and it is said."""
    for name, path in files.secrets(configuration).items():
        if path.exists():
            if path.read_bytes() != keys[name]:
                raise UnableToRestore(f"{path} holds another key: this place is not empty.")
            continue
        path.parent.mkdir(parents=True, exist_ok=True)
        if path.parent == configuration.data / "keys":
            path.parent.chmod(0o700)
        _put(path, keys[name])
    listed = files.forgotten(configuration)
    _put(listed, _joined(_read(listed), keys[LIST]))


def _joined(*lists: bytes) -> bytes:
    """Put lists of the forgotten together, each line once."""
    lines = dict.fromkeys(line for one in lists for line in one.splitlines() if line)
    return b"".join(line + b"\n" for line in lines)


def _read(path: Path) -> bytes:
    return path.read_bytes() if path.exists() else b""


def _put(path: Path, content: bytes) -> None:
    """Put a file in its place, for its owner's eyes, whole or not at all, and on the disk when this returns."""
    draft = path.with_name(f"{path.name}.{os.getpid()}.draft")
    try:
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
            out.write(content)
            out.flush()
            os.fsync(out.fileno())
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)
    ring.settle(path.parent)
