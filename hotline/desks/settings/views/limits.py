"""Time limits: what holds, since when, by whom and why; when a case would be due; another limit tried, set, ended, taken back."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from hotline import clock
from hotline.desks.settings import limiting
from hotline.desks.settings.frame import reader, show
from hotline.journal import queries as journal
from hotline.life.door import done, filled
from hotline.people import guards
from hotline.timelimits import actions, queries, wording
from hotline.timelimits.forms import (
    EndLimitForm,
    LengthForm,
    LimitForm,
    SeasonForm,
    SetForm,
    TrialForm,
    WhyForm,
)
from hotline.timelimits.limits import Clock, Scope
from hotline.timelimits.models import Season, TimeLimit
from hotline.today import today
from hotline.worktime import Length


@guards.staff_only
@require_safe
def limits(request: HttpRequest) -> HttpResponse:
    """Show every limit that holds, and when a case that comes now would be due."""
    return _table(request)


@guards.right("set_rules")
@require_safe
def new(request: HttpRequest) -> HttpResponse:
    """Choose what another limit is to speak of; with a length, show what it would change."""
    called = limiting.names(reader(request))
    asked = "amount" in request.GET
    form = LimitForm(request.GET if asked else None, **limiting.choices(called))
    return _new(request, form, called, status=422 if asked and not form.is_valid() else 200)


@guards.staff_only
@require_safe
def limit(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what one limit was, is and is to be; with another length, what it would change."""
    row = _row(request, pk)
    form = LengthForm(request.GET) if "amount" in request.GET else None
    return _one(request, row, form)


@guards.right("set_rules")
@require_POST
def set_limit(request: HttpRequest) -> HttpResponse:
    """Let a limit hold from a day on."""
    called = limiting.names(reader(request))
    form = SetForm(request.POST, **limiting.choices(called))
    if not form.is_valid():
        return _new(request, form, called, status=422)
    given, scope = form.cleaned_data, form.scope

    def act() -> None:
        actions.set_limit(
            scope, length=str(form.length), counting=given["counting"], from_on=given["from_on"],
            why=given["why"], by=reader(request),
        )  # fmt: skip

    return done(request, act, _("已定好"), to=reverse("settings:limits") + f"#{scope.clock}")


@guards.right("set_rules")
@require_POST
def end_limit(request: HttpRequest, pk: int) -> HttpResponse:
    """Let a limit hold until a day and no longer."""
    row = _row(request, pk)
    to = reverse("settings:limit", args=[pk])
    return filled(
        request,
        EndLimitForm(request.POST),
        partial(actions.end_limit, row),
        _("已定好哪天止"),
        to=to,
    )


