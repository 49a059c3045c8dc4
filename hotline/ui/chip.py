"""The time chip, written in Python: a queue shows fifty of them, and the same in a template took half of the page."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _
from markupsafe import Markup, escape

from . import times

STANDING = ("paused", "met")
"""States in which a clock does not run."""


def time_chip(
    due: datetime | None = None,
    start: datetime | None = None,
    warn: datetime | None = None,
    state: str = "",
    text: str = "",
    used: float | None = None,
    form: str = "",
) -> Markup:
    """Return a clock chip: the words, how much of the time is used, and what it needs to tick by itself."""
    share = times.used(start, due) if used is None else used
    said = f' data-state="{escape(state)}"' if state else ""
    if due is None or text or state in STANDING:
        words = text or {"paused": _("暂停"), "met": _("按时")}.get(state, "")
        words = words or (times.left(due, form) if due else "")
        return Markup(  # noqa: S704  (what is not ours is escaped)
            f'<span class="clock"{said} style="--used:{share}">{escape(words)}</span>'
        )
    moments = (("due", due), ("start", start), ("warn", warn))
    ticks = "".join(f' data-{name}="{times.iso(at)}"' for name, at in moments if at)
    shape = f' data-form="{escape(form)}"' if form else ""
    return Markup(  # noqa: S704  (what is not ours is escaped)
        f'<due-clock class="clock"{said} style="--used:{share}"{ticks}{shape}>'
        f"{escape(times.left(due, form))}</due-clock>"
    )
