"""The units: the tree of those that there are, and one with its people, what it answers for and what was done."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.db.models import Count, Prefetch, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from hotline.departments import actions as departments
from hotline.departments import queries
from hotline.departments.life import LIFE, Part, Status
from hotline.departments.models import Contest, Liaison, LiaisonQuerySet, Remit, Unit
from hotline.desks.members import acts
from hotline.desks.operator import shell
from hotline.desks.units import words
from hotline.desks.units.forms import GROUPS, FoundForm, UnitForm
from hotline.desks.units.frame import show
from hotline.inspections import queries as inspections
from hotline.journal import queries as journal
from hotline.life.door import filled
from hotline.meetings import queries as meetings
from hotline.people import guards
from hotline.people.models import Person
from hotline.today import today

PAST_MOST = 50
FEW = 10


@guards.staff_only
@require_safe
def screen(request: HttpRequest) -> HttpResponse:
    """Show the units as a tree, or those that were retired; of a search what lies above stays in sight."""
    person, wanted = shell.reader(request), request.GET.get("q", "").strip()[:40]
    retired = request.GET.get("show") == "retired"
    there = Unit.objects.seen_by(person)
    rows = there.filter(status=Status.RETIRED if retired else Status.IN_SERVICE)
    tree = queries.laid_out(_with_people(rows))
    given = {
        "rows": _found(tree, wanted),
        "wanted": wanted,
        "retired": retired,
        "counts": {
            "there": there.in_service().count(),
            "gone": there.filter(status=Status.RETIRED).count(),
        },
        "form": FoundForm(auto_id="found-%s") if person.may("manage_departments") else None,
        "groups": _groups(person),
        "groups_id": GROUPS,
    }
    return show(request, "units.html", "units", given)


@guards.staff_only
@require_safe
def one(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one unit."""
    person, day = shell.reader(request), today()
    unit = _unit(request, pk)
    remits = Remit.objects.seen_by(person).select_related("lead", "service", "group", "area")
    remits = remits.prefetch_related("co_units").order_by("code", "group__code", "area__code")
    standing = remits.filter(Q(until_on=None) | Q(until_on__gt=day))
    contests = Contest.objects.seen_by(person).select_related("remit__service", "remit__group", "remit__area")  # fmt: skip
    given = {
        "unit": unit,
        "path": queries.above(unit)[::-1],
        "liaisons": list(unit.liaisons.standing().select_related("person").order_by("part", "pk")),
        "gone": list(_gone(unit)[:PAST_MOST]),
        "parts": queries.laid_out(unit.parts.seen_by(person)),
        "leads": list(standing.filter(lead=unit)),
        "helps": list(standing.filter(co_units=unit)),
        "past": list(remits.filter(lead=unit, until_on__lte=day).order_by("-until_on")[:PAST_MOST]),
        "contests": list(contests.open().filter(unit=unit)),
        "rulings": list(contests.filter(bound=unit).order_by("-ruled_at")[:PAST_MOST]),
        "inspections": list(inspections.inspections(person).filter(unit=unit)[:FEW]),
        "citations": list(inspections.citations(person).filter(unit=unit)[:FEW]),
        "resolutions": list(meetings.owed(person).filter(unit=unit)[:FEW]),
        "told": journal.story(unit)[::-1],
        "word": words.of_unit,
        "part_word": dict(Part.choices),
        "today": day,
        **_may(request, unit),
    }
    return show(request, "unit.html", "units", given)


@guards.right("manage_departments")
@require_POST
def found_unit(request: HttpRequest) -> HttpResponse:
    """Put a unit on the list."""
    form = FoundForm(request.POST)
    return filled(request, form, departments.found_unit, _("已新增单位"), to=reverse("units:units"))


@guards.right("manage_departments")
@require_POST
def describe_unit(request: HttpRequest, pk: int) -> HttpResponse:
    """Write down how a unit is called and reached now."""
    act = partial(departments.describe_unit, _unit(request, pk))
    return filled(request, UnitForm(request.POST), act, _("已保存"))


def _may(request: HttpRequest, unit: Unit) -> dict[str, Any]:
    """Return what may be done with a unit now; whoever is dismissed is so beside his name."""
    person = shell.reader(request)
    if not person.may("manage_departments"):
        return {"acts": [], "describing": None, "dismissing": ""}
    start = {name: getattr(unit, name) for name in UnitForm.base_fields}
    found = acts.open_to(LIFE, unit, person, "departments:", but={"dismiss"})
    for act in found:
        if act.step.name == "move" and act.form is not None:
            parent: Any = act.form.fields["parent"]
            below = queries.below(unit)
            parent.queryset = parent.queryset.exclude(pk__in=below)
    return {
        "acts": found,
        "describing": UnitForm(initial=start, auto_id="describe-%s"),
        "dismissing": reverse("departments:dismiss", args=[unit.pk]),
        "groups": _groups(person),
        "groups_id": GROUPS,
    }


def _gone(unit: Unit) -> LiaisonQuerySet:
    """Return who spoke for a unit before, the latest first."""
    rows = unit.liaisons.exclude(ended_at=None).select_related("person")
    return rows.order_by("-ended_at", "-pk")


def _unit(request: HttpRequest, pk: int) -> Unit:
    return get_object_or_404(Unit.objects.seen_by(shell.reader(request)), pk=pk)


def _with_people(rows: Any) -> Any:
    """Return units with who speaks for each, and how many remits each leads today."""
    people = Liaison.objects.standing().select_related("person").order_by("part", "pk")
    holds = Q(remits__from_on__lte=today()) & (
        Q(remits__until_on=None) | Q(remits__until_on__gt=today())
    )
    rows = rows.annotate(leads=Count("remits", filter=holds))
    return rows.prefetch_related(Prefetch("liaisons", people, to_attr="people"))


def _found(tree: list[tuple[Unit, int]], wanted: str) -> list[tuple[Unit, int]]:
    """Keep what a search means, with all that it lies in."""
    if not wanted:
        return tree
    parents = {unit.pk: unit.parent_id for unit, _depth in tree}
    kept: set[int | None] = set()
    for unit, _depth in tree:
        if wanted.lower() in f"{unit.name} {unit.short} {unit.group}".lower():
            key: int | None = unit.pk
            while key is not None and key not in kept:
                kept.add(key)
                key = parents.get(key)
    return [(unit, depth) for unit, depth in tree if unit.pk in kept]


def _groups(person: Person) -> list[str]:
    rows = Unit.objects.seen_by(person).exclude(group="").values_list("group", flat=True)
    return sorted(set(rows.distinct()))
