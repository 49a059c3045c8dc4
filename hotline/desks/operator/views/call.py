"""The call screen: who rings, what was asked, whom to send; and the one press that writes it down and sends it."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from hotline.callers import actions as callers
from hotline.callers.models import Caller
from hotline.calls import queries as calls
from hotline.cases import drafts
from hotline.cases.models import Kind, Source, Urgency
from hotline.desks.operator import actions, hand, queue, shell
from hotline.desks.operator.actions import Then
from hotline.desks.operator.forms import ASKING, CallerForm, IntakeForm, asking_form
from hotline.life import door as life
from hotline.life.keys import row_key
from hotline.life.once import once
from hotline.people.guards import role_required
from hotline.people.roles import DESK, Role

WRITERS = Role.OPERATOR | Role.LEADER
"""Who writes cases down."""


@role_required(DESK)
@require_GET
def screen(request: HttpRequest) -> HttpResponse:
    """Show the call screen: the call at hand, one that was asked for, or a case without a call."""
    held = _held(request)
    context = shell.around(request, "call", with_hand=held) | _bar(held) | _said(held)
    context |= _writing(held) | _who(held) | {"asked_for": _asked_for(request)}
    return shell.show(request, "operator/call.html", context)


@role_required(DESK)
@require_GET
def bar(request: HttpRequest) -> HttpResponse:
    """Return the bar of the call as a fragment."""
    return shell.show(request, "operator/_bar.html", _bar(hand.at(shell.reader(request))))


@role_required(DESK)
@require_GET
def seat(request: HttpRequest) -> HttpResponse:
    """Return one's own seat as a fragment."""
    held = hand.at(shell.reader(request))
    return shell.show(request, "operator/_seat.html", {"hand": held})


@role_required(DESK)
@require_GET
def said(request: HttpRequest) -> HttpResponse:
    """Return what was said in a simulated call as a fragment."""
    return shell.show(request, "operator/_said.html", _said(_held(request)))


@role_required(DESK)
@require_GET
def ring(request: HttpRequest) -> HttpResponse:
    """Return what rings, for the pages that are not the call screen."""
    return shell.show(request, "operator/_ring.html", {"hand": hand.at(shell.reader(request))})


@role_required(DESK)
@require_GET
def who(request: HttpRequest) -> HttpResponse:
    """Return the left column: the caller, what was promised, what was asked before."""
    return shell.show(request, "operator/_who.html", _who(_held(request)))


@role_required(DESK)
@require_GET
def writing(request: HttpRequest) -> HttpResponse:
    """Return the form of the call at hand; the page keeps the one that is being written."""
    held = _held(request)
    return shell.show(request, "operator/_writing.html", _writing(held))


@role_required(WRITERS)
@require_POST
def write(request: HttpRequest) -> HttpResponse:
    """Write a case down and do with it what was pressed, in one transaction, once for each key."""
    person = shell.reader(request)
    form = IntakeForm(request.POST, person=person)
    sent = request.POST.get("then", "")
    then = Then(sent) if sent in Then.values else Then.KEEP
    asking = asking_form(then, request.POST)
    if not (form.is_valid() & asking.is_valid()):
        return _again(request, form, asking)
    given = form.cleaned_data
    call = given["call"]
    held = hand.Hand(person, None, call)

    def do() -> str:
        done = actions.write_down(
            form.taken(outside_catalogue=then == Then.TELL_UNMET),
            by=person,
            who=actions.Who(
                call=call, number=given["number"], name=given["name"], title=given["title"]
            ),
            then=then,
            to=given["provider"],
            given={name: value for name, value in asking.cleaned_data.items() if value is not None},
            draft=held.draft_key,
            into=given["into"],
        )
        return f"{done.case.pk} {done.said}"

    pk, __, said = once(person, life.key_of(request.POST), do).partition(" ")
    queue.forget(person)
    return life.answer(request, said, to="" if call else f"/cases/{pk}/")


