"""The guard of an embedded PostgreSQL: starts a server that died under its users, stops one that nobody uses any more.

It decides nothing else. Users may die by kill -9, so none of them can be trusted to do this.
"""

import contextlib
import signal
import sys
import threading
import time
from pathlib import Path

from hotline.localpg.places import LocalPostgresFailed
from hotline.localpg.server import LocalPostgres

LOOK_S = 0.5
AFTER_FAILURE_S = 5.0


def watch(folder: Path) -> None:
    """Stop the server once nobody uses it, however its users ended."""
    postgres = LocalPostgres(folder)
    while True:
        with postgres.guarding() as mine:
            if not mine:
                return
            _keep_alive_until_unused(postgres)
            postgres.stop_if_unused()
        # Whoever started it again before the post was free has posted no other guard.
        if not postgres.is_used():
            return


def _keep_alive_until_unused(postgres: LocalPostgres) -> None:
    waiting = threading.Thread(target=postgres.wait_until_unused, daemon=True)
    waiting.start()
    while waiting.is_alive():
        try:
            postgres.start_again_if_dead()
        except LocalPostgresFailed:  # a full disk, say: its own log tells, and it may get better
            time.sleep(AFTER_FAILURE_S)
        waiting.join(LOOK_S)


if __name__ == "__main__":
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with contextlib.suppress(FileNotFoundError):  # the folder was deleted: nothing left to stop
        watch(Path(sys.argv[1]))
