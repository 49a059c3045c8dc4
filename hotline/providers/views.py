"""What is sent about providers by the line's own people: their steps, through the one door."""

from __future__ import annotations

from hotline.life import door as life
from hotline.people.guards import staff_only

from .life import LIFE
from .models import Provider

step = staff_only(life.door(LIFE, Provider))
"""Take a step of a provider."""
