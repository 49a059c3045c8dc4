"""The administrator's pages: who works here, with which roles; each button one action."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any, Protocol

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_POST, require_safe

from hotline.journal import queries as journal
from hotline.life.door import done, key_of
from hotline.life.errors import NotNow
from hotline.life.once import once
from hotline.people import actions, factors, guards, lockout, passwords, queries, words
from hotline.people.factors import actions as second
from hotline.people.factors import queries as second_factors
from hotline.people.forms import EngageForm, RolesForm, role_choices
from hotline.people.models import Person
from hotline.people.roles import LABELS

from .frame import framed

LATEST = 12
"""How many acts an account's page tells of."""


@guards.right("unlock_people")
@require_safe
def people(request: HttpRequest) -> HttpResponse:
    """Show everybody who has an account."""
    return _list(request, EngageForm())


@guards.right("manage_people")
@require_POST
def engage(request: HttpRequest) -> HttpResponse:
    """Make an account and show its page, where its link is made."""
    form = EngageForm(request.POST)

    def act() -> str:
        # Within, since to a repeat the name is taken: by the account that was made the first time.
        if not form.is_valid():
            raise _NotUnderstood
        given = form.cleaned_data
        made = actions.engage(
            given["username"],
            name=given["name"],
            number=given["number"],
            role=form.role(),
            by=_me(request),
        )
        return str(made.pk)

    try:
        return redirect("people:person", pk=int(once(_me(request), key_of(request), act)))
    except _NotUnderstood:
        return _list(request, form, status=422)


@guards.right("unlock_people")
@require_safe
def person(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one account and what was done to it."""
    return _page(request, _whom(pk))


@guards.right("manage_people")
@require_POST
def change_roles(request: HttpRequest, pk: int) -> HttpResponse:
    """Give somebody other roles."""
    who, form = _whom(pk), RolesForm(request.POST)
    if not form.is_valid():
        return _page(request, who, form=form, status=422)
    to = form.role()
    return _done(
        request, who, lambda: actions.change_roles(who, to=to, by=_me(request)), _("岗位已改")
    )


@guards.right("manage_people")
@require_POST
def invite(request: HttpRequest, pk: int) -> HttpResponse:
    """Make a link by which somebody chooses his password, and show it this once."""
    who = _whom(pk)
    again = _("登录链接刚才已经生成，只显示一次。没看到，就再生成一次。")
    part = _secret(request, lambda: actions.invite(who, by=_me(request)), again)
    link = request.build_absolute_uri(reverse("people:choose_password", args=[part]))
    return _page(request, who, link=link)


@sensitive_variables("password")
@guards.right("manage_people")
@require_POST
def set_password(request: HttpRequest, pk: int) -> HttpResponse:
    """Give somebody a password, and show it this once."""
    who = _whom(pk)
    again = _("刚才已经换过，新密码只显示一次。没看到，就再换一次。")
    password = _secret(request, lambda: actions.set_password(who, by=_me(request)), again)
    return _page(request, who, password=password)


@guards.right("manage_people")
@require_POST
def deactivate(request: HttpRequest, pk: int) -> HttpResponse:
    """End an account."""
    who, why = _whom(pk), request.POST.get("why", "")[:500]
    return _done(
        request, who, lambda: actions.deactivate(who, by=_me(request), why=why), _("已停用")
    )


@guards.right("manage_people")
@require_POST
def reset_factors(request: HttpRequest, pk: int) -> HttpResponse:
    """Take the second factors from somebody who lost them."""
    who, why = _whom(pk), request.POST.get("why", "")

    def act() -> None:
        second.reset_factors(who, by=_me(request), why=why)

    return _done(request, who, act, _("第二道验证已重置"))


class _NotUnderstood(Exception):
    """What was typed is no account."""


class _Act(Protocol):
    """Something that is done to an account and needs no more than a press."""

    def __call__(self, person: Person, /, *, by: Person) -> object: ...


def _button(right: str, act: _Act, said: str | Promise) -> Callable[..., HttpResponse]:
    """Return the view of a button that needs no form."""

    @guards.right(right)
    @require_POST
    def press(request: HttpRequest, pk: int) -> HttpResponse:
        who = _whom(pk)
        return _done(request, who, lambda: act(who, by=_me(request)), str(said))

    return press


unbind_sso = _button("manage_people", actions.unbind_sso, gettext_lazy("已解除绑定"))
reactivate = _button("manage_people", actions.reactivate, gettext_lazy("已启用"))
unlock = _button("unlock_people", actions.unlock, gettext_lazy("已解锁"))
end_sessions = _button("manage_people", actions.sign_out_everywhere, gettext_lazy("已全部退出登录"))


def _me(request: HttpRequest) -> Person:
    assert isinstance(request.user, Person)  # the guard has seen to it
    return request.user


def _whom(pk: int) -> Person:
    return get_object_or_404(queries.accounts(), pk=pk)


def _done(request: HttpRequest, who: Person, act: Callable[[], object], said: str) -> HttpResponse:
    return done(request, act, said, to=reverse("people:person", args=[who.pk]))


def _secret(request: HttpRequest, make: Callable[[], str], again: str) -> str:
    """Do an act once whose answer is a secret; it is kept nowhere, so a repeat is told *again* instead."""
    made: list[str] = []

    def act() -> str:
        made.append(make())
        return ""

    once(_me(request), key_of(request), act)
    if not made:
        raise NotNow(again)
    return made[0]


def _list(request: HttpRequest, form: EngageForm, *, status: int = 200) -> HttpResponse:
    everybody = list(queries.accounts())
    given = {
        "people": everybody,
        "locked": lockout.locked([one.username for one in everybody]),
        "factored": second_factors.who_has(everybody),
        "demanded": {one.pk for one in everybody if factors.are_demanded_of(one)},
        "labels": LABELS,
        "form": form,
        "choices": role_choices(),
        "chosen": form["roles"].value() or [],
        "may_manage": _me(request).may("manage_people"),
    }
    return render(request, "people/people.html", framed(request, "people", **given), status=status)


def _page(
    request: HttpRequest,
    who: Person,
    *,
    form: RolesForm | None = None,
    status: int = 200,
    **shown: str,
) -> HttpResponse:
    until: datetime | None = lockout.locked([who.username]).get(who.username)
    given: dict[str, Any] = {
        "who": who,
        "locked_until": until,
        "choices": role_choices(),
        "chosen": form["roles"].value() if form else who.roles,
        "form": form,
        "labels": LABELS,
        "told": journal.story(who)[: -LATEST - 1 : -1],
        "done": words.DONE,
        "wrong": words.WRONG,
        "can_sign_in": who.has_usable_password(),
        "factors": second_factors.of(who),
        "demanded": factors.are_demanded_of(who),
        "sessions": queries.sessions_of(who),
        "least": passwords.LENGTH_LEAST,
        "may_manage": _me(request).may("manage_people"),
        **shown,
    }
    return render(request, "people/person.html", framed(request, "people", **given), status=status)
