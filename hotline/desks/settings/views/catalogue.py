"""The catalogue: what is offered on a day, each service with its versions, and the acts that change it."""

from __future__ import annotations

from datetime import date

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from hotline.catalogue import actions
from hotline.catalogue.models import Group, Service
from hotline.catalogue.permits import Permit
from hotline.catalogue.sheet import TERMS
from hotline.desks.settings import queries, words
from hotline.desks.settings.forms import (
    EndForm,
    GroupForm,
    OfferForm,
    RenameGroupForm,
    TermsForm,
    first_error,
)
from hotline.desks.settings.frame import reader, show
from hotline.journal import queries as journal
from hotline.life.door import done
from hotline.life.errors import NotSo
from hotline.people import guards
from hotline.today import today

SHOWN = ("now", "coming", "ended")


@guards.staff_only
@require_safe
def catalogue(request: HttpRequest) -> HttpResponse:
    """Show what is offered, what will be, and what was, under its headings."""
    person, day = reader(request), today()
    wanted = request.GET.get("q", "").strip()[:40]
    shown = request.GET.get("show", "now")
    rows = Service.objects.seen_by(person).select_related("group")
    by_state = {
        "now": rows.offered_on(day),
        "coming": rows.filter(valid_from__gt=day),
        "ended": rows.filter(valid_until__lte=day),
    }
    chosen = by_state.get(shown, by_state["now"])
    groups: dict[Group, list[Service]] = {}
    if not wanted and shown == "now":
        groups = {group: [] for group in Group.objects.seen_by(person)}
    for one in chosen.order_by("group__code", "code", "valid_from"):
        if _speaks_of(one, wanted):
            groups.setdefault(one.group, []).append(one)
    given = {
        "groups": groups,
        "wanted": wanted,
        "shown": shown if shown in SHOWN else "now",
        "counts": {name: found.count() for name, found in by_state.items()},
        "may_change": person.may("manage_catalogue"),
        "form": GroupForm(),
    }
    return show(request, "catalogue.html", "catalogue", given)


@guards.right("manage_catalogue")
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Offer a service that was never offered."""
    start = {"valid_from": today(), "warranty_days": 0, "group": request.GET.get("group", "")}
    form = OfferForm(request.POST or None, initial=start)
    if not form.is_valid():
        return _form(request, form, _("新增小项"), reverse("settings:catalogue"))
    code = form.cleaned_data["code"]
    return _offered(request, code, form)


@guards.right("manage_catalogue")
@require_http_methods(["GET", "HEAD", "POST"])
def terms(request: HttpRequest, code: str) -> HttpResponse:
    """Offer a service on other terms from a day on."""
    last = _versions(request, code)[-1]
    start = {name: getattr(last, name) for name in TERMS}
    start |= {"group": last.group.code, "valid_from": max(today(), last.valid_from)}
    form = TermsForm(request.POST or None, initial=start)
    if not form.is_valid():
        title = _("%(name)s：更改内容") % {"name": last.name}
        return _form(request, form, title, reverse("settings:service", args=[code]))
    return _offered(request, code, form)


@guards.right("manage_catalogue")
@require_POST
def open_group(request: HttpRequest) -> HttpResponse:
    """Open a heading."""
    form = GroupForm(request.POST)
    if not form.is_valid():
        raise NotSo(first_error(form))
    given = form.cleaned_data
    return done(
        request,
        lambda: actions.open_group(given["code"], name=given["name"], by=reader(request)),
        _("已新增大项"),
        to=reverse("settings:catalogue"),
    )


@guards.right("manage_catalogue")
@require_POST
def rename_group(request: HttpRequest, code: str) -> HttpResponse:
    """Give a heading another name."""
    group = get_object_or_404(Group.objects.seen_by(request.user), code=code)
    form = RenameGroupForm(request.POST)
    if not form.is_valid():
        raise NotSo(first_error(form))
    name = form.cleaned_data["name"]

    def act() -> None:
        actions.rename_group(group, name=name, description=group.description, by=reader(request))

    return done(request, act, _("已改名"), to=reverse("settings:catalogue"))


@guards.staff_only
@require_safe
def service(request: HttpRequest, code: str) -> HttpResponse:
    """Show one service: its terms, every version it had, and what was done to it."""
    versions = _versions(request, code)
    day = today()
    current = _current(versions, day)
    given = {
        "service": current,
        "versions": list(reversed(versions)),
        "permits": [str(Permit(one).label) for one in current.permits],
        "told": journal.stories(versions)[::-1],
        "done": words.SERVICES,
        "day": day,
        "touched": queries.touched_by_service(current, person=reader(request)),
        "ended": versions[-1].valid_until is not None,
        "may_change": reader(request).may("manage_catalogue"),
    }
    return show(request, "service.html", "catalogue", given)


@guards.right("manage_catalogue")
@require_safe
def end(request: HttpRequest, code: str) -> HttpResponse:
    """Ask whether a service is really to end, and show what stands on it."""
    return _ending(request, code, EndForm(initial={"on": today()}))


@guards.right("manage_catalogue")
@require_POST
def withdraw(request: HttpRequest, code: str) -> HttpResponse:
    """Offer a service no longer from a day on."""
    last = _versions(request, code)[-1]
    form = EndForm(request.POST)
    if not form.is_valid():
        return _ending(request, code, form, status=422)
    given = form.cleaned_data

    def act() -> None:
        actions.withdraw(last, on=given["on"], why=given["why"], by=reader(request))

    return done(request, act, _("已定停止日期"), to=reverse("settings:service", args=[code]))


def _offered(request: HttpRequest, code: str, form: TermsForm) -> HttpResponse:
    group, first = form.cleaned_data["group"], form.cleaned_data["valid_from"]

    def act() -> None:
        actions.offer(code, group=group, terms=form.terms, valid_from=first, by=reader(request))

    return done(request, act, _("已保存"), to=reverse("settings:service", args=[code]))


def _ending(request: HttpRequest, code: str, form: EndForm, *, status: int = 200) -> HttpResponse:
    last = _versions(request, code)[-1]
    given = {
        "thing": last,
        "form": form,
        "touched": queries.touched_by_service(last, person=reader(request)),
        "back": reverse("settings:service", args=[code]),
        "action": reverse("settings:withdraw", args=[code]),
        "asked": _("停止提供“%(name)s”？") % {"name": last.name},
        "button": _("停止提供"),
    }
    return show(request, "end.html", "catalogue", given, status=status)


def _form(request: HttpRequest, form: TermsForm, title: str, back: str) -> HttpResponse:
    given = {"form": form, "title": title, "back": back, "chosen": form["permits"].value() or []}
    return show(request, "terms.html", "catalogue", given, status=422 if form.is_bound else 200)


def _versions(request: HttpRequest, code: str) -> list[Service]:
    rows = Service.objects.seen_by(reader(request)).filter(code=code).select_related("group")
    versions = list(rows.order_by("valid_from"))
    if not versions:
        raise Http404
    return versions


def _current(versions: list[Service], day: date) -> Service:
    """Return the version of the day, else the next to come, else the last."""
    later = [one for one in versions if one.valid_until is None or one.valid_until > day]
    return later[0] if later else versions[-1]


def _speaks_of(one: Service, wanted: str) -> bool:
    words = " ".join([one.code, one.name, *one.aliases, *one.keywords, *one.initials])
    return wanted.lower() in words.lower()
