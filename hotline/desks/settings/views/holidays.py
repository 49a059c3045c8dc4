"""The official calendar by years, the days that the city declares itself, and office hours."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from hotline import clock
from hotline.desks.settings import limiting
from hotline.desks.settings.frame import may_see_tables, reader, show
from hotline.exchanges import actions as exchanges
from hotline.life.door import done, filled, key_of
from hotline.life.once import once
from hotline.people import guards
from hotline.people.models import Person
from hotline.people.roles import RIGHTS
from hotline.sheets import reading
from hotline.timelimits import actions, comes_with, queries
from hotline.timelimits.forms import DeclareForm, HoursForm, WhyForm
from hotline.timelimits.models import Holiday, OfficeHours, Sort
from hotline.today import today
from hotline.worktime.calendar import COVERED_YEARS

BRINGS = RIGHTS["upload"] & RIGHTS["manage_catalogue"]


@dataclass(frozen=True, slots=True)
class Stretch:
    """Days in a row of one holiday, or one day worked for it."""

    first_on: date
    last_on: date
    sort: str
    name: str
    source: str

    @property
    def days(self) -> int:
        """Return how many days it is."""
        return (self.last_on - self.first_on).days + 1


DECLARED: dict[str, Any] = {"auto_id": "declare-%s"}
OPEN: dict[str, Any] = {"auto_id": "hours-%s"}
"""Several forms of one page ask why: each label speaks of its own field."""


@guards.staff_only
@require_safe
def holidays(request: HttpRequest) -> HttpResponse:
    """Show one year's calendar, the city's own days, and when offices are open."""
    return _page(request)


@guards.role_required(BRINGS)
@require_POST
def upload(request: HttpRequest, year: int) -> HttpResponse:
    """Bring the calendar of a year that comes with the house, and go to what it would do."""
    if year not in comes_with.years():
        raise Http404
    content, person = comes_with.content(year), reader(request)
    lines = len(reading.read(content).lines)

    def act() -> str:
        kept = exchanges.upload(
            "holidays", name=f"holidays-{year}.csv", content=content, lines=lines,
            start_on=today(), by=person,
        )  # fmt: skip
        return str(kept.pk)

    return redirect("settings:table", pk=int(once(person, key_of(request), act)))


@guards.right("set_rules")
@require_POST
def declare_day(request: HttpRequest) -> HttpResponse:
    """Let the city say that a day is free, or worked."""
    form = DeclareForm(request.POST, **DECLARED)
    if not form.is_valid():
        return _page(request, declare_form=form, status=422)
    given = form.cleaned_data
    to = f"{reverse('settings:holidays')}?year={given['on'].year}"
    act = partial(actions.declare_day, given.pop("on"), by=reader(request), **given)
    return done(request, act, _("已定好"), to=to)


@guards.right("set_rules")
@require_POST
def withdraw_day(request: HttpRequest, pk: int) -> HttpResponse:
    """Take back what was said of a day."""
    rows: Any = Holiday.objects.seen_by(reader(request))
    row = get_object_or_404(rows, pk=pk)
    to = f"{reverse('settings:holidays')}?year={row.on.year}"
    return filled(
        request, WhyForm(request.POST), partial(actions.withdraw_day, row), _("已撤回"), to=to
    )


@guards.right("set_rules")
@require_POST
def set_hours(request: HttpRequest) -> HttpResponse:
    """Let an office be open at other hours from a day on."""
    called = limiting.names(reader(request))
    form = HoursForm(request.POST, units=called.units, **OPEN)
    if not form.is_valid():
        return _page(request, hours_form=form, status=422)
    act = partial(actions.set_hours, by=reader(request), **form.cleaned_data)
    return done(request, act, _("已定好"), to=reverse("settings:holidays") + "#hours")


def _page(
    request: HttpRequest,
    *,
    declare_form: DeclareForm | None = None,
    hours_form: HoursForm | None = None,
    status: int = 200,
) -> HttpResponse:
    person, called = reader(request), limiting.names(reader(request))
    standing = Holiday.objects.seen_by(person).filter(withdrawn_at=None)
    official = standing.filter(official=True)
    taken = {on.year for on in official.dates("on", "year")}
    year = _year(request)
    own = standing.filter(official=False, on__year=year).select_related("set_by").order_by("on")
    rows = list(official.filter(on__year=year).order_by("on"))
    years = sorted({*taken, *comes_with.years(), today().year, today().year + 1, year})
    given = {
        "year": year,
        "year_tabs": [
            {"label": str(one), "href": f"?year={one}", "current": one == year} for one in years
        ],
        "taken": year in taken,
        "known": year in COVERED_YEARS,
        "comes": year in comes_with.years(),
        "stretches": list(_stretches(rows)),
        "free": sum(row.sort == Sort.FREE for row in rows),
        "worked": sum(row.sort == Sort.WORKED for row in rows),
        "own": own,
        "gone": _gone(person, year),
        "hours": _hours(person, called),
        "declare_form": declare_form or DeclareForm(**DECLARED),
        "why_form": lambda pk: WhyForm(auto_id=f"day-{pk}-%s"),
        "hours_form": hours_form or HoursForm(units=called.units, **OPEN),
        "FREE": Sort.FREE,
        "today": today(),
        "may_set": person.may("set_rules"),
        "may_bring": may_see_tables(person) and bool(person.role & BRINGS),
        "storm": queries.storm_at(clock.now()),
    }
    return show(request, "holidays.html", "limits", given, status=status)


def _year(request: HttpRequest) -> int:
    asked = request.GET.get("year", "")
    wanted = int(asked) if asked.isascii() and asked.isdigit() and len(asked) == 4 else 0
    return wanted if 2004 <= wanted <= today().year + 5 else today().year


def _gone(person: Person, year: int) -> list[Holiday]:
    rows = Holiday.objects.seen_by(person).filter(on__year=year).exclude(withdrawn_at=None)
    return list(rows.select_related("set_by").order_by("-withdrawn_at", "on"))


def _hours(person: Person, called: limiting.Names) -> list[tuple[str, OfficeHours, str]]:
    rows = OfficeHours.objects.seen_by(person).filter(withdrawn_at=None)
    return [
        (called.units.get(row.unit, str(row.unit)) if row.unit else _("所有单位"), row,
         limiting.reason(row))
        for row in rows.select_related("set_by").order_by("unit", "-from_on")
    ]  # fmt: skip


def _stretches(rows: list[Holiday]) -> Iterator[Stretch]:
    """Join days in a row of one holiday."""
    open_: Stretch | None = None
    for row in rows:
        same = open_ and (open_.sort, open_.name, open_.source) == (row.sort, row.name, row.source)
        if open_ and same and row.on == open_.last_on + timedelta(days=1):
            open_ = Stretch(open_.first_on, row.on, row.sort, row.name, row.source)
            continue
        if open_:
            yield open_
        open_ = Stretch(row.on, row.on, row.sort, row.name, row.source)
    if open_:
        yield open_
