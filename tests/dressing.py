"""What no town has that was only loaded: calls under way, links that were sent, papers, wishes, tables, requests to be forgotten.

Decides what the pages of the sample town are shown with beyond its own past; who opens them with what stands in
`tests/house/fillers.py`.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from django.conf import settings
from django.http import HttpResponse
from django.test import Client
from PIL import Image

from tests import money

LINKS: dict[str, str] = {}
"""Good links: a worker's to his job, somebody's to his password, a citizen's to his case."""
WAYS_IN: dict[str, str] = {}
"""Sessions of people who gave their password and not yet a second factor: who has one to show, who must set one up."""
VISITS: list[str] = []
"""Cookies of citizens who have looked their cases up, one for each case."""

TABLE = "编码,层级,名称,所属编码\nzz,社区/村,新社区,{town}\nzy,岛,没有这一级,{town}\n"


def dress() -> None:
    """Give the town everything that a page may have to show."""
    _in()
    _calls()
    _shift()
    _restraints()
    money.dress(person)
    _absences()
    _told()
    _watched()
    _complaints()
    _workers()
    looked_up = [*_cases(), *_papers()]
    _wish()
    _links(looked_up[-1])
    _tables()
    _erasures()
    _numbers()
    VISITS[:] = [_visit(case) for case in looked_up]


def person(username: str) -> Any:
    """Return somebody of the town."""
    from hotline.people.models import Person

    return Person.objects.get(username=username)


def _calls() -> None:
    """Let two calls be under way: one talking, one ringing."""
    from hotline import clock
    from hotline.callers.models import Caller
    from hotline.calls.models import Call, Seat
    from hotline.calls.states import Direction, SeatState, Status

    now = clock.now()
    callers = iter(Caller.objects.order_by("pk"))
    for username, status, state in (
        ("operator28", Status.TALKING, SeatState.TALKING),
        ("leader01", Status.RINGING, SeatState.RINGING),
    ):
        talks = status == Status.TALKING
        call = Call.objects.create(
            direction=Direction.IN, status=status, line_number="81890", caller=next(callers),
            operator=person(username), arrived_at=now, answered_at=now if talks else None,
        )  # fmt: skip
        Seat.objects.create(
            operator=person(username), address=f"seat:{username}", state=state, since_at=now,
            lease_until=now, call=call,
        )  # fmt: skip


def _shift() -> None:
    """Let a caller wait, a line be there, and a shift with a roster, a notice and a handover."""
    from hotline import clock
    from hotline.calls.models import Call
    from hotline.calls.states import Direction, Status
    from hotline.lines import actions as lines
    from hotline.lines.plans import Plan
    from hotline.shifts import actions as shifts
    from hotline.shifts import turns

    now, leader = clock.now(), person("leader01")
    line = lines.found_line("water", plan=Plan("供水专线", numbers=("96390",)), by=leader)
    lines.give_skill(person("operator31"), line=line, level=7, by=leader)
    lines.give_skill(person("operator28"), dialect="温州话", level=9, by=leader)
    Call.objects.create(direction=Direction.IN, status=Status.WAITING, line=line, arrived_at=now)
    for who in (leader, person("operator28")):
        for turn in (turns.at(now), turns.at(now).after):
            shifts.assign(who, shift=turn.shift, days=[turn.on], by=leader)
    until = now + timedelta(hours=4)
    shifts.post_notice("电力抢修，预计十点恢复。", valid_from=now, valid_until=until, by=leader)
    shifts.draw_up(turns.handing_over(now), by=leader)


def _restraints() -> None:
    """Let one caller be noted, another be limited and say that it is wrong, and a third not be restrained any more."""
    from hotline import clock
    from hotline.callers.models import Caller
    from hotline.calls.models import Call
    from hotline.calls.states import Direction, Status
    from hotline.restraints import actions as restraints

    by, leader, now = person("operator28"), person("leader01"), clock.now()
    noted, appealed, lifted = (
        Call.objects.create(
            direction=Direction.IN, status=Status.ENDED, caller=caller, operator=by,
            arrived_at=now, answered_at=now, ended_at=now, talk_s=40,
        )
        for caller in Caller.objects.order_by("-pk")[:3]
    )  # fmt: skip
    restraints.note(noted, by=by, why="反复无事拨打")
    for call in (appealed, lifted):
        one = restraints.note(call, by=by, why="谩骂受理员")
        restraints.limit(one, by=leader, days=3, why="同一天第五次")
        if call is appealed:
            restraints.appeal(one, by=by, words="孩子拿手机玩的")
        else:
            restraints.lift(one, by=leader, why="认错了人")


def _absences() -> None:
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


def _watched() -> None:
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


def _complaints() -> None:
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


def _workers() -> None:
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


def _links(case: Any) -> None:
    """Send three links out, and keep what an operator has typed so far."""
    from hotline.cases import drafts
    from hotline.dispatch import links
    from hotline.dispatch.models import Dispatch
    from hotline.people import actions as people
    from hotline.portal import links as citizens

    job = Dispatch.objects.open().filter(case__secret=False).latest("pk")
    LINKS["job"] = links.make(dispatch=job.pk, member=job.provider.members.order_by("pk")[0].pk)
    LINKS["password"] = people.invite(person("operator31"), by=person("admin"))
    LINKS["case"] = citizens.make(case=case.pk)
    drafts.keep("new", {"said": "水管漏水"}, by=person("operator28"))


def _told() -> None:
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


