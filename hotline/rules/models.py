"""The table of rules: a number holds from a moment until the next one of its name."""

from __future__ import annotations

from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models

from hotline.journal.models import Recorded


class RuleQuerySet(models.QuerySet["Rule"]):
    """Questions about rules that keep to who may know."""

    def seen_by(self, _person: Any) -> Self:
        """Rules are no secret."""
        return self

    def standing(self) -> Self:
        """Keep those that hold, held or will hold: not what was withdrawn before its time."""
        return self.filter(withdrawn_at=None)


class Rule(Recorded):
    """One number of the line from `valid_from` on; never changed, only followed by another.

    One that does not hold yet may be withdrawn: it stays on record and never holds.
    """

    KIND: ClassVar[str] = "rule"

    name = models.TextField()
    value = models.IntegerField()
    valid_from = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    why = models.TextField()
    withdrawn_at = models.DateTimeField(null=True)

    objects = RuleQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["name", "valid_from"],
                name="rules_rule_one_from_standing",
                condition=models.Q(withdrawn_at=None),
            )
        ]

    def __str__(self) -> str:
        return f"{self.name} = {self.value}"
