"""The pages that have no room in the menu of a small telephone."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from hotline.desks.provider.frame import AT_HAND, MORE, around, every_page, member_of
from hotline.people.guards import role_required
from hotline.people.roles import Role


@role_required(Role.PROVIDER)
@require_safe
def screen(request: HttpRequest) -> HttpResponse:
    """Show the way to every page beyond the first ones."""
    given = around(member_of(request), MORE)
    pages = every_page(MORE, given["waiting"])
    return render(request, "provider/more.html", given | {"all": pages[AT_HAND:] or pages})
