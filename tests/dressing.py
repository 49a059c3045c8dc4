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

from tests import (
    dressed_assignments,
    dressed_circulars,
    dressed_limits,
    dressed_meetings,
    dressed_providers,
    dressed_units,
    money,
)

LINKS: dict[str, str] = {}
"""Good links: a worker's to his job, a clerk's to what he signs, somebody's to his password, a citizen's to his case."""
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
    dressed_providers.dress(person)
    dressed_units.dress(person)
    LINKS["assignment"] = dressed_assignments.dress(person)
    dressed_limits.dress(person)
    dressed_meetings.dress(person)
    looked_up = [*_cases(), *_papers()]
    _wish()
    _links(looked_up[-1])
    _tables()
    _erasures()
    _numbers()
    dressed_circulars.dress(person)
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
    """Let the case that a worker's link leads to have papers: one withdrawn, one of the desk's, one that its citizen added."""
    from hotline.dispatch.models import Dispatch
    from hotline.papers import actions as papers
    from hotline.people.queries import the_citizen

    case = Dispatch.objects.open().filter(case__secret=False).latest("pk").case
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
