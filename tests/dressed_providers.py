"""The providers' half of the town as the pages need it: absences, bulletins, visits and courses, complaints, workers."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from io import BytesIO
from typing import Any

from PIL import Image


def dress(person: Callable[[str], Any]) -> None:
    """Give providers everything that a page may have to show of them."""
    _absences(person)
    _told(person)
    _watched(person)
    _complaints(person)
    _workers(person)


def _absences(person: Callable[[str], Any]) -> None:
    """Let a provider be away, be away later, and be back before its time; let some services be given out otherwise."""
    from hotline import clock
    from hotline.absences import actions as absences
    from hotline.catalogue.models import Service
    from hotline.dispatch import actions as dispatch
    from hotline.dispatch.models import Dispatch
    from hotline.dispatch.ranking import OF_SERVICE
    from hotline.today import today

    now, by = clock.now(), person("operator28")
    busy = Dispatch.objects.open().latest("pk").provider
    for hours, why in ((0, "回老家"), (48, "进货"), (0, "开会")):
        start = now + timedelta(hours=hours)
        made = absences.enter(
            busy, from_at=start, until_at=start + timedelta(hours=9), why=why, by=by
        )
    absences.end(made, by=by)
    for service, mode in zip(Service.objects.offered_on(today()), OF_SERVICE, strict=False):
        dispatch.set_mode(service, mode=mode, by=person("leader01"))


def _watched(person: Callable[[str], Any]) -> None:
    """Let providers be watched: visited, owed a task, trained, appraised, each as far as it goes."""
    from datetime import date

    from hotline.league import actions as league
    from hotline.providers.life import WITHIN
    from hotline.providers.models import Provider
    from hotline.today import today
    from hotline.training import actions as training
    from hotline.visits import actions as visits

    leader, admin, now = person("leader01"), person("admin"), today()
    Provider.objects.filter(since_on__gte=date(now.year - 1, 1, 1)).update(
        since_on=date(now.year - 2, 1, 1)
    )
    firms = list(Provider.objects.filter(status__in=WITHIN, members__isnull=False).distinct()[:4])
    for firm in firms[:3]:
        visits.plan(firm, by=leader, visitor=leader, plan_on=now)
    seen = firms[0].visits.get()
    visits.report(seen, by=leader, visited_on=now, heard="想多接老城区的单", seen="台账清楚")
    for owner in (leader, person("operator28")):
        visits.set_task(seen, by=leader, what="答复派单的事", owner=owner, due_on=now)
    visits.finish(seen.tasks.order_by("pk")[0], by=leader, how="当面说了")
    visits.call_off(firms[1].visits.get(), by=leader, why="改电话")
    members = [firm.members.order_by("pk")[0] for firm in firms]
    for title in ("入户服务规范", "用电安全", "还没有开的课"):
        course = training.announce(title, by=leader, held_on=now, tutor="徐老师")
        places = training.enrol(course, by=leader, members=members)
        if title == "还没有开的课":
            continue
        training.hold(course, by=leader, present=[one.pk for one in places[:3]])
        if title == "入户服务规范":
            until = now + timedelta(days=20)
            training.examine(course, by=leader, passed=[places[0].pk, places[1].pk], until_on=until)
    drafts = [league.draft(firm, by=leader, year=now.year - 1) for firm in firms[:3]]
    for found in drafts[1:]:
        league.add_words(found, by=leader, words="接单快，老城区的路要再熟一些。")
        league.agree(found, by=admin)
    league.publish(drafts[2], by=admin)


def _complaints(person: Callable[[str], Any]) -> None:
    """Let complaints be in every state, a provider have a yellow card, an appealed red one and a plan, another one be vetoed."""
    from hotline.discipline import actions as discipline
    from hotline.discipline.cards import Fault
    from hotline.discipline.models import Cause
    from hotline.discipline.rectifying import actions as rectifying
    from hotline.dispatch.models import Dispatch
    from hotline.providers.models import Provider

    by, leader, admin = person("operator28"), person("leader01"), person("admin")
    job = Dispatch.objects.open().order_by("-pk")[0]
    busy, worker = job.provider, job.provider.members.order_by("pk")[0].person

    def heard(provider: Any, cause: Any, dispatch: Any = None) -> Any:
        one = discipline.lodge(provider, by=by, cause=cause, words="收了两次钱", dispatch=dispatch)
        discipline.take_up(one, by=by, question="请说明那天怎么收的费")
        if one.has_citizen:
            discipline.hear_citizen(one, by=by, words="有收据")
        return discipline.answer(one, by=by, words="师傅记错了，已退")

    discipline.lodge(busy, by=by, cause=Cause.STAFF, words="没带服务证")
    found = heard(busy, Cause.CITIZEN, job)
    discipline.find_true(found, by=leader, fault=Fault.PRICE, why="收据对得上")
    red = heard(busy, Cause.STAFF)
    discipline.find_true(red, by=leader, fault=Fault.MANNER, why="查实")
    red.refresh_from_db()
    discipline.appeal(red.card, by=worker, words="当时市民先骂人")
    rectifying.hand_in(red.card.rectification, by=worker, plan="每单打印价目表")
    discipline.find_untrue(heard(busy, Cause.STAFF), by=leader, why="查无此事")
    discipline.take_up(
        discipline.lodge(busy, by=by, cause=Cause.CITIZEN, words="说好三点，五点才来"),
        by=by, question="为什么迟到",
    )  # fmt: skip
    other = Provider.objects.exclude(pk=busy.pk).filter(members__isnull=False).order_by("pk")[0]
    discipline.find_grave(heard(other, Cause.STAFF), by=leader, fault=Fault.SAFETY, why="私接燃气")
    small = discipline.lodge(other, by=by, cause=Cause.STAFF, words="工装脏")
    discipline.dismiss(small, by=leader, why="小事，当面说了")
    wrong = heard(other, Cause.STAFF)
    discipline.find_true(wrong, by=leader, fault=Fault.LATE, why="查实")
    wrong.refresh_from_db()
    discipline.appeal(wrong.card, by=by, words="那天封路")
    discipline.overturn(wrong.card, by=admin, why="交警有通告")


def _workers(person: Callable[[str], Any]) -> None:
    """Let one worker have left, and everybody else have a photo; let a provider's insurance be of no more use."""
    from hotline.providers.credentials import actions as papers
    from hotline.providers.life import MAY_BE_SENT
    from hotline.providers.models import Credential, Member, PaperKind, Provider
    from hotline.providers.workers import actions as workers

    admin, photo = person("admin"), BytesIO()
    Image.new("RGB", (60, 60), "teal").save(photo, "JPEG")
    idle = Member.objects.filter(answers_offers=False).latest("pk")
    for one in Member.objects.all():
        workers.show_face(one, by=admin, jpeg=photo.getvalue())
    workers.let_go(idle, by=admin, why="回老家")
    insured = Credential.objects.filter(kind=PaperKind.INSURANCE, provider__status__in=MAY_BE_SENT)
    shown = Provider.objects.get(
        pk=insured.filter(provider__dispatches=None).latest("pk").provider_id
    )
    papers.withdraw_paper(insured.get(provider=shown), by=admin, why="保单失效")


