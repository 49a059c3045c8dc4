"""The `hotline` command: everything an installation can be told from a terminal.

Each command only reads its arguments and calls the one place that does the work. Its words are
English: they are for whoever installs, and many are needed before Django, and so gettext, is.
"""

import argparse
import contextlib
import os
import subprocess
import sys
import traceback
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from hotline.site.configuration import Configuration

Command = Callable[[argparse.Namespace], int | None]


class Unable(Exception):
    """The command could not be carried out; its text is for the terminal."""


def main(arguments: list[str] | None = None) -> int:
    """Carry out one command; return the exit code."""
    asked = _parser().parse_args(arguments)
    command: Command = asked.command
    from hotline.site import lifeline

    lifeline.follow()
    try:
        return command(asked) or 0
    except KeyboardInterrupt:
        return 130
    except Exception as fault:
        if os.environ.get("HOTLINE_DEBUG") == "1" or command is part:
            traceback.print_exc()
        text = " ".join(str(fault).split()) or type(fault).__name__
        print(f"hotline: {text}", file=sys.stderr)
        return 1


def serve(_asked: argparse.Namespace) -> None:
    """Run the whole system until Ctrl-C or SIGTERM; the database must be migrated."""
    from hotline.site import system

    system.run(_configuration(), prepare=["migrate", "--check"])


def demo(asked: argparse.Namespace) -> None:
    """Run the sample town: make the database, load the town, start everything."""
    from hotline.site import system

    os.environ["HOTLINE_DEMO"] = "1"
    if asked.port:
        os.environ["HOTLINE_PORT"] = asked.port
    if asked.data:
        os.environ["HOTLINE_DATA"] = asked.data
    if asked.asterisk:
        system.choose_asterisk()
    system.run(_configuration(), asterisk=asked.asterisk, prepare=["town"])


def town(_asked: argparse.Namespace) -> None:
    """Migrate, load the sample town once, and say who can sign in."""
    with _django():
        from django.conf import settings

        from hotline.demo.town import load, who_can_sign_in
        from hotline.site import migrating

        migrating.migrate(settings.CONFIGURATION)
        load()
        for line in who_can_sign_in():
            print(line)


def migrate(asked: argparse.Namespace) -> None:
    """Bring the database up to date; with --check, only say whether it is."""
    with _django():
        from django.conf import settings

        from hotline.site import migrating

        if not asked.check:
            migrating.migrate(settings.CONFIGURATION, verbosity=1)
        elif _has_pending_migrations():
            raise Unable("The database is not up to date: run `hotline migrate`.")


def part(asked: argparse.Namespace) -> None:
    """Run one part of the system, for those with a supervisor of their own."""
    from hotline.site import parts

    parts.run(asked.name, _configuration())


def check_config(_asked: argparse.Namespace) -> int:
    """Say what is wrong with the settings, or that nothing is."""
    from hotline.site.configuration import Misconfigured
    from hotline.site.reach import missing

    try:
        configuration = _configuration()
        faults, lacks = configuration.faults(), missing(configuration)
    except Misconfigured as fault:
        faults, lacks = fault.faults, []
    print("\n".join(faults) or "The settings can be used.")
    for line in lacks:
        print(f"Telephones in browsers: {line}")
    return 1 if faults else 0


def settings_list(_asked: argparse.Namespace) -> None:
    """Print every setting as docs/settings.md has them."""
    from hotline.site.configuration import markdown

    print(markdown(), end="")


def asterisk_config(asked: argparse.Namespace) -> None:
    """Write the configuration for an Asterisk of one's own into a folder."""
    from urllib.parse import urlsplit

    from hotline.telephony.ari import configuration as asterisk
    from hotline.telephony.ari import etc
    from hotline.telephony.ari.server import Installation

    ours, installation = _configuration(), Installation(None)
    written = asterisk.Configuration(
        folder=asked.folder.absolute(),
        modules=installation.modules,
        data=installation.data,
        ari_user=ours.ari_user,
        ari_password=ours.ari_password(),
        ari_port=urlsplit(ours.ari_url).port or 8088,
        sip_address=ours.phones_address,
        media_address=ours.phones_address,
        trunk=asterisk.trunk(asked.trunk, asked.trunk_from) if asked.trunk else None,
    )
    etc.write(written)
    print(f"Start Asterisk with: asterisk -C {written.main_file}")


