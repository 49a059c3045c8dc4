"""Meetings, what they resolved, inspections and citations as the pages need them: one in each status."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any


def dress(person: Callable[[str], Any]) -> None:
    """Give oversight everything that a page may have to show."""
    from hotline.departments.models import Unit

    units = {one.short: one for one in Unit.objects.all()}
    _meetings(person("leader01"), units)
    _inspections(person("leader01"), person("admin"), units)


def _meetings(leader: Any, units: dict[str, Any]) -> None:
    from hotline.meetings import actions as meetings
    from hotline.meetings.resolving import actions as resolving

    called, cancelled, held, minuted = (
        _called(leader, title, units)
        for title in ("雨季排水联席会议", "取消的例会", "路灯工作例会", "管线联席会议")
    )
    meetings.cancel(cancelled, by=leader, why="台风")
    meetings.put_on(called, by=leader, title="雨季排水怎么分工")
    for meeting in (held, minuted):
        meetings.put_on(meeting, by=leader, title="夜间施工怎么管", why="三个月里 40 件")
        meetings.hold(meeting, by=leader)
        [item] = meeting.items.all()
        meetings.minute_item(meeting, by=leader, item=item, outcome="由执法局牵头，住建局配合。")
        meetings.minute(meeting, by=leader, words="到会单位一致同意。")
        for text in ("排查工地", "公布电话", "每周巡查", "写成规定"):
            resolving.resolve(
                meeting, by=leader, item=item, text=text, unit=units["执法局"], days=5,
                co_units=[units["住建局"]],
            )  # fmt: skip
    meetings.mark_absent(held, by=leader, invitation=held.invitations.latest("pk"))
    meetings.approve(minuted, by=leader)
    _open, reported, closed, dropped = minuted.resolutions.order_by("pk")
    for one in (reported, closed):
        resolving.report(one, by=leader, account="已经办好")
    resolving.close(closed, by=leader)
    resolving.drop(dropped, by=leader, why="市里另有规定")


def _called(leader: Any, title: str, units: dict[str, Any]) -> Any:
    from hotline import clock
    from hotline.meetings import actions as meetings
    from hotline.meetings.life import Sort

    return meetings.call_meeting(
        by=leader, sort=Sort.JOINT, title=title, place="三楼会议室", chair=leader,
        starts_at=clock.now() + timedelta(hours=1), units=[units["执法局"], units["住建局"]],
    )  # fmt: skip


def _inspections(leader: Any, admin: Any, units: dict[str, Any]) -> None:
    from hotline.inspections import actions as inspections
    from hotline.inspections.citing import actions as citing
    from hotline.inspections.life import Grade, Sort
    from hotline.today import today

    _planned, found, answered, closed, dropped = (
        inspections.plan_inspection(
            units["执法局"],
            by=leader,
            subject="抽查路灯报修的答复",
            inspector=leader,
            plan_on=today(),
        )
        for _ in range(5)
    )
    for one in (found, answered, closed):
        inspections.report(one, by=leader, summary="抽查三件，一件灯还不亮。")
    for one in (answered, closed):
        inspections.answer(one, by=leader, answer="换了镇流器。")
    inspections.close(closed, by=leader)
    inspections.drop(dropped, by=leader, why="并到别的督查")
    _proposed, approved, issued, gone, withdrawn = (
        citing.propose(
            units["执法局"], by=leader, sort=Sort.COMMENDED, grade=Grade.NAMED, grounds="台风夜抢修快",
            inspection=found,
        )
        for _ in range(5)
    )  # fmt: skip
    for cited in (approved, issued, withdrawn):
        citing.approve(cited, by=admin)
    for cited in (issued, withdrawn):
        citing.issue(cited, by=leader)
    citing.drop(gone, by=admin, why="材料不够")
    citing.withdraw(withdrawn, by=admin, why="查错了")