@role_required(WRITERS)
@require_POST
def describe(request: HttpRequest, pk: int) -> HttpResponse:
    """Write down what a caller is called and what to respect."""
    person = shell.reader(request)
    caller = get_object_or_404(Caller.objects.seen_by(person), pk=pk)
    form = CallerForm(request.POST)
    if not form.is_valid():
        return life.not_understood(request, form)
    given = form.cleaned_data

    def do() -> str:
        callers.rename(caller, name=given["name"], title=given["title"], by=person)
        callers.describe(
            caller,
            by=person,
            wishes=given["wishes"],
            dialect=given["dialect"],
            home_area=caller.home_area,
        )
        return _("来电人资料已记下")

    return life.answer(request, once(person, life.key_of(request.POST), do))


def _held(request: HttpRequest) -> hand.Hand:
    return hand.at(
        shell.reader(request),
        call=row_key(request.GET.get("call")),
        new="new" in request.GET,
    )


def _asked_for(request: HttpRequest) -> str:
    """Return the part of the address that says which call the page is about, for its fragments."""
    asked = row_key(request.GET.get("call"))
    if asked is not None:
        return f"?call={asked}"
    return "?new=1" if "new" in request.GET else ""


def _bar(held: hand.Hand) -> dict[str, Any]:
    """Return what the calls' own bar reads."""
    return {
        "hand": held,
        "call": held.call,
        "seat": held.seat,
        "number": _number(held),
        "name": held.name,
    }


def _number(held: hand.Hand) -> str:
    """Show the whole number to whoever speaks with the caller, and put that on record once a call."""
    known = held.who is not None and bool(held.who.numbers)
    if held.speaks and known and not held.told and held.caller and held.call:
        return callers.show_in_call(held.caller, by=held.person, call=held.call)
    return held.number


def _said(held: hand.Hand) -> dict[str, Any]:
    call = held.call
    utterances = calls.said(call, held.person) if call else []
    return {"hand": held, "call": call, "seat": held.seat, "utterances": utterances}


def _who(held: hand.Hand) -> dict[str, Any]:
    begun = [
        key
        for key in drafts.begun(by=held.person)
        if key != held.draft_key and key.startswith((hand.NEW, "call-"))
    ]
    form = None
    if held.who:
        known = held.who
        form = CallerForm(
            initial={
                "name": known.caller.opened("name"),
                "title": known.caller.title,
                "dialect": known.caller.dialect,
                "wishes": known.wishes,
            },
            auto_id="caller-%s",
        )
    return {"hand": held, "begun": begun, "caller_form": form}


def _writing(held: hand.Hand, form: IntakeForm | None = None) -> dict[str, Any]:
    form = form or IntakeForm(person=held.person)
    return {
        "hand": held,
        "form": form,
        "chosen": _chosen(form),
        "kinds": Kind.choices,
        "urgencies": Urgency.choices,
        "sources": [choice for choice in Source.choices if choice[0] != Source.PHONE],
        "asking": {then.value: (then.label, asking_form(then)) for then in ASKING},
    }


def _again(request: HttpRequest, form: IntakeForm, asking: Any) -> HttpResponse:
    """Answer what could not be understood: the fields again, each fault beside its own."""
    held = hand.Hand(shell.reader(request), None, form.cleaned_data.get("call"))
    faults = [
        _("%(what)s：%(said)s") % {"what": asking[name].label, "said": errors[0]}
        for name, errors in asking.errors.items()
    ]
    context = _writing(held, form) | {"faults": faults}
    return shell.show(request, "operator/_fields.html", context, status=422)


def _chosen(form: IntakeForm) -> dict[str, str]:
    """Return the words of the service and the area that were picked."""
    picked = getattr(form, "cleaned_data", {})
    service, area = picked.get("service"), picked.get("area")
    return {
        "service": f"{service.group.name} › {service.name}" if service else "",
        "area": " · ".join(part for part in (area.parent and area.parent.name, area.name) if part)
        if area
        else "",
    }
