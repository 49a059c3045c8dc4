"""The workers of a provider: who comes to people's homes, what shows that he may, and the day he goes."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from hotline.desks.members import actions as desk
from hotline.desks.members.forms import FaceForm, WhyForm, WorkerForm
from hotline.desks.members.frame import show_one
from hotline.desks.members.views.papers import around
from hotline.desks.operator import shell
from hotline.journal import queries as journal
from hotline.life.door import done, not_understood
from hotline.papers import answers
from hotline.people import guards
from hotline.providers.credentials import needs
from hotline.providers.models import Credential, Face, Member, Provider
from hotline.providers.workers import actions, queries
from hotline.today import today

WORDS = {
    "send_member": gettext_lazy("登记师傅"),
    "answer_offers": gettext_lazy("换接单人"),
    "show_face": gettext_lazy("换照片"),
    "let_go": gettext_lazy("师傅离开"),
    "take_again": gettext_lazy("师傅回来"),
}
"""What was done to a worker, in words."""


@guards.staff_only
@require_safe
def workers(request: HttpRequest, pk: int) -> HttpResponse:
    """Show whom a provider sends, with what was checked of each, and who has left."""
    person = shell.reader(request)
    provider = get_object_or_404(Provider.objects.seen_by(person), pk=pk)
    rows = Member.objects.seen_by(person).filter(provider=provider)
    given = {
        "rows": queries.checked(rows.standing()),
        "today": today(),
        "gone": rows.exclude(ended_at=None).select_related("person").order_by("-ended_at"),
        "form": WorkerForm(auto_id="worker-%s") if person.may("manage_providers") else None,
    }
    return show_one(request, "workers.html", "workers", provider, given)


@guards.right("manage_providers")
@require_POST
def take_on(request: HttpRequest, pk: int) -> HttpResponse:
    """Write a worker down."""
    person, form = shell.reader(request), WorkerForm(request.POST)
    provider = get_object_or_404(Provider.objects.seen_by(person), pk=pk)
    if not form.is_valid():
        return not_understood(request, form)
    given = form.cleaned_data
    return done(
        request,
        lambda: actions.take_on(provider, by=person, **given),
        _("已登记%(who)s") % {"who": given["name"]},
        to=reverse("members:workers", args=[pk]),
    )


@guards.staff_only
@require_safe
def worker(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one worker: his photo, his papers, what was done."""
    person, member = shell.reader(request), _member(request, pk)
    may, is_here = person.may("manage_providers"), member.ended_at is None
    forms = {"face": FaceForm(auto_id="face-%s"), "go": WhyForm(auto_id="go-%s")}
    rows = Credential.objects.seen_by(person).filter(member=member).select_related("checked_by")
    given = {
        "member": member,
        "papers": around(rows, person, kinds=needs.OF_MEMBER),
        "has_face": Face.objects.filter(member=member).exists(),
        "forms": forms if may and is_here else {},
        "again": WhyForm(auto_id="again-%s") if may and not is_here else None,
        "told": journal.story(member)[::-1],
        "words": WORDS,
        "today": today(),
    }  # fmt: skip
    return show_one(request, "worker.html", "workers", member.provider, given)


@guards.staff_only
@require_safe
def face(request: HttpRequest, pk: int) -> HttpResponse:
    """Hand out a worker's photo."""
    found = Face.objects.filter(member=_member(request, pk)).first()
    if found is None:
        raise Http404
    return answers.handed(bytes(found.jpeg), format_="image/jpeg")


@guards.right("manage_providers")
@require_POST
def show_face(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep another photo of a worker."""
    member, form = _member(request, pk), FaceForm(request.POST, request.FILES)
    if not form.is_valid():
        return not_understood(request, form)
    photo, person = form.cleaned_data["photo"].read(), shell.reader(request)
    return done(
        request,
        lambda: desk.show_face(member, by=person, photo=photo),
        _("已换照片"),
        to=reverse("members:worker", args=[pk]),
    )


@guards.right("manage_providers")
@require_POST
def answer_offers(request: HttpRequest, pk: int) -> HttpResponse:
    """Let the link to a new job go to this worker."""
    member, person = _member(request, pk), shell.reader(request)
    return done(
        request,
        lambda: actions.answer_offers(member, by=person),
        _("以后派单发给%(who)s") % {"who": member},
        to=reverse("members:worker", args=[pk]),
    )


@guards.right("manage_providers")
@require_POST
def let_go(request: HttpRequest, pk: int) -> HttpResponse:
    """Let a worker go."""
    member, form = _member(request, pk), WhyForm(request.POST)
    if not form.is_valid():
        return not_understood(request, form)
    why, person = form.cleaned_data["why"], shell.reader(request)
    return done(
        request,
        lambda: actions.let_go(member, by=person, why=why),
        _("%(who)s已离开") % {"who": member},
        to=reverse("members:workers", args=[member.provider_id]),
    )


@guards.right("manage_providers")
@require_POST
def take_again(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a letting go back."""
    member, form = _member(request, pk), WhyForm(request.POST)
    if not form.is_valid():
        return not_understood(request, form)
    why, person = form.cleaned_data["why"], shell.reader(request)
    return done(
        request,
        lambda: actions.take_again(member, by=person, why=why),
        _("%(who)s回来了") % {"who": member},
        to=reverse("members:worker", args=[pk]),
    )


def _member(request: HttpRequest, pk: int) -> Member:
    rows = Member.objects.seen_by(shell.reader(request)).select_related("provider", "person")
    return get_object_or_404(rows, pk=pk)
