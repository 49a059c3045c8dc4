"""What the pages of units, months and messages are shown with beyond the sample town's own past.

Decides what a clerk, a reviewer and a leader might have done today; a link that signs is handed back.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from io import BytesIO
from typing import Any

from PIL import Image

Who = Callable[[str], Any]


def dress(person: Who) -> str:
    """Give units work of today, months in every state, messages that did not arrive; return the way into one by its link."""
    _helped(person)
    _asked(person)
    _months(person)
    _excluded(person)
    _messages(person)
    return _link(person)


def _link(person: Who) -> str:
    """Give a unit something of this hour, and write its head the link that signs for it."""
    from hotline.assignments import actions as assignments
    from hotline.assignments.models import Assignment
    from hotline.cases import actions as cases
    from hotline.cases.models import Case, Kind
    from hotline.departments.models import Liaison
    from hotline.notices import links

    by, head = person("operator28"), Liaison.objects.standing().get(person=person("fang"))
    like = Case.objects.filter(area__isnull=False, secret=False).latest("pk")
    asked = cases.Asked(said="店招掉下来一半", kind=Kind.REPORT, area=like.area, address="虹桥路")
    case = cases.take_in(asked, caller=like.caller, by=by)
    sent = assignments.send(case, to=head.unit, by=by, task="先拉警戒线")
    return links.make(kind=Assignment.KIND, subject=sent.pk, liaison=head.pk)


def _helped(person: Who) -> None:
    """Let a bureau have a helper, a squad of its own below it, and a photo of what it did; let another be moved."""
    from hotline.assignments import actions as assignments
    from hotline.assignments.life import Status
    from hotline.assignments.models import Assignment
    from hotline.departments.models import Unit
    from hotline.papers import actions as papers

    head, units = person("fang"), {one.short: one for one in Unit.objects.all()}
    own = Assignment.objects.leads().filter(unit=units["执法局"], stands_since_at=None)
    at_work = own.filter(status=Status.SIGNED, case__secret=False, parts=None)
    lead = at_work.filter(pleas=None).latest("pk")
    assignments.share(lead, by=person("reviewer05"), unit=units["玉海街道"], task="帮着劝离")
    assignments.give_down(lead, by=head, unit=units["安阳中队"], task="下午去一趟")
    photo = BytesIO()
    Image.new("RGB", (60, 40), "olive").save(photo, "PNG")
    clean = papers.examine(lead.case, data=photo.getvalue(), by=person("operator28"))
    paper = papers.add(lead.case, clean=clean, by=person("operator28"), title="现场")
    assignments.add_evidence(lead, by=head, paper=paper)
    moving = (
        Assignment.objects.leads().filter(unit=units["住建局"], status=Status.SENT).latest("pk")
    )
    assignments.move(moving, by=person("reviewer05"), to=units["执法局"], why="归执法局")


def _asked(person: Who) -> None:
    """Let a plea be withdrawn by its unit, a template be dropped, a reply be begun, and what the line demands stand unanswered."""
    from hotline.assignments.life import Asked, Level, Status
    from hotline.assignments.models import Assignment, Plea
    from hotline.assignments.pleas import actions as pleas
    from hotline.assignments.watching import actions as watching
    from hotline.cases import drafts
    from hotline.departments import queries as departments
    from hotline.desks.department.actions import draft_key
    from hotline.replies import actions as replies
    from hotline.replies.models import Template

    asked = Plea.objects.waiting().filter(kind=Asked.EXTEND).latest("pk")
    pleas.withdraw(asked, by=person("operator28"))
    again = Assignment.objects.get(pk=asked.assignment_id)
    pleas.ask_extension(again, by=person("operator28"), days=3, why="材料未到")
    own = Assignment.objects.leads().filter(unit__in=departments.units_of(person("fang")))
    late = own.at_work().filter(supervised=0).order_by("pk")[0]
    watching.supervise(late, by=person("leader01"), level=Level.TWO, demand="三天内报结果")
    replies.drop(Template.objects.filter(unit__short="执法局").latest("pk"), by=person("fang"))
    begun = draft_key(own.filter(status=Status.SIGNED).latest("pk"))
    drafts.keep(begun, {"account": "已派队员去看"}, by=person("fang"))


def _months(person: Who) -> None:
    """Let there be, beside the published ones, months that are a draft, with the units, and past their term."""
    from hotline.assessment import actions as assessment
    from hotline.assessment.hearing import actions as hearing
    from hotline.assessment.life import Status
    from hotline.assessment.models import Month, Standing
    from hotline.people.queries import the_clock

    leader, admin = person("leader01"), person("admin")
    last = Month.objects.exclude(status=Status.PUBLISHED).order_by("-first_on")[1]
    first = Month.objects.earliest("first_on").first_on
    if last.status == Status.RUNNING:
        assessment.draft(last, by=leader)
    assessment.send_out(last, by=leader)
    standing = Standing.objects.get(month=last, unit__short="执法局")
    named = _named(standing)
    open_, *others = (
        hearing.object_to(standing, by=person("fang"), words=words, **about)
        for words, about in (
            ("都是台风天的件", {"measure": "concluded"}),
            ("这件不是我们的", {"assignment": named[0]}),
            ("这件重复交办", {"assignment": named[1]}),
            ("看错了", {"measure": "signed"}),
        )
    )
    hearing.uphold(others[0], by=leader, answer="核对过，是的")
    hearing.refuse(others[1], by=admin, answer="两件地点不同")
    hearing.withdraw(others[2], by=person("fang"), why="看错了")
    assert open_.status == "open"
    for back, does in ((1, ()), (2, (assessment.send_out, assessment.end_term))):
        month = assessment.draft(assessment.begin(_before(first, back), by=leader), by=leader)
        for act in does:
            act(month, by=the_clock() if act is assessment.end_term else leader)


def _named(standing: Any) -> list[Any]:
    from hotline.assignments.models import Assignment

    return list(Assignment.objects.filter(pk__in=standing.assignments).order_by("pk"))


def _before(first_on: date, months: int) -> date:
    for _n in range(months):
        first_on = (first_on - timedelta(days=1)).replace(day=1)
    return first_on


def _excluded(person: Who) -> None:
    """Let one be left out, another be asked for, others be refused, taken back and counted again."""
    from hotline.assessment.excluding import actions as excluding
    from hotline.assessment.life import Status
    from hotline.assessment.models import Standing

    leader, second = person("leader01"), person("leader02")
    standings = Standing.objects.filter(month__status=Status.OPEN).order_by("unit")
    counted = [(standing, one) for standing in standings for one in _named(standing)]
    ones = [(standing, one) for standing, one in counted if not one.exclusions.exists()][:5]
    asked = [
        excluding.exclude(standing, assignment=one, by=leader, why="台风停工")
        for standing, one in ones
    ]
    excluding.approve(asked[0], by=second)
    excluding.refuse(asked[1], by=second, why="那天没有停工")
    excluding.withdraw(asked[2], by=leader, why="写错了")
    excluding.approve(asked[3], by=second)
    excluding.lift(asked[3], by=leader, why="核对后应当计入")


def _messages(person: Who) -> None:
    """Let one programme be told no more, and messages of each kind not have arrived."""
    from hotline.departments.models import Unit
    from hotline.outbox import actions as outbox
    from hotline.outbox.models import Channel, Message

    admin, unit = person("admin"), Unit.objects.get(short="安阳街道")
    told = outbox.add_hook(
        name="街道平台", address="https://anyang.example/in", whose=unit.about, by=admin
    )
    outbox.try_out(told, by=admin)
    gone = outbox.add_hook(name="旧平台", address="https://old.example/in", by=admin)
    outbox.stop_hook(gone, by=admin, why="换了新平台")
    for channel in Channel:
        lost, seen = Message.objects.filter(channel=channel, given_up_at=None).order_by("-pk")[:2]
        for one in (lost, seen):
            outbox.give_up(one, answer="503")
            one.save()
        outbox.see_to(seen, by=admin)
