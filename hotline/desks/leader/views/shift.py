"""The shift: who works when, who is there, and what is handed over to whom."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from hotline import clock
from hotline.desks.leader.forms import RosterForm, days
from hotline.desks.leader.views.acts import done
from hotline.desks.leader.views.floor import leader_only, shown
from hotline.desks.operator import shell
from hotline.journal import queries as journal
from hotline.life.asks import StepForm
from hotline.life.door import not_understood
from hotline.people.guards import role_required
from hotline.people.models import Person
from hotline.people.roles import DESK, Role
from hotline.shifts import actions, queries, sheet, turns
from hotline.shifts.life import LIFE
from hotline.shifts.models import Duty, Handover
from hotline.shifts.turns import Shift, Turn
from hotline.today import today

WEEK = 7
HANDOVERS_MOST = 30


@role_required(DESK)
@require_safe
def screen(request: HttpRequest) -> HttpResponse:
    """Show the roster of a week, who is there now, and the handovers."""
    person = shell.reader(request)
    given = _roster(request, person) | _now(person)
    return shell.show(request, "leader/shift.html", shell.around(request, "shift") | given)


@role_required(DESK)
@require_safe
def now(request: HttpRequest) -> HttpResponse:
    """Return who is there now and the handovers as a fragment."""
    return shell.show(request, "leader/_shift.html", _now(shell.reader(request)))


@role_required(DESK)
@require_safe
def handover(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one handover: the sheet as it was, the words added, who signed; to the page's own asking as a fragment."""
    person = shell.reader(request)
    rows = Handover.objects.seen_by(person).select_related("handed_by", "taken_by")
    found = get_object_or_404(rows, pk=pk)
    given = {
        "handover": found,
        "parts": sheet.read(found.sheet),
        "told": [one for one in journal.story(found) if one.entry.act in _TOLD],
        "word": lambda act: LIFE.steps[act].done if act in LIFE.steps else _("填写"),
        "acts": [
            (step, StepForm(step.asks, auto_id=f"{step.name}-%s"))
            for step in LIFE.open_to(found, person)
            if step.name != "take_over" or found.handed_by_id != person.pk
        ],
    }
    return shown(request, "handover", given, tab="shift")


_TOLD = {"draw_up", *LIFE.steps}


@leader_only
@require_POST
def draw_up(request: HttpRequest) -> HttpResponse:
    """Draw up the sheet of the shift whose end is nearest, and go there."""
    person, turn = shell.reader(request), turns.handing_over(clock.now())
    made = queries.handovers(person).filter(works_on=turn.on, shift=turn.shift)
    found = made.first() or actions.draw_up(turn, by=person)
    to = reverse("leader:handover", args=[found.pk])
    return done(request, lambda: None, _("交接单已填好，请看一遍"), to=to)


@leader_only
@require_POST
def assign(request: HttpRequest) -> HttpResponse:
    """Put somebody on the roster."""
    person, form = shell.reader(request), RosterForm(request.POST)
    if not form.is_valid():
        return not_understood(request, form)
    given = form.cleaned_data
    n = len(given["days"])
    return done(
        request,
        lambda: actions.assign(
            given["person"], shift=given["shift"], days=given["days"], by=person
        ),
        ngettext("排了 %(n)s 天班", "排了 %(n)s 天班", n) % {"n": n},
    )


@leader_only
@require_POST
def release(request: HttpRequest, pk: int) -> HttpResponse:
    """Take somebody off the roster."""
    person = shell.reader(request)
    duty = get_object_or_404(Duty.objects.seen_by(person), pk=pk)
    return done(request, lambda: actions.release(duty, by=person), _("已撤班"))


@role_required(DESK)
@require_POST
def sign_on(request: HttpRequest, pk: int) -> HttpResponse:
    """Come to work."""
    person = shell.reader(request)
    duty = get_object_or_404(Duty.objects.seen_by(person), pk=pk)
    return done(request, lambda: actions.sign_on(duty, by=person), _("已到岗"))


def _now(person: Person) -> dict[str, Any]:
    """Return who is there now, one's own shift, and the handovers."""
    turn = turns.at(clock.now())
    leads = bool(person.role & Role.LEADER)
    handovers = list(queries.handovers(person)[:HANDOVERS_MOST])
    going = turns.handing_over(clock.now())
    drawn = any((one.works_on, one.shift) == (going.on, going.shift) for one in handovers)
    return {
        "turn": turn,
        "duty": queries.on_duty(person, turn),
        "mine": queries.own_duty(person),
        "handovers": handovers,
        "going": going if leads and not drawn else None,
    }


def _roster(request: HttpRequest, person: Person) -> dict[str, Any]:
    """Return a week of the roster: each day with its shifts."""
    monday = _monday(request.GET.get("week", ""))
    found = queries.roster(person, from_on=monday, days=WEEK)
    week = days(monday, monday + timedelta(days=WEEK - 1))
    leads = bool(person.role & Role.LEADER)
    return {
        "week": week,
        "shifts": list(Shift),
        "roster": {
            (day, shift): found.get(Turn(day, shift), []) for day in week for shift in Shift
        },
        "earlier": monday - timedelta(days=WEEK),
        "later": monday + timedelta(days=WEEK),
        "today": today(),
        "form": RosterForm(auto_id="roster-%s", initial={"from_on": week[0]}) if leads else None,
    }


def _monday(asked: str) -> date:
    """Return the Monday of the week that is asked for, else of this one."""
    try:
        day = parse_date(asked) or today()
    except ValueError:
        day = today()
    day = min(max(day, date(2000, 1, 10)), date(2100, 1, 1))
    return day - timedelta(days=day.weekday())
