"""What is sent about storms: their steps, through the one door. The pages stand in the desk of settings."""

from __future__ import annotations

from hotline.life import door
from hotline.people.guards import role_required

from .life import LIFE, SWITCHES
from .models import Storm

step = role_required(SWITCHES)(door.door(LIFE, Storm))
"""Take a step of a storm."""
