"""The time chip, written in Python: a queue shows fifty of them, and the same in a template took half of the page."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _
from markupsafe import Markup, escape

from . import times

STANDING = ("paused", "met")
"""States in which a clock does not run."""


class Ticking:
    """A running clock of which everything but the present moment is written once, for lists of many."""

    __slots__ = ("_due_s", "_length_s", "_start_s", "_ticks")

    def __init__(self, due: datetime, start: datetime | None = None) -> None:
        self._due_s = due.timestamp()
        self._start_s = start.timestamp() if start else self._due_s
        self._length_s = self._due_s - self._start_s
        moments = (("due", due), ("start", start))
        self._ticks = "".join(f' data-{name}="{times.iso(at)}"' for name, at in moments if at)

    def drawn(self, now_s: float, soon_s: float, say: times.Left) -> str:
        """Draw it as it stands at a moment, in words that were looked up once for all."""
        left = self._due_s - now_s
        state = "late" if left < 0 else "soon" if left < soon_s else ""
        said = f' data-state="{state}"' if state else ""
        share = times.share(now_s - self._start_s, self._length_s)
        return (
            f'<due-clock class="clock"{said} data-used="{round(100 * share)}"{self._ticks}>'
            f"{escape(say(left))}</due-clock>"
        )


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
            f'<span class="clock"{said} data-used="{round(100 * share)}">{escape(words)}</span>'
        )
    moments = (("due", due), ("start", start), ("warn", warn))
    ticks = "".join(f' data-{name}="{times.iso(at)}"' for name, at in moments if at)
    shape = f' data-form="{escape(form)}"' if form else ""
    return Markup(  # noqa: S704  (what is not ours is escaped)
        f'<due-clock class="clock"{said} data-used="{round(100 * share)}"{ticks}{shape}>'
        f"{escape(times.left(due, form))}</due-clock>"
    )
