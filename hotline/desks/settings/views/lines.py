"""The lines: which numbers lead where, who serves each how well, one line with its history, and the acts that change them."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from hotline import clock
from hotline.desks.settings import actions as desk
from hotline.desks.settings import words
from hotline.desks.settings.forms import FoundForm, LineForm, RetireForm, SkillsForm
from hotline.desks.settings.frame import reader, show
from hotline.journal import queries as journal
from hotline.life.door import done, key_of
from hotline.life.errors import NotSo
from hotline.lines import actions, queries
from hotline.lines.models import Line
from hotline.lines.plans import Plan
from hotline.people import guards
from hotline.people.models import Person
from hotline.people.roles import DESK
from hotline.worktime.hours import covers


@guards.staff_only
@require_safe
def lines(request: HttpRequest) -> HttpResponse:
    """Show the lines in use, or those that were, and below them who serves which how well."""
    person = reader(request)
    wanted = request.GET.get("q", "").strip()[:40]
    ended = request.GET.get("show") == "ended"
    every = Line.objects.seen_by(person).select_related("overflow").order_by("pk")
    gone, there = every.exclude(retired_at=None), list(queries.seen(person))
    people = _at_telephones(person)
    serves = _levels(person, people)
    given = {
        "rows": [_row(one, serves) for one in (gone if ended else there)],
        "ended": ended,
        "counts": {"there": len(there), "gone": gone.count()},
        "rest": any(not one.numbers for one in there),
        "lines": there,
        "people": [one for one in people if _speaks_of(one, wanted)],
        "levels": serves,
        "wanted": wanted,
        "may_change": person.may("set_rules"),
    }
    return show(request, "lines.html", "lines", given)


@guards.right("set_rules")
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Let there be another line."""
    person = reader(request)
    form = FoundForm(request.POST or None, others=queries.seen(person))
    page = partial(_form, request, form, _("新增专线"), reverse("settings:lines"))
    if not form.is_valid():
        return page()
    code, to = form.cleaned_data["code"], reverse("settings:lines")
    act = partial(actions.found_line, code, plan=form.plan, by=person)
    return _done(request, form, act, _("已新增专线"), to=to, page=page)


