"""An entry in plain words: who did what to what, and why where a reason was asked for.

No citizen is named: callers and calls go by number. Of what was said freely only the reason for a look, a file or a
deletion is told, because it was given for whoever reads this.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hotline.journal.queries import Told
from hotline.life.steps import LIVES
from hotline.people.models import Person
from hotline.people.roles import from_names, named

from . import subjects
from .acts import ACTS, OF_ANY_LIFE
from .groups import EXPORTED, SEEN

ASKED_WHY = {*SEEN, *EXPORTED, "erase", "deactivate", "reset_factors"}
HOW: dict[str, tuple[str, dict[str, str | Promise]]] = {
    "sign_in": (
        "how",
        {
            "password": gettext_lazy("密码"),
            "link": gettext_lazy("登录链接"),
            "sample": gettext_lazy("试用"),
        },
    ),
    "sign_out": ("why", {"idle": gettext_lazy("太久没有操作")}),
    "look_up": ("how", {"code": gettext_lazy("查询码"), "link": gettext_lazy("查询链接")}),
    "see": ("what", {"whole": gettext_lazy("原件"), "preview": gettext_lazy("预览")}),
}
"""Acts that say how they were done by a word of the code: under which name, and what its words mean."""


@dataclass(frozen=True)
class Line:
    """One entry as the auditor reads it."""

    number: int
    at: datetime
    who: str
    act: str
    about: subjects.Named
    more: str
    detail: str = ""
    tone: str = ""


def lines(entries: Sequence[Told], *, person: Person, reasons: bool = True) -> list[Line]:
    """Return entries as lines, with or without reasons; what they are about is read in one query for each kind."""
    abouts = subjects.named(((t.entry.kind, t.entry.subject) for t in entries), person=person)
    return [_line(t, abouts[t.entry.kind, t.entry.subject], reasons=reasons) for t in entries]


def _line(told: Told, about: subjects.Named, *, reasons: bool) -> Line:
    entry = told.entry
    return Line(
        number=entry.pk,
        at=entry.at,
        who=str(entry.by),
        act=act(entry.kind, entry.act),
        about=about,
        more="?" + urlencode({"about": f"{entry.kind}:{entry.subject}"}),
        detail=_("；").join(part for part in _details(told, reasons=reasons) if part),
        tone="soon" if entry.act in (*SEEN, *EXPORTED) else "",
    )


def act(kind: str, name: str) -> str:
    """Return the word for an act: the house's own, else the step's, else the act as the code calls it."""
    if (kind, name) in ACTS:
        return str(ACTS[kind, name])
    if kind in LIVES and name in OF_ANY_LIFE:
        return str(OF_ANY_LIFE[name])
    step = LIVES[kind].steps.get(name) if kind in LIVES else None
    return str(step.done) if step else name


def _details(told: Told, *, reasons: bool) -> list[str]:
    entry, said = told.entry, told.said
    parts = [_change(entry.kind, entry.was, entry.now)]
    if entry.act == "unmask" and said.get("in_call"):
        parts.append(_("通话中"))
    if entry.act == "change_roles":
        was, now = (named(from_names(said.get(one, []))) for one in ("from", "to"))
        parts.append(_("%(was)s → %(now)s") % {"was": was, "now": now})
    if entry.act in ("set_rule", "withdraw_rule"):
        parts.append(f"{said.get('name', '')} = {said.get('value', '')}")
    if entry.act in HOW:
        name, words = HOW[entry.act]
        parts.append(str(words.get(str(said.get(name, "")), "")))
    if reasons and entry.act in ASKED_WHY and "why" in said:
        parts.append(said["why"] if said["why"] is not None else _("（已删除）"))
    if entry.act == "seal":
        parts.append(_("%(n)s 条") % {"n": said.get("entries", 0)})
    if entry.act == "verify":
        parts.append(
            _("%(n)s 条，%(faults)s 处不符")
            % {"n": said.get("entries", 0), "faults": said.get("faults", 0)}
        )
    return parts


def _change(kind: str, was: str, now: str) -> str:
    if not was or was == now or kind not in LIVES:
        return ""
    return _("%(was)s → %(now)s") % {"was": _status(kind, was), "now": _status(kind, now)}


def _status(kind: str, value: str) -> Any:
    status = LIVES[kind].status
    return status(value).label if value in status.values else value
