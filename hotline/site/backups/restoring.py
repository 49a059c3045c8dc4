"""Putting a backup into an empty place.

Decides what must hold before anything is written (sums, emptiness, a version that knows the tables, the right keys),
and what is compared afterwards: every row of every table, every file, the journal's chains. Then the tables are brought
up to date, and whoever was forgotten since is forgotten again: nobody may meet him in between.
"""

import os
from pathlib import Path

import psycopg

from hotline.site import database
from hotline.site.configuration import Configuration

from . import UnableToRestore, files, tables
from . import keys as keyring
from .manifest import DUMP, Manifest, copy


def restore(configuration: Configuration, folder: Path, *, keys: Path | None) -> list[str]:
    """Put a backup into this empty place; return in sentences what was done and compared."""
    manifest = open_backup(folder)
    check_empty(configuration)
    with database.running(configuration):
        check_no_tables(configuration)
        said = [lay_down_keys(configuration, manifest, keys)]
        _know_the_house()
        check_known(manifest)
        said += fill(configuration, folder, manifest)
        _bring_up_to_date(configuration)
        said.append(_verify_journal())
        said.append(_forget_again(configuration, manifest))
    return said


def open_backup(folder: Path) -> Manifest:
    """Read a backup and check every sum in it."""
    try:
        manifest = Manifest.read(folder)
    except (OSError, ValueError, KeyError, TypeError) as fault:
        raise UnableToRestore(f"{folder} is no backup: {fault}.") from None
    faults = list(manifest.faults(folder))
    if faults:
        raise UnableToRestore(f"{folder} cannot be trusted: {'; '.join(faults[:5])}.")
    return manifest


def check_empty(configuration: Configuration) -> None:
    """Refuse a place in which something lies already."""
    lying = [path for _name, path in files.kept(configuration)]
    if lying:
        raise UnableToRestore(
            f"{lying[0]} is there already: a backup is restored into an empty place only. "
            "Name a new folder by HOTLINE_DATA."
        )


def check_no_tables(configuration: Configuration) -> None:
    """Refuse a database in which tables are."""
    with psycopg.connect(database.owner_url(configuration)) as connection:
        found = tables.names(connection)
    if found:
        raise UnableToRestore(
            f"The database has {len(found)} tables already ({found[0]}, …): "
            "a backup is restored into an empty one only."
        )


def lay_down_keys(configuration: Configuration, manifest: Manifest, keys: Path | None) -> str:
    """Put the keys back, the right ones only; say what is missing without them."""
    if keys is None:
        return (
            "Without --keys: callers' names and numbers stay sealed, and everybody signs in anew."
        )
    told = keyring.read(keys)
    if not keyring.opens(told["callers"], manifest.keys):
        raise UnableToRestore(f"{keys} holds the keys of another installation.")
    keyring.lay_down(configuration, told)
    return "The keys are in their place."


def check_known(manifest: Manifest) -> None:
    """Refuse a backup of a newer version, whose tables this one does not know."""
    from django.db.migrations.loader import MigrationLoader

    known = {f"{app}.{name}" for app, name in MigrationLoader(None).disk_migrations}
    strange = [name for name in manifest.migrations if name not in known]
    if strange:
        raise UnableToRestore(
            f"The backup is of a newer version ({manifest.version}): {strange[0]} is not known here."
        )


def fill(configuration: Configuration, folder: Path, manifest: Manifest) -> list[str]:
    """Load the database and copy the files; return in sentences what was compared."""
    url = database.owner_url(configuration)
    user = database.runtime_user(configuration)
    with psycopg.connect(url) as owner:
        database.prepare(owner, login=configuration.embedded, user=user)
        server = tables.server(owner)
    tables.load(url, folder / DUMP, server=server)
    with psycopg.connect(url) as owner:
        database.grant(owner, append_only=database.APPEND_ONLY)
    return [_compare_tables(url, manifest), _copy_files(configuration, folder, manifest)]


def _compare_tables(url: str, manifest: Manifest) -> str:
    with psycopg.connect(url) as owner:
        found, seal = tables.weigh(owner), tables.last_seal(owner)
        owner.execute("ANALYZE")
    unlike = [name for name in {*found, *manifest.tables} if found.get(name) != manifest.tables.get(name)]  # fmt: skip
    if unlike:
        raise UnableToRestore(f"These tables are not as they were: {', '.join(sorted(unlike))}.")
    if seal != manifest.seal:
        raise UnableToRestore("The journal's last seal is not as it was.")
    rows = sum(table.rows for table in found.values())
    return f"{len(found)} tables with {rows} rows are as they were at {manifest.made_at}."


def _copy_files(configuration: Configuration, folder: Path, manifest: Manifest) -> str:
    names = [name for name in manifest.files if name != DUMP]
    for name in names:
        place = files.place(configuration, name)
        if copy(folder / name, place) != manifest.files[name]:
            raise UnableToRestore(f"{name} changed while it was copied.")
    return f"{len(names)} files are as they were."


def _know_the_house() -> None:
    """Set Django up: only now, because its settings would make keys where none are."""
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hotline.site.settings")
    django.setup()


def _bring_up_to_date(configuration: Configuration) -> None:
    from hotline.site import migrating

    migrating.migrate(configuration)


def _verify_journal() -> str:
    from django.db import connection

    from hotline.journal import verify

    faults = verify.run()
    connection.close()
    if faults:
        raise UnableToRestore(f"The journal does not hold: {' '.join(faults[:5])}")
    return "The journal is whole."


def _forget_again(configuration: Configuration, manifest: Manifest) -> str:
    """Forget whom the list names and the backup knows; without the keys nobody can, and it is said."""
    from django.db import connection

    from hotline.privacy import actions as privacy

    if not keyring.opens(configuration.callers_key_file.read_bytes(), manifest.keys):
        return (
            "Once the keys are in their place: `hotline erasures replay`, before anybody signs in."
        )
    forgotten = privacy.replay()
    connection.close()
    return f"Forgotten again, as they were forgotten since: {forgotten}."
