"""Webhooks: whose programmes are told, what they were told last and how they answered; adding, trying out, stopping."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from hotline.departments.models import Unit
from hotline.desks.settings.frame import reader, show
from hotline.desks.settings.sending_forms import HookForm, StopForm
from hotline.life.door import done, key_of
from hotline.life.errors import NotNow, NotSo
from hotline.life.once import once
from hotline.outbox import actions, jobs, queries
from hotline.outbox.models import Webhook
from hotline.people import guards
from hotline.people.models import Person


@guards.staff_only
@require_safe
def webhooks(request: HttpRequest) -> HttpResponse:
    """Show whose programmes are told."""
    person = reader(request)
    rows = list(Webhook.objects.seen_by(person).order_by("stopped_at", "name", "pk"))
    named = _named(rows, person)
    given = {
        "rows": [(one, named[one.pk]) for one in rows],
        "may_manage": person.may("manage_webhooks"),
    }
    return show(request, "webhooks.html", "messages", given)


@guards.right("manage_webhooks")
@require_safe
def new(request: HttpRequest) -> HttpResponse:
    """Ask which programme is to be told."""
    return _form(request, HookForm())


@guards.right("manage_webhooks")
@require_POST
def add_hook(request: HttpRequest) -> HttpResponse:
    """Let another programme be told."""
    form = HookForm(request.POST)
    if not form.is_valid():
        return _form(request, form, status=422)
    given = form.cleaned_data
    whose = given["unit"].about if given["unit"] else ""

    def act() -> None:
        actions.add_hook(
            name=given["name"], address=given["address"], whose=whose, by=reader(request)
        )

    try:
        said = _("已登记。打开它，看密钥，试发一次")
        return done(request, act, said, to=reverse("settings:webhooks"))
    except NotSo as why:
        if not key_of(request) or why.field not in form.fields:
            raise
        form.add_error(why.field, str(why))
        return _form(request, form, status=422)


@guards.staff_only
@require_safe
def webhook(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one programme and what it was told last."""
    return _page(request, _hook(request, pk))


@guards.right("manage_webhooks")
@require_POST
def try_out(request: HttpRequest, pk: int) -> HttpResponse:
    """Send a trial."""
    hook = _hook(request, pk)
    return done(
        request, lambda: jobs.try_out(hook, by=reader(request)), _("已试发，结果在下面的记录里")
    )


@guards.right("manage_webhooks")
@require_POST
def show_secret(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the secret on this one answer alone: it is kept in no page that could be gone back to."""
    hook, by, shown = _hook(request, pk), reader(request), list[str]()

    def act() -> str:
        shown.append(actions.show_secret(hook, by=by))
        return ""

    once(by, key_of(request), act)
    if not shown:
        raise NotNow(_("密钥刚才已经给您看过。没记下，就再按一次“看密钥”。"))
    return _page(request, hook, secret=shown[0])


@guards.right("manage_webhooks")
@require_POST
def stop_hook(request: HttpRequest, pk: int) -> HttpResponse:
    """Tell a programme nothing any more."""
    hook, form = _hook(request, pk), StopForm(request.POST)
    if not form.is_valid():
        return _page(request, hook, form=form, status=422)
    return done(
        request,
        lambda: actions.stop_hook(hook, by=reader(request), why=form.cleaned_data["why"]),
        _("已停用"),
        to=reverse("settings:webhook", args=[pk]),
    )


def _hook(request: HttpRequest, pk: int) -> Webhook:
    return get_object_or_404(Webhook.objects.seen_by(reader(request)), pk=pk)


def _named(hooks: list[Webhook], person: Person) -> dict[int, str]:
    """Name for each programme the unit whose messages it is told of."""
    keys = {hook.pk: hook.whose.partition(":")[2] for hook in hooks}
    wanted = {int(key) for key in keys.values() if key.isdigit()}
    names = {str(one.pk): one.name for one in Unit.objects.seen_by(person).filter(pk__in=wanted)}
    return {pk: names.get(key, _("所有承办单位")) for pk, key in keys.items()}


def _form(request: HttpRequest, form: HookForm, *, status: int = 200) -> HttpResponse:
    return show(request, "webhook_form.html", "messages", {"form": form}, status=status)


def _page(
    request: HttpRequest,
    hook: Webhook,
    *,
    secret: str = "",
    form: StopForm | None = None,
    status: int = 200,
) -> HttpResponse:
    given = {
        "hook": hook,
        "whose": _named([hook], reader(request))[hook.pk],
        "address": hook.address.partition("?")[0],
        "secret": secret,
        "deliveries": queries.deliveries(hook),
        "form": form or StopForm(),
        "may_manage": reader(request).may("manage_webhooks"),
    }
    return show(request, "webhook.html", "messages", given, status=status)
