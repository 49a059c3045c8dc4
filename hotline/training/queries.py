"""Questions about training: courses, who is in them, which certificates are good and which end soon."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db.models import Count, Q, QuerySet

from hotline.providers.life import WITHIN
from hotline.providers.models import Member
from hotline.rules import queries as rules
from hotline.today import today

from .life import PlaceStatus
from .models import Course, CourseQuerySet, Place, PlaceQuerySet

_WITH = ("course", "member__person", "member__provider")


def courses(person: Any) -> CourseQuerySet:
    """Return the courses, the latest day first, with how many are in each, came and passed."""
    came = (PlaceStatus.ATTENDED, PlaceStatus.PASSED, PlaceStatus.FAILED, PlaceStatus.WITHDRAWN)
    return (
        Course.objects.seen_by(person)
        .annotate(
            n=Count("places", distinct=True),
            came=Count("places", filter=Q(places__status__in=came), distinct=True),
            passed=Count("places", filter=Q(places__status=PlaceStatus.PASSED), distinct=True),
        )
        .order_by("-held_on", "-pk")
    )


def of_course(course: Course, person: Any) -> PlaceQuerySet:
    """Return who is in a course, by provider and name."""
    rows = Place.objects.seen_by(person).filter(course=course).select_related(*_WITH)
    return rows.order_by("member__provider__short_name", "member__person__name", "pk")


def of_provider(provider: Any, person: Any) -> PlaceQuerySet:
    """Return where a provider's people were or will be, the latest first."""
    rows = Place.objects.seen_by(person).filter(member__provider=provider).select_related(*_WITH)
    return rows.order_by("-course__held_on", "member__person__name", "pk")


def ending(person: Any) -> PlaceQuerySet:
    """Return the certificates that end within the days of the rule, the next to end first; of workers who are there."""
    until = today() + timedelta(days=rules.book()["certificate_warn_days"])
    rows = (
        Place.objects.seen_by(person)
        .certified_on(today())
        .filter(until_on__lte=until, member__ended_at=None)
    )
    return rows.select_related(*_WITH).order_by("until_on", "pk")


def workers() -> QuerySet[Member]:
    """Return the workers who can be taught: of providers that are within."""
    rows = Member.objects.standing().filter(provider__status__in=WITHIN, person__is_active=True)
    return rows.select_related("person", "provider").order_by(
        "provider__short_name", "person__name", "pk"
    )


def may_enrol(course: Course) -> QuerySet[Member]:
    """Return those who are not on the list of a course yet."""
    return workers().exclude(places__course=course)
