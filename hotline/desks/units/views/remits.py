"""Who answers for what: the catalogue of remits, a trial of what would be proposed, and one remit with all that went before."""

from __future__ import annotations

from datetime import date, datetime, time
from functools import partial
from typing import Any

from django.db.models import F, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from hotline.departments import actions as departments
from hotline.departments import queries
from hotline.departments.forms import ContestForm
from hotline.departments.life import CONTEST, CONTESTS
from hotline.departments.models import Contest, Remit
from hotline.desks.members import acts
from hotline.desks.operator import shell
from hotline.desks.units import words
from hotline.desks.units.forms import EndForm, RemitForm, TrialForm, WhoForm, serving
from hotline.desks.units.frame import TONES, show
from hotline.journal import queries as journal
from hotline.life.door import done, not_understood
from hotline.people import guards
from hotline.people.models import Person
from hotline.today import today

MOST = 300


@guards.staff_only
@require_safe
def screen(request: HttpRequest) -> HttpResponse:
    """Show the remits of today, of later or of before; and, where it was asked, which unit would be proposed."""
    person, wanted = shell.reader(request), request.GET.get("q", "").strip()[:40]
    parts, part = _parts(today()), request.GET.get("show", "")
    part = part if part in parts else "now"
    there = Remit.objects.seen_by(person).filter(_speaks_of(wanted))
    rows = there.filter(parts[part]).select_related("lead", "service", "group", "area")
    rows = rows.prefetch_related("co_units").order_by(
        "code", "group__code", "area__code", "from_on"
    )
    asked = "service" in request.GET or "area" in request.GET
    trial = TrialForm(request.GET if asked else None, auto_id="trial-%s")
    given = {
        "rows": list(rows.distinct()[:MOST]),
        "contested": set(Contest.objects.open().values_list("remit", flat=True)),
        "part": part,
        "wanted": wanted,
        "counts": {name: there.filter(keep).distinct().count() for name, keep in parts.items()},
        "trial": trial,
        "proposal": _tried(trial),
        "may_change": person.may("manage_departments"),
        "most": MOST,
    }
    return show(request, "remits.html", "remits", given)


@guards.staff_only
@require_safe
def one(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one remit, what went before and comes after, what is contested, and what may be done now."""
    person, remit, day = shell.reader(request), _remit(request, pk), today()
    contests = Contest.objects.seen_by(person).filter(remit__in=queries.history(remit).values("pk"))
    contests = contests.select_related("unit", "bound", "opened_by", "ruled_by")
    rulings = queries.rulings(remit)
    given = {
        "remit": remit,
        "holds": remit.holds_on(day),
        "history": queries.history(remit),
        "contests": [
            (it, acts.open_to(CONTEST, it, person, "departments:contest_"))
            for it in contests.order_by("-opened_at", "-pk")
        ],
        "rulings": rulings,
        "told": journal.story(remit)[::-1],
        "word": words.of_remit,
        "today": day,
        "tone": TONES,
        **_may(person, remit, bound=bool(rulings)),
    }
    return show(request, "remit.html", "remits", given)


@guards.right("manage_departments")
@require_safe
def new(request: HttpRequest) -> HttpResponse:
    """Show what is asked for a new remit; what a page before knows of it is filled in."""
    start = {name: request.GET[name] for name in ("service", "area") if request.GET.get(name)}
    return show(
        request, "new.html", "remits", {"form": RemitForm(initial=start, auto_id="remit-%s")}
    )


@guards.right("manage_departments")
@require_POST
def assign_remit(request: HttpRequest) -> HttpResponse:
    """Say which unit leads for what, where."""
    form, person = RemitForm(request.POST, auto_id="remit-%s"), shell.reader(request)
    if not form.is_valid() and request.headers.get("X-Requested-With"):
        return not_understood(request, form)
    if not form.is_valid():
        return show(request, "new.html", "remits", {"form": form}, status=422)
    act = partial(departments.assign_remit, by=person, **form.cleaned_data)
    return done(request, act, _("已加进派单目录"), to=reverse("units:remits"))


@guards.right("manage_departments")
@require_POST
def change_remit(request: HttpRequest, pk: int) -> HttpResponse:
    """Give a remit to other units from a day on."""
    remit, form = _remit(request, pk), WhoForm(request.POST)
    if not form.is_valid():
        return not_understood(request, form)
    act = partial(departments.change_remit, remit, by=shell.reader(request), **form.cleaned_data)
    return done(request, act, _("已改由%(unit)s主办") % {"unit": form.cleaned_data["lead"]})


@guards.right("manage_departments")
@require_POST
def end_remit(request: HttpRequest, pk: int) -> HttpResponse:
    """Let a remit be nobody's from a day on."""
    remit, form = _remit(request, pk), EndForm(request.POST)
    if not form.is_valid():
        return not_understood(request, form)
    act = partial(departments.end_remit, remit, by=shell.reader(request), **form.cleaned_data)
    return done(request, act, _("已定停止日期"))


def _may(person: Person, remit: Remit, *, bound: bool) -> dict[str, Any]:
    """Return the forms of what may be done with a remit now; of a contested one nothing before the ruling."""
    over = remit.never_held or (remit.until_on is not None and remit.until_on <= today())
    if over or remit.contests.open().exists():
        return {"changing": None, "ending": None, "contesting": None}
    manages = person.may("manage_departments")
    start = {
        "lead": remit.lead_id,
        "co_units": [unit.pk for unit in remit.co_units.all()],
        "from_on": max(today(), remit.from_on),
    }
    changing = WhoForm(initial=start, auto_id="change-%s", tree=serving()) if manages else None
    ending = EndForm(initial={"until_on": start["from_on"]}, auto_id="end-%s") if manages else None
    contests = bool(person.role & CONTESTS) and not bound
    return {
        "changing": changing,
        "ending": ending,
        "contesting": ContestForm(auto_id="contest-%s") if contests else None,
    }


def _remit(request: HttpRequest, pk: int) -> Remit:
    rows = Remit.objects.seen_by(shell.reader(request)).select_related(
        "lead", "service", "group", "area"
    )
    return get_object_or_404(rows.prefetch_related("co_units"), pk=pk)


def _parts(day: date) -> dict[str, Q]:
    """Return what the tabs keep: what holds, what is to come, what is over or never came to hold."""
    open_ = Q(until_on=None) | Q(until_on__gt=day)
    return {
        "now": open_ & Q(from_on__lte=day),
        "later": open_ & Q(from_on__gt=day) & ~Q(until_on=F("from_on")),
        "over": Q(until_on__lte=day) | Q(until_on=F("from_on")),
    }


def _speaks_of(wanted: str) -> Q:
    """Keep the remits of which a search speaks: of a service, a group, a place, a unit."""
    if not wanted:
        return Q()
    names = ("service__name", "code", "group__name", "area__name", "lead__name", "lead__short", "co_units__name")  # fmt: skip
    found = Q()
    for name in names:
        found |= Q(**{f"{name}__icontains": wanted})
    return found


def _tried(trial: TrialForm) -> queries.Proposal | None:
    """Return what would be proposed; nothing where nothing was asked, or what was asked is not understood."""
    if not trial.is_bound or not trial.is_valid():
        return None
    given = trial.cleaned_data
    day = given["on"] or today()
    at = timezone.make_aware(datetime.combine(day, time(12)))
    return queries.proposed(queries.About(given["service"], given["area"]), at)
