"""What the doors of seats and calls have in common: who enters, which call it is about, that an act is done once."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404

from hotline.life.door import answer, key_of
from hotline.life.once import once
from hotline.people.guards import role_required
from hotline.people.models import Person
from hotline.people.roles import DESK

from .models import Call

at_desk = role_required(DESK)
"""Lets in only those who work the telephone."""


def reader(request: HttpRequest) -> Person:
    """Return whoever is signed in; the guards let nobody else through."""
    person = request.user
    assert isinstance(person, Person)
    return person


def act_in(
    request: HttpRequest, pk: int, act: Callable[[Call, Person], object], words: str
) -> HttpResponse:
    """Do something in a call once, and answer with *words*."""
    person = reader(request)
    call = get_object_or_404(Call.objects.seen_by(person), pk=pk)

    def do() -> str:
        act(call, person)
        return words

    return answer(request, once(person, key_of(request), do))
