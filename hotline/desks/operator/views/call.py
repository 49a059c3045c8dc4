"""The call screen: who rings, what was asked, whom to send; and the one press that writes it down and sends it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from hotline.callers import actions as callers
from hotline.callers.models import Caller
from hotline.calls import queries as calls
from hotline.calls.conduct import queries as under_way
from hotline.calls.conduct.forms import KeysForm, NoteForm
from hotline.calls.models import Outcome
from hotline.calls.policy import EMERGENCIES
from hotline.calls.states import Status as CallStatus
from hotline.calls.states import Third
from hotline.cases import drafts
from hotline.cases import queries as cases
from hotline.cases.models import Case, Kind, Source, Urgency
from hotline.desks.operator import actions, hand, shell, tally
from hotline.desks.operator.actions import Then
from hotline.desks.operator.forms import (
    ASKING,
    CallerForm,
    IntakeForm,
    JoinInForm,
    UrgeForm,
    asking_form,
)
from hotline.life import door as life
from hotline.life import undoing
from hotline.life.asks import StepForm
from hotline.life.keys import row_key
from hotline.life.once import once
from hotline.people.guards import role_required
from hotline.people.roles import DESK, Role
from hotline.restraints import queries as restrained
from hotline.restraints.life import WHY
from hotline.shifts import queries as shifts

WRITERS = Role.OPERATOR | Role.LEADER
"""Who writes cases down."""


@role_required(DESK)
@require_GET
def screen(request: HttpRequest) -> HttpResponse:
    """Show the call screen: the call at hand, one that was asked for, or a case without a call."""
    held = _held(request)
    context = shell.around(request, "call", with_hand=held) | _bar(held) | _said(held)
    context |= _writing(held) | _who(held) | _troubles(held) | _waiting(held)
    context |= {"asked_for": _asked_for(request)}
    return shell.show(request, "operator/call.html", context)


@role_required(DESK)
@require_GET
def bar(request: HttpRequest) -> HttpResponse:
    """Return the bar of the call as a fragment: the one that goes on, else the one the page is about."""
    held = hand.at(shell.reader(request))
    goes_on = held.call is not None and held.call.status != CallStatus.ENDED
    return shell.show(request, "operator/_bar.html", _bar(held if goes_on else _held(request)))


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
def waiting(request: HttpRequest) -> HttpResponse:
    """Return who waits for somebody, and who was parked."""
    held = hand.at(shell.reader(request))
    return shell.show(request, "operator/_waiting.html", _waiting(held))


@role_required(DESK)
@require_GET
def troubles(request: HttpRequest) -> HttpResponse:
    """Return what is read out today: the troubles of many, and the key that joins whoever is on the telephone."""
    return shell.show(request, "operator/_troubles.html", _troubles(_held(request)))


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
    held = hand.Hand(person, None, call, paper=given["paper"])

    def do() -> str:
        done = actions.write_down(
            form.taken(outside_catalogue=then == Then.TELL_UNMET),
            by=person,
            who=actions.Who(
                call=call, number=given["number"], name=given["name"], title=given["title"]
            ),
            then=then,
            to=given["provider"],
            named=given["named"],
            given={name: value for name, value in asking.cleaned_data.items() if value is not None},
            draft=held.draft_key,
            into=given["into"],
            claimed=given["claim"],
            happened_at=given["happened_at"],
            consent=given["consent"],
        )
        return f"{done.case.pk} {done.said}"

    stepped = then != Then.KEEP or (given["into"] or given["claim"]) is not None
    return _done(request, do, call, undo=_BACK if stepped else "")


@role_required(WRITERS)
@require_POST
def urge(request: HttpRequest) -> HttpResponse:
    """Urge the case there is instead of writing another."""
    person = shell.reader(request)
    form = UrgeForm(request.POST, person=person)
    if not form.is_valid():
        return _refused(form)
    given = form.cleaned_data
    draft = hand.Hand(person, None, given["call"]).draft_key

    def do() -> str:
        done = actions.urge(
            given["case"], by=person, words=given["said"], call=given["call"], draft=draft
        )
        return f"{done.case.pk} {done.said}"

    return _done(request, do, given["call"])


@role_required(WRITERS)
@require_POST
def join_in(request: HttpRequest) -> HttpResponse:
    """Join whoever is on the telephone to a trouble of many."""
    person = shell.reader(request)
    form = JoinInForm(request.POST, person=person)
    if not form.is_valid():
        return _refused(form)
    given = form.cleaned_data
    draft = hand.Hand(person, None, given["call"]).draft_key

    def do() -> str:
        done = actions.join_in(
            given["trouble"],
            by=person,
            call=given["call"],
            said=given["said"],
            wants_call_back="call_back" in request.GET,
            draft=draft,
        )
        return f"{done.case.pk} {done.said}"

    return _done(request, do, given["call"], undo=_BACK_FROM_JOINING)


@role_required(WRITERS)
@require_POST
def take_out(request: HttpRequest, pk: int) -> HttpResponse:
    """Take back that somebody was joined to a trouble of many a moment ago."""
    person = shell.reader(request)
    case = get_object_or_404(Case.objects.seen_by(person), pk=pk)
    said = once(person, life.key_of(request), lambda: actions.take_out(case, by=person).said)
    return life.answer(request, said)


_BACK, _BACK_FROM_JOINING = "/cases/{}/undo", "/desk/cases/{}/take_out"


def _done(
    request: HttpRequest, do: Callable[[], str], call: Any, *, undo: str = _BACK
) -> HttpResponse:
    """Do it once, and lead to the case unless the telephone keeps one here; *undo* is the way back, if there may be one."""
    person = shell.reader(request)
    pk, __, said = once(person, life.key_of(request), do).partition(" ")
    back = undo.format(pk) if undo and undoing.may(Case(pk=int(pk)), person) else ""
    return life.answer(request, said, to="" if call else f"/cases/{pk}/", undo=back)


def _refused(form: Any) -> HttpResponse:
    """Say what could not be understood in one sentence: there is no field to say it beside."""
    said = " ".join(error for errors in form.errors.values() for error in errors)
    return HttpResponse(said, status=409, content_type="text/plain; charset=utf-8")


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

    return life.answer(request, once(person, life.key_of(request), do))


def _held(request: HttpRequest) -> hand.Hand:
    return hand.at(
        shell.reader(request),
        call=row_key(request.GET.get("call")),
        new="new" in request.GET,
        paper="paper" in request.GET,
    )


def _asked_for(request: HttpRequest) -> str:
    """Return the part of the address that says which call the page is about, for its fragments."""
    asked = row_key(request.GET.get("call"))
    if asked is not None:
        return f"?call={asked}"
    if "paper" in request.GET:
        return "?paper=1"
    return "?new=1" if "new" in request.GET else ""


def _bar(held: hand.Hand) -> dict[str, Any]:
    """Return what the calls' own bar reads."""
    call = held.call
    return {
        "hand": held,
        "call": held.call,
        "seat": held.seat,
        "number": _number(held),
        "name": held.name,
        "part": held.part,
        "third": held.third,
        "note_form": NoteForm(initial={"text": call.note}, auto_id="note-%s") if call else None,
        "keys_form": KeysForm(auto_id="keys-%s"),
        "emergencies": [
            (n, f"{Third.EMERGENCY}:{n}", str(key)) for key, n in enumerate(EMERGENCIES, 1)
        ],
        "outcomes": [(str(5 + place), one) for place, one in enumerate(Outcome)],
    }


