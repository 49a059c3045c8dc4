"""Where those who speak for units are reached: who of them has a telephone and a mailbox on the list, and who has none."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from hotline.desks.settings.frame import reader, show
from hotline.desks.settings.sending_forms import ReachForm
from hotline.life.door import done, key_of
from hotline.life.errors import NotSo
from hotline.notices import actions, queries
from hotline.notices.models import Reach
from hotline.people import guards
from hotline.people.models import Person


@guards.right("manage_departments")
@require_safe
def reaches(request: HttpRequest) -> HttpResponse:
    """Show everybody who speaks for a unit, and the leaders, with where each is reached."""
    people, leaders = queries.people(), queries.leaders()
    missing = sum(not (reach and (reach.telephone or reach.mailbox)) for _who, reach in people)
    given = {"people": people, "leaders": leaders, "missing": missing}
    return show(request, "reaches.html", "messages", given)


@guards.right("manage_departments")
@require_safe
def reach(request: HttpRequest, pk: int) -> HttpResponse:
    """Show where one person is reached, to be changed."""
    person = _person(request, pk)
    held = Reach.objects.filter(person=person).first()
    start = {"telephone": held.telephone, "mailbox": held.mailbox} if held else {}
    return _page(request, person, ReachForm(initial=start))


@guards.right("manage_departments")
@require_POST
def set_reach(request: HttpRequest, pk: int) -> HttpResponse:
    """Write down where one person is reached."""
    person, form = _person(request, pk), ReachForm(request.POST)
    if not form.is_valid():
        return _page(request, person, form, status=422)

    def act() -> None:
        actions.set_reach(person, by=reader(request), **form.cleaned_data)

    try:
        return done(request, act, _("已保存"), to=reverse("settings:reaches"))
    except NotSo as why:
        if not key_of(request) or why.field not in form.fields:
            raise
        form.add_error(why.field, str(why))
        return _page(request, person, form, status=422)


def _person(request: HttpRequest, pk: int) -> Person:
    return get_object_or_404(Person.objects.seen_by(reader(request)), pk=pk)


def _page(
    request: HttpRequest, person: Person, form: ReachForm, *, status: int = 200
) -> HttpResponse:
    given = {"who": person, "form": form}
    return show(request, "reach.html", "messages", given, status=status)