def journal_verify(asked: argparse.Namespace) -> int:
    """Check that no entry of the journal, and no seal, was changed, added or taken away."""
    with _django():
        from hotline.journal import seals, verify
        from hotline.people.queries import the_clock

        progress, faults = verify.Progress(_show), 0
        for fault in verify.faults(progress.told):
            faults += 1
            print(fault, flush=True)
        progress.end()
        verify.keep(progress.read, faults, by=the_clock())
        print("" if faults else f"The journal is whole: {progress.read:,} entries.")
        for line in seals.told():
            print(line)
        lost = bool(asked.against) and not _has_seal("".join(asked.against))
        return 1 if faults or lost else 0


def _has_seal(hash_: str) -> bool:
    from hotline.journal import seals

    found = seals.find(hash_)
    if found is None:
        print("No seal has that hash: the journal is not the one that was sealed then.")
        return False
    print(
        f"Seal {found.pk} of {found.at:%Y-%m-%d %H:%M} UTC has that hash: what it covers is as it was."
    )
    return True


def _show(share: float, read: int) -> None:
    """Say on a terminal how far a long work has come."""
    if sys.stderr.isatty():
        print(
            f"\r{share:4.0%}  {read:,} entries",
            end="" if share < 1 else "\n",
            file=sys.stderr,
            flush=True,
        )


def journal_seal(_asked: argparse.Namespace) -> None:
    """Seal the journal now, beside the hourly seal, and print the seal's hash."""
    with _django():
        from hotline.journal import seals
        from hotline.people.queries import the_clock

        if seals.seal(by=the_clock()) is None:
            raise Unable("Somebody else is sealing the journal at this moment.")
        for line in seals.told():
            print(line)


def keys_status(asked: argparse.Namespace) -> None:
    """Say which keys there are, and how many rows still need an old one."""
    with _django():
        _tell_keys(asked.of)


def keys_rotate(asked: argparse.Namespace) -> None:
    """Bring a new key while the system runs, and seal anew with it; goes on where it was killed."""
    with _django():
        from hotline.site import keyrings

        keyrings.rotate(asked.of, lambda left: print(f"{left} rows to go", flush=True))
        _tell_keys(asked.of)
        if asked.of == "sessions":
            print("The new key signs in parts that are started from now on: restart them.")
        print(
            "Keep a copy of the key file (`hotline backup … --keys …`),"
            f" then: hotline keys retire {asked.of}"
        )


def _tell_keys(of: str) -> None:
    """Say where the keys stand, counted anew in every table and file."""
    from hotline.site import keyrings

    state = keyrings.state(of)
    print(f"Keys: {', '.join(map(str, state.numbers))}; the last one is used.")
    print(f"Rows and files that need an older key: {state.needed}.")
    if state.settled_at:
        print(f"The old key can be retired after {state.settled_at:%Y-%m-%d %H:%M} UTC.")


def keys_retire(asked: argparse.Namespace) -> None:
    """Throw the old key away, once nothing needs it any more."""
    with _django():
        from hotline.site import keyrings

        keyrings.retire(asked.of, at_once=asked.now)
        print("The old key is gone. Backups from before the change need a copy of it.")
        if asked.of == "sessions":
            print("Parts that are running still take what it signed: restart them.")


def erasures_replay(_asked: argparse.Namespace) -> None:
    """Forget again, after a backup was restored, whoever was forgotten since it was made."""
    with _django():
        from hotline.privacy import actions

        print(f"Forgotten again: {actions.replay()}.")


def backup(asked: argparse.Namespace) -> None:
    """Copy the running installation into a new folder; its keys go into a file apart."""
    from hotline.site import database
    from hotline.site.backups import making

    configuration, to = _configuration(), asked.folder
    if asked.dated:
        to /= f"{datetime.now(UTC):%Y%m%d-%H%M%S}"
    with database.running(configuration):
        made = making.make(configuration, to, keys=asked.keys)
    size = sum(one.bytes for one in made.files.values()) / 1e6
    print(f"{to}: {len(made.tables)} tables, {len(made.files) - 1} files, {size:.1f} MB.")
    if asked.keys is None:
        print(
            "The keys are not in it: without them nobody can read callers' names. Keep a copy (--keys)."
        )


