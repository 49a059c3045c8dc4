"""The lifeline: no process of ours outlives its supervisor, even one that was killed.

The supervisor holds a lock on a file of its own, and the kernel lets go of it however the
supervisor ends. Every process started below it, at any depth, waits for that lock in a thread:
whoever gets it knows that the supervisor is gone, and ends at once.
"""

import contextlib
import fcntl
import os
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

VARIABLE = "HOTLINE_LIFELINE"
EXIT_CODE = 70


@contextlib.contextmanager
def held(folder: Path) -> Iterator[dict[str, str]]:
    """Hold a new lifeline; gives the environment that children need to follow it."""
    folder.mkdir(parents=True, exist_ok=True)
    _forget_torn(folder)
    path = folder / f"{os.getpid()}.lifeline"
    with path.open("w") as line:
        fcntl.flock(line, fcntl.LOCK_EX)
        yield {VARIABLE: str(path)}
    path.unlink(missing_ok=True)


def follow(last_act: Callable[[], object] | None = None) -> None:
    """End this process when the supervisor ends; do nothing when there is none."""
    path = os.environ.get(VARIABLE)
    if path:
        threading.Thread(target=_wait, args=(path, last_act), name="lifeline", daemon=True).start()


def _wait(path: str, last_act: Callable[[], object] | None) -> None:
    with contextlib.suppress(FileNotFoundError), Path(path).open() as line:
        fcntl.flock(line, fcntl.LOCK_SH)
    try:
        if last_act is not None:
            last_act()
    finally:
        os._exit(EXIT_CODE)


def _forget_torn(folder: Path) -> None:
    for path in folder.glob("*.lifeline"):
        with contextlib.suppress(OSError), path.open() as line:
            fcntl.flock(line, fcntl.LOCK_EX | fcntl.LOCK_NB)
            path.unlink()
