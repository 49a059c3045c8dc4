"""Drills: an installation of its own, broken on purpose while people work with it.

`make drill` runs them whole; `make check` a tenth of each.
"""

import os
import random

IS_WHOLE = os.environ.get("HOTLINE_DRILL") == "whole"
SEED = int(os.environ.get("HOTLINE_DRILL_SEED") or random.SystemRandom().randrange(10**6))
"""What a run is repeated by, as far as the machine lets it."""
