"""The tables of callers: the one place where a citizen's name and numbers lie, sealed.

What is sealed is opened by `queries` and `actions` alone. Everything else in the house points here
by key, so that a person can be erased without touching any case's history.
"""

from __future__ import annotations

from typing import ClassVar, Protocol, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from hotline.areas.models import Area
from hotline.journal.models import Recorded
from hotline.people.roles import STAFF, Role

from . import numbers, sealing


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
    """A number a caller can be reached at: sealed, and found by its fingerprint alone."""

    caller = models.ForeignKey(Caller, models.CASCADE, related_name="numbers")
    kind = models.TextField(choices=numbers.Kind.choices)
    sealed = models.BinaryField(editable=False)
    fingerprint = models.BinaryField(editable=False)

    class Meta:
        verbose_name = _("来电人号码")
        constraints: ClassVar = [
            models.UniqueConstraint("fingerprint", name="callers_number_once"),
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
        return open_number(self.kind, bytes(self.sealed), bytes(self.fingerprint))


def seal_number(number: numbers.Number) -> tuple[bytes, bytes]:
    """Return a number sealed beside its own fingerprint, and the fingerprint."""
    fingerprint = sealing.fingerprint(number.text)
    return sealing.seal(number.text, f"caller_number:{fingerprint.hex()}"), fingerprint


def open_number(kind: str, sealed: bytes, fingerprint: bytes) -> numbers.Number:
    """Open what `seal_number` sealed."""
    text = sealing.open_(sealed, f"caller_number:{bytes(fingerprint).hex()}")
    return numbers.Number(numbers.Kind(kind), text)
