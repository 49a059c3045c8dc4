"""The line's numbers: what holds, since when, by whom and why; what another would have done; and setting it."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from hotline import clock
from hotline.desks.settings import trials
from hotline.desks.settings.forms import RuleForm, TryForm
from hotline.desks.settings.frame import reader, show
from hotline.life.door import done
from hotline.people import guards
from hotline.rules import actions, queries
from hotline.rules.meanings import by_subject, meaning, said, source, unit
from hotline.rules.models import Rule
from hotline.rules.numbers import BY_NAME, Number


@guards.staff_only
@require_safe
def rules(request: HttpRequest) -> HttpResponse:
    """Show every number of the line, grouped by what it is about."""
    wanted = request.GET.get("q", "").strip()[:50]
    now = clock.now()
    held, coming = queries.in_force(now), queries.coming(now)
    groups = [
        (subject, [_row(one, held, coming) for one in numbers if _speaks_of(one, wanted)])
        for subject, numbers in by_subject()
    ]
    groups = [(subject, rows) for subject, rows in groups if rows]
    changes = sum(map(len, coming.values()))
    given = {"groups": groups, "wanted": wanted, "coming": changes}
    return show(request, "rules.html", "rules", given)


@guards.staff_only
@require_safe
def rule(request: HttpRequest, name: str) -> HttpResponse:
    """Show one number with its history; with another number asked for, what that would have done."""
    number = _number(name)
    form = TryForm(request.GET, name=name) if "value" in request.GET else None
    return _page(request, number, form)


@guards.right("set_rules")
@require_POST
def set_rule(request: HttpRequest, name: str) -> HttpResponse:
    """Let another number hold from a moment on."""
    number = _number(name)
    form = RuleForm(request.POST, name=name)
    if not form.is_valid():
        return _page(request, number, form, status=422)
    given = form.cleaned_data

    def act() -> None:
        actions.set_rule(
            name,
            value=given["value"],
            valid_from=given["valid_from"],
            why=given["why"],
            by=reader(request),
        )

    words = _("已定为 %(value)s") % {"value": said(name, given["value"])}
    return done(request, act, words, to=reverse("settings:rule", args=[name]))


@guards.right("set_rules")
@require_POST
def withdraw_rule(request: HttpRequest, name: str, pk: int) -> HttpResponse:
    """Take back a change that does not hold yet."""
    found = get_object_or_404(Rule.objects.seen_by(request.user), pk=pk, name=name)
    why = request.POST.get("why", "").strip()[: actions.WHY_MOST]
    return done(
        request,
        lambda: actions.withdraw_rule(found, by=reader(request), why=why),
        _("已撤回"),
        to=reverse("settings:rule", args=[name]),
    )


def _number(name: str) -> Number:
    if name not in BY_NAME:
        raise Http404
    return BY_NAME[name]


def _speaks_of(number: Number, wanted: str) -> bool:
    words = f"{number.name} {number.label} {meaning(number).changes}"
    return all(word.lower() in words.lower() for word in wanted.split())


def _row(number: Number, held: dict[str, Rule], coming: dict[str, list[Rule]]) -> dict[str, Any]:
    rule = held.get(number.name)
    return {
        "number": number,
        "changes": meaning(number).changes,
        "rule": rule,
        "value": said(number.name, rule.value if rule else number.default),
        "source": source(number.source),
        "first": rule is None or rule.valid_from <= actions.BEFORE_ALL,
        "next": next(iter(coming.get(number.name, [])), None),
    }


def _page(
    request: HttpRequest, number: Number, form: TryForm | None, *, status: int = 200
) -> HttpResponse:
    now = clock.now()
    means = meaning(number)
    value = form.cleaned_data.get("value") if form is not None and form.is_bound and (
        form.is_valid() or "value" in form.cleaned_data
    ) else None  # fmt: skip
    book = queries.book(now)
    trial = trials.tried(trials.Asked(book, number.name, value, now)) if value is not None else None
    held = queries.in_force(now).get(number.name)
    given = {
        "number": number,
        "means": means,
        "unit": unit(number),
        "held": held,
        "value": book[number.name],
        "history": queries.history(number.name),
        "now_at": now,
        "before_all": actions.BEFORE_ALL,
        "said": said,
        "source": source,
        "form": form or TryForm(name=number.name),
        "asked": value,
        "trial": trial,
        "told": isinstance(trial, trials.Trial),
        "start": form.cleaned_data.get("valid_from") if form and value is not None else None,
        "running": trials.running(number.name) if value is not None else 0,
        "may_set": reader(request).may("set_rules"),
    }
    if form is not None and not form.is_valid() and status == 200:
        status = 422
    return show(request, "rule.html", "rules", given, status=status)
