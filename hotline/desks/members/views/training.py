"""Training: the courses, who is in one and how he fared, and where a provider's own people were."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from hotline.desks.members import acts
from hotline.desks.members.frame import show, show_one
from hotline.desks.operator import shell
from hotline.people import guards
from hotline.providers.life import VETS
from hotline.providers.models import Provider
from hotline.today import today
from hotline.training import queries
from hotline.training.life import LIFE, PLACES, PlaceStatus, Status
from hotline.training.models import Course

MOST = 200


@guards.staff_only
@require_safe
def screen(request: HttpRequest) -> HttpResponse:
    """Show the courses, and the certificates that end soon."""
    person = shell.reader(request)
    given = {
        "courses": queries.courses(person)[:MOST],
        "ending": queries.ending(person)[:MOST],
        "may": bool(person.role & VETS),
        "today": today(),
    }
    return show(request, "training.html", "training", given)


@guards.staff_only
@require_safe
def course(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one course, who is in it, and what may be written down now."""
    person = shell.reader(request)
    found = get_object_or_404(Course.objects.seen_by(person), pk=pk)
    places = list(queries.of_course(found, person))
    may = bool(person.role & VETS)
    came = [one for one in places if one.status == PlaceStatus.ATTENDED]
    given = {
        "course": found,
        "acts": acts.open_to(LIFE, found, person, "training:", but={"hold", "examine"}),
        "places": [
            (one, acts.open_to(PLACES, one, person, "training:place_") if _apart(found) else [])
            for one in places
        ],
        "may_enrol": may and found.status == Status.PLANNED,
        "others": [
            (one.pk, f"{one.provider.short_name} · {one.person.name}")
            for one in queries.may_enrol(found)[:MOST]
        ],
        "may_hold": may and found.status == Status.PLANNED and found.held_on <= today(),
        "came": came if may else [],
        "today": today(),
    }
    return show(request, "course.html", "training", given)


@guards.staff_only
@require_safe
def of_provider(request: HttpRequest, pk: int) -> HttpResponse:
    """Show where a provider's people were, and their certificates."""
    person = shell.reader(request)
    provider = get_object_or_404(Provider.objects.seen_by(person), pk=pk)
    given = {"places": queries.of_provider(provider, person)[:MOST], "today": today()}
    return show_one(request, "provider_training.html", "training", provider, given)


def _apart(course: Course) -> bool:
    """Say whether each place is written down apart: once the list of who came was made."""
    return course.status == Status.HELD
