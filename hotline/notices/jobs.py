"""What the journal asks of notices: a unit is told of what was done, by every way its people can be reached."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from hotline.assignments.life import Status
from hotline.assignments.models import Assignment, Plea
from hotline.assignments.queries import HEAD
from hotline.departments import queries as departments
from hotline.departments.models import Contest, Unit
from hotline.journal.models import Entry
from hotline.outbox import jobs as outbox

from . import links, queries, wording
from .queries import Told
from .wording import Telling


def tell_unit(entry: Entry) -> None:
    """Tell a unit what was done to its assignment."""
    rows = Assignment.objects.select_related("case__service", "unit__parent")
    assignment, notice = rows.get(pk=entry.subject), wording.ASSIGNMENT[entry.act]
    if notice.when(assignment):
        _tell(entry, assignment, notice, entry.said)


def tell_of_words(entry: Entry) -> None:
    """Tell the units that are on a case that its citizen has added something."""
    rows = Assignment.objects.open().filter(case=entry.subject)
    for one in rows.select_related("case__service", "unit__parent").order_by("pk"):
        _tell(entry, one, wording.ADDED, entry.said)


def tell_decision(entry: Entry) -> None:
    """Tell a unit how what it asked was decided."""
    rows = Plea.objects.select_related("assignment__case__service", "assignment__unit__parent")
    plea = rows.get(pk=entry.subject)
    _tell(
        entry,
        plea.assignment,
        wording.PLEA[entry.act],
        {"plea": plea.get_kind_display(), "kind": plea.kind},
    )


def tell_ruling(entry: Entry) -> None:
    """Tell the unit that contested a remit, and the one that has it now, how it was ruled."""
    rows = Contest.objects.select_related("unit__parent", "bound__parent", "remit__lead")
    contest = rows.get(pk=entry.subject)
    assert contest.bound is not None
    text = _("“%(remit)s”的职责争议已裁定，归%(unit)s，理由登录后看。") % {
        "remit": contest.remit, "unit": contest.bound.short,
    }  # fmt: skip
    for unit in dict.fromkeys([contest.unit, contest.bound]):
        tell_of(
            entry, unit, about=contest.about, level=HEAD, subject=_("职责裁定"), text=text,
            data={"bound": str(contest.bound), "status": contest.status},
        )  # fmt: skip


def tell_of(
    entry: Entry, unit: Unit, *, about: str, level: int, subject: str, text: str, data: Any
) -> None:
    """Tell a unit of what is no assignment: a meeting, what was resolved there; it brings no link that signs."""
    line = settings.CONFIGURATION.line_number
    way_in = _("请登录：%(link)s") % {"link": f"{settings.CONFIGURATION.address}/"}
    words = f"{line}：{text}{way_in}"
    for one in queries.told_of(unit, level):
        _reach(one, subject=f"{line} {subject}", text=words, about=about)
    outbox.tell(
        whose=queries.whose(unit), event=f"{entry.kind}.{entry.act}", text=text, data=data,
        about=about,
    )  # fmt: skip


def _tell(entry: Entry, assignment: Assignment, notice: Telling, said: Any) -> None:
    if not notice.own and assignment.unit_id in departments.units_of(entry.by):
        return
    text = notice.text(assignment, said)
    line = settings.CONFIGURATION.line_number
    for one in queries.reached(assignment.unit, notice.people(assignment, said)):
        words = f"{line}：{text}{_way_in(assignment, notice, one)}"
        subject = _("%(line)s %(what)s：工单 %(number)s") % {
            "line": line, "what": notice.subject, "number": assignment.case.number,
        }  # fmt: skip
        _reach(one, subject=subject, text=words, about=assignment.about)
    outbox.tell(
        whose=queries.whose(assignment.unit), event=f"{entry.kind}.{entry.act}", text=text,
        data=_data(assignment), about=assignment.about,
    )  # fmt: skip


def _reach(one: Told, *, subject: str, text: str, about: str) -> None:
    """Send somebody a message by every way that he can be reached."""
    to = one.name[:60]
    if one.telephone:
        outbox.send(to=to, telephone=one.telephone, text=text, about=about)
    if one.mailbox:
        outbox.mail(to=to, mailbox=one.mailbox, subject=subject, text=text, about=about)


def _way_in(assignment: Assignment, notice: Telling, to: Told) -> str:
    """Say where to go: by the link that signs, which is for one person alone, or by the door."""
    here = settings.CONFIGURATION.address
    if notice.signs and to.liaison is not None and assignment.status == Status.SENT:
        token = links.make(kind=Assignment.KIND, subject=assignment.pk, liaison=to.liaison.pk)
        return _("点开签收：%(link)s") % {"link": f"{here}/notices/t/{token}/"}
    return _("请登录：%(link)s") % {"link": f"{here}/"}


def _data(assignment: Assignment) -> dict[str, Any]:
    """Return what a unit's programme is told: keys, numbers and times."""
    times = ("sent_at", "sign_by_at", "signed_at", "reply_by_at", "replied_at")
    moments = {name: getattr(assignment, name) for name in times}
    return {
        "case": assignment.case.number,
        "unit": assignment.unit.name,
        "part": assignment.part,
        "status": assignment.status,
        "service": assignment.case.service.code if assignment.case.service else "",
        "times_urged": assignment.times_urged,
        "supervised": assignment.supervised,
        **{name: one.isoformat() if one else None for name, one in moments.items()},
    }
