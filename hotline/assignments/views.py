"""What is sent about assignments and pleas by the line's own people: their steps, through the one door."""

from __future__ import annotations

from hotline.life import door as life
from hotline.people.guards import staff_only

from .life import LIFE, PLEA
from .models import Assignment, Plea

step = staff_only(life.door(LIFE, Assignment))
"""Take a step of an assignment; a unit's own page has a door of its own."""
plea_step = staff_only(life.door(PLEA, Plea))
"""Decide what a unit has asked."""
