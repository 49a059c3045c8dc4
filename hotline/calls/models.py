"""The tables of calls and seats."""

from __future__ import annotations

from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from hotline.callers.models import Caller
from hotline.journal.models import Recorded
from hotline.people.roles import STAFF


class CallQuerySet(models.QuerySet["Call"]):
    """Questions about calls that keep to who may know."""

    def seen_by(self, person: Any) -> Self:
        """The line's own people see calls; nobody else does."""
        return self if person.role & STAFF else self.none()


class Call(Recorded):
    """One telephone conversation."""

    KIND: ClassVar[str] = "call"

    objects = CallQuerySet.as_manager()
