"""What citizens open without signing in: the question for number and code, the link of a message, their case, their acts."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate

from django import forms as django_forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from hotline.cases.life import ALIVE, LIFE
from hotline.cases.models import Case
from hotline.disputes.life import About
from hotline.followups import queries as followups
from hotline.life import door as life
from hotline.life.once import once
from hotline.papers import actions as papers
from hotline.papers import answers, store
from hotline.papers import forms as files
from hotline.papers import queries as kept
from hotline.people import lockout
from hotline.people.queries import the_citizen
from hotline.portal import actions, disputing, forms, links, lookup, standing, visits, way
from hotline.portal.views.frame import P, View, around, spoken

Visited = Callable[Concatenate[HttpRequest, Case, P], HttpResponse]

ACTS: dict[str, tuple[type[django_forms.Form], Callable[..., str]]] = {
    "urge": (forms.UrgeForm, actions.ask_again),
    "add_word": (forms.WordForm, actions.say_more),
    "wish": (forms.PlainForm, actions.wish_for_a_call),
    "rate": (forms.RateForm, actions.say_how_it_was),
    "not_done": (forms.NotDoneForm, actions.say_it_is_not_done),
    "open_dispute": (forms.DisputeForm, disputing.open_dispute),
}


def visiting(view: Visited[P]) -> View[P]:
    """Give the case that this browser has looked up; without one go back to the question."""

    @wraps(view)
    def handle(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        case = visits.case_of(request.COOKIES)
        if case is None:
            return redirect("track:ask")
        response = view(request, case, *args, **kwargs)
        visits.begin(response, case)
        return response

    return handle


@spoken
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest) -> HttpResponse:
    """Ask for number and code, and open the case that both mean."""
    if request.method != "POST":
        return render(request, "portal/ask.html", around() | {"form": forms.LookUpForm()})
    form = forms.LookUpForm(request.POST)
    case = _found(form, lockout.address_of(request)) if form.is_valid() else None
    if case is None:
        return render(request, "portal/ask.html", around() | {"form": form}, status=422)
    return _opened(case, how="code")


def _found(form: forms.LookUpForm, address: str) -> Case | None:
    given = form.cleaned_data
    try:
        case = lookup.find(given["number"], given["code"], address=address)
    except lockout.TooMany as too_many:
        when = timezone.localtime(too_many.until).strftime("%H:%M")
        form.add_error(
            None, _("错的次数太多了，%(when)s 以后再试，或者打电话问。") % {"when": when}
        )
        return None
    if case is None:
        form.add_error(None, _("工单号和查询码对不上，请看清楚再填一遍。"))
    return case


def _opened(case: Case, *, how: str) -> HttpResponse:
    actions.look_up(case, how=how)
    response = redirect("track:case")
    visits.begin(response, case)
    return response


@spoken
@require_safe
def by_link(request: HttpRequest, token: str) -> HttpResponse:
    """Open the case that a message's link means, and take the link out of sight."""
    try:
        case = visits.find(links.read(token))
    except links.LinkOver:
        case = None
    if case is None:
        return render(request, "portal/over.html", around(), status=410)
    return _opened(case, how="link")


@spoken
@require_safe
@visiting
def page(request: HttpRequest, case: Case) -> HttpResponse:
    """Show a citizen where the case stands, what comes next, and what can be done."""
    return render(request, "portal/case.html", _facts(case))


@spoken
@require_POST
@visiting
def act(request: HttpRequest, case: Case, act: str) -> HttpResponse:
    """Do one of the citizen's acts, once under its key."""
    if act == "photo":
        return _photo(request, case)
    if act not in ACTS:
        raise Http404
    makes, do = ACTS[act]
    form = makes(request.POST)
    if not form.is_valid():
        fault = str(next(iter(form.errors.values()))[0])
        return render(request, "portal/case.html", _facts(case, fault, act), status=422)

    def done() -> str:
        return do(case, **form.cleaned_data)

    return life.answer(request, once(the_citizen(), _key(request, case), done), to=_home())


def _photo(request: HttpRequest, case: Case) -> HttpResponse:
    if not _may_photo(case):
        raise Http404
    said = papers.receive(
        case, files=files.sent(request), by=the_citizen(), key=_key(request, case)
    )
    return life.answer(request, said, to=_home())


def _may_photo(case: Case) -> bool:
    """Say whether a photo may help: somebody is on it, or asks what was damaged, and the page may show it."""
    disputed = disputing.goes_on(disputing.of(case, standing.work_of(case)))
    return (case.status in ALIVE or disputed) and not case.secret


def _key(request: HttpRequest, case: Case) -> str:
    """Return the act's key, which is the case's own: all citizens act through one account."""
    key = life.key_of(request)
    return f"{case.about}:{key}"[:64] if key else ""


@spoken
@require_safe
@visiting
def photo(_request: HttpRequest, case: Case, pk: int) -> HttpResponse:
    """Hand out the preview of what the citizen has added himself."""
    paper = get_object_or_404(kept.of_case(case).by_the_citizen(), pk=pk)
    if case.secret:
        raise Http404
    try:
        preview = store.get(paper.preview)
    except FileNotFoundError:
        raise Http404(_("这个附件已经销毁。")) from None
    return answers.handed(preview, format_="image/jpeg")


@spoken
@require_POST
def leave(_request: HttpRequest) -> HttpResponse:
    """Forget the case on this browser."""
    response = redirect("track:ask")
    visits.end(response)
    return response


def _facts(case: Case, fault: str = "", tried: str = "") -> dict[str, Any]:
    """Return what the page shows; *fault* is what could not be understood, *tried* the act it was said to."""
    work = standing.work_of(case)
    citizen, dispute = the_citizen(), disputing.of(case, work)
    open_acts = {step.name for step in LIFE.open_to(case, citizen)}
    return around() | {
        "case": case,
        "standing": standing.of(case, work),
        "matter": standing.matter_of(case),
        "price": standing.price_of(case, work),
        "stages": way.of(case, work),
        "mended": work is not None and work.under_warranty_id is not None and not case.secret,
        "warranted_until": standing.warranted_until(case, work),
        "owed": followups.owed(case),
        "faces": forms.FACES,
        "answers_to": [(value, word) for value, word, _icon in forms.FACES],
        "open_acts": open_acts,
        "urged_at": actions.last_urged(case),
        "waiting": case.wishes.open().first(),
        "may_photo": _may_photo(case),
        "may_dispute": disputing.may_open(case, work),
        "dispute": disputing.told(dispute) if dispute else "",
        "abouts": About.choices,
        "photos": [] if case.secret else list(kept.of_case(case).by_the_citizen()),
        "fault": fault,
        "tried": tried,
    }


def _home() -> str:
    return reverse("track:case")
