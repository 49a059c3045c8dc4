"""The files' half of a backup: which of them are kept, and where each belongs.

Kept is whatever lies in the data folder or the recordings' and cannot be made again. Keys never are.
"""

from collections.abc import Iterator
from pathlib import Path

from hotline.site.configuration import Configuration

DATA, RECORDINGS = "data", "recordings"
MADE_AGAIN = ("postgres", "run", "static", "asterisk", "backup.json")
"""What is dumped, or made at the next start."""
LOGS = (".log", ".draft")


def kept(configuration: Configuration) -> Iterator[tuple[str, Path]]:
    """Yield every file that a backup holds: its name there, and where it lies."""
    secret = [path.resolve() for path in secrets(configuration).values()]
    recordings = configuration.recordings.resolve()
    for path in _within(configuration.recordings):
        yield f"{RECORDINGS}/{path.relative_to(configuration.recordings)}", path
    for path in _within(configuration.data):
        name = path.relative_to(configuration.data)
        if name.parts[0] in (*MADE_AGAIN, "keys") or path.suffix in LOGS:
            continue
        if path.resolve() in secret or path.resolve().is_relative_to(recordings):
            continue
        yield f"{DATA}/{name}", path


def place(configuration: Configuration, name: str) -> Path:
    """Return where a file of a backup belongs here."""
    root, _slash, rest = name.partition("/")
    folder = {DATA: configuration.data, RECORDINGS: configuration.recordings}[root]
    found = (folder / rest).resolve()
    if not rest or not found.is_relative_to(folder.resolve()):
        raise ValueError(f"{name} does not lie where files of a backup may lie")
    return found


def secrets(configuration: Configuration) -> dict[str, Path]:
    """Return the files of the keys by their names."""
    return {
        "sessions": configuration.secret_key_file,
        "callers": configuration.callers_key_file,
        "factors": configuration.factors_key_file,
    }


def _within(folder: Path) -> Iterator[Path]:
    return (path for path in sorted(folder.rglob("*")) if path.is_file() and not path.is_symlink())
