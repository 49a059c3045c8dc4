"""What is done with courses and places: one function for each step of `life.py`, announcing and enrolling."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from hotline.journal import rows
from hotline.life.errors import NotNow, NotSo, NotYours
from hotline.people.models import Person
from hotline.providers.life import VETS, WITHIN
from hotline.providers.models import Member
from hotline.today import today

from .life import LIFE, PLACES, PlaceStatus, Status
from .models import Course, Place


def announce(title: str, *, by: Person, held_on: date, tutor: str) -> Course:
    """Say what is taught, on which day, by whom."""
    _allow(by)
    if not title.strip() or not tutor.strip():
        raise NotSo(_("请写明讲什么、谁讲。"))
    _not_past(held_on)
    course = Course(title=title.strip(), held_on=held_on, tutor=tutor.strip())
    return LIFE.begin(course, act="announce", by=by, held_on=held_on)


def enrol(course: Course, *, by: Person, members: Iterable[Member]) -> list[Place]:
    """Put workers on the list of a course."""
    _allow(by)
    chosen = list(members)
    if not chosen:
        raise NotSo(_("请选至少一位师傅。"))
    with transaction.atomic():
        [held] = rows.lock(Course, [course.pk])
        if held.status != Status.PLANNED:
            raise NotNow(_("这次培训已经不能报名。"))
        for member in chosen:
            if member.provider.status not in WITHIN:
                raise NotSo(_("%(provider)s 不在册。") % {"provider": member.provider.short_name})
            if member.ended_at is not None:
                raise NotSo(_("%(member)s 已经不在这家企业。") % {"member": member})
            if held.places.filter(member=member).exists():
                raise NotNow(_("%(member)s 已经报了名。") % {"member": member})
        return [
            PLACES.begin(
                Place(course=held, member=member), act="enrol", by=by, course=held, member=member
            )
            for member in chosen
        ]


@LIFE.action
def hold(course: Course, *, by: Person, present: Collection[int] = ()) -> Mapping[str, Any]:
    """Write down who came; everybody else on the list did not."""
    if course.held_on > today():
        raise NotNow(_("培训的日子还没有到。"))
    enrolled = list(course.places.filter(status=PlaceStatus.ENROLLED).order_by("pk"))
    _on_the_list(enrolled, present)
    course.status = Status.HELD  # what follows asks whether it was held
    rows.change(course, [Course._meta.get_field("status")])
    for place in enrolled:
        (attend if place.pk in present else miss)(place, by=by)
    return {"came": len(present)}


@LIFE.action
def examine(
    course: Course, *, by: Person, until_on: date, passed: Collection[int] = ()
) -> Mapping[str, Any]:
    """Write down who passed, until when their certificates are good; everybody else who came did not pass."""
    came = list(course.places.filter(status=PlaceStatus.ATTENDED).order_by("pk"))
    if not came:
        raise NotNow(_("没有到课而未考核的师傅。"))
    _on_the_list(came, passed)
    for place in came:
        if place.pk in passed:
            certify(place, by=by, until_on=until_on)
        else:
            fail(place, by=by)
    return {"passed": len(passed)}


@LIFE.action
def move(course: Course, *, by: Person, held_on: date, why: str) -> None:
    """Hold it on another day."""
    _not_past(held_on)
    course.held_on = held_on


@LIFE.action
def call_off(course: Course, *, by: Person, why: str) -> None:
    """Do not hold it."""


@PLACES.action
def attend(place: Place, *, by: Person) -> None:
    """The worker came."""
    _was_held(place)


@PLACES.action
def miss(place: Place, *, by: Person) -> None:
    """The worker did not come."""
    _was_held(place)


@PLACES.action
def certify(place: Place, *, by: Person, until_on: date) -> None:
    """The worker passed; the certificate is good until a day, that day included."""
    if until_on <= today():
        raise NotSo(_("证书的到期日要在今天以后。"))
    place.until_on = until_on


@PLACES.action
def fail(place: Place, *, by: Person) -> None:
    """The worker came, and did not pass."""


@PLACES.action
def withdraw(place: Place, *, by: Person, why: str) -> None:
    """Take a certificate back before its day."""
    place.until_on = None


def _on_the_list(places: list[Place], chosen: Collection[int]) -> None:
    if set(chosen) - {place.pk for place in places}:
        raise NotNow(_("名单变了，请刷新页面再登记。"))


def _was_held(place: Place) -> None:
    if Course.objects.values_list("status", flat=True).get(pk=place.course_id) != Status.HELD:
        raise NotNow(_("这次培训还没有登记开课。"))


def _not_past(day: date) -> None:
    if day < today():
        raise NotSo(_("日子不能在今天以前。"))


def _allow(by: Person) -> None:
    if not by.role & VETS:
        raise NotYours(_("培训由审核员、值班长和管理员安排。"))
