"""`make bench`: measures everything, prints the table, writes var/bench.json; fails when a promise is not kept."""

from __future__ import annotations

import os
import shutil
import signal
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.benchmarks.figures import Figure

HOUSE = Path(__file__).resolve().parents[2]


def main() -> int:
    """Run the benchmarks whose names begin with an argument, or all."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # what was started is ended on the way
    sys.path.insert(0, str(HOUSE))
    var = Path(os.environ.get("HOTLINE_DATA") or "var").absolute()
    os.environ |= {
        "DJANGO_SETTINGS_MODULE": "hotline.site.settings",
        "HOTLINE_DATA": str(var / "bench"),
        "HOTLINE_DEMO": "1",
    }
    os.environ.pop("DATABASE_URL", None)
    shutil.rmtree(var / "bench" / "postgres", ignore_errors=True)

    import django

    from hotline.site import database
    from hotline.site.configuration import Configuration

    with database.running(Configuration.from_env()):
        django.setup()
        from django.conf import settings

        from hotline.site import migrating

        migrating.migrate(settings.CONFIGURATION)
        from tests.benchmarks import measures

        with measures.bench() as bench:
            kept = tell(measures.measured(bench, tuple(sys.argv[1:])), var / "bench.json")
    return 0 if kept else 1


def tell(figures: Iterable[Figure], file: Path) -> bool:
    """Print each figure when it is known, and keep it: a run that is broken off has told what it found."""
    from tests.benchmarks.figures import table, write

    told: list[Figure] = []
    for figure in figures:
        told.append(figure)
        print(table([figure]).splitlines()[1], flush=True)
        write(told, file)
    print("\n" + table(told))
    return all(figure.held for figure in told)


if __name__ == "__main__":
    raise SystemExit(main())
