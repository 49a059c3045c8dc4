"""Saying in one sentence what became of a thing, to somebody who came a moment too late."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils import timezone
from django.utils.translation import gettext as _

from hotline.journal import queries as journal

if TYPE_CHECKING:
    from .models import Living
    from .steps import Life, Step


def why_not(life: Life, step: Step, thing: Living, *, to: Any) -> str:
    """Say why *step* cannot be taken: where the thing stands, who brought it there and when, as *to* may know him."""
    where = life.status(thing.status).label
    last = journal.last(thing)
    if last is None:
        return _("现在是“%(where)s”，不能%(step)s。") % {"where": where, "step": step.label}
    taken = life.steps.get(last.act)
    return _("%(who)s 在 %(when)s 已经“%(done)s”，现在是“%(where)s”，不能再%(step)s。") % {
        "who": last.by.named_to(to),
        "when": timezone.localtime(last.at).strftime("%H:%M"),
        "done": taken.done if taken else where,
        "where": where,
        "step": step.label,
    }
