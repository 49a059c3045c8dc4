"""What is looked up while one writes: services and places by a few letters, what it sounds like, whom to send."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from hotline import clock
from hotline.areas import queries as areas
from hotline.areas.models import Area
from hotline.calls import queries as calls
from hotline.calls.conduct import whom as whom_to
from hotline.calls.models import Call
from hotline.cases import queries as cases
from hotline.cases.models import Case, Urgency
from hotline.catalogue import queries as catalogue
from hotline.catalogue.models import Service
from hotline.desks.operator import reasons, shell
from hotline.dispatch import queries as dispatch
from hotline.dispatch.models import Dispatch
from hotline.followups.models import FollowUp
from hotline.life.keys import row_key
from hotline.people.guards import role_required
from hotline.people.models import Person
from hotline.people.roles import DESK
from hotline.providers.models import Provider
from hotline.today import today

MOST = 12
SUGGESTED = 4
ABOUT = {
    Case.KIND: "dispatches__case",
    Dispatch.KIND: "dispatches",
    FollowUp.KIND: "dispatches__case__followups",
}
"""How a provider is found by what a call is about."""


@role_required(DESK)
@require_GET
def services(request: HttpRequest) -> HttpResponse:
    """Return the services that a few letters mean: a name, another name, pinyin initials, or what was said."""
    typed, day = _typed(request), today()
    if typed:
        found = [one.service for one in catalogue.suggest(typed, on=day, most=MOST)]
        by_name = Service.objects.offered_on(day).filter(name__icontains=typed)
        found += [one for one in by_name.select_related("group")[:MOST] if one not in found]
    else:
        found = list(Service.objects.offered_on(day).select_related("group")[:40])
    return _options((one.pk, _service(one), one.group.name) for one in found)


@role_required(DESK)
@require_GET
def places(request: HttpRequest) -> HttpResponse:
    """Return the areas that a few letters mean."""
    typed, day = _typed(request), today()
    rows = Area.objects.valid_on(day).select_related("parent__parent").order_by("-kind", "code")
    if typed:
        means = Q(name__icontains=typed) | Q(short__icontains=typed)
        rows = rows.filter(means | Q(initials__istartswith=typed))
    return _options((one.pk, _place(one), "") for one in rows[:MOST])


@role_required(DESK)
@require_POST
def hear(request: HttpRequest) -> HttpResponse:
    """Return what the words sound like. Posted, so that a citizen's words stand in no log of addresses."""
    said, address = request.POST.get("said", ""), request.POST.get("address", "")
    day = today()
    area = areas.find(address, on=day) or areas.find(said, on=day)
    context = {
        "suggestions": catalogue.suggest(said, on=day, most=SUGGESTED) if said.strip() else [],
        "service": request.POST.get("service", ""),
        "area": area,
        "area_words": _place(area) if area else "",
        "area_chosen": request.POST.get("area", ""),
        "service_words": _service,
    }
    return shell.show(request, "operator/_heard.html", context)


@role_required(DESK)
@require_http_methods(["GET", "POST"])
def whom(request: HttpRequest) -> HttpResponse:
    """Return whom to send for a service at a place, and what may be about the same matter.

    Posted by the page, so that a citizen's address stands in no log of addresses.
    """
    person, day = shell.reader(request), today()
    asked = request.POST or request.GET
    service = _row(Service.objects.offered_on(day), asked.get("service"))
    area = _row(Area.objects.select_related("parent__parent__parent"), asked.get("area"))
    asked_of = row_key(asked.get("call"))
    call = calls.record(person, asked_of) if asked_of is not None else None
    caller = call.caller if call else None
    here = cases.of_call(call, person=person) if call else []
    alike = cases.alike(
        person=person,
        caller=caller,
        service=service,
        area=area,
        address=asked.get("address", "")[:300],
    )
    warranted = dispatch.within_warranty(
        at=clock.now(),
        caller=caller.pk if caller else None,
        area=area.pk if area else None,
        address=asked.get("address", "")[:300],
    )
    found = (
        reasons.choices(dispatch.ranking(service, area), service) if service else reasons.Choices()
    )
    context: dict[str, Any] = {
        "service": service,
        "usual": Urgency.of(service),
        "asleep": reasons.asleep(service),
        "choices": found,
        "warranted": warranted,
        "alike": [case for case in alike if case not in here],
        "writing": True,
        "served": area is None or areas.is_served(area, on=day),
        "area": area,
    }
    return shell.show(request, "operator/_whom.html", context)


@role_required(DESK)
@require_GET
def named(request: HttpRequest, pk: int) -> JsonResponse:
    """Return providers whose name has the letters, each with its place for a case, or why it cannot be asked."""
    person, text = shell.reader(request), _typed(request)
    rows = Case.objects.seen_by(person).select_related("service", "area__parent__parent")
    case = get_object_or_404(rows, pk=pk)
    found = Provider.objects.seen_by(person).filter(
        Q(name__icontains=text) | Q(short_name__icontains=text)
    )
    serving = found.filter(offers__service__code=case.service.code if case.service else "")
    ranked = dispatch.for_case(case)
    return _options(
        (one.pk, one.short_name, reasons.of(ranked, one.pk))
        for one in serving.distinct().order_by("pk")[:MOST]
    )


@role_required(DESK)
@require_GET
def thirds(request: HttpRequest) -> HttpResponse:
    """Return whom an operator can draw into the call: colleagues who are ready, the case's providers, emergencies, lines, a number."""
    person, text = shell.reader(request), _typed(request)
    asked_of = row_key(request.GET.get("call"))
    call = calls.record(person, asked_of) if asked_of is not None else None
    found = [*whom_to.typed(text)]
    if call is not None:
        found += [whom_to.provider(one) for one in _providers(call, text, person)]
    others = [*whom_to.ready(person), *whom_to.of_house(but=call.line_id if call else None)]
    found += [one for one in others if text.lower() in f"{one.text} {one.hint}".lower()]
    return _options((one.value, one.text, one.hint) for one in found[:MOST])


def _providers(call: Call, text: str, person: Person) -> list[Provider]:
    """Return the providers who have, or had, what this call is about; with letters, all whose name has them."""
    mine = Provider.objects.seen_by(person)
    if text:
        return list(mine.filter(Q(name__icontains=text) | Q(short_name__icontains=text))[:MOST])
    about = Q(dispatches__case__calls=call)
    kind, _colon, key = call.subject.partition(":")
    if kind in ABOUT:
        about |= Q(**{ABOUT[kind]: row_key(key)})
    return list(mine.filter(about).distinct().order_by("pk")[:MOST])


def _typed(request: HttpRequest) -> str:
    return request.GET.get("q", "").strip()[:60]


def _row(rows: Any, pk: str | None) -> Any:
    key = row_key(pk)
    return rows.filter(pk=key).first() if key is not None else None


def _options(found: Any) -> JsonResponse:
    options = [{"value": str(pk), "text": text, "hint": hint} for pk, text, hint in found]
    return JsonResponse(options, safe=False)


def _service(service: Service) -> str:
    return f"{service.group.name} › {service.name}"


def _place(area: Area) -> str:
    """Name a place with the town it lies in."""
    within = area.parent.name if area.parent and area.parent.parent_id else ""
    return " · ".join(part for part in (within, area.name) if part)
