"""Where the pictures lie: a store of their own beside the papers of cases, see `callers/store.py`."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings

from hotline.callers.store import Store

STORE = Store("scan_file", lambda: Path(settings.CONFIGURATION.papers) / "scans")
