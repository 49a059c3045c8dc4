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


def follow() -> None:
    """End this process when the supervisor ends; do nothing when there is none."""
    path = os.environ.get(VARIABLE)
    if path:
        threading.Thread(target=_wait, args=(Path(path),), name="lifeline", daemon=True).start()


def before_the_end(act: Callable[[], object]) -> None:
    """Do this, too, when the supervisor ends: for programs that follow no lifeline themselves."""
    _last_acts.append(act)


_last_acts: list[Callable[[], object]] = []


def _wait(path: Path) -> None:
    with contextlib.suppress(FileNotFoundError), path.open() as line:
        fcntl.flock(line, fcntl.LOCK_SH)
    try:
        for act in _last_acts:
            act()
    finally:
        os._exit(EXIT_CODE)


def _forget_torn(folder: Path) -> None:
    for path in folder.glob("*.lifeline"):
        with contextlib.suppress(OSError), path.open() as line:
            fcntl.flock(line, fcntl.LOCK_EX | fcntl.LOCK_NB)
            path.unlink()
