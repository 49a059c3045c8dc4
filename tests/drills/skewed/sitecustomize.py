"""Sets the clock of every process that finds this on its path: as far as the file named by DRILL_CLOCK says.

Nobody sets the clock of the machine that tests run on; to the house it looks the same.
"""

from __future__ import annotations

import os
import time
from contextlib import suppress
from pathlib import Path

_true = time.time
_file = Path(os.environ["DRILL_CLOCK"])


def _set() -> float:
    with suppress(OSError, ValueError):
        return _true() + float(_file.read_text())
    return _true()


time.time = _set
