"""The files' half of a backup: which of them are kept, and where each belongs.

Kept is whatever lies in the data folder, the recordings', the voices' or the papers', wherever these are, and cannot be
made again. Keys never are, nor is the list of the forgotten, which lies beside them.
"""

from collections.abc import Iterator
from pathlib import Path

from hotline.privacy import LIST
from hotline.site.configuration import Configuration

DATA, RECORDINGS, VOICES, PAPERS = "data", "recordings", "voices", "papers"
MADE_AGAIN = ("postgres", "run", "static", "asterisk", "backup.json")
"""What is dumped, or made at the next start."""
LOGS = (".log", ".draft")


def kept(configuration: Configuration) -> Iterator[tuple[str, Path]]:
    """Yield every file that a backup holds: its name there, and where it lies."""
    apart = [
        path.resolve() for path in (*secrets(configuration).values(), forgotten(configuration))
    ]
    for root, folder in roots(configuration).items():
        for path in _within(folder, _others(configuration, folder)):
            name = path.relative_to(folder)
            is_made_again = root == DATA and name.parts[0] in (*MADE_AGAIN, "keys")
            if not is_made_again and path.suffix not in LOGS and path.resolve() not in apart:
                yield f"{root}/{name}", path


def place(configuration: Configuration, name: str) -> Path:
    """Return where a file of a backup belongs here."""
    root, _slash, rest = name.partition("/")
    folder = roots(configuration)[root]
    found = (folder / rest).resolve()
    if not rest or not found.is_relative_to(folder.resolve()):
        raise ValueError(f"{name} does not lie where files of a backup may lie")
    return found


def roots(configuration: Configuration) -> dict[str, Path]:
    """Return the folders whose files are kept, by their names in a backup."""
    return {
        DATA: configuration.data,
        RECORDINGS: configuration.recordings,
        VOICES: configuration.voices,
        PAPERS: configuration.papers,
    }


def forgotten(configuration: Configuration) -> Path:
    """Name the list of those who were forgotten: it goes with the keys, never with the backup that still names them."""
    return configuration.callers_key_file.with_name(LIST)


def secrets(configuration: Configuration) -> dict[str, Path]:
    """Return the files of the keys by their names."""
    return {
        "sessions": configuration.secret_key_file,
        "callers": configuration.callers_key_file,
        "factors": configuration.factors_key_file,
    }


def _others(configuration: Configuration, folder: Path) -> list[Path]:
    """Return the folders within one that are kept under a name of their own."""
    outer = folder.resolve()
    every = (one.resolve() for one in roots(configuration).values())
    return [one for one in every if one != outer and one.is_relative_to(outer)]


def _within(folder: Path, others: list[Path]) -> Iterator[Path]:
    for path in sorted(folder.rglob("*")):
        is_others = any(path.resolve().is_relative_to(one) for one in others)
        if path.is_file() and not path.is_symlink() and not is_others:
            yield path
