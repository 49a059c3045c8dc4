"""What is sent about absences by the line's own people: their steps, through the one door."""

from __future__ import annotations

from hotline.life import door as life
from hotline.people.guards import staff_only

from .life import LIFE
from .models import Absence

step = staff_only(life.door(LIFE, Absence))
"""Take a step of an absence; the provider's own page has a door of its own."""
