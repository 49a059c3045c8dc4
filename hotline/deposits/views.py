"""What is sent about draws: their steps, through the one door. The pages stand in the desks of members and of the provider."""

from __future__ import annotations

from hotline.life import door as life
from hotline.people.guards import staff_only

from .life import LIFE
from .models import Draw

step = staff_only(life.door(LIFE, Draw))
"""Take a step of a draw."""