def _number(held: hand.Hand) -> str:
    """Show the whole number to whoever speaks with the caller, and put that on record once a call."""
    known = held.who is not None and bool(held.who.numbers)
    if held.speaks and known and not held.told and held.caller and held.call:
        return callers.show_in_call(held.caller, by=held.person, call=held.call)
    return held.number


def _waiting(held: hand.Hand) -> dict[str, Any]:
    n, rows = under_way.waiting(held.person)
    return {"hand": held, "n_waiting": n, "waits": rows}


def _said(held: hand.Hand) -> dict[str, Any]:
    call = held.call
    utterances = calls.said(call, held.person) if call else []
    return {"hand": held, "call": call, "seat": held.seat, "utterances": utterances}


def _who(held: hand.Hand) -> dict[str, Any]:
    begun = [
        key
        for key in drafts.begun(by=held.person)
        if key != held.draft_key and key.startswith((hand.NEW, hand.PAPER, "call-"))
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
    return {
        "hand": held,
        "begun": begun,
        "caller_form": form,
        "restraint": restrained.of_caller(held.who.caller.pk) if held.who else None,
        "abuse_form": StepForm((WHY,), auto_id="abuse-%s"),
        "tally": tally.today(held.person),
        "drafts_at": {hand.NEW: "new=1", hand.PAPER: "paper=1"},
    }


def _troubles(held: hand.Hand) -> dict[str, Any]:
    return {
        "hand": held,
        "troubles": cases.troubles(person=held.person),
        "notices": list(shifts.notices(held.person)),
    }


def _writing(held: hand.Hand, form: IntakeForm | None = None) -> dict[str, Any]:
    form = form or IntakeForm(person=held.person)
    return {
        "hand": held,
        "form": form,
        "chosen": _chosen(form),
        "kinds": Kind.choices,
        "urgencies": Urgency.choices,
        "sources": [one for one in Source.choices if held.paper or one[0] != Source.PHONE],
        "source": Source.PHONE if held.paper else Source.WALK_IN,
        "asking": {then.value: (then.label, asking_form(then)) for then in ASKING},
    }


def _again(request: HttpRequest, form: IntakeForm, asking: Any) -> HttpResponse:
    """Answer what could not be understood: the fields again, each fault beside its own."""
    given = form.cleaned_data
    held = hand.Hand(shell.reader(request), None, given.get("call"), paper=bool(given.get("paper")))
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
