"""The tables of callers: the one place where a citizen's name and numbers lie, sealed.

What is sealed is opened by `queries` and `actions` alone. Everything else in the house points here
by key, so that a person can be erased without touching any case's history.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Protocol, Self, TypeAlias

from django.db import models
from django.utils.translation import gettext_lazy as _

from hotline.areas.models import Area
from hotline.journal.models import Recorded
from hotline.people.roles import STAFF, Role

from . import numbers, sealing
from .ring import Ring

Stored: TypeAlias = bytes | memoryview
"""How a column of bytes comes out of the database."""


class Viewer(Protocol):
    """Whoever looks: someone with roles."""

    @property
    def role(self) -> Role: ...


class Title(models.TextChoices):
    """How a caller is addressed."""

    MS = "ms", _("女士")
    MR = "mr", _("先生")


class CallerQuerySet(models.QuerySet["Caller"]):
    """Questions about callers that keep to who may know."""

    def seen_by(self, person: Viewer) -> Self:
        """Keep what *person* may see: staff all, providers and departments nothing."""
        return self if person.role & STAFF else self.none()


class Caller(Recorded):
    """A person who asks."""

    KIND: ClassVar[str] = "caller"

    name_sealed = models.BinaryField(default=b"", editable=False)
    wishes_sealed = models.BinaryField(default=b"", editable=False)
    """What to respect: when to ring, whom not to tell."""
    title = models.TextField(_("称呼"), choices=Title.choices, default="", blank=True)
    dialect = models.CharField(_("方言"), max_length=20, default="", blank=True)
    home_area = models.ForeignKey(
        Area, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("常住区域")
    )
    elderly = models.BooleanField(_("高龄"), default=False)
    """Is answered a little sooner than others."""
    limited_until = models.DateTimeField(null=True, editable=False)
    """Until when he is answered after the others, because of abuse."""
    barred_until = models.DateTimeField(null=True, editable=False)
    """Until when his calls are not taken, because of abuse; emergencies are put through all the same."""
    first_seen_at = models.DateTimeField(_("首次来电"))
    erased_at = models.DateTimeField(null=True, editable=False)

    objects = CallerQuerySet.as_manager()

    class Meta:
        verbose_name = _("来电人")

    def __str__(self) -> str:
        """Name the row, never the person."""
        return self.about

    def place(self, column: str) -> str:
        """Name the place that a column's text is sealed for."""
        return f"caller:{self.pk}:{column}"

    def opened(self, column: str) -> str:
        """Open "name" or "wishes"; empty when there is none."""
        sealed = bytes(getattr(self, f"{column}_sealed"))
        return sealing.open_(sealed, self.place(column)) if sealed else ""


class CallerNumber(models.Model):
    """A number a caller can be reached at: sealed, and found by its fingerprints alone.

    A key with an odd number fingerprints into one column, one with an even number into the other: while two keys are on
    the ring a number has both, so that it is found, and kept from being written twice, by either.
    """

    caller = models.ForeignKey(Caller, models.CASCADE, related_name="numbers")
    kind = models.TextField(choices=numbers.Kind.choices)
    sealed = models.BinaryField(editable=False)
    fingerprint = models.BinaryField(editable=False, null=True)
    fingerprint_even = models.BinaryField(editable=False, null=True)

    class Meta:
        verbose_name = _("来电人号码")
        constraints: ClassVar = [
            models.UniqueConstraint("fingerprint", name="callers_number_once"),
            models.UniqueConstraint("fingerprint_even", name="callers_number_once_even"),
            models.CheckConstraint(
                condition=models.Q(fingerprint__isnull=False)
                | models.Q(fingerprint_even__isnull=False),
                name="callers_number_can_be_found",
            ),
            models.CheckConstraint(
                condition=~models.Q(kind=numbers.Kind.WITHHELD), name="callers_number_known"
            ),
        ]

    def __str__(self) -> str:
        """Name the row, never the number."""
        return f"caller_number:{self.pk}"

    @property
    def opened(self) -> numbers.Number:
        """Open the number."""
        return open_number(self.kind, self.sealed, self.fingerprint, self.fingerprint_even)


class KeyQuerySet(models.QuerySet["Key"]):
    """Questions about keys that keep to who may know."""

    def seen_by(self, person: Viewer) -> Self:
        """The line's own people may know that there are keys; which they are stands in no table."""
        return self if person.role & STAFF else self.none()


class Key(Recorded):
    """A key of the ring, by its number alone: since when it seals, and when it was thrown away."""

    KIND: ClassVar[str] = "key"

    number = models.PositiveSmallIntegerField(_("编号"), unique=True)
    made_at = models.DateTimeField(_("启用"))
    retired_at = models.DateTimeField(_("停用"), null=True)

    objects = KeyQuerySet.as_manager()

    class Meta:
        verbose_name = _("密钥")

    def __str__(self) -> str:
        return self.about


@dataclass(frozen=True, slots=True)
class SealedNumber:
    """A number as it lies in its row: sealed beside the fingerprint of the key that seals, and its fingerprints."""

    sealed: bytes
    fingerprint: bytes | None = None
    fingerprint_even: bytes | None = None


def seal_number(number: numbers.Number) -> SealedNumber:
    """Seal a number with the newest key, and fingerprint it with every key of the ring."""
    keys = sealing.ring()
    found = fingerprints(number, keys)
    place = _place_of_number(found[keys.newest])
    sealed = sealing.seal_with(keys.newest, number.text.encode(), place, keys=keys)
    return SealedNumber(sealed, **{column_of(key): mark for key, mark in found.items()})


def open_number(
    kind: str, sealed: Stored, fingerprint: Stored | None, fingerprint_even: Stored | None
) -> numbers.Number:
    """Open what `seal_number` sealed."""
    odd = sealing.sealed_with(bytes(sealed)) % 2
    text = sealing.open_(bytes(sealed), _place_of_number(fingerprint if odd else fingerprint_even))
    return numbers.Number(numbers.Kind(kind), text)


def fingerprints(number: numbers.Number, keys: Ring) -> dict[int, bytes]:
    """Return a number's fingerprint by every key of a ring."""
    return {key: sealing.fingerprint(number.text, key, keys=keys) for key in keys.numbers}


def column_of(key: int) -> str:
    """Name the column that a key's fingerprints stand in."""
    return "fingerprint" if key % 2 else "fingerprint_even"


def _place_of_number(fingerprint: Stored | None) -> str:
    return f"caller_number:{bytes(fingerprint or b'').hex()}"
