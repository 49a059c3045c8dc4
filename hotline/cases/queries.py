"""Questions about cases: which one somebody means, which may be about the same matter, what a caller asked before."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

from django.db.models import Q

from hotline import clock
from hotline.areas.models import Area
from hotline.callers import numbers as telephone
from hotline.callers import queries as callers
from hotline.callers.models import Caller
from hotline.catalogue.models import Service

from . import numbers
from .models import Case, CaseQuerySet

SAME_MATTER = timedelta(hours=24)
"""How far back a case may be about the same matter."""

_CODE = re.compile(f"[{numbers.ALPHABET}]{{8}}")


def find(text: str, *, person: Any, most: int = 50) -> list[Case]:
    """Return the cases that a number, a query code or a telephone number means, the latest first.

    A telephone number is looked up by its fingerprint; nothing is opened.
    """
    means = Q()
    serial = numbers.read(text)
    if serial is not None:
        means |= Q(serial=serial)
    code = text.strip().upper()
    if _CODE.fullmatch(code):
        means |= Q(query_code=code)
    caller = _whose(text)
    if caller is not None:
        means |= Q(caller=caller)
    if not means:
        return []
    return list(_told(Case.objects.seen_by(person).filter(means)).order_by("-taken_at")[:most])


def _whose(text: str) -> Caller | None:
    try:
        number = telephone.read(text)
    except telephone.NotANumber:
        return None
    return callers.find_by_number(number)


def alike(
    *,
    person: Any,
    caller: Caller | None,
    service: Service | None = None,
    area: Area | None = None,
    but: int | None = None,
    most: int = 5,
) -> list[Case]:
    """Return living cases that may be about the same matter: this caller's, or the same service at the same place."""
    means = Q()
    if caller is not None:
        means |= Q(caller=caller)
    if service is not None and area is not None:
        means |= Q(service=service, area=area, taken_at__gte=clock.now() - SAME_MATTER)
    if not means:
        return []
    rows = Case.objects.seen_by(person).alive().filter(means)
    if but is not None:
        rows = rows.exclude(pk=but)
    return list(_told(rows).order_by("-taken_at")[:most])


def of_caller(caller: Caller, *, person: Any, most: int = 8) -> list[Case]:
    """Return what a caller asked before, the latest first."""
    rows = Case.objects.seen_by(person).filter(caller=caller)
    return list(_told(rows).order_by("-taken_at")[:most])


def of_call(call: Any, *, person: Any) -> list[Case]:
    """Return what was written down in one call, in the order it was said."""
    return list(_told(Case.objects.seen_by(person).filter(calls=call)).order_by("pk"))


def _told(rows: CaseQuerySet) -> CaseQuerySet:
    return rows.select_related("service", "area__parent")