def restore(asked: argparse.Namespace) -> None:
    """Put a backup into an empty place, compare every row and file with it, and forget again who was forgotten."""
    from hotline.site.backups import restoring

    for line in restoring.restore(_configuration(), asked.folder, keys=asked.keys):
        print(line)
    print("Restored: it can be started.")


def bench(asked: argparse.Namespace) -> int:
    """Run the benchmarks of a source checkout."""
    script = Path(__file__).parents[2] / "tests" / "benchmarks" / "run.py"
    if not script.exists():
        raise Unable("The benchmarks are part of the source checkout, which this is not.")
    return subprocess.run([sys.executable, str(script), *asked.arguments]).returncode


def _configuration() -> "Configuration":
    from hotline.site.configuration import Configuration

    return Configuration.from_env()


@contextlib.contextmanager
def _django() -> Iterator[None]:
    """Have the database, and Django set up on it."""
    import django

    from hotline.site import database

    with database.running(_configuration()):
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hotline.site.settings")
        django.setup()
        yield


def _has_pending_migrations() -> bool:
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="hotline", description="A city's social service line.")
    commands = parser.add_subparsers(required=True, metavar="command")

    def add(name: str, command: Command, within: Any = commands) -> argparse.ArgumentParser:
        said = (command.__doc__ or "").strip()
        made: argparse.ArgumentParser = within.add_parser(name, help=said, description=said)
        made.set_defaults(command=command)
        return made

    add("serve", serve)
    trial = add("demo", demo)
    trial.add_argument("--port", help="port of the one address (HOTLINE_PORT)")
    trial.add_argument("--data", help="folder of everything that is kept (HOTLINE_DATA)")
    trial.add_argument("--asterisk", action="store_true", help="on a real Asterisk")
    add("town", town)
    add("migrate", migrate).add_argument("--check", action="store_true", help="change nothing")
    add("part", part).add_argument("name", help="door, web-1, live, worker, switchboard, asterisk")
    add("check-config", check_config)
    add("settings", settings_list)
    _switching(add("asterisk-config", asterisk_config))
    journal = commands.add_parser("journal", help="The append-only log of all acts.")
    log = journal.add_subparsers(required=True, metavar="command")
    add("verify", journal_verify, log).add_argument(
        "--against", nargs="+", metavar="HASH", help="a seal's hash that was kept elsewhere"
    )
    add("seal", journal_seal, log)
    keys = commands.add_parser(
        "keys", help="The keys that seal callers' data and second factors, and sign sessions."
    )
    of_keys = keys.add_subparsers(required=True, metavar="command")
    of: dict[str, Any] = {
        "nargs": "?",
        "default": "callers",
        "choices": ("callers", "factors", "sessions"),
    }
    add("status", keys_status, of_keys).add_argument("of", **of)
    add("rotate", keys_rotate, of_keys).add_argument("of", **of)
    retiring = add("retire", keys_retire, of_keys)
    retiring.add_argument("of", **of)
    retiring.add_argument("--now", action="store_true", help="a stolen key of staff: do not wait")
    erasures = commands.add_parser("erasures", help="Those who were forgotten.")
    add("replay", erasures_replay, erasures.add_subparsers(required=True, metavar="command"))
    _copying(add("backup", backup), add("restore", restore))
    add("bench", bench).add_argument("arguments", nargs=argparse.REMAINDER)
    return parser


def _switching(config: argparse.ArgumentParser) -> None:
    """Say what writing an Asterisk's files is told."""
    config.add_argument("folder", type=Path)
    config.add_argument("--trunk", metavar="HOST:PORT", help="where the carrier takes our calls")
    config.add_argument(
        "--trunk-from",
        nargs="+",
        metavar="NETWORK",
        help="where its calls come from: 203.0.113.0/28",
    )


def _copying(backing: argparse.ArgumentParser, restoring: argparse.ArgumentParser) -> None:
    """Say what a backup and a restore are told."""
    for one in (backing, restoring):
        one.add_argument("folder", type=Path, help="folder of the backup")
        one.add_argument("--keys", type=Path, help="file of the keys, kept elsewhere")
    dated = "make it within this folder, named by the time (UTC)"
    backing.add_argument("--dated", action="store_true", help=dated)


if __name__ == "__main__":
    sys.exit(main())
