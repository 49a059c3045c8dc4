"""Whom an operator can draw into a call: colleagues who are ready, emergencies, lines, a number; each with its writing and its words.

Who is written "seat:4", "provider:9", "emergency:120", "outside:057765800001", and a line "line:2". The page of a case knows its
providers; this file turns what was picked, or a number just typed, into who is meant, or says what is wrong with it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from hotline.callers import numbers
from hotline.calls import outbound
from hotline.calls.models import Phone, Seat
from hotline.calls.policy import EMERGENCIES
from hotline.calls.states import SeatState, Third
from hotline.life.errors import NotSo
from hotline.life.keys import row_key
from hotline.lines import queries as lines
from hotline.lines.models import Line
from hotline.people.models import Person
from hotline.providers.models import Provider
from hotline.rules import queries as rules

RING_S = 45


@dataclass(frozen=True, kw_only=True)
class Whom:
    """Who is drawn into a call: a colleague's seat, or a number of a kind of third."""

    who: Third
    seat: Seat | None = None
    number: str = ""
    name: str = ""

    @property
    def given(self) -> dict[str, Any]:
        """Return what the event says of him."""
        if self.seat is not None:
            simulated = self.seat.phone == Phone.SIMULATED
            there = {"address": self.seat.rings_at, "seat": self.seat.pk, "simulated": simulated}
            return {"who": self.who.value, "ring_s": rules.book()["ring_s"], **there}
        return {"who": self.who.value, "ring_s": RING_S, "address": f"tel:{self.number}"}

    @property
    def label(self) -> str:
        """Return what he is called: a colleague's number, a provider's name, else the telephone number."""
        if self.seat is not None:
            return str(self.seat.operator)
        return self.name or numbers.display(numbers.from_carrier(self.number))


@dataclass(frozen=True)
class Choice:
    """One who can be chosen: as he is written, called, and of which kind he is."""

    value: str
    text: str
    hint: str


def ready(person: Person) -> Iterator[Choice]:
    """Yield the colleagues who are ready."""
    seats = Seat.objects.seen_by(person).filter(state=SeatState.READY, call=None)
    for seat in seats.exclude(operator=person).select_related("operator").order_by("address"):
        yield Choice(f"seat:{seat.pk}", str(seat.operator), seat.operator.name)


def of_house(*, but: int | None = None) -> Iterator[Choice]:
    """Yield the emergencies, and the lines on which a caller can wait instead."""
    for number in EMERGENCIES:
        yield Choice(f"{Third.EMERGENCY}:{number}", number, str(Third.EMERGENCY.label))
    for line in lines.every():
        if line.pk != but:
            yield Choice(f"line:{line.pk}", line.name, _("专线，转去排队"))


def provider(one: Provider) -> Choice:
    """Return how a provider is chosen."""
    return Choice(f"{Third.PROVIDER}:{one.pk}", one.short_name, str(Third.PROVIDER.label))


def typed(text: str) -> Iterator[Choice]:
    """Yield whose number it may be that was typed."""
    with suppress(NotSo):
        number = outbound.read(text)
        shown = numbers.display(numbers.from_carrier(number))
        if number not in EMERGENCIES:
            for who in (Third.OUTSIDE, Third.DEPARTMENT):
                yield Choice(f"{who}:{number}", shown, str(who.label))


def read(data: Mapping[str, str], person: Person) -> Whom | Line:
    """Return who was picked; a number that is typed counts although nothing was picked from the list."""
    picked, text = data.get("whom", ""), data.get("whom_text", "").strip()
    found = _picked(picked, person)
    if found is not None and text in ("", _label(found)):
        return found
    if not text:
        raise NotSo(_("请选要找谁。"))
    if not any(letter.isdigit() for letter in text):
        raise NotSo(_("请从列表里选一位，或者写电话号码。"))
    number = outbound.read(text)
    return Whom(who=Third.EMERGENCY if number in EMERGENCIES else Third.OUTSIDE, number=number)


def _label(found: Whom | Line) -> str:
    return found.label if isinstance(found, Whom) else found.name


def _picked(written: str, person: Person) -> Whom | Line | None:
    kind, _colon, key = written.partition(":")
    pk = row_key(key)
    match kind:
        case Third.SEAT if pk is not None:
            seats = Seat.objects.seen_by(person).select_related("operator")
            seat = seats.filter(pk=pk).first()
            return Whom(who=Third.SEAT, seat=seat) if seat else None
        case Third.PROVIDER if pk is not None:
            one = Provider.objects.seen_by(person).filter(pk=pk).first()
            if one is None:
                return None
            number = outbound.read(one.telephone)
            return Whom(who=Third.PROVIDER, number=number, name=one.short_name)
        case "line" if pk is not None:
            return lines.seen(person).filter(pk=pk).first()
        case Third.EMERGENCY if key not in EMERGENCIES:
            raise NotSo(_("紧急电话只有 110、119、120、122。"))
        case Third.EMERGENCY | Third.OUTSIDE | Third.DEPARTMENT:
            return Whom(who=Third(kind), number=outbound.read(key))
    return None
