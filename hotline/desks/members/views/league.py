"""The league of providers, the jobs behind each figure, and the table as a file."""

from __future__ import annotations

from datetime import date
from urllib.parse import quote, urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_POST, require_safe

from hotline.desks.members import sheet
from hotline.desks.members.forms import ExportForm, WindowForm
from hotline.desks.members.frame import show, show_one
from hotline.desks.operator import shell
from hotline.exchanges import actions as exchanges
from hotline.league import queries
from hotline.life import door as life
from hotline.life.once import once
from hotline.people import guards
from hotline.providers.models import Provider
from hotline.sheets.writing import MIME, Form, write
from hotline.today import today

MOST = 500


@guards.staff_only
@require_safe
def screen(request: HttpRequest) -> HttpResponse:
    """Show the league of a window of days."""
    form = WindowForm(request.GET or None)
    until = form.cleaned_data["until"] if form.is_bound and form.is_valid() else None
    window = queries.last_days(until)
    given = {
        "form": form,
        "window": window,
        "rows": queries.league(window),
        "terms": queries.terms(),
        "may_take": shell.reader(request).may("export"),
        "between": urlencode({"from": window.from_on, "until": window.until_on}),
        "forms": Form.choices,
    }
    wrong = form.is_bound and not form.is_valid()
    return show(request, "league.html", "league", given, status=422 if wrong else 200)


@guards.staff_only
@require_safe
def jobs(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the jobs behind a figure of one provider."""
    person = shell.reader(request)
    provider = get_object_or_404(Provider.objects.seen_by(person), pk=pk)
    measure, hit = request.GET.get("figure", ""), request.GET.get("hit", "")
    if measure == "complaints":
        return _complaints(request, provider)
    measure = measure if measure in queries.MEASURES else "jobs"
    which = {"yes": True, "no": False}.get(hit)
    window = _window(request)
    rows = queries.jobs(person, provider, measure, window, hit=which)
    given = {
        "rows": rows[:MOST],
        "n": rows.count(),
        "measure": measure,
        "hit": which,
        "window": window,
        "between": urlencode({"from": window.from_on, "until": window.until_on}),
    }
    return show_one(request, "league_jobs.html", "appraisals", provider, given)


def _complaints(request: HttpRequest, provider: Provider) -> HttpResponse:
    window = _window(request)
    rows = queries.complaints(shell.reader(request), provider, window)
    given = {"rows": rows[:MOST], "n": rows.count(), "window": window}
    return show_one(request, "league_complaints.html", "appraisals", provider, given)


@guards.right("export")
@require_POST
def export(request: HttpRequest) -> HttpResponse:
    """Give the league out as a file, and put on record who took it."""
    form = ExportForm(request.POST)
    if not form.is_valid():
        return life.not_understood(request, form)
    window, kind = queries.last_days(form.cleaned_data["until"]), form.cleaned_data["form"]
    lines = [sheet.line(row) for row in queries.league(window)]
    content = write(kind, sheet.head(), lines)
    name = f"league-{window.until_on:%Y%m%d}.{kind.value}"
    by = shell.reader(request)

    def act() -> str:
        exchanges.export("league", name=name, content=content, lines=len(lines), by=by)
        return name

    once(by, life.key_of(request), act)
    response = HttpResponse(content, content_type=MIME[kind])
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    return response


def _window(request: HttpRequest) -> queries.Window:
    """Return the window that was asked for; what is no window is the one of the rule."""
    usual = queries.last_days()
    from_on, until = _day(request.GET.get("from")), _day(request.GET.get("until"))
    if from_on is None or until is None or not from_on <= until <= today():
        return usual
    return queries.Window(from_on, until)


def _day(text: str | None) -> date | None:
    form = WindowForm({"until": text or ""})
    return form.cleaned_data["until"] if form.is_valid() else None
