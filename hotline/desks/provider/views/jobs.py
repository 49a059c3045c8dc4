"""The provider's page on a phone: the job offered or under way, and the few buttons that move it on."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from hotline.desks.provider import wording
from hotline.desks.provider.access import Access, by_account, by_link
from hotline.desks.provider.frame import around, member_of, worker
from hotline.dispatch import photographing, places, warranty
from hotline.dispatch.life import LIFE, OPEN, Status
from hotline.dispatch.links import LinkOver
from hotline.dispatch.models import Dispatch
from hotline.journal.tickets import ticket
from hotline.life.asks import StepForm
from hotline.life.door import answer, key_of, not_so, not_understood
from hotline.life.errors import NotSo
from hotline.life.once import once
from hotline.papers import actions as papers
from hotline.papers import answers
from hotline.papers import forms as paper_forms
from hotline.papers.models import Taken
from hotline.people.guards import role_required
from hotline.people.roles import Role

workers_only = role_required(Role.PROVIDER)


def linked(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Open the job that a link names; say what to do when the link is over."""

    def handle(request: HttpRequest, token: str, **rest: Any) -> HttpResponse:
        try:
            access = by_link(token)
        except LinkOver:
            return render(request, "provider/link_over.html", around(), status=410)
        response = view(request, access, reverse("job-link", args=[token]), **rest)
        response["Cache-Control"] = "private, no-store"
        response["Referrer-Policy"] = "same-origin"  # the address is the key
        return response

    handle.public = "the signed link is the key"  # type: ignore[attr-defined]
    return handle


@require_safe
def _job(request: HttpRequest, access: Access, here: str) -> HttpResponse:
    fragment = request.headers.get("X-Requested-With") == "live-region"
    template = "provider/_job.html" if fragment else "provider/job.html"
    return render(request, template, _facts(access, here))


@require_POST
def _step(request: HttpRequest, access: Access, here: str, step: str) -> HttpResponse:
    """Take one of the worker's steps; a repeat of the same key over a bad line is taken once."""
    if step not in LIFE.actions or not LIFE.steps[step].by & Role.PROVIDER:
        raise Http404
    form = StepForm(warranty.asks(LIFE.steps[step], access.dispatch), request.POST)
    if not form.is_valid():
        return not_understood(request, form)

    def act() -> str:
        given = {name: value for name, value in form.cleaned_data.items() if value is not None}
        if step == "arrive":
            given["place"] = request.POST.get("place", "")[:60]
        LIFE.actions[step](access.dispatch, by=access.person, **given)
        return str(LIFE.steps[step].done)

    try:
        said = once(access.person, key_of(request), act)
    except NotSo as refused:
        return not_so(request, form, refused)
    return answer(request, said, to=here)


@require_POST
def _photograph(request: HttpRequest, access: Access, here: str) -> HttpResponse:
    """Add a photo of the job, before or after."""
    said = photographing.photograph(
        access.dispatch,
        taken=request.POST.get("taken", ""),
        files=paper_forms.sent(request),
        by=access.person,
        key=key_of(request),
    )
    return answer(request, said, to=here)


def _ticket(_request: HttpRequest, access: Access, _here: str) -> HttpResponse:
    """Give a ticket for news about this one job."""
    return JsonResponse({"ticket": ticket(access.person.about, only=(access.dispatch.about,))})


@require_safe
def _photo(_request: HttpRequest, access: Access, _here: str, pk: int) -> HttpResponse:
    """Hand out a photo or the first page of a letter."""
    paper = get_object_or_404(access.papers, pk=pk)
    try:
        preview = papers.look_at(paper, by=access.person)
    except FileNotFoundError:
        raise Http404 from None
    return answers.handed(preview, format_="image/jpeg")


job_by_link, step_by_link, photo_by_link = linked(_job), linked(_step), linked(_photo)
ticket_by_link = linked(require_safe(_ticket))
photograph_by_link = linked(_photograph)


@workers_only
@require_safe
def jobs(request: HttpRequest) -> HttpResponse:
    """Show a signed-in worker what his provider has been offered and has in hand."""
    member = member_of(request)
    rows = Dispatch.objects.seen_by(worker(request)).select_related("case__service", "case__area")
    is_open = list(rows.open().order_by("accept_by_at"))
    here = {
        "offered": [job for job in is_open if job.status == Status.OFFERED],
        "in_hand": [job for job in is_open if job.status != Status.OFFERED],
        "ended": rows.exclude(status__in=OPEN).order_by("-offered_at")[:20],
    }
    fragment = request.headers.get("X-Requested-With") == "live-region"
    template = "provider/_jobs.html" if fragment else "provider/jobs.html"
    return render(request, template, here | around(member, "jobs"))


@workers_only
def job(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a signed-in worker one job."""
    return _job(request, by_account(worker(request), pk), reverse("job", args=[pk]))


@workers_only
def step(request: HttpRequest, pk: int, step: str) -> HttpResponse:
    """Take a signed-in worker's step."""
    return _step(request, by_account(worker(request), pk), reverse("job", args=[pk]), step)


@workers_only
def photograph(request: HttpRequest, pk: int) -> HttpResponse:
    """Add a signed-in worker's photo."""
    return _photograph(request, by_account(worker(request), pk), reverse("job", args=[pk]))


@workers_only
@require_safe
def jobs_ticket(request: HttpRequest) -> HttpResponse:
    """Give a signed-in worker a ticket for news about the jobs his provider has now, and for what is sent to him."""
    rows = Dispatch.objects.seen_by(worker(request)).open()
    only = tuple(f"dispatch:{pk}" for pk in rows.values_list("pk", flat=True)[:50]) or ("-",)
    return JsonResponse({"ticket": ticket(worker(request).about, only=only)})


@workers_only
@require_safe
def job_ticket(request: HttpRequest, pk: int) -> HttpResponse:
    """Give a signed-in worker a ticket for news about one of his provider's jobs."""
    return _ticket(request, by_account(worker(request), pk), "")


def _facts(access: Access, here: str) -> dict[str, Any]:
    dispatch = access.dispatch
    steps = LIFE.open_to(dispatch, access.person)
    facts = {
        "dispatch": dispatch,
        "case": dispatch.case,
        "member": access.member,
        "here": here,
        "ticket_src": f"{here}ticket",
        "steps": [(step, StepForm(warranty.asks(step, dispatch))) for step in steps],
        "stages": wording.stages(dispatch),
        "price": wording.price_of(dispatch),
        "photos": [(one, access.picture(one)) for one in access.papers],
        "over": dispatch.status not in OPEN,
        "way": places.way_to(dispatch.case.visiting_address)
        if dispatch.case.visiting_address
        else "",
        "may_photograph": dispatch.status in photographing.ON_THE_WAY,
        "takes": Taken.choices,
    }
    if access.token:
        return facts | around(access.member) | {"place": f"links-{access.member.pk}"}
    return facts | around(access.member, "jobs")