@guards.staff_only
@require_safe
def line(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one line: how it is set up, who serves it, and what was done to it."""
    person, one = reader(request), _line(request, pk)
    people = _at_telephones(person)
    serves = _levels(person, people)
    named = [(serves[who.pk][0][pk], who) for who in people if pk in serves[who.pk][0]]
    names = {other.about: other.name for other in Line.objects.seen_by(person)}
    told = [
        {"entry": it.entry, "why": it.said.get("why"), "changes": words.changes(it.said, names)}
        for it in journal.story(one)[::-1]
    ]
    given = {
        "it": _row(one, serves),
        "line": one,
        "named": sorted(named, key=lambda it: -it[0]),
        "told": told,
        "done": words.LINES,
        "may_change": person.may("set_rules") and one.retired_at is None,
    }
    return show(request, "line.html", "lines", given)


@guards.right("set_rules")
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """Let a line be otherwise from now on."""
    person, one = reader(request), _line(request, pk)
    start = {name: getattr(one, name) for name in Plan.__dataclass_fields__}
    start["overflow"] = one.overflow and one.overflow.code
    form = LineForm(request.POST or None, others=queries.seen(person), of=one, initial=start)
    to = reverse("settings:line", args=[pk])
    page = partial(_form, request, form, _("%(name)s：更改") % {"name": one.name}, to)
    if not form.is_valid():
        return page()
    act = partial(actions.change_line, one, plan=form.plan, by=person)
    return _done(request, form, act, _("已保存"), to=to, page=page)


@guards.right("set_rules")
@require_safe
def retire(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask whether a line is really to go."""
    return _retiring(request, _line(request, pk), RetireForm())


@guards.right("set_rules")
@require_POST
def retire_line(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a line out of use for good."""
    one, form = _line(request, pk), RetireForm(request.POST)
    if not form.is_valid():
        return _retiring(request, one, form, status=422)
    return done(
        request,
        lambda: desk.retire_line(one, by=reader(request), why=form.cleaned_data["why"]),
        _("%(line)s已停用") % {"line": one},
        to=reverse("settings:line", args=[pk]),
    )


@guards.right("set_rules")
@require_safe
def skills(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what somebody serves and speaks, to be changed."""
    person, who = reader(request), _somebody(request, pk)
    serves, speaks = queries.levels(person).get(pk, ({}, {}))
    start = {f"line-{key}": level for key, level in serves.items()} | {"dialects": tuple(speaks)}
    form = SkillsForm(served=list(queries.seen(person)), initial=start)
    return _skills(request, who, form)


@guards.right("set_rules")
@require_POST
def set_skills(request: HttpRequest, pk: int) -> HttpResponse:
    """Let somebody serve these lines so well, and speak these dialects."""
    person, who = reader(request), _somebody(request, pk)
    form = SkillsForm(request.POST, served=list(queries.seen(person)))
    if not form.is_valid():
        return _skills(request, who, form, status=422)

    def act() -> None:
        speaks = form.cleaned_data["dialects"]
        actions.set_skills(who, levels=form.levels, dialects=speaks, by=person)

    said = _("%(who)s的技能已保存") % {"who": who}
    return done(request, act, said, to=reverse("settings:lines"))


def _done(
    request: HttpRequest,
    form: LineForm,
    act: Callable[[], object],
    said: str,
    *,
    to: str,
    page: Callable[[], HttpResponse],
) -> HttpResponse:
    """Do an act once; what it refuses is said above the form, with all that was typed still in it."""
    try:
        return done(request, act, said, to=to)
    except NotSo as why:
        if not key_of(request):
            raise
        form.add_error(None, str(why))
        return page()


def _form(request: HttpRequest, form: LineForm, title: str, back: str) -> HttpResponse:
    given = {"form": form, "title": title, "back": back}
    status = 422 if form.is_bound else 200
    return show(request, "line_form.html", "lines", given, status=status)


def _retiring(
    request: HttpRequest, one: Line, form: RetireForm, *, status: int = 200
) -> HttpResponse:
    given = {"line": one, "form": form}
    return show(request, "line_retire.html", "lines", given, status=status)


def _skills(
    request: HttpRequest, who: Person, form: SkillsForm, *, status: int = 200
) -> HttpResponse:
    given = {"who": who, "form": form}
    return show(request, "skills.html", "lines", given, status=status)


def _line(request: HttpRequest, pk: int) -> Line:
    rows = Line.objects.seen_by(reader(request)).select_related("overflow")
    return get_object_or_404(rows, pk=pk)


def _somebody(request: HttpRequest, pk: int) -> Person:
    return get_object_or_404(Person.objects.seen_by(reader(request)), pk=pk)


def _at_telephones(person: Person) -> list[Person]:
    """Return who takes calls, by number."""
    return list(Person.objects.seen_by(person).with_role(DESK).order_by("number", "username"))


Levels = dict[int, tuple[dict[int, int], dict[str, int]]]


def _levels(person: Person, people: list[Person]) -> Levels:
    """Return what each of these people serves and speaks."""
    every = queries.levels(person)
    return {who.pk: every.get(who.pk, ({}, {})) for who in people}


def _speaks_of(one: Person, wanted: str) -> bool:
    return wanted.lower() in f"{one.number} {one.name}".lower()


def _row(one: Line, serves: Levels) -> dict[str, Any]:
    """Return a line with whether it takes calls now, and how many are named for it."""
    now = timezone.localtime(clock.now())
    return {
        "line": one,
        "named": sum(one.pk in served for served, _speaks in serves.values()),
        "open": one.closed_at is None and one.retired_at is None and covers(one.hours, now),
    }
