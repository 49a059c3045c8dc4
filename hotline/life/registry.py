"""Every life of the house by its kind, filled as the lives are read."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .steps import Life

LIVES: dict[str, Life] = {}
