"""Making a backup while the installation runs.

Decides the order: the database's snapshot first, the files after it, so that every recording a row names is there;
the list last, and the folder gets its name when everything is on the disk. The keys go elsewhere.
"""

import json
import os
import shutil
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from hotline.site import database
from hotline.site.configuration import Configuration

from . import UnableToBackUp, files, tables
from . import keys as keyring
from .manifest import DUMP, FORM, Content, Manifest, copy, weigh

NOTE = "backup.json"
"""Where an installation remembers its last backup."""


def make(configuration: Configuration, to: Path, *, keys: Path | None) -> Manifest:
    """Make a backup into a new folder; nothing bears the folder's name before it is whole."""
    to = to.absolute()
    _check(configuration, to, keys)
    draft = to.with_name(f"{to.name}.{os.getpid()}.draft")
    try:
        draft.mkdir(parents=True, mode=0o700)
        manifest = _fill(configuration, draft)
        manifest.write(draft)
        os.sync()
        draft.rename(to)
        _settle(to.parent)
    except OSError as fault:
        raise UnableToBackUp(
            f"The backup could not be written: {fault.strerror} ({to.parent})."
        ) from None
    finally:
        shutil.rmtree(draft, ignore_errors=True)
    if keys is not None:
        keyring.write(configuration, keys)
    note = {"made_at": manifest.made_at, "bytes": sum(one.bytes for one in manifest.files.values())}
    _write_note(configuration, note)
    return manifest


def last(configuration: Configuration) -> datetime | None:
    """Return when this installation was last backed up; None when it never was."""
    try:
        told = json.loads((configuration.data / NOTE).read_text())
        return datetime.fromisoformat(told["made_at"])
    except (OSError, ValueError, KeyError):
        return None


def _check(configuration: Configuration, to: Path, keys: Path | None) -> None:
    if to.exists():
        raise UnableToBackUp(f"{to} exists already: a backup is a new folder.")
    if any(
        to.resolve().is_relative_to(one.resolve()) for one in files.roots(configuration).values()
    ):
        raise UnableToBackUp(f"{to} lies within what is to be backed up: choose a place elsewhere.")
    if keys is not None and keys.resolve().is_relative_to(to.resolve()):
        raise UnableToBackUp(
            f"{keys} lies within the backup: whoever finds both can read every caller's name. "
            "Keep the keys elsewhere."
        )


def _fill(configuration: Configuration, draft: Path) -> Manifest:
    url = database.owner_url(configuration)
    with tables.snapshot(url) as (connection, name):
        made_at = datetime.now(UTC).isoformat(timespec="seconds")
        server = tables.server(connection)
        tables.dump(url, draft / DUMP, snapshot=name, server=server)
        counted = tables.weigh(connection)
        migrations, seal = tables.migrations(connection), tables.last_seal(connection)
    contents: dict[str, Content] = {DUMP: weigh(draft / DUMP)}
    for name, path in files.kept(configuration):
        try:
            contents[name] = copy(path, draft / name)
        except FileNotFoundError:
            continue  # thrown away meanwhile, as its time had come
    return Manifest(
        form=FORM,
        version=version("hotline"),
        made_at=made_at,
        server=server,
        files=contents,
        tables=counted,
        migrations=migrations,
        seal=seal,
        keys=keyring.known_by(configuration.callers_keys()),
    )


def _settle(folder: Path) -> None:
    """Have a folder's names on the disk."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _write_note(configuration: Configuration, note: dict[str, object]) -> None:
    path = configuration.data / NOTE
    draft = path.with_name(f"{NOTE}.draft")
    draft.write_text(json.dumps(note))
    draft.replace(path)