def _told(person: Callable[[str], Any]) -> None:
    """Let providers have been told three things, and one have asked for a worker, another to be written down."""
    from hotline.bulletins import actions as bulletins
    from hotline.dispatch.models import Dispatch
    from hotline.filings import actions as filings
    from hotline.today import today

    leader = person("leader01")
    worker = Dispatch.objects.open().latest("pk").provider.members.order_by("pk")[0]
    for title in ("台风停工", "换季检查", "写错了"):
        until = today() + timedelta(days=9)
        told = bulletins.post(title, words="高空作业一律停。", until_on=until, by=leader)
        if title == "换季检查":
            bulletins.confirm(told, by=worker.person)
    bulletins.withdraw(told, by=leader, why="日期错了")
    filings.ask_to_take_on(
        worker.provider, by=worker.person, name="新师傅", telephone="13800000009"
    )
    gone = filings.ask_to_take_on(
        worker.provider, by=worker.person, name="李师傅", telephone="13800000008"
    )
    filings.decline(gone, by=leader, why="身份证没带")
    photo, paper = BytesIO(), worker.provider.papers.newest().filter(member=None).latest("pk")
    Image.new("RGB", (60, 60), "teal").save(photo, "JPEG")
    until = today() + timedelta(days=300)
    filings.renew(paper, by=worker.person, photo=photo.getvalue(), number="新", until_on=until)
    others = worker.provider.papers.newest().filter(member=None).exclude(pk=paper.pk)
    other = others.exclude(kind="contract").latest("pk")
    filed = filings.renew(
        other, by=worker.person, photo=photo.getvalue(), number="已核", until_on=until
    )
    filings.accept(filed, by=leader)
