"""The one POST view: takes any step of any life. A change of state is an address, `/cases/42/close`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from hashlib import sha256
from typing import Any
from urllib.parse import quote

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.utils.encoding import iri_to_uri
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from . import undoing
from .asks import StepForm
from .errors import NotSo
from .models import Living
from .once import once
from .steps import Life

ACTED = "acted"
"""A cookie of some seconds: its bearer has just done something, and wants to see it in every count."""
ACTED_S = 5

Who = Callable[[HttpRequest], Any]
Also = Callable[[Any, Living], Mapping[str, Any]]
"""What the door knows beside what was sent: given the person and the thing."""


def signed_in(request: HttpRequest) -> Any:
    """Return whoever is signed in."""
    return request.user


def door(
    life: Life,
    model: type[Living],
    *,
    who: Who = signed_in,
    also: Mapping[str, Also] | None = None,
) -> Callable[..., HttpResponse]:
    """Return the view that takes a step of *life* for whoever *who* finds in the request.

    *also* names steps that are given more than their form: in which call something was said.

    Answers 404 for what this person may not see, 422 with the form for what cannot be understood, 409 and 403 with a
    sentence (in the middleware) for what cannot be done; a repeat of the same key gets the first one's answer.
    """

    @require_POST
    def take(request: HttpRequest, pk: int, step: str) -> HttpResponse:
        if step not in life.actions or life.steps[step].part:
            raise Http404
        person = who(request)
        thing = get_object_or_404(model._default_manager.seen_by(person), pk=pk)  # type: ignore[attr-defined]
        form = StepForm(life.steps[step].asks, request.POST, request.FILES)
        if not form.is_valid():
            return not_understood(request, form)
        done = str(life.steps[step].done)

        def act() -> str:
            given = {name: value for name, value in form.cleaned_data.items() if value is not None}
            more = also[step](person, thing) if also and step in also else {}
            life.actions[step](thing, by=person, **given, **more)
            return done

        try:
            said = once(person, key_of(request), act)
        except NotSo as refused:
            return not_so(request, form, refused)
        back = f"{request.path.rpartition('/')[0]}/undo"
        return answer(request, said, undo=back if undoing.may(thing, person) else "")

    return take


def undo_door(
    model: type[Living], *, who: Who = signed_in, by: Callable[..., str] = undoing.undo
) -> Callable[..., HttpResponse]:
    """Return the view that takes the last step of a thing back, for whoever took it a moment ago; *by* which action."""

    @require_POST
    def take_back(request: HttpRequest, pk: int) -> HttpResponse:
        person = who(request)
        thing = get_object_or_404(model._default_manager.seen_by(person), pk=pk)  # type: ignore[attr-defined]

        def act() -> str:
            return _("已撤销“%(done)s”") % {"done": by(thing, by=person)}

        return answer(request, once(person, key_of(request), act))

    return take_back


def key_of(request: HttpRequest) -> str:
    """Return the key under which the asker wants this act done once; empty when he sent none.

    It is good at one address alone: sent to another it would else be answered with what was said here.
    """
    sent = request.POST.get("key", "")
    return sha256(f"{request.path} {sent}".encode(errors="replace")).hexdigest() if sent else ""


def done(
    request: HttpRequest, act: Callable[[], object], said: str, *, to: str = ""
) -> HttpResponse:
    """Do an act of whoever is signed in once, however often it is asked for, say so, and go on to a page or stay."""

    def do() -> str:
        act()
        return said

    return answer(request, once(signed_in(request), key_of(request), do), to=to)


def filled(
    request: HttpRequest, form: Form, do: Callable[..., object], said: str, *, to: str = ""
) -> HttpResponse:
    """Do an act with what was filled in, by whoever is signed in, once; where it cannot be understood, show the form again.

    *do* is given `by` and the form's fields by their names.
    """
    if not form.is_valid():
        return not_understood(request, form)
    by = signed_in(request)
    return done(request, partial(do, by=by, **form.cleaned_data), said, to=to)


def answer(request: HttpRequest, said: str, *, to: str = "", undo: str = "") -> HttpResponse:
    """Answer a done act: scripts get the sentence in a header, others the page they came from or *to*.

    *undo* is where the act can be taken back, for a minute.
    """
    response = _answered(request, said, to=to, undo=undo)
    response.set_cookie(ACTED, "1", max_age=ACTED_S, httponly=True, samesite="Lax")
    return response


def _answered(request: HttpRequest, said: str, *, to: str, undo: str) -> HttpResponse:
    wanted = to or request.POST.get("next", "") or request.headers.get("Referer", "")
    safe = url_has_allowed_host_and_scheme(wanted, allowed_hosts={request.get_host()})
    back = iri_to_uri(wanted) if safe else "/"
    if request.headers.get("X-Requested-With"):
        response = HttpResponse(status=204)
        response["X-Toast"] = quote(said)
        if undo:
            response["X-Undo"] = undo
        if to or request.POST.get("next"):
            response["Location"] = back
        return response
    messages.success(request, said)
    return HttpResponseRedirect(back)


def not_so(request: HttpRequest, form: Any, refused: NotSo) -> HttpResponse:
    """Answer a script what was refused for a field of its form: the form again, why beside it; else refuse it as it was."""
    if refused.field not in form.fields or not request.headers.get("X-Requested-With"):
        raise refused
    form.add_error(refused.field, str(refused))
    return not_understood(request, form)


def not_understood(request: HttpRequest, form: Any) -> HttpResponse:
    """Answer what could not be understood: the form again, each fault beside its field."""
    return render(request, "ui/form_fields.html", {"form": form}, status=422)
