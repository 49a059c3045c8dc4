"""Where the files of papers lie: a store of their own, see `callers/store.py`."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings

from hotline.callers.store import Store

STORE = Store("paper_file", lambda: Path(settings.CONFIGURATION.papers))

put = STORE.put
get = STORE.get
throw_away = STORE.throw_away
needing = STORE.needing
seal_again = STORE.seal_again
older_than = STORE.older_than
