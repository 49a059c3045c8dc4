"""The guard of an embedded PostgreSQL: stops the server when its last user is gone.

It decides nothing else. Users may die by kill -9, so none of them can be trusted to do this.
"""

import contextlib
import signal
import sys
from pathlib import Path

from hotline.localpg.server import LocalPostgres


def watch(folder: Path) -> None:
    """Stop the server once nobody uses it, however its users ended."""
    postgres = LocalPostgres(folder)
    while True:
        with postgres.guarding() as mine:
            if not mine:
                return
            postgres.wait_until_unused()
            postgres.stop_if_unused()
        # Whoever started it again before the post was free has posted no other guard.
        if not postgres.is_used():
            return


if __name__ == "__main__":
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with contextlib.suppress(FileNotFoundError):  # the folder was deleted: nothing left to stop
        watch(Path(sys.argv[1]))