def _cases() -> Iterator[Any]:
    """Let a case be a trouble of many, another be joined to it, and another secret; yield those a citizen looks at."""
    from hotline.cases import actions as cases
    from hotline.cases.life import Status
    from hotline.cases.models import Case
    from hotline.dispatch.models import Dispatch

    by = person("operator28")
    trouble, same = Case.objects.filter(status=Status.OPEN, secret=False).order_by("-pk")[:2]
    cases.declare(trouble, by=by, notice="虹桥社区停水，正在抢修")
    cases.join(same, by=by, into=trouble)
    secret = Dispatch.objects.open().latest("pk").case
    Case.objects.filter(pk=secret.pk).update(
        secret=True
    )  # at night nobody could be offered a new one
    yield from Case.objects.filter(pk__in=(trouble.pk, same.pk, secret.pk))
    for status in (Status.ANSWERED, Status.CLOSED, Status.DECLINED):
        yield Case.objects.filter(status=status, secret=False).latest("pk")


def _papers() -> Iterator[Any]:
    """Let a case have papers: one withdrawn, one of the desk's, one that its citizen added."""
    from hotline.cases.life import Status
    from hotline.cases.models import Case
    from hotline.papers import actions as papers
    from hotline.people.queries import the_citizen

    case = Case.objects.filter(status=Status.IN_HAND, secret=False).latest("pk")
    desk = person("operator28")
    photo = BytesIO()
    Image.new("RGB", (40, 30), "teal").save(photo, "PNG")
    clean = papers.examine(case, data=photo.getvalue(), by=desk)
    gone = papers.add(case, clean=clean, by=desk, title="拍错了")
    papers.withdraw(gone, by=desk, why="拍错了")
    papers.add(case, clean=clean, by=desk, title="水表")
    papers.add(case, clean=clean, by=the_citizen())
    yield case


def _wish() -> None:
    """Let a citizen wait for a call."""
    from hotline.cases.models import Case
    from hotline.people.queries import the_citizen
    from hotline.wishes import actions as wishes

    wishes.wish(Case.objects.alive().filter(secret=False).latest("pk"), by=the_citizen())


def _tables() -> None:
    """Let one table be written, one wait with a wrong line, one be taken out of the house."""
    from hotline import clock
    from hotline.areas.models import Area, Kind
    from hotline.desks.settings import actions as settings_desk
    from hotline.desks.settings import tables
    from hotline.exchanges import actions as exchanges

    leader, today = person("leader01"), clock.now().date()
    town = Area.objects.filter(kind=Kind.TOWN).latest("pk").code
    wrong = TABLE.format(town=town).encode()
    good = b"\n".join(wrong.splitlines()[:2])
    for name, content in (("good.csv", good), ("wrong.csv", wrong)):
        kept = exchanges.upload(
            "areas", name=name, content=content, lines=2, start_on=today, by=leader
        )
        if content == good:
            settings_desk.write_table(kept, seal=tables.judged(kept).seal, by=leader)
    exchanges.export("areas", name="areas.csv", content=wrong, lines=2, by=person("auditor51"))


def _erasures() -> None:
    """Let four people have asked to be forgotten: one is heard, one waits, one was refused, one is forgotten."""
    from hotline import clock
    from hotline.callers.models import Caller
    from hotline.privacy import actions as privacy
    from hotline.privacy.life import Status
    from hotline.privacy.models import Erasure

    admin, auditor = person("admin"), person("auditor51")
    done, refused, granted, _asked = (
        privacy.ask(caller, by=auditor, why="本人带身份证来的")
        for caller in Caller.objects.filter(erased_at=None).order_by("pk")[:4]
    )
    privacy.grant(granted, by=admin)
    privacy.refuse(refused, by=admin, why="案子还在法院")
    # To forget somebody would note it for good in the folder of keys, which all runs share.
    now = clock.now()
    Erasure.objects.filter(pk=done.pk).update(
        status=Status.DONE, granted_at=now, granted_by=admin, done_at=now,
        erased={"cases.case": 3, "callers.caller": 1},
    )  # fmt: skip


def _numbers() -> None:
    """Let one number change tomorrow, and links to citizens be good."""
    from hotline import clock
    from hotline.rules import actions as rules

    leader = person("leader01")
    rules.set_rule("citizen_link_h", value=48, by=leader, why="试行")
    tomorrow = clock.now() + timedelta(days=1)
    rules.set_rule("ring_s", value=25, by=leader, why="试行", valid_from=tomorrow)


def _visit(case: Any) -> str:
    """Return the cookie of a citizen who has looked a case up."""
    from hotline.portal import visits

    response = HttpResponse()
    visits.begin(response, case)
    return response.cookies[visits.COOKIE].value


def _in() -> None:
    """Let two people stand between their password and their second factor, and an operator have one."""
    from hotline.people import actions as people
    from hotline.people.factors import actions as factors
    from tests.people.service import code_of, in_service
    from tests.people.staff import type_in

    secret = "JBSWY3DPEHPK3PXP"
    admin = person("admin")
    for username in ("operator28", "reviewer05"):
        one = person(username)
        factors.add_app(one, secret=secret, code=code_of(secret), by=one)
    with pytest.MonkeyPatch.context() as patch:
        in_service(patch)
        for where, username in (("", "reviewer05"), ("set-up/", "leader02")):
            client = Client()
            password = people.set_password(person(username), by=admin)
            entered = type_in(client, username, password)
            assert entered["Location"] == f"/sign-in/factor/{where}"
            WAYS_IN[where] = client.cookies[settings.SESSION_COOKIE_NAME].value