@guards.right("set_rules")
@require_POST
def withdraw_limit(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a limit back before it holds."""
    row = _row(request, pk)
    do = partial(actions.withdraw_limit, row)
    return filled(
        request, WhyForm(request.POST), do, _("已撤回"), to=reverse("settings:limit", args=[pk])
    )


@guards.right("set_rules")
@require_POST
def add_season(request: HttpRequest) -> HttpResponse:
    """Give a part of the year a name."""
    form = SeasonForm(request.POST)
    if not form.is_valid():
        return _table(request, season_form=form, status=422)
    given = form.cleaned_data
    act = partial(actions.add_season, given.pop("name"), by=reader(request), **given)
    return done(request, act, _("已加上"), to=reverse("settings:limits"))


def _row(request: HttpRequest, pk: int) -> TimeLimit:
    rows: Any = TimeLimit.objects.seen_by(reader(request))
    found: TimeLimit = get_object_or_404(rows.select_related("season"), pk=pk)
    return found


def _table(
    request: HttpRequest, *, season_form: SeasonForm | None = None, status: int = 200
) -> HttpResponse:
    person = reader(request)
    called = limiting.names(person)
    start = {"kind": "complaint", "urgency": 1}
    form = TrialForm(
        request.GET if "kind" in request.GET else None, initial=start, **limiting.choices(called)
    )
    tried = None
    if form.is_bound and form.is_valid():
        given = form.cleaned_data
        tried = limiting.tried(
            kind=given["kind"], urgency=given["urgency"], unit=given["unit"],
            at=given["at"] or clock.now(),
        )  # fmt: skip
    elif form.is_bound:
        status = 422
    given_all = {
        "groups": limiting.table(today(), called),
        "form": form,
        "tried": tried,
        "seasons": Season.objects.seen_by(person).order_by("starts"),
        "season_form": season_form or SeasonForm(),
        "storm": queries.storm_at(clock.now()),
        "may_set": person.may("set_rules"),
        "today": today(),
    }
    return show(request, "limits.html", "limits", given_all, status=status)


def _new(
    request: HttpRequest, form: LimitForm, called: limiting.Names, *, status: int = 200
) -> HttpResponse:
    ready = form.is_bound and all(name not in form.errors for name in LimitForm.base_fields)
    given: dict[str, Any] = {"form": form, "trial": None}
    if ready:
        given |= _trial(form, form.scope, called)
    return show(request, "limit_new.html", "limits", given, status=status)


def _one(request: HttpRequest, row: TimeLimit, form: LengthForm | None) -> HttpResponse:
    person, called = reader(request), limiting.names(reader(request))
    rows = TimeLimit.objects.seen_by(person).filter(
        clock=row.clock, kind=row.kind, urgency=row.urgency, unit=row.unit, season=row.season,
        storm=row.storm,
    )  # fmt: skip
    history = list(rows.select_related("set_by").order_by("-from_on", "-pk"))
    held = next((one for one in history if _holds(one)), None)
    length = Length.parse((held or row).length)
    start = {"amount": length.amount, "measure": length.unit.value, "counting": row.counting}
    given: dict[str, Any] = {
        "row": row,
        "clock": Clock(row.clock),
        "scope": called.scope(row.scope),
        "whole": row.scope == Scope(row.clock),
        "held": held,
        "told": [(one, limiting.said(one), limiting.reason(one), _ended(one)) for one in history],
        "value": limiting.said(held) if held else _("没有"),
        "form": form or LengthForm(initial=start),
        "end_form": EndLimitForm(auto_id="end-%s"),
        "why_form": WhyForm(auto_id="withdraw-%s"),
        "today": today(),
        "may_set": person.may("set_rules"),
        "trial": None,
    }
    if form is not None and form.is_valid():
        given |= _trial(form, row.scope, called)
    status = 422 if form is not None and not form.is_valid() else 200
    return show(request, "limit.html", "limits", given, status=status)


def _trial(form: LengthForm, scope: Scope, called: limiting.Names) -> dict[str, Any]:
    """Return what a limit would change, and what its confirmation carries along."""
    given = form.cleaned_data
    effects = limiting.effects(scope, form.length, given["counting"], given["from_on"])
    sent = {
        "clock": scope.clock, "unit": scope.unit, "kind": scope.kind, "urgency": scope.urgency,
        "season": scope.season, "storm": "on" if scope.storm else "",
        "amount": given["amount"], "measure": given["measure"],
        "counting": given["counting"].value, "from_on": given["from_on"].isoformat(),
    }  # fmt: skip
    return {
        "trial": effects,
        "spares_urgent": scope.urgency is None and any(one.urgent for one in effects),
        "asked": wording.length(form.length),
        "asked_scope": f"{Clock(scope.clock).label} · {called.scope(scope)}",
        "sent": {name: "" if value is None else value for name, value in sent.items()},
        "from_on": given["from_on"],
    }


def _holds(row: TimeLimit) -> bool:
    ended = row.until_on is not None and row.until_on < today()
    return row.withdrawn_at is None and row.from_on <= today() and not ended


def _ended(row: TimeLimit) -> str:
    """Say who ended a rule that nothing followed, and why."""
    if row.until_on is None and row.withdrawn_at is None:
        return ""
    acts = {"end_limit", "withdraw_limit"}
    told = next((one for one in journal.story(row)[::-1] if one.entry.act in acts), None)
    return f"{told.entry.by} · {told.said.get('why') or ''}" if told else ""
