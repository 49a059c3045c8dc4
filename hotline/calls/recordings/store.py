"""Where recordings lie once their call is over: a store of their own, see `callers/store.py`.

A file has its name from the call and the side: whoever takes a recording twice writes the same file twice.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

from django.conf import settings

from hotline.callers.store import Store
from hotline.calls.models import Call, Speaker

STORE = Store("voice_file", lambda: Path(settings.CONFIGURATION.voices))


def name_of(call: Call, side: Speaker) -> str:
    """Return the name of the file that one side of a call has in the store."""
    told = f"{call.pk} {call.recording} {side.value}"
    return hashlib.sha256(told.encode()).hexdigest()[:32]
