"""The door: in by name and password, by a link once, in the sample town by a click; and out."""

from __future__ import annotations

from allauth.account.internal.flows.login import perform_login
from allauth.account.models import Login
from django.conf import settings
from django.contrib.auth import logout
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from hotline.life.door import answer
from hotline.people import actions, guards, passwords, queries, sso
from hotline.people.forms import NewPasswordForm, SignInForm
from hotline.people.models import Person
from hotline.people.roles import home_of
from hotline.rules import queries as rules


@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """Let somebody in, and send him back to where he was."""
    back = _back(request)
    if isinstance(request.user, Person):
        return redirect(back or home_of(request.user.role))
    form = SignInForm(request.POST if request.method == "POST" else None, request=request)
    if form.is_valid():
        entered: HttpResponse = form.login(request, redirect_url=back or None)
        return entered
    given = {
        "form": form,
        "next": back,
        "idle_min": rules.book()["idle_min"] if request.GET.get("idle") else 0,
        "sample": queries.sample_people() if settings.CONFIGURATION.demo else [],
        "sso": sso.button(),
    }
    status = 422 if form.is_bound else 200
    return render(request, "people/sign_in.html", given, status=status)


@never_cache
@require_POST
def sign_in_as(request: HttpRequest) -> HttpResponse:
    """Let anybody be a sample person; only in the sample town is there such a door."""
    if not settings.CONFIGURATION.demo:
        raise Http404
    sample = Person.objects.filter(username__in=[one.username for one in queries.sample_people()])
    person = get_object_or_404(sample, username=request.POST.get("username", ""))
    if isinstance(request.user, Person):
        actions.sign_out(request.user, by=request.user)
        logout(request)
    return _enter(request, person, by="sample", to=_back(request))


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """Let somebody out."""
    if isinstance(request.user, Person):
        actions.sign_out(request.user, by=request.user)
    logout(request)
    return redirect("people:sign_in")


@require_POST
def sign_out_everywhere(request: HttpRequest) -> HttpResponse:
    """End all sessions of whoever asks, this one too."""
    if isinstance(request.user, Person):
        actions.sign_out_everywhere(request.user, by=request.user)
    logout(request)
    return redirect("people:sign_in")


@never_cache
@sensitive_post_parameters("password", "again")
@require_http_methods(["GET", "HEAD", "POST"])
def choose_password(request: HttpRequest, link: str) -> HttpResponse:
    """Let whoever holds a link choose his password, once, and let him in."""
    person = passwords.whose(link)
    if person is None:
        return render(request, "people/link_over.html", status=410)
    form = NewPasswordForm(request.POST if request.method == "POST" else None, person=person)
    if form.is_valid():
        actions.choose_password(person, password=form.cleaned_data["password"], by=person)
        logout(request)
        return _enter(request, person, by="link")
    given = {"form": form, "who": person, "least": passwords.LENGTH_LEAST}
    status = 422 if form.is_bound else 200
    return render(request, "people/choose_password.html", given, status=status)


@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Speak another language to this browser, and to this person wherever he signs in."""
    wanted = request.POST.get("language", "")
    if wanted not in dict(settings.LANGUAGES):
        raise Http404
    if isinstance(request.user, Person):
        actions.set_language(request.user, to=wanted, by=request.user)
    return _with_cookie(request, "language", wanted)


@require_POST
def theme(request: HttpRequest) -> HttpResponse:
    """Show pages light, dark, or as the system is."""
    wanted = request.POST.get("theme", "")
    if wanted not in ("", "light", "dark"):
        raise Http404
    return _with_cookie(request, "theme", wanted)


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Send whoever is signed in to his desk, everybody else to the door."""
    person = request.user
    return redirect(home_of(person.role) if isinstance(person, Person) else "people:sign_in")


def _with_cookie(request: HttpRequest, name: str, value: str) -> HttpResponse:
    response = answer(request, "")
    # The page's own script reads the theme, so it is not HttpOnly.
    response.set_cookie(name, value, max_age=365 * 24 * 3600, samesite="Lax")
    return response


def _enter(request: HttpRequest, person: Person, *, by: str, to: str = "") -> HttpResponse:
    """Go through allauth's door, stages included."""
    request.signs_in_by = by  # type: ignore[attr-defined]
    entered: HttpResponse = perform_login(request, Login(user=person, redirect_url=to or None))
    return entered


def _back(request: HttpRequest) -> str:
    """Return where somebody was; nothing for an address that is not ours."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    return wanted if guards.is_ours(request, wanted) else ""
