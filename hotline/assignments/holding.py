"""An assignment is held before what was asked about it: of two who hold one each and want the other's, neither would go on."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeAlias

from django.db import transaction

from hotline.journal import rows

from .life import PLEA
from .models import Assignment, Plea

Take: TypeAlias = Callable[..., Plea]


def assignment_first(take: Take) -> Take:
    """Take a step of a plea while its assignment is held."""

    @wraps(take)
    def held(plea: Plea, **given: Any) -> Plea:
        with transaction.atomic(savepoint=False):
            rows.lock(Assignment, [plea.assignment_id])
            return take(plea, **given)

    PLEA.actions[take.__name__] = held
    return held
