"""How things stand before an act: what one that is taken back must bring back, and what a refused one may not change."""

from __future__ import annotations

from typing import Any

from django.apps import apps

from hotline.deadlines.models import Deadline
from hotline.journal.models import Entry, Reaction
from hotline.life.models import Living

LIVING: dict[str, type[Living]] = {
    model.KIND: model for model in apps.get_models() if issubclass(model, Living)
}
"""Every kind of thing that has a life."""


def standing(thing: Living) -> tuple[Any, ...]:
    """Return how a thing stands, its clocks included: what an undo must bring back."""
    columns = {
        field.attname: getattr(thing, field.attname)
        for field in thing._meta.concrete_fields
        if field.name not in ("head", "version")
    }
    mine = Deadline.objects.filter(kind=thing.KIND, subject=thing.pk, closed_at=None)
    return columns, list(mine.order_by("pk").values_list("pk", "name", "due_at", "next_at"))


def everything() -> tuple[Any, ...]:
    """Return what no refused act may change."""
    living = [
        (row.about, row.status, row.version, bytes(row.head))
        for model in LIVING.values()
        for row in model._base_manager.order_by("pk").only("status", "version", "head")
    ]
    clocks = list(Deadline.objects.order_by("pk").values_list("pk", "closed_at", "due_at"))
    return living, clocks, Entry.objects.count(), Reaction.objects.count()
