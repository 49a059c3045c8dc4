"""What happened to an assignment as its unit may know it, from the journal alone.

Of the line's own people it is told that it was the line, never who; of the case only what its citizen added. What a decided
plea does to the clock is told by the plea.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hotline.assignments.life import Level
from hotline.assignments.models import Assignment, Plea
from hotline.departments.models import Unit
from hotline.journal import queries as journal
from hotline.journal.models import Entry
from hotline.journal.queries import Told
from hotline.life.asks import Ask, Pick, Tick, Which
from hotline.life.asks import Moment as When
from hotline.life.steps import LIVES
from hotline.people.models import Person
from hotline.people.roles import STAFF, Role

BEGAN: dict[str, str | Promise] = {"assignment.send": gettext_lazy("交办")}
"""What is said of acts that are no steps."""
SILENT = {"extend", "stand", "go_on", "bind", "ask"}
"""Acts that another one tells."""
CITIZENS = ("add_word",)
"""What of the case itself the unit reads."""
SHORT = {"reply": ("is_true", "solved", "answer")}
"""Of a long form only this is told; the page shows the rest."""
WRONG = {
    "send_back", "overrun", "tell_leader", "redo", "do_again", "go_up", "give_back", "move", "withdraw", "let_go", "refuse",
    "rule_finally",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Moment:
    """One point of the line."""

    title: str
    at: datetime
    by: str
    text: str
    state: str


def of(assignment: Assignment, pleas: Sequence[Plea]) -> list[Moment]:
    """Return what happened, the latest first; what the citizen added after the unit had it no more is not its business."""
    words = Q(kind="case", subject=assignment.case_id, act__in=CITIZENS)
    if assignment.ended_at is not None:
        words &= Q(at__lte=assignment.ended_at)
    rows = Entry.objects.filter(
        Q(kind=Assignment.KIND, subject=assignment.pk)
        | Q(kind=Plea.KIND, subject__in=[plea.pk for plea in pleas])
        | words
    )
    told = [one for one in journal.tell(rows) if one.entry.act not in SILENT]
    names = _units(told)
    return [_moment(one, names) for one in told][::-1]


def _moment(one: Told, names: dict[str, str]) -> Moment:
    entry = one.entry
    step = LIVES[entry.kind].steps.get(entry.act)
    title = BEGAN.get(f"{entry.kind}.{entry.act}") or (step.done if step else entry.act)
    shown = SHORT.get(entry.act)
    asks = [ask for ask in (step.asks if step else ()) if shown is None or ask.name in shown]
    said = [_worded(ask, one.said[ask.name], names) for ask in asks if one.said.get(ask.name)]
    return Moment(
        title=str(title),
        at=entry.at,
        by=whom(entry.by),
        text=_("；").join([*said, *_also(one)]),
        state="wrong" if entry.act in WRONG else "",
    )


def whom(person: Person | None) -> str:
    """Name whoever did something as a unit may know him."""
    if person is None or person.role & Role.CLOCK:
        return _("系统")
    if person.role & Role.CITIZEN:
        return _("市民")
    return _("热线") if person.role & STAFF else str(person)


def _worded(ask: Ask, value: Any, names: dict[str, str]) -> str:
    if isinstance(ask, Tick):
        return str(ask.label)
    if isinstance(ask, Pick) and value in ask.of.values:
        value = ask.of(value).label
    elif isinstance(ask, Which):
        value = names.get(str(value), value)
    elif isinstance(ask, When) and isinstance(value, str):
        value = value[:16].replace("T", " ")
    return _("%(what)s：%(said)s") % {"what": ask.label, "said": value}


def _also(one: Told) -> list[str]:
    """Return what an entry says beside what its step asked for."""
    said = one.said
    found = [str(said["task"])] if one.entry.act == "send" and said.get("task") else []
    if one.entry.act == "go_up" and str(said.get("to_level", "")) in Level.values:
        found.append(str(Level(str(said["to_level"])).label))
    return found


def _units(told: list[Told]) -> dict[str, str]:
    """Return what the units that the entries point to are called; one query where there are any."""
    wanted = {
        int(value.partition(":")[2])
        for one in told
        for value in one.said.values()
        if isinstance(value, str) and value.startswith("unit:") and value[5:].isdigit()
    }
    return {unit.about: unit.short for unit in Unit.objects.filter(pk__in=wanted)} if wanted else {}
